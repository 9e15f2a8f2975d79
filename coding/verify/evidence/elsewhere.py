"""Tell whether what a draft quotes is from elsewhere: no interview need have it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coding.verify.evidence.people import names_of, names_somebody
from coding.verify.evidence.study import Study
from coding.verify.reading.attribution import Attribution
from coding.verify.reading.draft import ReadDraft
from coding.verify.reading.quoted import FEW, Quoted
from coding.verify.reading.sources import noted_source, source_named, speaks
from coding.verify.reading.text import tokens, words

_SHARE = re.compile(r"[\s,.;]*\(?[^()\n]{0,12}\d[\d.,]*\s?%")


def external(reading: ReadDraft, quoted: Quoted, label: Attribution, study: Study) -> str:
    """Return why a quotation is none of an interview, worked out once for each."""
    key = f"external {quoted.start}"
    return reading.once(key, lambda: _external(reading, quoted, label, study))


def _external(reading: ReadDraft, quoted: Quoted, label: Attribution, study: Study) -> str:
    """Return why a quotation is none of an interview, `""` if it may be one.

    It may be one unless a source is named, or the words are a term, a title or the survey's own.
    """
    if names_somebody(quoted.label, study):
        return ""
    bracketed = reading.text[quoted.label_start - 1 : quoted.label_start] in ("(", "[")
    bracketed = bracketed and re.search(r"[^\W\d_]{2}", quoted.label) is not None
    if label.source and (bracketed or quoted.label_start >= quoted.end):
        return "it is attributed to a source"
    if label.person:
        return ""
    words = [t for t in tokens(reading.plain, quoted.start, quoted.end) if t.word]
    lead, behind = reading.beside(quoted)
    speech = speaks(lead, behind, reading.told_in)
    begins = bool(words) and words[0].form[:1].isupper()
    if len(words) < FEW and not (quoted.block or (speech and begins and len(words) > 1)):
        return "it is a term of under four words"
    capitals = sum(t.form[:1].isupper() for t in words)
    shouted = all(t.form.isupper() for t in words)
    if capitals >= 0.6 * len(words) and len(words) <= 14 and not (speech or shouted):
        return "it is a title"
    if _SHARE.match(behind):
        return "it is an answer of the survey"
    if why := noted_source(behind, reading.notes, reading.told_in):
        return why
    if why := source_named(lead, behind, reading.told_in, names_of(reading, study)):
        return why
    if _of_the_survey(reading, study, [t.key for t in words]):
        return "these are the survey’s own words"
    return ""


def _of_the_survey(reading: ReadDraft, study: Study, keys: Sequence[str]) -> bool:
    """Say whether words stand in a question or an answer of the survey."""

    def gathered() -> str:
        printed = {text for i in study.indicators for text in (i.question, i.option)}
        return "|".join(f" {' '.join(words(text, 0, len(text))[0])} " for text in sorted(printed))

    return f" {' '.join(keys)} " in reading.once("words of the survey", gathered)
