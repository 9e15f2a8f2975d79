"""Serve the coding page: do the operations it sends, tell it what changed since.

The page paints at once and sends every operation it has not seen acknowledged, again and
again if need be; each has a UUID, which becomes the id of its act, so that none is done twice.
What comes back is the newest revision (the number of the last act in the log) and the rows
touched since the revision that the page knows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from coding.errors import CodingError, Conflict, ProjectError
from coding.model import PARAPHRASE
from coding.project.alignments import SETTING as ALIGNED
from coding.project.bilingual import ONE_FILE
from coding.project.desk.answers import answer_soon
from coding.project.desk.beside import BesideText
from coding.project.desk.operations import ACTS, Operation
from coding.project.desk.places import reworded
from coding.project.desk.rows import (
    attribute_rows,
    cast_rows,
    codebook_rows,
    coding_rows,
    memo_row,
    memos_of_page,
    participant_row,
    seen_of,
    sentence_offsets,
    transcript_rows,
)
from coding.project.part import ProjectPart
from coding.store.log import Touched

Reply = dict[str, Any]
Refused = dict[str, dict[str, Any]]


class Desk(ProjectPart):
    """The wire to the coding page."""

    def serve(self, outbox: Mapping[str, Any], refused: Refused) -> Reply:
        """Do what an outbox asks and return the reply to it.

        `outbox` has `coder`, `transcript`, `rev`, `ops` and perhaps `asks`, `beside`, the
        translation that stands beside the text, `place`, the transcript and turn where the coder
        is or was last, and `seen`, what was shown and passed on: [id, coder, [[transcript, start,
        end, codes], ...]]; the reply says place and ids back. `refused`
        remembers, for one browser session, the operations that were refused and why. If the
        database cannot be written just now, nothing is refused: the reply then has only `trouble`,
        which says why, and the page sends everything again. A question that takes longer is not
        answered yet: the reply says `later`, and the page asks again.
        """
        try:
            return self._served(outbox, refused)
        except ProjectError as error:
            return {"trouble": str(error)}

    def _served(self, outbox: Mapping[str, Any], refused: Refused) -> Reply:
        coder = str(outbox.get("coder") or "coder")
        transcript = str(outbox.get("transcript") or "")
        done: list[str] = []
        for op in outbox.get("ops") or []:
            key = str(op["id"])
            if key in refused or not self._settled(op, coder, refused):
                continue
            done.append(key)
        place = outbox.get("place")
        if place:
            self.store.places.put(coder, str(place[0]), int(place[1]))
        passed = outbox.get("seen") or []
        self.project.seen.note([words for _, by, rows in passed for words in seen_of(rows, by)])
        beside = str(outbox.get("beside") or "")
        reply = self.delta(transcript, coder, int(outbox.get("rev", -1)), beside)
        if passed:
            reply["seen"] = [key for key, *_ in passed]
        if place:
            reply["placed"] = place
        reply["ack"] = done
        reply["refused"] = [
            {"id": op["id"], **refused[op["id"]]}
            for op in outbox.get("ops") or []
            if op["id"] in refused
        ]
        asks = outbox.get("asks") or []
        if asks:
            told = (answer_soon(self.project, ask, transcript, coder) for ask in asks)
            reply["answers"] = [answer for answer in told if answer is not None]
            if len(reply["answers"]) < len(asks):
                reply["later"] = outbox.get("n", 0)  # a reply equal to the last is not passed on
        return reply

    def _settled(self, op: Operation, coder: str, refused: Refused) -> bool:
        """Do one operation unless it is done already; note it in `refused` if it cannot be."""
        key = str(op["id"])
        if self.store.log.has(key):
            return True
        try:
            based = reworded(self.project, self._based(op, refused))
            ACTS[str(op["kind"])](self.project, based, str(op.get("coder") or coder))
        except ProjectError:
            raise
        except CodingError as error:
            if isinstance(error, Conflict) and self.store.log.has(key):
                return True
            refused[key] = {"message": error.message, "hint": error.hint, **_both(error)}
            return False
        except (KeyError, TypeError, ValueError) as error:
            refused[key] = {
                "message": f"the page sent something odd ({error!r})",
                "hint": "Reload it.",
            }
            return False
        return True

    def _based(self, op: Operation, refused: Refused) -> Operation:
        """Return an operation with the version that the page's own one `after` which it came left.

        Where that one was refused, the version from before both still counts: what somebody else
        wrote in between is not written over by the second either.
        """
        before = str(op.get("after") or "")
        if not before or before in refused or not self.store.log.has(before):
            return op
        if op["kind"] == "code.edit":
            return {**op, "version": ""}
        return {**op, "version": self.store.log.version_left(before, str(op["memo"]))}

    def delta(self, transcript: str, coder: str, since: int, beside: str = "") -> Reply:
        """Return what the page of one transcript must know, all of it if `since` is negative.

        Codings are rows of id, start, end, code, coder, origin, version, created, stars; offsets
        are code points. `beside` is the translation that stands beside the text.
        """
        book = self.project.codes.book()
        reply: Reply = {"transcript": transcript, "rev": self.store.log.revision(), "since": since}
        if not transcript:
            return reply
        whole = since < 0
        if since < 0:
            here = self.store.codings.all(transcript=transcript)
            reply["codings"] = coding_rows(here, self.project.stars.all())
            reply["memos"] = self._memos(transcript)
            reply["codebook"] = codebook_rows(book)
            reply |= self._spoken(transcript, beside)
        elif reply["rev"] > since:
            touched = self.store.log.touched_since(since)
            keys = touched.codings | touched.stars
            listed = self.store.codings.all(transcript=transcript, ids=sorted(keys))
            stars = self.project.stars.all() if keys else {}
            reply["codings"] = coding_rows(listed, stars)
            reply["gone"] = sorted(keys - {c.id for c in listed})
            reply["memos"] = self._memos(transcript, touched.memos)
            reply["memos_gone"] = sorted(touched.memos - {row[0] for row in reply["memos"]})
            if touched.files:
                reply["codebook"] = codebook_rows(book)
            if transcript in touched.reworded:
                reply |= self._reworded(transcript, beside)
            elif transcript in touched.transcripts:
                reply |= self._spoken(transcript, beside)
                reply["memos"] = self._memos(transcript)  # numbers of turns have changed
            elif touched.transcripts or touched.facts or touched.reworded or _mended(touched):
                reply |= self._beside(transcript, beside)
            elif keys:
                text = BesideText(self.project, self.project.transcripts.info(transcript), beside)
                reply["carried"] = text.carried(stars, keys)
                reply["placed_beside"] = text.placed(listed)
            if touched.people:
                reply["people"] = self._people()
            turned = touched.transcripts | touched.reworded
            whole = transcript in turned or _set_of(transcript, touched)
        reply |= self._kept_beside(transcript, coder, whole=whole)
        reply["undo"], reply["redo"] = self.project.log.reversible(coder)
        return reply

    def _kept_beside(self, transcript: str, coder: str, *, whole: bool) -> Reply:
        """Return the recording and bookmark, or what of them may change without an act."""
        if whole:
            return {
                "recording": self.project.recordings.for_desk(transcript),
                "bookmark": self.project.bookmarks.of(coder, transcript),
            }
        file = self.project.recordings.file_for_desk(transcript)
        return {"recording": file} if file else {}

    def _memos(self, transcript: str, ids: Collection[str] | None = None) -> list[list[Any]]:
        """Return the memos, or some of them, that the page of a transcript can show."""
        if ids is not None and not ids:
            return []
        memos = self.store.memos.all(ids=None if ids is None else sorted(ids))
        on = [memo.about for memo in memos if memo.kind == PARAPHRASE]
        here = self.store.codings.all(transcript=transcript, ids=on) if on else []
        return [memo_row(m) for m in memos_of_page(memos, transcript, {c.id for c in here})]

    def _reworded(self, transcript: str, beside: str) -> Reply:
        """Return the text that somebody has corrected, with all that stands on its words."""
        here = self.store.codings.all(transcript=transcript)
        return {
            "text": self.project.transcripts.get(transcript).text,
            "codings": coding_rows(here, self.project.stars.all()),
            "memos": self._memos(transcript),
            **self._spoken(transcript, beside),
        }

    def _spoken(self, reference: str, beside: str) -> dict[str, Any]:
        """Return who says what in a transcript: what somebody may have corrected since.

        Turns are rows of number, start, end, speaker, role's first letter, time, and the time at
        which they end where the file has it; speakers of name, role, participant.
        """
        transcripts = self.project.transcripts
        info = transcripts.info(reference)
        transcript = transcripts.get(info.id)
        return {
            "edition": info.edition,
            "wording": info.sha256,
            "sentences": sentence_offsets(transcript),
            "turns": [
                [t.number, t.start, t.end, t.speaker, t.role[0], t.time]
                + ([] if t.time_end is None else [t.time_end])
                for t in transcript.turns
            ],
            "cast": cast_rows(info.cast),
            "people": self._people(),
            **self._beside(info.id, beside),
        }

    def _people(self) -> list[list[str]]:
        """Return the participants that a speaker can be said to be: id, what they are called."""
        people = self.project.participants.all()
        return [[p.id, " ".join(filter(None, [p.id, p.pseudonym]))] for p in people]

    def snapshot(self, reference: str, coder: str) -> dict[str, Any]:
        """Return everything the page of one transcript starts from."""
        transcripts = self.project.transcripts
        info = transcripts.info(reference)
        people = self.project.participants.all()
        person = {p.id: p for p in people}.get(info.participant)
        return {
            "project": self.project.folder.name,
            "coder": coder,
            "id": info.id,
            "name": info.name,
            "language": info.language,
            "bilingual": any(ONE_FILE in note for note in info.notes),
            "participant": participant_row(person, info.participant),
            "text": transcripts.get(info.id).text,
            "place": self.store.places.turn(coder, info.id),
            "transcripts": transcript_rows(transcripts.all(), people),
            "attributes": attribute_rows(people),
            **self.delta(info.id, coder, -1),
        }

    def _beside(self, transcript: str, beside: str) -> dict[str, Any]:
        """Return what stands beside a text, and what is coded on one of them, on the other."""
        text = BesideText(self.project, self.project.transcripts.info(transcript), beside)
        here = self.store.codings.all(transcript=transcript) if text.shown else []
        return {
            "parallel": text.text(),
            "carried": text.carried(self.project.stars.all()) if text.others else [],
            "placed_beside": text.placed(here),
        }


def _set_of(transcript: str, touched: Touched) -> bool:
    """Tell whether somebody has set something of a transcript: the second word of its key."""
    return any(key.split()[1:2] == [transcript] for key in touched.settings)


def _mended(touched: Touched) -> bool:
    """Tell whether somebody has paired turns of two languages otherwise."""
    return any(key.startswith(f"{ALIGNED} ") for key in touched.settings)


def _both(error: CodingError) -> dict[str, Any]:
    """Return what the page must know to let somebody choose between two texts."""
    if not isinstance(error, Conflict) or not error.clashes:
        return {}
    return {
        "clashes": [[".".join(c.field), c.mine, c.theirs] for c in error.clashes],
        "version": error.version,
        "key": error.key,
        "by": error.by,
        "at": error.at,
    }
