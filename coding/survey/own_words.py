"""Write what respondents said in their own words as an interview's text, a turn for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coding.survey.missing import told

if TYPE_CHECKING:
    from coding.survey.variables import Microdata, Variable


CASE = "Case"
"""What a respondent is called, with the number of their row in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """The answers to an open question: `text` with a line `Case 17: ...` for each who gave one.

    `people` has each label with what is known of that respondent, by the labels of questions.
    """

    text: str
    people: Mapping[str, Mapping[str, str]]


def own_words(data: Microdata, question: str, attributes: Sequence[str]) -> OwnWords:
    """Return the answers to an open question with their respondents' answers to others.

    A respondent is called by the row in the file. Of an answer that is none nothing is told.
    """
    open_question = data.open_questions[question]
    told_of = {name: _values(data.variables[name]) for name in attributes}
    lines, people = [], {}
    for at, words in enumerate(open_question.texts):
        if not words.strip():
            continue
        label = f"{CASE} {at + 1}"
        lines.append(f"{label}: {' '.join(words.split())}")
        people[label] = {name: values[at] for name, values in told_of.items()}
    return OwnWords(text="\n\n".join(lines) + "\n", people=people)


def _values(variable: Variable) -> list[str]:
    """Return what each respondent answered to a question, `""` for nothing that says anything."""
    if variable.numbers is not None:
        return ["" if number != number else told(float(number)) for number in variable.numbers]
    if variable.parts:
        marks = variable.chosen()
        return [
            "; ".join(o for o, mark in zip(variable.options, row, strict=True) if mark)
            for row in marks
        ]
    return [
        "" if code < 0 or code in variable.missing else variable.options[code]
        for code in variable.codes.tolist()
    ]
