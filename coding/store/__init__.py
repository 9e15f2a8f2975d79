"""Keep a project's decisions in SQLite: the only package that speaks SQL.

`Store` opens the database; its parts read, one for each subject, and hand out the values of
`coding.model`. `Store.writing` and `Store.reverse` change: an act writes through the typed
`Writer`, so that no table or column has a name outside this package. Each act opens a
connection and closes it again; what is read `together` is read over one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path

from coding.errors import ProjectError
from coding.model import Act, Relation
from coding.store import damage, reversing, seals, sharing, soundness, writing
from coding.store.backup_names import Why
from coding.store.baskets import BasketRows
from coding.store.bindings import BindingRows
from coding.store.carried import CarriedRows
from coding.store.codings import CodingRows
from coding.store.connection import (
    Connection,
    DatabaseError,
    connected,
    expect_room,
    hindrance,
    lock_for,
    translated,
)
from coding.store.decisions import DecisionRows
from coding.store.files import FileRows
from coding.store.identifiers import IdentifierRows
from coding.store.keepsakes import KeepsakeRows
from coding.store.links import LinkRows
from coding.store.log import LogRows
from coding.store.making import make, not_ours
from coding.store.memos import MemoRows
from coding.store.participants import ParticipantRows
from coding.store.places import PlaceRows
from coding.store.reader import reading
from coding.store.recordings import RecordingRows
from coding.store.reversing import Rewrite, Rewriting
from coding.store.rewording import Anchored, WordedTurn
from coding.store.rulings import RulingRows
from coding.store.seen import SeenRows
from coding.store.settings import SettingRows
from coding.store.speakers import SaidTurn
from coding.store.stars import StarRows
from coding.store.suggestions import OPEN, SuggestionRows
from coding.store.transcripts import TranscriptRows
from coding.store.writer import Writer

__all__ = ["Anchored", "Rewriting", "SaidTurn", "Store", "WordedTurn", "Writer"]

VERSION = 18
"""How many migrations `coding.store.schema` has."""

AGAIN = 900
"""Seconds after which an open project is compared with its check values once more."""


class Store:
    """The database of one project, and its parts."""

    def __init__(self, path: Path) -> None:
        """Open the database, made or brought up to date if need be.

        One of an older version is backed up first. Raises ProjectError if it cannot be read or is
        not one of ours, DamageError if what stands in it is not what was written.
        """
        self.path = path
        try:
            self._prepare()
        except DatabaseError as error:
            raise translated(error, path) from error
        self._compared = time.monotonic()
        self.transcripts = TranscriptRows(path)
        self.participants = ParticipantRows(path)
        self.codings = CodingRows(path)
        self.memos = MemoRows(path)
        self.baskets = BasketRows(path)
        self.suggestions = SuggestionRows(path)
        self.decisions = DecisionRows(path)
        self.links = LinkRows(path)
        self.keepsakes = KeepsakeRows(path)
        self.carried = CarriedRows(path)
        self.rulings = RulingRows(path)
        self.bindings = BindingRows(path)
        self.identifiers = IdentifierRows(path)
        self.settings = SettingRows(path)
        self.files = FileRows(path)
        self.stars = StarRows(path)
        self.places = PlaceRows(path)
        self.recordings = RecordingRows(path)
        self.seen = SeenRows(path)
        self.log = LogRows(path)

    def _prepare(self) -> None:
        with lock_for(self.path):
            if not self.path.exists():
                make(self.path, VERSION)
            elif not self.path.stat().st_size:
                raise not_ours(self.path)
            with connected(self.path) as db:
                seals.forget(seals.place_of(db))
                if not damage.is_ours(db):
                    raise not_ours(self.path)
                version = db.execute("PRAGMA user_version").fetchone()[0]
                if version > VERSION:
                    raise ProjectError(
                        "this project was made with a newer version of the program",
                        self.path.name,
                        "Install the newest version of it.",
                    )
                if version == VERSION or damage.is_sealed(db):
                    damage.compare(db, self.path.name)
                if version < VERSION:
                    if why := hindrance(self.path):
                        raise ProjectError(
                            "this project was made with an older version of the program and has"
                            f" to be brought up to date, but {why}",
                            self.path.name,
                            "Copy the project to where it can be written, and open the copy.",
                        )
                    from coding.store.backups import keep

                    keep(self.path, Why.MIGRATION)
                    # Only here, since sqlite-utils takes long to load.
                    from coding.store.schema import bring_up_to_date

                    bring_up_to_date(db, VERSION)

    def together(self) -> AbstractContextManager[None]:
        """Read over one connection meanwhile, in this thread; see `coding.store.sharing`."""
        return sharing.together(self.path)

    def writing(
        self, *, coder: str, verb: str, summary: str, act: str = ""
    ) -> AbstractContextManager[Writer]:
        """Do one act in one transaction; see `coding.store.writing.writing`."""
        return writing.writing(self.path, coder=coder, verb=verb, summary=summary, act=act)

    def settle(self) -> None:
        """Bring files and database together again where an act was cut short.

        Now and then, everything is compared with its check value again; raises DamageError.
        """
        if time.monotonic() - self._compared > AGAIN:
            with connected(self.path) as db:
                seals.forget(seals.place_of(db))
                damage.compare(db, self.path.name)
            self._compared = time.monotonic()
        writing.settled(self.path)

    def reverse(
        self,
        rewrite: Rewrite,
        *,
        coder: str,
        redo: bool = False,
        act: str = "",
        by: str = "",
        which: str = "",
    ) -> Act:
        """Undo or redo one act; see `coding.store.reversing.reverse`."""
        self.expect_room()
        return reversing.reverse(
            self.path, rewrite, coder=coder, redo=redo, act=act, by=by, which=which
        )

    def next_act(self, rewrite: Rewrite, *, coder: str, redo: bool = False) -> Act | None:
        """Return the act that the next undo or redo is about, or None."""
        return reversing.next_act(self.path, rewrite, coder=coder, redo=redo)

    def to_reverse(self, *, coder: str, redo: bool = False, limit: int = 0) -> list[Act]:
        """List the acts that can be asked for, the next one first; 0 is no limit."""
        return list(islice(reversing.acts_in_turn(self.path, coder, redo), limit or None))

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a connection for reading."""
        return reading(self.path)

    @property
    def hindrance(self) -> str:
        """Say why nothing can be changed at the moment, "" if it can."""
        return hindrance(self.path)

    def expect_room(self) -> None:
        """Raise ProjectError where nothing can be changed at the moment."""
        expect_room(self.path)

    def faults(self, progress: Callable[[str], None] | None = None) -> list[soundness.Fault]:
        """Look over the whole database; list (where, what, hint) for whatever is not sound."""
        with self.reading() as db:
            return list(soundness.faults(db, self.path.name, progress))

    def counts(self) -> dict[str, int]:
        """Return how many transcripts, turns, words, codes, codings and the like there are."""
        with self.reading() as db:
            transcripts, turns, words = db.execute(
                "SELECT count(*), coalesce(sum(turns), 0), coalesce(sum(words), 0)"
                " FROM transcripts WHERE removed = 0"
            ).fetchone()
            codes, codings, suggestions, quotes, links = db.execute(
                "SELECT (SELECT count(*) FROM codes WHERE retired = 0), (SELECT count(*) FROM"
                " codings c JOIN transcripts t ON t.id = c.transcript AND t.removed = 0"
                " AND t.sha256 = c.wording),"
                f" (SELECT count(*) FROM ({OPEN})), (SELECT count(*) FROM picks),"
                " (SELECT count(*) FROM links WHERE relation != ?)",
                (str(Relation.NOT_ABOUT),),
            ).fetchone()
        return {
            "transcripts": transcripts,
            "turns": turns,
            "words": words,
            "codes": codes,
            "codings": codings,
            "suggestions": suggestions,
            "quotes": quotes,
            "links": links,
        }
