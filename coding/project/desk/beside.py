"""Tell the coding page what stands beside a transcript in another language.

Every other text of the interview carries its codings over to this one; one of them stands beside
it, turn by turn. Nothing of this is kept: it follows from the texts, the pairs and the codings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coding.model import Coding, TranscriptInfo
from coding.project.desk.rows import coding_rows
from coding.quotes.parallel import Carried

if TYPE_CHECKING:
    from coding.project import Project


class BesideText:
    """One transcript of an interview, and the others in other languages."""

    def __init__(self, project: Project, info: TranscriptInfo, wanted: str = "") -> None:
        self.project = project
        self.info = info
        self.others = [other for other in project.transcripts.other_languages(info) if other.turns]
        if not info.turns:
            self.others = []
        first = self.others[0] if self.others else None
        self.shown = next((other for other in self.others if other.id == wanted), first)

    def text(self) -> dict[str, Any] | None:
        """Return the text that stands beside this one, its turns, and the pairs of turns.

        A turn is [number, speaker, start, words]; `editions` are those of both; a pair is [turns
        here, turns there, "hand", "doubtful" or ""], by numbers.
        """
        if self.shown is None:
            return None
        both = self.project.alignments.parallel(self.info, self.shown)
        return {
            "id": self.shown.id,
            "name": self.shown.name,
            "language": both.other_language,
            "editions": [self.info.edition, self.shown.edition],
            "others": [[other.id, other.name, other.language] for other in self.others],
            "turns": [
                [turn.number, turn.speaker, turn.start, both.other_text[turn.start : turn.end]]
                for turn in both.others
            ],
            "pairs": [
                [
                    list(pair.mine),
                    list(pair.theirs),
                    "hand" if pair.by_hand else "doubtful" if pair.doubtful else "",
                ]
                for pair in both.pairs
            ],
        }

    def carried(
        self, stars: Mapping[str, int], ids: Collection[str] | None = None
    ) -> list[list[Any]]:
        """Return the codings made on the other texts, all or some, as they stand here.

        A row is that of a coding, then: whether it is doubtful, [start, end, ...] of its words
        turn by turn, on which transcript it was made, and from where to where.
        """
        rows: list[list[Any]] = []
        for other in self.others:
            made = self._codings(other, ids)
            both = self.project.alignments.parallel(other, self.info) if made else None
            for coding in made:
                place = both.carried(coding.start, coding.end) if both else None
                if place is not None:
                    [row] = coding_rows([coding], stars)
                    row[1], row[2] = place.start, place.end
                    there = [other.id, coding.start, coding.end]
                    rows.append([*row, place.doubtful, _flat(place), *there])
        return rows

    def placed(self, codings: Iterable[Coding]) -> list[list[Any]]:
        """Return where codings of this text stand in the one beside it: id, doubtful, spans."""
        if self.shown is None:
            return []
        both = self.project.alignments.parallel(self.info, self.shown)
        places = ((c.id, both.carried(c.start, c.end)) for c in codings)
        return [[key, place.doubtful, _flat(place)] for key, place in places if place]

    def _codings(self, other: TranscriptInfo, ids: Collection[str] | None) -> Sequence[Coding]:
        if ids is not None and not ids:
            return ()
        wanted = None if ids is None else sorted(ids)
        return self.project.store.codings.all(transcript=other.id, ids=wanted)


def _flat(place: Carried) -> list[int]:
    return [at for span in place.spans for at in span]
