"""Accept many suggestions in one act, on the ground of a blind random sample of exactly these.

A batch is a set of suggestions, frozen by its members. A person judges a simple random sample of
it, of a size that is fixed beforehand, without seeing scores. The rest is accepted only where the
exact lower bound of the share that is right reaches what was wanted: for the whole batch, or for
each code by itself. A further sample from the same suggestions is held to half the error, so that
however many are drawn, one in ten times at most any of them shows what is not so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from coding.arithmetic.intervals import at_least, at_most, judged_for
from coding.model import Choice, Code, Coding, Decision
from coding.model.listing import listed

ERROR = 0.05
"""How often a bound of the first sample may be wrong."""

BOUNDS = (0.7, 0.8, 0.9, 0.95)
"""The shares of right ones that can be asked for."""

Place = tuple[str, int, int, str]
"""A transcript's id, the characters `start` ≤ i < `end` of it, and a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A suggestion as it stood when its batch was frozen."""

    transcript: str
    start: int
    end: int
    code: str
    score: float
    raw: float

    @property
    def place(self) -> Place:
        """Return where it stands, and its code."""
        return self.transcript, self.start, self.end, self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A set of suggestions, and the sample of it that a person judges, in the order of judging.

    `bound` is the share of right ones that is wanted, `error` how often such a bound may be wrong,
    `wrong` how many of the sample may be; `apart` where each code has a sample and a bound of its
    own. `attempt` counts the samples drawn from these suggestions. `accepted` is when the rest was
    accepted, `left` when somebody let go of it, else "". `meanings` and `said` say what codes meant
    and who said what when it was frozen. `codes` and `transcripts` are those that were chosen.
    """

    id: str
    coder: str
    at: str
    model: str
    codes: tuple[str, ...]
    transcripts: tuple[str, ...]
    floor: float
    bound: float
    error: float
    wrong: int
    apart: bool
    attempt: int
    count: int
    digest: str
    sample: tuple[Place, ...]
    sizes: Mapping[str, int]
    meanings: Mapping[str, str]
    said: Mapping[str, str]
    accepted: str = ""
    left: str = ""

    @property
    def open(self) -> bool:
        """Say whether it is still to be decided."""
        return not self.accepted and not self.left


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPart:
    """What the sample says of a batch, or of one code of it (`code` "" for all of it).

    `count` suggestions, `size` of them in the sample, `judged` so far with `right` among them.
    `low` is the share that is right at least, 0 before the last is judged.
    """

    code: str
    count: int
    size: int
    judged: int
    right: int
    low: float
    bound: float
    hopeless: bool

    @property
    def done(self) -> bool:
        """Say whether all of the sample is judged."""
        return self.judged == self.size

    @property
    def reached(self) -> bool:
        """Say whether what was wanted is shown."""
        return self.done and self.size > 0 and self.low >= self.bound


def size_for(bound: float, wrong: int, attempt: int) -> int:
    """Return how many are to be judged.

    >>> size_for(0.9, 0, 1), size_for(0.9, 0, 2)
    (29, 36)
    """
    return judged_for(bound, wrong, error=error_of(attempt))


def error_of(attempt: int) -> float:
    """Return how often the bound of the n-th sample from the same suggestions may be wrong.

    >>> [error_of(attempt) for attempt in (1, 2, 3)]
    [0.05, 0.025, 0.0125]
    """
    return float(ERROR / 2 ** (attempt - 1))


def all_error_of(attempt: int) -> float:
    """Return how often any bound of the first n samples from the same suggestions may be wrong.

    >>> [round(all_error_of(attempt), 4) for attempt in (1, 2, 3)]
    [0.05, 0.075, 0.0875]
    """
    return sum(error_of(nth) for nth in range(1, attempt + 1))


def groups_of(members: Iterable[Member], *, apart: bool) -> dict[str, list[Member]]:
    """Return the members that are sampled and accepted together: by code, or all under ""."""
    groups: dict[str, list[Member]] = {}
    for member in members:
        groups.setdefault(member.code if apart else "", []).append(member)
    return groups


def sampled(
    members: Sequence[Member], size: int, *, apart: bool, seed: int | None = None
) -> list[Member]:
    """Draw `size` of the members at random, or of each code's, in random order.

    A code with no more than `size` has none drawn: to judge them all is to decide them one by one.
    """
    import numpy as np

    draw = np.random.default_rng(seed)
    chosen = [
        group[at]
        for group in groups_of(members, apart=apart).values()
        if len(group) > size
        for at in draw.permutation(len(group))[:size]
    ]
    return [chosen[at] for at in draw.permutation(len(chosen))]


def parts_of(batch: Batch, judged: Mapping[Place, Choice]) -> list[BatchPart]:
    """Return what the judged ones say, by code where each stands by itself.

    What a person cannot say of counts as not right.
    """
    parts = []
    for group, count in batch.sizes.items():
        sample = [p for p in batch.sample if not batch.apart or p[3] == group]
        if not sample:
            continue
        said = [judged[place] for place in sample if place in judged]
        right = said.count(Choice.ACCEPT)
        wrong = len(said) - right
        done = len(said) == len(sample)
        best = at_least(len(sample) - wrong, len(sample), error=batch.error)
        parts.append(
            BatchPart(
                code=group,
                count=count,
                size=len(sample),
                judged=len(said),
                right=right,
                low=best if done else 0.0,
                bound=batch.bound,
                hopeless=best < batch.bound,
            )
        )
    return parts


def reached(batch: Batch, parts: Iterable[BatchPart]) -> tuple[str, ...]:
    """Return the codes whose rest may be accepted."""
    shown = [part.code for part in parts if part.reached]
    return tuple(shown) if batch.apart else batch.codes if shown else ()


def digest_of(members: Iterable[Member]) -> str:
    """Return what tells one set of members from every other, in whatever order they stand."""
    told = sorted(member.place for member in members)
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def meaning_of(code: Code) -> str:
    """Return what changes whenever a code is said to mean something else.

    >>> calm = Code(id="calm", name="Calm", definition="At rest.")
    >>> meaning_of(calm) == meaning_of(Code(id="calm", name="Calm", definition="Asleep."))
    False
    """
    told = [code.name, code.definition, *code.include, "", *code.exclude]
    in_languages = [sorted(code.names.items()), sorted(code.definitions.items())]
    return hashlib.sha256(json.dumps([told, in_languages]).encode()).hexdigest()[:12]


def attempts(members: Iterable[Member], before: Iterable[Collection[Place]]) -> int:
    """Return the number of a sample from these members, given those judged of earlier ones."""
    places = {member.place for member in members}
    return 1 + sum(not places.isdisjoint(judged) for judged in before)


Placed = Coding | Member | Decision

Spans = Mapping[tuple[str, str], Sequence[tuple[int, int]]]


def by_code(placed: Sequence[Placed]) -> Spans:
    """Return (transcript, code) → the spans there."""
    spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for what in placed:
        spans.setdefault((what.transcript, what.code), []).append((what.start, what.end))
    return spans


def covered(place: Place, spans: Spans) -> bool:
    """Say whether a code stands on any of the words of a place."""
    transcript, start, end, code = place
    return any(a < end and b > start for a, b in spans.get((transcript, code), ()))


# ── what it missed ──


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """What a random sample of places outside of a batch says: nothing was proposed there.

    A place is a passage with a code. `open` of them nobody has coded, of which `size` were drawn,
    and `judged` so far with `fits` among them; `coded` have the code already.
    """

    open: int
    coded: int
    size: int
    judged: int
    fits: int

    @property
    def done(self) -> bool:
        """Say whether all of the sample is judged."""
        return self.judged == self.size


def recall(parts: Sequence[BatchPart], missed: Missed, *, error: float = ERROR) -> float:
    """Return the share of all places with these codes that the right proposals are at least.

    The samples share the error between them, half of it for the one outside, so that all are right
    together at the rate that is said.

    >>> inside = BatchPart(code="", count=300, size=60, judged=60, right=58, low=0.9, bound=0.9,
    ...     hopeless=False)
    >>> outside = Missed(open=500, coded=10, size=100, judged=100, fits=0)
    >>> round(recall([inside], outside), 3)
    0.904
    """
    each = error / 2 / max(1, len(parts))
    found = sum(p.count * at_least(p.right, p.judged, error=each) for p in parts)
    most = missed.open * at_most(missed.fits, missed.judged, error=error / 2)
    return found / (found + missed.coded + most) if found else 0.0


# ── how it is told ──


def sentence(
    batch: Batch, parts: Sequence[BatchPart], names: Mapping[str, str], interviews: int
) -> str:
    """Say for a methods section what was accepted together, and on what ground."""
    taken = [part for part in parts if part.reached]
    return " ".join(_said(batch, part, names, interviews) for part in taken)


def _said(batch: Batch, part: BatchPart, names: Mapping[str, str], interviews: int) -> str:
    codes = [part.code] if part.code else list(batch.codes)
    named = listed([f"“{names.get(code, code)}”" for code in codes])
    whose = f"the code {named}" if len(codes) == 1 else f"the codes {named}"
    again = f" (sample {batch.attempt} from these)" if batch.attempt > 1 else ""
    all_of = 100 * (1 - all_error_of(batch.attempt))
    together = f"; {all_of:g} % for all {batch.attempt} samples" if batch.attempt > 1 else ""
    where = f"{interviews} interview{'' if interviews == 1 else 's'}"
    return (
        f"Of {part.count:,} passages that software proposed for {whose} (score {batch.floor:.2f} or"
        f" more, {where}), one coder judged a simple random sample of {part.size} without seeing"
        f" the scores{again}: {part.right} were right. The other {part.count - part.size:,} were"
        f" then accepted together: at least {floor_percent(part.low)} % of the proposals are right"
        f" (one-sided {100 * (1 - batch.error):g} % exact binomial bound{together})."
    )


def recall_sentence(low: float, missed: Missed) -> str:
    """Say for a methods section how much was found at least."""
    return (
        f"Of {missed.open:,} further pairs of passage and code that were neither in this set nor"
        f" coded, {missed.judged} were drawn at random and judged: the code fitted in"
        f" {missed.fits}. So at least {floor_percent(low)} % of the passages with these codes are"
        " among the right proposals (95 %, both samples together)."
    )


def floor_percent(share: float) -> int:
    """Return a bound in whole per cent, never above it.

    >>> floor_percent(0.9099999), floor_percent(0.95), floor_percent(0.29)
    (90, 95, 29)
    """
    return int(100 * share + 1e-9)
