"""Check sums: shares of one question in which each person counts once cannot exceed 100.

Each share may have been rounded up by half of its last place. Questions with several answers
are exempt, since one person is counted in several of their shares.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coding.arithmetic.rounding import decimals, half_unit
from coding.language import negation, packs
from coding.language.phrases import compiled
from coding.model import Claim, ClaimKind, ClaimState, Evidence, Indicator, Level, Sense
from coding.verify.checks.outcome import Near, Outcome
from coding.verify.checks.placed import PlacedShare, known_figures, own, shares_of
from coding.verify.claims import claims_of
from coding.verify.claims.comparing import AGREES, ROUNDED, compare, stated_by
from coding.verify.evidence.axes import is_sum
from coding.verify.evidence.citing import figure_evidence
from coding.verify.evidence.features import Feature, read
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft

NAME = "sums"
ONE_ANSWER = ("single", "scale")

Cell = tuple[str, str, str]
"""Question, over whom its shares add up, source."""


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Return options of one question that sum above 100, and complements that do."""
    outcome = Outcome()
    figures = known_figures(reading, study)
    parts = _parts(reading, study, figures)
    groups = [*_in_paragraphs(reading, parts), *_over_paragraphs(parts)]
    broken = _complements(outcome, reading, study)
    for group in groups:
        starts = {part.claim.start for part in group}
        if starts <= broken:
            continue
        if _say_above(outcome, reading, group):
            broken |= starts
    _own_sums(outcome, reading, parts, figures, broken)
    _different_wholes(outcome, reading, claims_of(reading, study), figures)
    return outcome


# ── options of one question ──


@dataclass(frozen=True, slots=True)
class OptionShare:
    """A share of the draft that is one option's; `sure` if a person bound it, or it is literal."""

    claim: Claim
    figure: Indicator
    sure: bool


def _parts(reading: ReadDraft, study: Study, figures: Mapping[str, Indicator]) -> list[OptionShare]:
    """Return the shares that are, or may be, an option of a question with one answer.

    What only may be counts where its value is the option's: no other is looked for.
    """
    parts = []
    for claim in claims_of(reading, study):
        if claim.kind is not ClaimKind.SHARE or claim.points or claim.value is None:
            continue
        if claim.sure is not None:
            listed = [claim.sure]
        elif claim.binding is not None:
            continue
        else:
            likely = [claim.likely] if claim.likely is not None else []
            listed = [*likely, *(p.statement for p in claim.proposals)]
        for stated in listed:
            found = stated_by(stated, figures)
            if stated.sense is not Sense.EQUAL or len(found) != 1:
                continue
            agrees = compare(claim, stated, figures).verdict in (AGREES, ROUNDED)
            if (claim.sure is not None or agrees) and _is_part(found[0]):
                parts.append(OptionShare(claim, found[0], claim.sure is not None))
    return parts


def _is_part(figure: Indicator) -> bool:
    return figure.unit == "%" and figure.type in ONE_ANSWER and not is_sum(figure)


def cell(figure: Indicator) -> Cell:
    """Return what a figure's share adds up with: its question, over whom, its source."""
    over = {"row": figure.option, "total": ""}.get(figure.percent_of, figure.subgroup)
    return figure.question_id, over, figure.source


def _in_paragraphs(reading: ReadDraft, parts: Iterable[OptionShare]) -> list[list[OptionShare]]:
    """Return parts of one paragraph that are options of one question, each option once.

    In a table the paragraph is a cell; what stands in one table is together. A share that nobody
    bound is that option of which its words tell best, and only if no other number is that too.
    """
    together: dict[tuple[int, Cell], dict[str, OptionShare]] = defaultdict(dict)
    wanted: dict[int, set[Cell]] = defaultdict(set)
    first: set[int] = set()
    listed = list(parts)
    for part in listed:
        if part.claim.start not in first:
            first.add(part.claim.start)
            wanted[_place(reading, part.claim)].add(cell(part.figure))
    taken: set[tuple[int, Cell]] = set()
    for part in listed:
        place, key = _place(reading, part.claim), cell(part.figure)
        if key not in wanted[place] or (part.claim.start, key) in taken:
            continue
        if part.figure.id not in together[place, key]:
            together[place, key][part.figure.id] = part
            taken.add((part.claim.start, key))
    return [
        sorted(group.values(), key=lambda part: part.claim.start) for group in together.values()
    ]


def _place(reading: ReadDraft, claim: Claim) -> int:
    where = reading.paragraph(claim.start)
    return -where.table if where.table else where.number


def _over_paragraphs(parts: Iterable[OptionShare]) -> list[list[OptionShare]]:
    """Return what a draft has of each question over all its paragraphs: only what is sure."""
    groups: dict[Cell, dict[str, OptionShare]] = defaultdict(dict)
    for part in parts:
        if part.sure:
            groups[cell(part.figure)].setdefault(part.figure.id, part)
    return [list(group.values()) for group in groups.values()]


def _say_above(outcome: Outcome, reading: ReadDraft, group: Sequence[OptionShare]) -> bool:
    """Report a group that sums above 100; say whether it does."""
    if len(group) < 2:
        return False
    values = [part.claim.value or 0.0 for part in group]
    spare = sum(_allowance(part, group) for part in group)
    if sum(values) <= 100 + spare + 1e-9:
        return False
    question = group[0].figure
    sure = all(part.sure for part in group)
    printed = " + ".join(f"{value:g}" for value in values)
    breaks = sum(part.figure.value or 0.0 for part in group) > 100 + 0.05 * len(group)
    places = {reading.paragraph(part.claim.start).number for part in group}
    apart = len(places) > 1 and not reading.paragraph(group[0].claim.start).table
    outcome.say(
        reading.finding(
            NAME,
            Level.ERROR if sure else Level.CHECK,
            "sum above 100",
            group[-1].claim.start if apart else min(part.claim.start for part in group),
            group[-1].claim.end if apart else max(part.claim.end for part in group),
            message=f"{printed} = {sum(values):.1f} %: to"
            f" “{question.question or question.title}” each person gave one answer, and rounding"
            f" allows {100 + spare:.2f} % at most.",
            hint=("One of these figures is wrong" if sure else "Say which figures they state")
            + (", also where the survey’s table has it." if breaks else "."),
            evidence=[figure_evidence(part.figure) for part in group],
        ),
        Near.SUM,
        [part.claim for part in group],
    )
    return True


def _allowance(part: OptionShare, group: Sequence[OptionShare]) -> float:
    """Return by how much rounding may have raised a share.

    The last place is that of the figure printed most finely: beside 31.2 a 34 means 34.0.
    """
    places = max(max(decimals(p.figure.printed), p.claim.decimals) for p in group)
    exact = abs((part.figure.value or 0.0) - (part.claim.value or 0.0)) < 1e-9
    return half_unit(places if exact else part.claim.decimals)


def _own_sums(
    outcome: Outcome,
    reading: ReadDraft,
    parts: Iterable[OptionShare],
    figures: Mapping[str, Indicator],
    broken: set[int],
) -> None:
    """Say of each mention of a question whose options in the survey itself sum above 100.

    Which of them is wrong nobody can tell from there.
    """
    wholes: dict[Cell, list[Indicator]] = defaultdict(list)
    for figure in figures.values():
        if figure.value is not None and _is_part(figure):
            wholes[cell(figure)].append(figure)
    said: set[int] = set()
    for part in parts:
        claim, listed = part.claim, wholes[cell(part.figure)]
        total = sum(figure.value or 0.0 for figure in listed)
        spare = sum(half_unit(decimals(figure.printed)) for figure in listed)
        if total <= 100 + spare + 1e-9 or claim.start in broken | said:
            continue
        if not part.sure and (claim.likely is None or claim.likely.figures != (part.figure.id,)):
            continue
        said.add(claim.start)
        finding = reading.finding(
            NAME,
            Level.CHECK if claim.state is ClaimState.BOUND else Level.INFO,
            "the survey’s own sum",
            claim.start,
            claim.end,
            message=f"The survey’s answers to “{part.figure.question or part.figure.title}” add up"
            f" to {total:.1f} %; rounding allows {100 + spare:.2f} % at most, as each person gave"
            " one.",
            hint="Ask whoever made the table: one of its figures is wrong.",
            evidence=[figure_evidence(figure) for figure in listed],
        )
        outcome.say(finding, Near.SUM, [claim])


def _different_wholes(
    outcome: Outcome,
    reading: ReadDraft,
    claims: Iterable[Claim],
    figures: Mapping[str, Indicator],
) -> None:
    """Find sums that a person bound of shares that are not of the same people."""
    for claim in claims:
        stated = claim.sure
        if stated is None or stated.sense not in (Sense.SUM, Sense.COMPLEMENT):
            continue
        listed = stated_by(stated, figures)
        if len(listed) < 2 or any(figure.unit != "%" for figure in listed):
            continue
        if len({cell(figure)[1:] for figure in listed}) > 1:
            level, why = Level.ERROR, "they are of different people, and do not add up"
        elif len({figure.question_id for figure in listed}) > 1:
            level, why = Level.CHECK, "they answer different questions: somebody may be in both"
        elif any(figure.type not in ONE_ANSWER for figure in listed):
            level, why = Level.CHECK, "several answers could be given: somebody may be in both"
        else:
            continue
        outcome.say(
            reading.finding(
                NAME,
                level,
                "sum of different wholes",
                claim.start,
                claim.end,
                message=f"{' + '.join(figure.printed for figure in listed)} %: {why}.",
                hint="Give the figures apart, or say of whom each is.",
                evidence=[figure_evidence(figure) for figure in listed],
            ),
            Near.COUNTED,
            [claim],
        )


# ── x do, y do not ──


def _complements(outcome: Outcome, reading: ReadDraft, study: Study) -> set[int]:
    """Find “x agree, y do not” above 100: no survey is needed to see that it cannot be.

    Those who do not know count with them. Returns where the shares of such begin.
    """
    figures, broken = known_figures(reading, study), set()
    for shares in shares_of(reading, study).values():
        for at, (first, second) in enumerate(pairwise(shares)):
            if not _one_question(first, second, figures) or not _opposed(reading, first, second):
                continue
            together = [first, second, *_undecided(reading, shares[at + 2 :])]
            if _say_complements(outcome, reading, study, together):
                broken |= {share.start for share in together}
    return broken


def _say_complements(
    outcome: Outcome, reading: ReadDraft, study: Study, shares: Sequence[PlacedShare]
) -> bool:
    """Report shares that exceed 100 together; say whether they do."""
    total = sum(share.value for share in shares)
    spare = sum(half_unit(share.claim.decimals) for share in shares)
    if total <= 100 + spare + 1e-9:
        return False
    printed = " + ".join(f"{share.value:g}" for share in shares)
    outcome.say(
        reading.finding(
            NAME,
            Level.ERROR,
            "complements above 100",
            shares[0].start,
            shares[-1].end,
            message=f"{printed} = {total:g} %: the second is said to be those of whom the first"
            " is not true.",
            hint="One of the figures is wrong.",
            evidence=[
                Evidence(kind="rule", text="What is so and what is not so make 100 %."),
                *own(reading, study, *(share.claim for share in shares)),
            ],
        ),
        Near.SUM,
        [share.claim for share in shares],
    )
    return True


def _one_question(
    first: PlacedShare, second: PlacedShare, figures: Mapping[str, Indicator]
) -> bool:
    """Say whether nothing is known by which two shares are not answers to one question."""
    asked = [
        figure
        for share in (first, second)
        for stated in [share.claim.likely]
        if stated is not None
        for figure in stated_by(stated, figures)
    ]
    several = any(figure.type not in ONE_ANSWER for figure in asked)
    return not several and len({figure.question_id for figure in asked}) <= 1


def _ends_denying(words: str) -> bool:
    """Say whether words end with a denial, as in "41 % do not"."""
    listed = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", words.lower().replace("’", "'"))
    return bool(listed) and negation.denies(listed[-1])


def _opposed(reading: ReadDraft, first: PlacedShare, second: PlacedShare) -> bool:
    """Say whether the second figure is of those who do not what the first are said to do."""
    clause = second.place.clause
    words = reading.text[clause.start : second.start] + reading.text[second.end : clause.end]
    zone = _features(reading, first)
    if _ends_denying(words):
        return not any(f.denied for f in zone)
    if compiled(packs.together("rest")).search(words):
        return True
    features = read(words, reading.language)
    denied = {f.stem for f in features if f.denied}
    affirmed = {f.stem for f in zone if not f.denied}
    others = {f.stem for f in features if not f.denied}
    if not denied or any(f.denied for f in zone):
        return False
    return denied <= affirmed and len(others - affirmed) <= 1


def _features(reading: ReadDraft, share: PlacedShare) -> list[Feature]:
    zone = share.place.zone
    inside = " " * (share.end - share.start)
    bare = reading.text[zone.start : share.start] + inside + reading.text[share.end : zone.end]
    return read(bare, reading.language)


def _undecided(reading: ReadDraft, shares: Iterable[PlacedShare]) -> list[PlacedShare]:
    """Return the shares that follow as long as they are of those who do not know or answer."""
    listed = []
    for share in shares:
        if not {f.stem for f in _features(reading, share)} & {"@dk", "@refused"}:
            break
        listed.append(share)
    return listed
