"""Find the survey figures that a code may speak to, and say what a link between them needs.

Nothing is linked here: what is likeliest is ranked, for a person to decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coding.errors import CodingError
from coding.model import Code, Codebook, Indicator, Link, Relation
from coding.survey.plausibility import is_total

if TYPE_CHECKING:
    from numpy.typing import NDArray

A_QUESTION = 2
"""At most so many figures of one question are proposed for a code: a table has many cells."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that a code may speak to: places in the lists given.

    `score` is the share of all pairs of code and figure that are no more alike than these two.
    """

    code: int
    indicator: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A figure that a code may speak to; `named` if codebook.yaml names it under the code."""

    code: str
    indicator: str
    score: float
    named: bool = False


# --- what a link needs --------------------------------------------------------------------------


def relation_of(text: str) -> Relation:
    """Return the relation that a word names; raise CodingError if it names none.

    >>> relation_of("partly").value, relation_of("Partly_agrees").value
    ('partly agrees', 'partly agrees')
    """
    word = " ".join(text.lower().replace("_", " ").replace("-", " ").split())
    for relation in Relation:
        if word in (relation.value, relation.value.partition(" ")[0]):
            return relation
    raise CodingError(
        f"`{text}` is no relation", hint=f"There are {', '.join(r.value for r in Relation)}."
    )


def check_link(relation: Relation, *, note: str, minority: bool, of_quote: bool) -> None:
    """Raise CodingError for a contradiction without a note, or a minority that is no quote.

    A contradiction is the finding that readers ask about first, so it says what contradicts
    what; and who is few can only be heard in somebody's own words. That it is not about a figure
    can be said of a passage only: of a theme it would be a link that says there is none.
    """
    if relation is Relation.CONTRADICTS and not note.strip():
        raise CodingError(
            "a contradiction needs a note",
            hint="Say in a sentence what contradicts what, and why that may be.",
        )
    if minority and not of_quote:
        raise CodingError("only a quote can be a minority voice", hint="Link the quote itself.")
    if relation is Relation.NOT_ABOUT and not of_quote:
        raise CodingError(
            "only of a quote can it be said that it is not about a figure",
            hint="Take the link of the code away instead.",
        )
    if relation is Relation.NOT_ABOUT and minority:
        raise CodingError("what is not about a figure is no minority voice on it")


def told(links: Iterable[Link]) -> list[Link]:
    """Return the links that say something together: no passage that is not about its figure."""
    return [link for link in links if link.relation is not Relation.NOT_ABOUT]


def figures_beside(
    codes: Iterable[Code], links: Iterable[Link], figures: Iterable[Indicator]
) -> dict[str, list[Indicator]]:
    """Return code → the figures it is linked to, then those that codebook.yaml names under it."""
    known = {figure.id: figure for figure in figures}
    pairs = [(link.code, link.indicator) for link in told(links)]
    pairs += [(code.id, key) for code in codes for key in code.indicators]
    beside: dict[str, dict[str, Indicator]] = {}
    for code, key in pairs:
        if key in known:
            beside.setdefault(code, {})[key] = known[key]
    return {code: list(of_code.values()) for code, of_code in beside.items()}


# --- what a code may speak to -------------------------------------------------------------------


def code_text(code: Code, language: str = "en") -> str:
    """Return what a codebook says of a code in one language: name, definition, what counts, words.

    >>> code_text(Code(id="a", name="Safety", definition="Calm.", keywords={"": ("safe",)}))
    'Safety. Calm.. safe'
    """
    words = (w for key, listed in code.keywords.items() if key in ("", language) for w in listed)
    name = code.names.get(language, code.name)
    definition = code.definitions.get(language, code.definition)
    return ". ".join(filter(None, [name, definition, *code.include, *words]))


def indicator_text(figure: Indicator) -> str:
    """Return what a survey says of a figure: question, option, title."""
    return ". ".join(filter(None, [figure.question, figure.option, figure.title]))


def option_text(figure: Indicator) -> str:
    """Return the option with the title of its graph, apart from the question's words."""
    return ". ".join(filter(None, [figure.option, figure.title]))


def wording(codes: Sequence[str], indicators: Sequence[str]) -> NDArray[Any]:
    """Return how alike texts are by their character 3- to 5-grams (TF-IDF, cosine).

    Of the lengths that `tests/bench/test_linking_bench.py` tries, these find most.
    """
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    cut = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    cut.fit([*indicators, *codes])
    return np.asarray((cut.transform(codes) @ cut.transform(indicators).T).todense())


def rank(
    likeness: Mapping[str, NDArray[Any]], questions: Sequence[Hashable], *, most: int = 5
) -> list[Candidate]:
    """Return the likeliest figures for each code, the best first.

    `likeness` has a matrix codes × figures for each way in which they may be alike; on standard
    scores all count the same. `questions` names each figure's question, None for one that is not
    to be proposed.
    """
    import numpy as np

    whole = np.sum(
        [(part - part.mean()) / (float(part.std()) or 1.0) for part in likeness.values()], axis=0
    )
    every = np.sort(whole, axis=None)
    candidates: list[Candidate] = []
    for code, row in enumerate(whole):
        taken: Counter[Hashable] = Counter()
        chosen: list[Candidate] = []
        for at in np.argsort(-row, kind="stable"):
            question = questions[at]
            if question is None or taken[question] >= A_QUESTION:
                continue
            taken[question] += 1
            no_more = np.searchsorted(every, row[at], side="right") / every.size
            chosen.append(Candidate(code, int(at), float(no_more)))
            if len(chosen) == most:
                break
        candidates += chosen
    return candidates


def likeliest(
    codes: Sequence[Code],
    figures: Sequence[Indicator],
    *,
    language: str,
    most: int = 5,
    attributes: Collection[str] = (),
) -> dict[str, list[Proposal]]:
    """Return code → the likeliest figures, the best first, compared in the figures' language.

    Compared are the wording of both, the code's name with all that the survey says of a figure,
    and all that the codebook says of a code with the option alone. Which comparisons are made is
    fitted by `tests/bench/test_linking_bench.py`. Totals and answers that count as missing are
    proposed for nothing; nor is a question called as one of the participants' `attributes`, such
    as *Gender*: it says who answered, and not what they think.
    """
    from coding.language.vectors import vectors

    if not codes or not figures:
        return {}
    who = {attribute.replace("_", " ").casefold() for attribute in attributes}
    texts = [indicator_text(figure) for figure in figures]
    of_codes = [code_text(code, language) for code in codes]
    meant = vectors(of_codes, language)
    options = vectors([option_text(figure) for figure in figures], language)
    whole = vectors(texts, language)
    names = vectors([code.names.get(language, code.name) for code in codes], language)
    ranked = rank(
        {
            "wording": wording(of_codes, texts),
            "name": names @ whole.T,
            "option": meant @ options.T,
        },
        [
            None
            if is_total(figure) or figure.missing or figure.question.casefold() in who
            else figure.question_id
            for figure in figures
        ],
        most=most,
    )
    listed: dict[str, list[Proposal]] = {}
    for candidate in ranked:
        code, figure = codes[candidate.code].id, figures[candidate.indicator].id
        listed.setdefault(code, []).append(
            Proposal(code=code, indicator=figure, score=candidate.score)
        )
    return listed


def offered(
    codes: Sequence[Code],
    ranked: Mapping[str, Sequence[Proposal]],
    *,
    known: Collection[str],
    linked: Collection[tuple[str, str]],
    most: int = 5,
    named: bool = True,
) -> list[Proposal]:
    """Return what is offered for each code: figures that codebook.yaml names, then the likeliest.

    `known` are the figures there are, `linked` pairs of code and figure that stand side by side
    already and are left out. No code gets more than `most`, unless more are named under it.
    """
    proposals: list[Proposal] = []
    for code in codes:
        first = [key for key in code.indicators if key in known] if named else []
        listed = [Proposal(code=code.id, indicator=key, score=1.0, named=True) for key in first]
        listed += [p for p in ranked.get(code.id, ()) if p.indicator not in first]
        open_ones = [p for p in listed if (p.code, p.indicator) not in linked]
        proposals += open_ones[: max(most, len(first))]
    return proposals


def words_of_codes(
    book: Codebook, beside: Mapping[str, Iterable[Indicator]], language: str
) -> dict[str, str]:
    """Return figure → what the codes beside it say in a language."""
    words: dict[str, str] = {}
    for code, figures in beside.items():
        if code in book:
            said = code_text(book.by_id[code], language)
            for figure in figures:
                words[figure.id] = f"{words.get(figure.id, '')} {said}".strip()
    return words


def likeness(
    figures: Sequence[Indicator], words_for: Mapping[str, str], language: str
) -> Callable[[Sequence[str]], NDArray[Any]] | None:
    """Return what compares texts in a language with the figures: texts × figures, cosines.

    A survey in another language is compared through `words_for` (figure → words in this
    language, such as those of codes linked to it). None without figures or word vectors.
    """
    from coding.language.guess import guess
    from coding.language.vectors import languages, vectors

    if language not in languages() or not figures:
        return None
    of_survey = guess(" ".join(indicator_text(figure) for figure in figures)) or language
    same = of_survey == language
    texts = [indicator_text(f) if same else words_for.get(f.id, "") for f in figures]
    theirs = vectors(texts, language)

    def compare(wanted: Sequence[str]) -> NDArray[Any]:
        import numpy as np

        return np.asarray(vectors(list(wanted), language) @ theirs.T)

    return compare


# --- what the evidence rests on -----------------------------------------------------------------


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

    The participant is `""` where none is known to say it; such a quote makes nobody heard.

    >>> balance([("P1", "Female"), ("P1", "Female"), ("P2", "Male")],
    ...         participants=6, figures=10, voiced=4).most_share
    0.6666666666666666
    """
    labels = Counter(label for _, label in quoted)
    most, times = labels.most_common(1)[0] if labels else ("", 0)
    return Balance(
        participants=participants,
        speaking=len({who for who, _ in quoted if who}),
        attributions=len(labels),
        quotes=len(quoted),
        most_quoted=most,
        most_share=times / len(quoted) if quoted else 0.0,
        figures=figures,
        silent=figures - voiced,
    )
