"""Check quantifiers against the figures they go with.

"A majority (44.7 %)" is wrong whatever the survey says. What a quantifier means is a table that
a project may edit; bounds that are definitions (more than half) are strict, those that are custom
(a third, the vast majority) have a margin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coding.arithmetic.rounding import half_unit
from coding.model import Evidence, Level
from coding.verify.checks.outcome import Outcome
from coding.verify.evidence.citing import figure_evidence
from coding.verify.evidence.matching import Stated, shares
from coding.verify.evidence.study import Study
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.text import Span

NAME = "quantifiers"

MARGIN = 2.0
"""Percentage points by which a customary bound may be missed before it is called an error."""

_PEOPLE = (
    r"(?:respondents|people|persons|participants|interviewees|russians|them|those|all|women|men"
    r"|emigrants|migrants|adults|the (?:respondents|people|participants|sample|interviewees"
    r"|russians"
    r"|women|men|rest|time)|us|our|these|such|of)"
)
_DEFAULT = (
    # words, low, high, strict
    (r"(?:the )?(?:vast|overwhelming|great|large|huge|absolute) majority", 75, 100, False),
    (r"(?:almost|nearly|practically|virtually) (?:all|everyone|everybody)", 90, 100, False),
    (
        r"(?<!relative )(?<!parliamentary )(?<!simple )(?:clear |slight |narrow |solid )?majority",
        50,
        100,
        True,
    ),
    (rf"(?<!the )(?<!at )(?<!all )most(?= (?:of\b|{_PEOPLE}\b))", 50, 100, True),
    (
        r"(?:slightly |just |a little )?(?:more|over) than half|over half|upwards of half",
        50,
        100,
        True,
    ),
    (
        r"(?:slightly |just |a little )?less than half|(?:just )?under half|fewer than half",
        0,
        50,
        True,
    ),
    (r"(?:almost|nearly|close to|not quite) half", 40, 50, False),
    (r"(?:about |around |roughly |one )?half(?= (?:of|the)\b| \(|,? or \d)(?! a\b)", 45, 55, False),
    (r"(?:a |only a |small )*minority", 0, 50, True),
    (r"(?:more than|over|above) (?:a|one) third", 33.3, 50, True),
    (r"(?:less|fewer) than (?:a|one) third|under a third", 0, 33.4, True),
    (r"(?:more than|over|above) two[ -]thirds", 66.6, 100, True),
    (r"(?:less|fewer) than two[ -]thirds", 0, 66.7, True),
    (r"(?:more than|over|above) (?:a|one) quarter", 25, 50, True),
    (r"(?:less|fewer) than (?:a|one) quarter", 0, 25, True),
    (r"(?:more than|over|above) three[ -]quarters", 75, 100, True),
    (r"(?:less|fewer) than three[ -]quarters", 0, 75, True),
    (r"(?:almost|nearly|close to|about|around|roughly |some )?\s?two[ -]thirds", 61, 71, False),
    (
        r"(?:almost |nearly |close to |about |around |roughly |some )?three[ -]quarters",
        70,
        79,
        False,
    ),
    (
        r"(?:almost |nearly |close to |about |around |roughly )?(?:a|one|every) third(?= (?:of"
        r"|respondent|person|\()|,)",
        29,
        38,
        False,
    ),
    (
        r"(?:almost |nearly |close to |about |around |roughly )?(?:a|one) quarter(?= (?:of|\()|,)",
        21,
        29,
        False,
    ),
    (r"(?:one|1) in (?:five|5)|every fifth|(?:a|one) fifth", 17, 23, False),
    (r"(?:one|1) in (?:ten|10)|every tenth|(?:a|one) tenth", 7, 13, False),
    (r"подавляющ\w+ большинств\w+", 75, 100, False),
    (r"(?<!подавляющее )(?<!подавляющего )большинств\w+", 50, 100, True),
    (r"(?:более|больше|свыше) половины", 50, 100, True),
    (r"(?:менее|меньше) половины", 0, 50, True),
    (r"почти половин\w+", 40, 50, False),
    (
        r"(?<!более )(?<!больше )(?<!свыше )(?<!менее )(?<!меньше )(?<!почти )половин[аыуе]\w*",
        45,
        55,
        False,
    ),
    (r"(?:более|больше|свыше) трети", 33.3, 50, True),
    (r"(?:менее|меньше) трети", 0, 33.4, True),
    (r"две трети|двух третей", 61, 71, False),
    (r"три четверти|трех четвертей", 70, 79, False),
    (
        r"(?<!две )(?<!более )(?<!больше )(?<!менее )(?<!меньше )(?<!свыше )(?:почти "
        r"|около )?треть(?:я часть)?(?!\w)",
        29,
        38,
        False,
    ),
    (r"(?<!три )(?:почти |около )?четверть", 21, 29, False),
    (r"меньшинств\w+", 0, 50, True),
    (r"(?:velika|ogromna|ubedljiva) većina|(?:велика|огромна|убедљива) већина", 75, 100, False),
    (r"(?<!velika )(?<!ogromna )(?<!ubedljiva )većin[aue]|(?<!велика )већин[ауе]", 50, 100, True),
    (r"više od polovine|preko polovine|више од половине", 50, 100, True),
    (r"manje od polovine|мање од половине", 0, 50, True),
    (r"(?<!od )polovin[aeu]|(?<!од )половин[ае](?= испитаника)", 45, 55, False),
    (r"dve trećine|две трећине", 61, 71, False),
    (r"(?<!dve )trećin[aeu]|(?<!две )трећин[ае]", 29, 38, False),
    (r"tri četvrtine|три четвртине", 70, 79, False),
    (r"(?<!tri )četvrtin[aeu]|(?<!три )четвртин[ае]", 21, 29, False),
)


@dataclass(frozen=True, slots=True)
class Quantifier:
    """A quantifier with the percentages it may stand for; `strict` bounds are definitions."""

    words: str
    low: float
    high: float
    strict: bool


def table() -> list[dict[str, object]]:
    """Return the table of quantifiers as a project starts with it."""
    return [
        {"words": words, "low": low, "high": high, "strict": strict}
        for words, low, high, strict in _DEFAULT
    ]


def read_table(rows: Sequence[Mapping[str, object]]) -> list[Quantifier]:
    """Read a project's own table; the default one if it is empty."""
    return [
        Quantifier(
            str(row["words"]), float(str(row["low"])), float(str(row["high"])), bool(row["strict"])
        )
        for row in (rows or table())
    ]


@dataclass(frozen=True, slots=True)
class Met:
    """A quantifier at characters `start` to `end`."""

    quantifier: Quantifier
    start: int
    end: int


def check(reading: ReadDraft, study: Study) -> Outcome:
    """Return quantifiers that their figures do not bear out."""
    outcome = Outcome()
    patterns = shapes(study)
    for sentence, figures in shares(reading, study).items():
        quantified = list(met_in(reading, patterns, sentence))
        for met in quantified:
            _attach(outcome, reading, met, quantified, figures)
    return outcome


Shape = tuple[Quantifier, re.Pattern[str]]


def shapes(study: Study) -> list[Shape]:
    """Return what quantifiers look like in this project."""
    return [
        (quantifier, re.compile(rf"(?<!\w)(?:{quantifier.words})(?!\w)", re.I))
        for quantifier in read_table(study.quantifiers)
    ]


def met_in(reading: ReadDraft, patterns: Sequence[Shape], sentence: Span) -> Iterator[Met]:
    """Return the quantifiers of a sentence: of those that overlap the longest."""
    every = [
        Met(quantifier, match.start(), match.end())
        for quantifier, shape in patterns
        for match in shape.finditer(reading.text, sentence.start, sentence.end)
    ]
    every.sort(key=lambda m: (m.start, m.start - m.end))
    last = -1
    for met in every:
        if met.start >= last:
            last = met.end
            if not _is_base(reading.text, met.start):
                yield met


def _is_base(text: str, start: int) -> bool:
    """Say whether a quantifier only says of whom the sentence speaks: "of the majority who"."""
    return bool(
        re.search(r"\b(?:of|among|for|to|by|in) (?:the |this |that )?$", text[:start][-16:], re.I)
    )


# ── quantifier and figure ──


def _attach(
    outcome: Outcome, reading: ReadDraft, met: Met, others: Sequence[Met], figures: Sequence[Stated]
) -> None:
    own = [f for f in figures if _in_clause(reading, met, f)]
    if len(own) != 1:
        return
    (figure,) = own
    wrong = outside(hedged(reading, met), figure.number.value, _spare(figure))
    if wrong is not None:
        _say(outcome, reading, met, figure, wrong)
        return
    _uncertain(outcome, reading, met, figure)
    for following in _distributed(reading, met, others, figure, figures):
        level = outside(met.quantifier, following.number.value, _spare(following))
        if level is not None:
            _say(outcome, reading, met, following, level)


def _in_clause(reading: ReadDraft, met: Met, figure: Stated) -> bool:
    """Say whether a figure stands in the clause of a quantifier, or is all that follows it.

    It may also come right before: "44.7 %, that is the majority".
    """
    clause, number = figure.place.clause, figure.number
    if number.end <= met.start:
        return bool(_THAT_IS.fullmatch(reading.text[number.end : met.start]))
    if clause.start <= met.start < clause.end:
        return True
    between = reading.text[met.end : number.start]
    bare = reading.text[clause.start : number.start] + reading.text[number.end : clause.end]
    return (
        met.end <= clause.start
        and not re.search(r"[^\W\d_]{2}", _NOBODY_NEW.sub("", bare))
        and between.count(",") <= 1
        and len(between) < 60
        and not re.search(r"[;:.]", between)
    )


_THAT_IS = re.compile(
    r"\s*[,(–—-]\s*(?:which is|that is|i\.e\.,?|namely|or|thus|то есть|odnosno)?\s*"
    r"(?:the |a |an )?",
    re.I,
)
_NOBODY_NEW = re.compile(
    r"\b(?:of|or|all|them|these|the|namely|exactly|only|respondents|участников|из них|njih)\b", re.I
)


def hedged(reading: ReadDraft, met: Met) -> Quantifier:
    """Return a quantifier as the words before it turn it: "more than one in ten"."""
    quantifier = met.quantifier
    before = reading.text[max(0, met.start - 20) : met.start]
    middle = (quantifier.low + quantifier.high) / 2
    if quantifier.strict or quantifier.high >= 100:
        return quantifier
    if _OVER.search(before):
        return Quantifier(quantifier.words, middle - 0.5, min(100.0, middle * 1.9), False)
    if _UNDER.search(before):
        return Quantifier(quantifier.words, middle * 0.5, middle + 0.5, False)
    return quantifier


_OVER = re.compile(
    r"\b(?:more than|over|above|at least|just over|более|больше|свыше|više od|preko)\s+(?:a "
    r"|one )?$",
    re.I,
)
_UNDER = re.compile(
    r"\b(?:less than|fewer than|under|below|not even|just under|менее|меньше|manje od"
    r"|ispod)\s+(?:a |one )?$",
    re.I,
)


def outside(quantifier: Quantifier, value: float, spare: float = 0.05) -> Level | None:
    """Return how wrong a percentage is for a quantifier, None if it is not.

    `spare` is by how much the percentage may have been rounded.
    """
    if quantifier.strict:
        low, high = quantifier.low, quantifier.high
        if low in (0, 0.0):
            return Level.ERROR if value > high + (0 if high == 100 else -1e-9) else None
        return Level.ERROR if value <= low - (spare if low != 50 else 0) else None
    gap = max(quantifier.low - value, value - quantifier.high)
    if gap <= spare:
        return None
    return Level.ERROR if gap > MARGIN else Level.CHECK


def _spare(figure: Stated) -> float:
    return half_unit(figure.number.decimals)


def _distributed(
    reading: ReadDraft,
    met: Met,
    others: Sequence[Met],
    figure: Stated,
    figures: Sequence[Stated],
) -> Iterator[Stated]:
    """Return figures in brackets that follow with "and" and share the quantifier's subject."""
    at = figures.index(figure)
    last = figure
    for following in figures[at + 1 :]:
        words = reading.text[last.number.end : following.number.start]
        bracketed = words.rstrip(" *_").endswith("(")
        joined = re.match(r"\)?,?\s*(?:and|и|i)\s|\),\s", words)
        subject = re.search(
            r"\b(?:respondents|people|they|others?|those|who|only|just|[A-Z]\w+s|men|women|while|but"
            r"|whereas|each|some|few)\b|[;:.]",
            words,
        )
        between = any(last.number.end <= o.start < following.number.start for o in others)
        known = last.best is not None and following.best is not None
        if not (bracketed and joined and known) or subject or between:
            return
        yield following
        last = following


def _say(outcome: Outcome, reading: ReadDraft, met: Met, figure: Stated, level: Level) -> None:
    number, quantifier = figure.number, met.quantifier
    words = reading.text[met.start : met.end]
    meant = bounds(quantifier)
    start, end = min(met.start, number.start), max(met.end, number.end)
    evidence = [Evidence(kind="rule", text=f"“{words}” means {meant}.")]
    if figure.best is not None:
        evidence += [figure_evidence(i) for i in figure.best.indicators]
    outcome.findings.append(
        reading.finding(
            NAME,
            level,
            "quantifier",
            start,
            end,
            message=f"“{words}” goes with {number.value:g} %, but means {meant}.",
            hint="Choose another word, or check the figure.",
            evidence=evidence,
        )
    )


def bounds(quantifier: Quantifier) -> str:
    """Return the percentages a quantifier may stand for, in words."""
    if quantifier.high >= 100:
        return f"{'more than' if quantifier.strict else 'at least'} {quantifier.low:g} %"
    if quantifier.low <= 0:
        return f"less than {quantifier.high:g} %"
    return f"{quantifier.low:g} to {quantifier.high:g} %"


def _uncertain(outcome: Outcome, reading: ReadDraft, met: Met, figure: Stated) -> None:
    """Say where the interval of the survey's figure crosses the bound."""
    if figure.best is None or len(figure.best.indicators) != 1 or not met.quantifier.strict:
        return
    indicator = figure.best.indicators[0]
    if (
        figure.best.how not in ("match", "rounded")
        or indicator.ci_low is None
        or indicator.ci_high is None
    ):
        return
    bound = met.quantifier.low or met.quantifier.high
    if not indicator.ci_low < bound < indicator.ci_high:
        return
    outcome.findings.append(
        reading.finding(
            NAME,
            Level.INFO,
            "interval crosses the bound",
            met.start,
            figure.number.end,
            message=f"{indicator.printed} % lies between {indicator.ci_low:.1f} and"
            f" {indicator.ci_high:.1f} % (95 %): whether it is"
            f" “{reading.text[met.start : met.end]}” of all is not certain.",
            hint="Say “of the respondents”, or give the interval.",
            evidence=[figure_evidence(indicator)],
        )
    )
