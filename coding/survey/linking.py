"""Find the survey figures that a code may speak to, and weigh what the evidence rests on.

Nothing is linked here: what is likeliest is ranked, for a person to decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coding.model import Code, Indicator

if TYPE_CHECKING:
    from numpy.typing import NDArray

A_QUESTION = 2
"""At most so many figures of one question are proposed for a code: a table has many cells."""

WEIGHTS = {"wording": 1.0, "text": 0.5, "name": 0.5, "option": 1.0}
"""What the parts of the likeness count, each on standard scores."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that a code may speak to: places in the lists given, and how likely, 0 to 1."""

    code: int
    indicator: int
    score: float


def code_text(code: Code, language: str = "en") -> str:
    """Return what a codebook says of a code in one language: name, definition, what counts, words.

    >>> code_text(Code(id="a", name="Safety", definition="Calm.", keywords={"": ("safe",)}))
    'Safety. Calm.. safe'
    """
    words = (w for key, listed in code.keywords.items() if key in ("", language) for w in listed)
    name = code.names.get(language, code.name)
    definition = code.definitions.get(language, code.definition)
    return ". ".join(filter(None, [name, definition, *code.include, *words]))


def indicator_text(one: Indicator) -> str:
    """Return what a survey says of a figure: question, option, title."""
    return ". ".join(filter(None, [one.question, one.option, one.title]))


def option_text(one: Indicator) -> str:
    """Return the option with the title of its graph, apart from the question's words."""
    return ". ".join(filter(None, [one.option, one.title]))


def wording(codes: Sequence[str], indicators: Sequence[str]) -> NDArray[Any]:
    """Return how alike texts are by their character 3- to 5-grams (TF-IDF, cosine)."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    cut = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    cut.fit([*indicators, *codes])
    return np.asarray((cut.transform(codes) @ cut.transform(indicators).T).todense())


def rank(
    likeness: dict[str, NDArray[Any]], questions: Sequence[Hashable], *, most: int = 5
) -> list[Candidate]:
    """Return the likeliest figures for each code, the best first.

    `likeness` has a matrix codes × indicators for each of `WEIGHTS`, as far as known;
    `questions` names each indicator's question, None for one that is not to be proposed.
    """
    import numpy as np

    whole = sum(
        WEIGHTS[name] * (matrix - matrix.mean()) / max(float(matrix.std()), 1e-9)
        for name, matrix in likeness.items()
    )
    found: list[Candidate] = []
    for code, row in enumerate(np.asarray(whole)):
        taken: Counter[Hashable] = Counter()
        chosen: list[Candidate] = []
        for at in np.argsort(-row, kind="stable"):
            question = questions[at]
            if question is None or taken[question] >= A_QUESTION:
                continue
            taken[question] += 1
            chosen.append(Candidate(code, int(at), float(1 / (1 + np.exp(3 - row[at])))))
            if len(chosen) == most:
                break
        found += chosen
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What the evidence rests on, as a profile and not a score.

    `speaking` of `participants` are quoted, with `attributions` different labels; `most_quoted`
    is the label of most quotes and `most_share` its share of the `quotes`; `silent` of
    `figures` have no voice beside them.
    """

    participants: int
    speaking: int
    attributions: int
    quotes: int
    most_quoted: str
    most_share: float
    figures: int
    silent: int


def balance(
    quoted: Sequence[tuple[str, str]], *, participants: int, figures: int, voiced: int
) -> Balance:
    """Return the profile of quotes, each given as (participant, attribution).

    >>> balance([("P1", "Female"), ("P1", "Female"), ("P2", "Male")],
    ...         participants=6, figures=10, voiced=4).most_share
    0.6666666666666666
    """
    labels = Counter(label for _, label in quoted)
    most, times = labels.most_common(1)[0] if labels else ("", 0)
    return Balance(
        participants=participants,
        speaking=len({who for who, _ in quoted}),
        attributions=len(labels),
        quotes=len(quoted),
        most_quoted=most,
        most_share=times / len(quoted) if quoted else 0.0,
        figures=figures,
        silent=figures - voiced,
    )
