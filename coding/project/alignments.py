"""Bring an interview and its translation together, and keep what a person says of their turns.

A coding lives in the text on which it was made, and nowhere else. What stands beside it is worked
out whenever it is asked for; wherever codings are counted, those made on a translation count in the
original, at the sentences they correspond to, so that one interview is never counted twice.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from coding.analysis.interviews import interviews
from coding.errors import CodingError, NotFound
from coding.model import Coding, TranscriptInfo
from coding.project.part import ProjectPart
from coding.quotes.aligning import Numbers, mended
from coding.quotes.parallel import Parallel
from coding.store import Writer

if TYPE_CHECKING:
    from coding.project import Project

SETTING = "aligned"
"""The setting with the pairs made by hand of an original and its translation, by turns' ids."""

KEPT = 32
"""Pairs of interviews whose alignment is remembered."""

_Kept = list[list[list[int]]]


class Alignments(ProjectPart):
    """The pairs of turns of interviews and their translations."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._known: dict[tuple[str, str], tuple[Hashable, tuple[Parallel, Parallel]]] = {}

    def of(self, transcript: str, *, beside: str = "") -> Parallel:
        """Return a transcript beside its translation or original, or that which is named.

        Raises NotFound where there is none.
        """
        mine, theirs = self._both(transcript, beside)
        return self.parallel(mine, theirs)

    def parallel(self, mine: TranscriptInfo, theirs: TranscriptInfo) -> Parallel:
        """Return a transcript beside another one, as people have mended it."""
        first, second, turned = _original_first(mine, theirs)
        kept = self.store.settings.get(_key(first, second))
        state = (*map(_stamp, (first, second)), str(kept))
        known = self._known.pop((first.id, second.id), None)
        if known is None or known[0] != state:
            texts = [self.project.transcripts.get(info.id) for info in (first, second)]
            both = Parallel.of(
                texts[0].turns,
                texts[0].text,
                texts[1].turns,
                texts[1].text,
                by_hand=self._by_hand(first, second, kept or []),
                language=first.language,
                other_language=second.language,
            )
            known = (state, (both, both.turned()))
        self._known[first.id, second.id] = known
        while len(self._known) > KEPT:
            self._known.pop(next(iter(self._known)))
        return known[1][turned]

    def beside(self, transcript: str, start: int, end: int) -> str:
        """Return what is printed beside words in the other language, `""` where there is none."""
        transcripts = self.project.transcripts
        info = transcripts.info(transcript)
        other = transcripts.other_language(info)
        return self.parallel(info, other).beside(start, end) if other and info.turns else ""

    # ── what is coded on one side, and counts once ──

    def everywhere(self, codings: Iterable[Coding]) -> list[tuple[str, int, int]]:
        """Return where codings stand, in every language of their interviews: surely there."""
        infos = {info.id: info for info in self.project.transcripts.all()}
        groups = {info.id: group for group in interviews(list(infos.values())) for info in group}
        places = []
        for coding in codings:
            info = infos[coding.transcript]
            places.append((info.id, coding.start, coding.end))
            for other in groups[info.id]:
                if other.id != info.id:
                    there = self.parallel(info, other).carried(coding.start, coding.end)
                    if there and not there.doubtful:
                        places.append((other.id, there.start, there.end))
        return places

    def counted(self, codings: Iterable[Coding]) -> list[Coding]:
        """Return codings as they count: those made on a translation stand in its original.

        There they have the words of the sentences beside them, also where it is doubtful that it
        is these; what has nothing beside it stays where it is. The order is that of the text.
        """
        listed = list(codings)
        infos = {info.id: info for info in self.project.transcripts.all()}
        if not any(info.translation_of in infos for info in infos.values()):
            return listed
        with self.store.together():
            moved = [self._at_home(coding, infos) for coding in listed]
        if all(there is coding for there, coding in zip(moved, listed, strict=True)):
            return listed
        order = {key: place for place, key in enumerate(infos)}
        return sorted(moved, key=lambda c: (order[c.transcript], c.start, c.end, c.code, c.coder))

    def _at_home(self, coding: Coding, infos: Mapping[str, TranscriptInfo]) -> Coding:
        for _ in infos:
            info = infos[coding.transcript]
            if info.translation_of not in infos or info.translation_of == info.id:
                break
            both = self.parallel(info, infos[info.translation_of])
            place = both.carried(coding.start, coding.end)
            if place is None:
                break
            text = both.other_text[place.start : place.end]
            coding = replace(
                coding,
                transcript=info.translation_of,
                start=place.start,
                end=place.end,
                text=text,
            )
        return coding

    def mended(self) -> dict[str, _Kept]:
        """Return all pairs that people made, as they are kept."""
        return self.store.settings.below(SETTING)

    def by_hand(
        self, mine: TranscriptInfo, theirs: TranscriptInfo
    ) -> list[tuple[Numbers, Numbers]]:
        """Return the pairs that people made, by numbers; those of turns that are gone went too."""
        first, second, turned = _original_first(mine, theirs)
        kept: _Kept = self.store.settings.get(_key(first, second)) or []
        pairs = self._by_hand(first, second, kept)
        return [(b, a) for a, b in pairs] if turned else pairs

    def _by_hand(
        self, first: TranscriptInfo, second: TranscriptInfo, kept: _Kept
    ) -> list[tuple[Numbers, Numbers]]:
        if not kept:
            return []
        numbers = [
            {key: n for n, key in enumerate(self.store.transcripts.turn_keys(t.id), 1)}
            for t in (first, second)
        ]
        pairs = []
        for pair in kept:
            told = [tuple(numbers[k][key] for key in pair[k] if key in numbers[k]) for k in (0, 1)]
            if _there(pair, told):
                pairs.append((told[0], told[1]))
        return pairs

    def pair(
        self,
        transcript: str,
        turns: Numbers,
        beside: Numbers,
        *,
        of: str = "",
        coder: str,
        act: str = "",
    ) -> None:
        """Say which turns of the other language, or of the translation `of`, stand beside turns.

        None for nothing. What contradicts it is not said any more. Raises NotFound for a turn that
        is not there or where there is no translation, CodingError for turns that do not follow one
        another.
        """
        mine, theirs = self._both(transcript, of)
        for side, numbers in ((mine, turns), (theirs, beside)):
            for number in numbers:
                if not 1 <= number <= side.turns:
                    raise NotFound(f"there is no turn {number}", side.name)
            if list(numbers) != list(range(min(numbers, default=0), max(numbers, default=-1) + 1)):
                raise CodingError("the turns of a pair must follow one another", side.name)
        if not turns and not beside:
            raise CodingError("no turn is named", mine.name, "Write it as 12=13.")
        where = f"turn {_listed(turns) or 'none'} of {mine.name}"
        summary = f"{where} beside {_listed(beside) or 'none'} of {theirs.name}"
        with self.store.writing(coder=coder, verb="align", summary=summary, act=act) as w:
            self._keep(w, mine, theirs, mended(self.by_hand(mine, theirs), turns, beside))

    def free(
        self,
        transcript: str,
        turns: Numbers,
        beside: Numbers = (),
        *,
        of: str = "",
        coder: str,
        act: str = "",
    ) -> None:
        """Let the machine pair turns again, of either text, that a person had paired.

        Raises NotFound.
        """
        mine, theirs = self._both(transcript, of)
        summary = f"turn {_listed(turns)} of {mine.name} paired by the machine again"
        with self.store.writing(coder=coder, verb="align", summary=summary, act=act) as w:
            before = self.by_hand(mine, theirs)
            kept = [p for p in before if not set(p[0]) & set(turns) and not set(p[1]) & set(beside)]
            if kept == before:
                numbers = _listed(turns or beside)
                raise NotFound(f"turn {numbers} was not paired by hand", mine.name)
            self._keep(w, mine, theirs, kept)

    def _keep(
        self,
        w: Writer,
        mine: TranscriptInfo,
        theirs: TranscriptInfo,
        pairs: list[tuple[Numbers, Numbers]],
    ) -> None:
        first, second, turned = _original_first(mine, theirs)
        keys = [self.store.transcripts.turn_keys(t.id) for t in (first, second)]
        sides = [(b, a) if turned else (a, b) for a, b in pairs]
        kept = [[[keys[k][n - 1] for n in pair[k]] for k in (0, 1)] for pair in sides]
        if (w.setting(_key(first, second)) or []) != kept:
            w.put_setting(_key(first, second), kept)

    def _both(self, transcript: str, beside: str = "") -> tuple[TranscriptInfo, TranscriptInfo]:
        transcripts = self.project.transcripts
        info = transcripts.info(transcript)
        others = transcripts.other_languages(info)
        if beside:
            wanted = transcripts.info(beside)
            others = [other for other in others if other.id == wanted.id]
            if not others:
                raise NotFound(f"{wanted.name} is no translation of it", info.name)
        if not others:
            hint = "Say which it is on the Transcripts page: “Translation of”."
            raise NotFound("there is no translation of it", info.name, hint)
        return info, others[0]


# --- turns that become others ------------------------------------------------------------------


def heirs_paired(w: Writer, transcript: str, heirs: Mapping[int, int]) -> None:
    """Let what people paired hold for the turns, by ids, that have the words of those that go."""
    gone = {old: new for old, new in heirs.items() if old != new}
    if gone:
        _repaired(w, transcript, lambda side: dict.fromkeys(gone.get(key, key) for key in side))


def part_paired(w: Writer, transcript: str, turn: int, part: int) -> None:
    """Let what people paired with a turn hold for the part that was split off behind it, too."""
    _repaired(w, transcript, lambda side: [new for key in side for new in _with(key, turn, part)])


def _with(key: int, turn: int, part: int) -> list[int]:
    return [key, part] if key == turn else [key]


def _repaired(w: Writer, transcript: str, become: Callable[[list[int]], Iterable[int]]) -> None:
    """Rewrite the sides of pairs that are of a transcript; those that meet now become one."""
    for name in w.settings_below(SETTING):
        ids = name.split(" ")
        if transcript not in ids:
            continue
        at = ids.index(transcript)
        kept: _Kept = w.setting(f"{SETTING} {name}") or []
        order = [{turn.id: place for place, turn in enumerate(w.speech.turns(key))} for key in ids]
        now: _Kept = []
        for pair in kept:
            sides = [list(side) for side in pair]
            sides[at] = list(become(sides[at]))
            sides = [[key for key in sides[k] if key in order[k]] for k in (0, 1)]
            if not _there(pair, sides):
                continue
            met = next((p for p in now if set(p[at]) & set(sides[at])), None)
            if met is None:
                now.append(sides)
                continue
            joined = [sorted({*met[k], *sides[k]}, key=order[k].__getitem__) for k in (0, 1)]
            if all(_follow([order[k][key] for key in joined[k]]) for k in (0, 1)):
                met[:] = joined
        if now != kept:
            w.put_setting(f"{SETTING} {name}", now)


def _there(pair: Sequence[Sequence[int]], left: Sequence[Sequence[int]]) -> bool:
    """Tell whether of each side of a pair that had turns some are left."""
    return any(left) and all(now or not before for before, now in zip(pair, left, strict=True))


def _follow(places: Sequence[int]) -> bool:
    return all(b == a + 1 for a, b in pairwise(places))


def _stamp(info: TranscriptInfo) -> tuple[str, ...]:
    return info.edition, info.sha256, info.language


def _original_first(
    mine: TranscriptInfo, theirs: TranscriptInfo
) -> tuple[TranscriptInfo, TranscriptInfo, bool]:
    """Return an original before its translation, two translations by their ids; and if turned."""
    related = mine.id == theirs.translation_of or theirs.id == mine.translation_of
    turned = mine.translation_of == theirs.id if related else theirs.id < mine.id
    return (theirs, mine, True) if turned else (mine, theirs, False)


def _key(first: TranscriptInfo, second: TranscriptInfo) -> str:
    return f"{SETTING} {first.id} {second.id}"


def _listed(numbers: Numbers) -> str:
    return "+".join(map(str, numbers))
