"""Say who speaks in a corrected text: as the new file has it, and as people had corrected it.

Where the file reads as it did, turns and their speakers stay as they are in the project, corrected
or not; where it does not, its own labels and paragraphs count. A turn stays the same turn (its key
stays) as long as most of its words are in one turn of the new text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from coding.model import Role
from coding.revision.placing import EditMap
from coding.revision.tokens import Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTurn:
    """A turn as it is kept: `label` is what the file calls its speaker; `key` None is a new one."""

    key: int | None = None
    start: int
    end: int
    label: str
    role: Role
    time: float | None = None
    time_end: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedTurns:
    """The turns of the new text, and for each old one the number of that which has its words."""

    turns: tuple[HeldTurn, ...]
    heirs: Mapping[int, int]


def shifted(turns: Sequence[HeldTurn], number: int, grown: int) -> CarriedTurns:
    """Return turns after the one at an index has become so many characters longer."""
    return CarriedTurns(
        turns=tuple(
            replace(
                turn,
                start=turn.start + (grown if n > number else 0),
                end=turn.end + (grown if n >= number else 0),
            )
            for n, turn in enumerate(turns)
        ),
        heirs={turn.key: n for n, turn in enumerate(turns) if turn.key is not None},
    )


def carried(edits: EditMap, old: Sequence[HeldTurn], read: Sequence[HeldTurn]) -> CarriedTurns:
    """Return the turns of the new text, of the `old` ones and those that were `read` in its file.

    Both are in the order of their texts.
    """
    said, told = _owners(edits.old, old), _owners(edits.new, read)
    spoken = [j for j in range(len(edits.new)) if _is_spoken(edits, said, told, j)]
    groups: list[list[int]] = []
    for j in spoken:
        if groups and not _border(edits, said, told, groups[-1][-1], j):
            groups[-1].append(j)
        else:
            groups.append([j])
    shares = [Counter(said[edits.origins[j]] for j in group) for group in groups]
    keys = _keys([Counter(_known(share)) for share in shares], old)
    turns = []
    for number, group in enumerate(groups):
        last = groups[number - 1][-1] if number else -1
        speaks = _speaker(edits, said, told, (old, read), group[0], last)
        turns.append(
            replace(
                speaks,
                key=keys.get(number),
                start=edits.new.starts[group[0]],
                end=edits.new.ends[group[-1]],
            )
        )
    heirs: dict[int, int] = {}
    for n, turn in enumerate(old):
        if turn.key is not None and groups:
            best = max(range(len(groups)), key=lambda g: (shares[g][n], -g))
            there = shares[best][n] > 0
            heirs[turn.key] = best if there else min(n, len(groups) - 1)
    return CarriedTurns(turns=tuple(turns), heirs=heirs)


def _owners(tokens: Tokens, turns: Sequence[HeldTurn]) -> list[int]:
    """Return for each word the number of the turn it is said in, -1 for none, and -1 behind all."""
    owners = [-1] * (len(tokens) + 1)
    for number, turn in enumerate(turns):
        first, last = tokens.first_in(turn.start), tokens.end_in(turn.end)
        owners[first:last] = [number] * (last - first)
    return owners


def _as_before(edits: EditMap, j: int) -> bool:
    """Say whether a new word follows the word before it as it did in the old text."""
    if not 0 < j < len(edits.new):
        return False
    before = edits.origins[j - 1]
    return before >= 0 and edits.origins[j] == before + 1


def _is_spoken(edits: EditMap, said: Sequence[int], told: Sequence[int], j: int) -> bool:
    if edits.origins[j] >= 0 and (_as_before(edits, j) or _as_before(edits, j + 1)):
        return said[edits.origins[j]] >= 0
    return told[j] >= 0


def _border(edits: EditMap, said: Sequence[int], told: Sequence[int], one: int, other: int) -> bool:
    """Say whether a turn ends between two words that are said one after the other."""
    first, second = edits.origins[one], edits.origins[other]
    stayed = all(_as_before(edits, j) for j in range(one + 1, other + 1))
    if stayed or told[one] < 0 or told[other] < 0:
        return said[first] != said[second] or (first < 0) != (second < 0)
    return told[one] != told[other]


def _known(share: Counter[int]) -> dict[int, int]:
    return {number: words for number, words in share.items() if number >= 0}


def _keys(shares: Sequence[Counter[int]], old: Sequence[HeldTurn]) -> dict[int, int]:
    """Return new turn → the key of the old one whose words it has most of, each once."""
    ranked = sorted(
        (
            (words, -number, turn)
            for number, share in enumerate(shares)
            for turn, words in share.items()
        ),
        reverse=True,
    )
    keys: dict[int, int] = {}
    taken: set[int] = set()
    for _, number, turn in ranked:
        key = old[turn].key
        if key is not None and turn not in taken and -number not in keys:
            keys[-number] = key
            taken.add(turn)
    return keys


def _speaker(
    edits: EditMap,
    said: Sequence[int],
    told: Sequence[int],
    turns: tuple[Sequence[HeldTurn], Sequence[HeldTurn]],
    first: int,
    last: int,
) -> HeldTurn:
    """Return a turn with the speaker and times of one that begins at a new word.

    `last` is the word said before it: what stands between is its label. Where that is as it was,
    so is the speaker.
    """
    old, read = turns
    before = edits.origins[first]
    was = said[before] if before >= 0 else -1
    now = told[first]
    if was >= 0:
        label = first - last - 1
        here = all(_as_before(edits, j) for j in range(last + 2, first + 1))
        there = before - label
        alone = there <= 0 or said[there - 1] >= 0
        begins = before == 0 or said[before - 1] != was
        silent = all(said[k] < 0 for k in range(max(there, 0), before))
        if now < 0 or (here and there >= 0 and alone and begins and silent):
            time = old[was].time
            if time is None and now >= 0:
                return replace(old[was], time=read[now].time, time_end=read[now].time_end)
            return old[was]
    return read[now] if now >= 0 else HeldTurn(start=0, end=0, label="", role=Role.UNKNOWN)
