"""Check figures: a number says what the survey's table says, of the same people.

Errors are only what a look-up proves of a claim that is literal or that a person bound: the figure
is another. What words alone say is to be checked. A number that fits no figure is none of the
survey's: the draft may cite other sources.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coding.model import (
    Claim,
    ClaimKind,
    ClaimState,
    Evidence,
    Indicator,
    Level,
    Sense,
    Statement,
)
from coding.verify.checks.neighbours import INVERTED, Wrong, wrong_by_words
from coding.verify.checks.outcome import Near, Outcome
from coding.verify.checks.placed import known_figures
from coding.verify.claims import claims_of
from coding.verify.claims.comparing import (
    AGREES,
    CUT,
    LOOSE,
    UNKNOWN,
    Compared,
    compare,
    stated_by,
)
from coding.verify.evidence.axes import not_everybody
from coding.verify.evidence.citing import draft_evidence, figure_evidence
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft

NAME = "figures"

UNBOUND = "Its words were read by a machine. Say which figure it states: then it is compared."
"""The hint where words alone tell what is meant: nothing is proved, so nothing is ordered."""

LISTED = (ClaimKind.SHARE, ClaimKind.MEAN)
"""What is listed as examined also where nothing is known of it."""


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Return what the survey says of each number."""
    outcome = Outcome()
    claims = [c for c in claims_of(reading, study) if c.kind is not ClaimKind.QUANTIFIER]
    if not study.indicators and any(claim.kind in LISTED for claim in claims):
        outcome.notes.append("There is no survey: figures were not looked up.")
    figures = known_figures(reading, study)
    cells = {claim.start: _cell(claim) for claim in claims if _settled(claim)}
    by_words = wrong_by_words(reading, study, cells)
    said: tuple[int, str] | None = None
    for claim in claims:
        wrong = by_words.get(claim.start)
        if wrong is not None and not is_likely(claim, wrong):
            wrong = None
        if claim.sure is not None:
            _bound(outcome, reading, claim, claim.sure, figures, claims, wrong)
        elif claim.state in (ClaimState.OTHER_SOURCE, ClaimState.NOT_A_FIGURE):
            _looked_at(outcome, reading, claim, str(claim.state))
        elif claim.kind not in LISTED or claim.points or not study.indicators:
            continue
        elif wrong is not None:
            # A sentence that turns a condition round does so for all its figures: said once.
            place = (reading.sentence(claim.start).start, wrong.verdict)
            again = place == said and wrong.verdict == INVERTED
            _by_words(outcome, reading, claim, wrong, again=again)
            said = place
        elif claim.likely is not None:
            _likely(outcome, reading, claim, claim.likely, figures)
        else:
            _open(outcome, reading, claim, study)
    return outcome


def is_likely(claim: Claim, wrong: Wrong) -> bool:
    """Say whether the figure that a number is held against is one of those that are proposed.

    What is read of whom a share is needs no other figure.
    """
    if wrong.verdict == INVERTED:
        return True
    return any(one.statement.figures == (wrong.named.id,) for one in claim.proposals)


def _settled(claim: Claim) -> bool:
    return claim.sure is not None or claim.binding is not None


def _cell(claim: Claim) -> str:
    stated = claim.sure
    return stated.figures[0] if stated is not None and stated.sense is Sense.EQUAL else ""


def _looked_at(
    outcome: Outcome,
    reading: ReadDraft,
    claim: Claim,
    verdict: str,
    message: str = "",
    evidence: Sequence[Evidence] = (),
) -> None:
    outcome.examined.append(
        reading.looked_at(
            "figure", verdict, claim.start, claim.end, message=message, evidence=evidence
        )
    )


# ── what a person bound, and what is literal ──


def _bound(
    outcome: Outcome,
    reading: ReadDraft,
    claim: Claim,
    stated: Statement,
    figures: Mapping[str, Indicator],
    claims: Sequence[Claim],
    wrong: Wrong | None,
) -> None:
    """Compare a number with what it states: with that alone, whatever its words may seem to say."""
    compared = compare(claim, stated, figures)
    evidence = [figure_evidence(figure) for figure in stated_by(stated, figures)]
    turned = wrong if wrong is not None and compared.agrees else None
    word = turned.verdict if turned else word_for(compared, stated.sense)
    shown = _shown(compared, claim)
    if stated.sense is Sense.CODED and evidence:
        shown = f"{evidence[0].text.removesuffix(' %')} people"
    gives = "" if compared.value is None else f"{_how(claim, stated)} {shown}."
    _looked_at(outcome, reading, claim, word, gives, evidence)
    if turned is not None:
        outcome.say(
            reading.finding(
                NAME,
                Level.ERROR,
                turned.verdict,
                claim.start,
                claim.end,
                message=turned.message,
                hint="Turn the sentence round, or bind the number to another figure.",
                evidence=evidence,
            ),
            Near.FIGURE,
            [claim],
        )
    if compared.agrees:
        _of_others(outcome, reading, claim, stated_by(stated, figures), evidence)
    if compared.value is None or compared.agrees:
        return
    others = _others(claim, stated, figures)
    verdict = "neighbouring cell" if others else word
    message = f"{gives[:-1]}; the draft says {claim.printed.strip()}."
    if others:
        message += f" That is the figure of {_named(others[0], figures[stated.figures[0]])}."
    elif compared.verdict == CUT:
        message += " It was cut off, not rounded."
    elif compared.verdict == LOOSE:
        message += " That is said loosely."
    else:
        one = claim.kind is ClaimKind.COUNT and round(compared.gap) == 1
        unit = " person" if one else _unit(claim)
        message += f" It differs by {compared.gap:.3g}{unit}."
    evidence += [figure_evidence(figure) for figure in others[:2]]
    evidence += _mentions(reading, claim, stated, figures, claims)
    outcome.say(
        reading.finding(
            NAME,
            Level.ERROR if compared.contradicts else Level.CHECK,
            verdict,
            claim.start,
            claim.end,
            message=message,
            hint="The number is wrong, or it is bound to another figure than is meant.",
            evidence=evidence,
        ),
        Near.FIGURE,
        [claim],
    )


def _of_others(
    outcome: Outcome,
    reading: ReadDraft,
    claim: Claim,
    figures: Sequence[Indicator],
    evidence: Sequence[Evidence],
) -> None:
    """Say that a number of men, of women or of an age alone agrees with a figure of everybody."""
    sentence = reading.sentence(claim.start).start
    words = not_everybody(reading.text, sentence, claim.start, claim.end, figures)
    if not words:
        return
    outcome.say(
        reading.finding(
            NAME,
            Level.CHECK,
            "other people",
            claim.start,
            claim.end,
            message=f"The draft speaks of “{words}”; {claim.printed.strip()} is what the survey has"
            " for all who were asked.",
            hint="Say that it is of all, or bind the number to a figure of these people.",
            evidence=evidence,
        ),
        Near.FIGURE,
        [claim],
    )


def word_for(compared: Compared, sense: Sense) -> str:
    """Return the verdict on a number that states figures, as `verify --json` has it."""
    if compared.verdict == UNKNOWN:
        return "no such figure"
    if not compared.agrees:
        return {CUT: "cut off", LOOSE: "loose"}.get(compared.verdict, "another value")
    exact = {Sense.SUM: "sum of cells", Sense.COMPLEMENT: "complement"}.get(sense, "match")
    return exact if compared.verdict == AGREES else "rounded"


def _how(claim: Claim, stated: Statement) -> str:
    """Say what kind of thing a claim is held against: the begin of a sentence."""
    said = {
        Sense.SUM: "The figures add up to",
        Sense.COMPLEMENT: "What is left of 100 is",
        Sense.DIFFERENCE: "The figures differ by",
        Sense.RATIO: "The first figure is the second times",
        Sense.CODED: "The code is carried by the words of",
    }
    known = "It is bound to" if claim.state is ClaimState.BOUND else "The survey has"
    return said.get(stated.sense, known)


def _unit(claim: Claim) -> str:
    if claim.kind is ClaimKind.COUNT:
        return " people"
    if claim.points or claim.kind is ClaimKind.MEAN:
        return " points"
    return " points" if claim.kind in (ClaimKind.SHARE, ClaimKind.RATIO) else ""


def _shown(compared: Compared, claim: Claim) -> str:
    if compared.value is None:
        return ""
    value = f"{compared.value:.4g}"
    if claim.kind is ClaimKind.COUNT:
        return f"{compared.value:.0f} people"
    if claim.kind is ClaimKind.MEAN or claim.points:
        return value
    return f"{value} %"


def _others(claim: Claim, stated: Statement, figures: Mapping[str, Indicator]) -> list[Indicator]:
    """Return figures of the same question that are exactly what is printed, the nearest first.

    Another answer of the same people comes before another group, that before another source.
    """
    if stated.sense is not Sense.EQUAL or len(stated.figures) > 1 or claim.value is None:
        return []
    own = figures[stated.figures[0]]
    if claim.kind not in LISTED or claim.about or claim.points:
        return []

    def beside(figure: Indicator) -> bool:
        same = figure.question_id == own.question_id
        return same or (bool(own.question) and figure.question == own.question)

    found = [
        figure
        for figure in figures.values()
        if figure.id != own.id
        and figure.unit == own.unit
        and figure.value is not None
        and abs(figure.value - claim.value) < 1e-9
        and beside(figure)
    ]

    def distance(figure: Indicator) -> tuple[bool, bool, bool]:
        return figure.source != own.source, figure.subgroup != own.subgroup, figure.id > own.id

    return sorted(found, key=distance)


def _named(other: Indicator, own: Indicator) -> str:
    """Return what tells a figure from the one that is meant: answer, group, source, question."""
    parts = []
    if other.option != own.option:
        parts.append(f"the answer “{other.option}”")
    if other.subgroup != own.subgroup:
        parts.append(f"“{other.subgroup or 'all'}”")
    if (other.source, other.field_dates) != (own.source, own.field_dates):
        parts.append(f"“{' '.join(filter(None, (other.source, other.field_dates)))}”")
    return " of ".join(parts) if parts else f"`{other.id}`"


def _mentions(
    reading: ReadDraft,
    claim: Claim,
    stated: Statement,
    figures: Mapping[str, Indicator],
    claims: Sequence[Claim],
) -> list[Evidence]:
    """Return places where the draft prints the same figure rightly."""
    return [
        draft_evidence(reading, other.start, other.end)
        for other in claims
        if other.start != claim.start
        and other.sure == stated
        and other.kind is claim.kind
        and compare(other, stated, figures).agrees
    ][:2]


# ── what nobody bound ──


def _by_words(
    outcome: Outcome, reading: ReadDraft, claim: Claim, wrong: Wrong, *, again: bool
) -> None:
    """Report a number that is another figure by its words; `again`: its sentence was reported."""
    evidence = [figure_evidence(wrong.named)]
    if wrong.printed is not wrong.named:
        evidence.append(figure_evidence(wrong.printed))
    _looked_at(outcome, reading, claim, wrong.verdict, wrong.message, evidence)
    if again:
        return
    outcome.say(
        reading.finding(
            NAME,
            Level.CHECK,
            wrong.verdict,
            claim.start,
            claim.end,
            message=wrong.message,
            hint=UNBOUND,
            evidence=evidence,
        ),
        Near.FIGURE,
        [claim],
    )


def _likely(
    outcome: Outcome,
    reading: ReadDraft,
    claim: Claim,
    stated: Statement,
    figures: Mapping[str, Indicator],
) -> None:
    compared = compare(claim, stated, figures)
    word = word_for(compared, stated.sense) if compared.agrees else "open"
    named = " and ".join(
        f"{figure.printed} {figure.unit} ({figure.option})".replace("  ", " ")
        for figure in stated_by(stated, figures)
    )
    evidence = [figure_evidence(figure) for figure in stated_by(stated, figures)]
    message = f"It is likely {named}; nobody has bound it."
    _looked_at(outcome, reading, claim, word, message, evidence)


def _say_named(outcome: Outcome, reading: ReadDraft, claim: Claim, named: Indicator) -> None:
    """Report that words clearly name a figure of another value: likely, so nothing is ordered."""
    message = (
        f"The words name “{named.option}” of “{named.question}”: the survey has {named.printed}"
        f" {named.unit} for this; {claim.printed.strip()} is printed."
    )
    evidence = [figure_evidence(named)]
    _looked_at(outcome, reading, claim, "other value in the survey", message, evidence)
    outcome.say(
        reading.finding(
            NAME,
            Level.CHECK,
            "other value in the survey",
            claim.start,
            claim.end,
            message=message,
            hint=UNBOUND,
            evidence=evidence,
        ),
        Near.FIGURE,
        [claim],
    )


def _open(outcome: Outcome, reading: ReadDraft, claim: Claim, study: Study) -> None:
    named = known_figures(reading, study).get(claim.names)
    if named is not None:
        _say_named(outcome, reading, claim, named)
        return
    if any(proposal.agrees for proposal in claim.proposals):
        message = "Nobody has said which figure it states, and by its words it is not sure."
        _looked_at(outcome, reading, claim, "open", message)
        return
    alone = [
        figure
        for figure in study.indicators
        if claim.kind is ClaimKind.SHARE and figure.unit == "%" and figure.value == claim.value
    ]
    if claim.decimals and alone and not reading.same_script(i.question for i in study.indicators):
        evidence = [figure_evidence(figure) for figure in alone[:5]]
        message = "The value stands in the survey, but the survey’s words are in another language."
        _looked_at(outcome, reading, claim, "value only", message, evidence)
        return
    message = "No figure of the survey fits in words and value; it may be another source’s."
    _looked_at(outcome, reading, claim, "no such figure", message)
    outcome.findings.append(
        reading.finding(
            NAME,
            Level.INFO,
            "no such figure",
            claim.start,
            claim.end,
            message=message,
            hint="If it is the survey’s, add it to the toplines; else name its source.",
            evidence=[Evidence(kind="rule", text="Nothing is called wrong for being unknown.")],
        )
    )
