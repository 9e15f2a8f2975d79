"""Say what a number or quotation of a draft states, who said so, and how sure that is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class ClaimKind(StrEnum):
    """What a claim is. RATIO is a fraction or so many times; QUANTIFIER words like "most"."""

    SHARE = "share"
    COUNT = "count"
    MEAN = "mean"
    RATIO = "ratio"
    QUANTIFIER = "quantifier"
    QUOTATION = "quotation"


class ClaimState(StrEnum):
    """How it is known what a claim states.

    LITERAL needs no person: option, question and group are named in full and one figure has it,
    or a quotation was found word for word. BOUND: a person said which figure. PROPOSED: the
    machine is confident, nobody has decided. OTHER_SOURCE, NOT_A_FIGURE: a person said so (of a
    quotation: its sentence names the source). OPEN: nothing of these.
    """

    LITERAL = "literal"
    BOUND = "bound"
    PROPOSED = "proposed"
    OTHER_SOURCE = "other source"
    NOT_A_FIGURE = "not a figure"
    OPEN = "open"


class Sense(StrEnum):
    """How figures make up what a claim states.

    EQUAL: one figure, printed as it is or rounded; of a quantifier each of them. COMPLEMENT: 100
    minus their sum. SUM: added. DIFFERENCE, RATIO: the first minus, or by, the second. CODED: k
    of N interviewees whose words carry a code (`figures` holds the code's id).
    """

    EQUAL = "equal"
    COMPLEMENT = "complement"
    SUM = "sum"
    DIFFERENCE = "difference"
    RATIO = "ratio"
    CODED = "coded"


CODE = "code:"
"""What stands before a code's id where k of N of the codings is meant."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a claim states: ids of survey figures, and how these make it up.

    >>> str(Statement(Sense.SUM, ("q1-a", "q1-b")))
    'q1-a+q1-b'
    """

    sense: Sense
    figures: tuple[str, ...]

    def __str__(self) -> str:
        return "+".join(self.figures)

    @property
    def reference(self) -> str:
        """Return what it is called on the command line and in the certificate.

        >>> Statement(Sense.CODED, ("safety",)).reference
        'code:safety'
        """
        return f"{CODE if self.sense is Sense.CODED else ''}{self}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimProposal:
    """What a claim may state, as the machine proposes it.

    `value` is what its figures give, in percent, people or scale points. `confidence` is how
    probable it is that this is meant and printed right, 0 where its value is not what is printed;
    `words`, 0 to 1, what share of all that the words may name it has, whatever the value. `order`
    is that by which proposals are put in order. `shares` are words of the draft that it has in
    common, `lacks` those that it does not speak of.
    """

    statement: Statement
    value: float
    confidence: float
    words: float
    order: float
    shares: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Say whether its value is what is printed."""
        return self.confidence > 0


class BindingChoice(StrEnum):
    """What a person decides about a claim."""

    FIGURE = "figure"
    OTHER = "other"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """A person's decision what a claim states; `id` is the claim's key.

    `statement` is None unless `decided` is FIGURE; `stood` are the values that its figures had
    then, as printed. `sentence` and `printed` are the words it was decided for, `draft` the name
    of the file.
    """

    id: str
    decided: BindingChoice
    statement: Statement | None
    coder: str
    at: str
    sentence: str = ""
    printed: str = ""
    draft: str = ""
    stood: tuple[str, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A number or quotation at characters `start` to `end` of a draft, and what it states.

    `value` is in percent for shares, fractions and quantifiers (`high` the upper end of what a
    quantifier may mean), in people for counts, in points of its scale for means, and where `times`
    is said in times: 3 for "three times", 0.5 for "half as many"; None of a quotation. `decimals`
    are those printed, `about` is `""`, `about`, `under` or `over`. `points`: it is a difference in
    percentage points.
    `number` counts equal words of one sentence from 0; `around` are a table cell's heads.
    `statement` is what it states as far as `state` says; `proposals` come likeliest first. `names`
    is the id of a figure of another value that its words alone name clearly, `""` if none.
    `verdict` is what arithmetic makes of it in a word or two, `""` where nothing is known.
    """

    start: int
    end: int
    printed: str
    kind: ClaimKind
    value: float | None = None
    high: float | None = None
    decimals: int = 0
    about: str = ""
    points: bool = False
    times: bool = False
    sentence: str = ""
    paragraph: int = 0
    number: int = 0
    around: str = ""
    state: ClaimState = ClaimState.OPEN
    statement: Statement | None = None
    proposals: tuple[ClaimProposal, ...] = ()
    names: str = ""
    binding: Binding | None = None
    verdict: str = ""

    @property
    def key(self) -> str:
        """Return what a claim is known by in a later draft: its words, sentence and heads, hashed.

        >>> from dataclasses import replace
        >>> first = Claim(start=0, end=4, printed="41 %", kind=ClaimKind.SHARE, sentence="41 % do.")
        >>> later = replace(first, start=90, end=94)
        >>> first.key == later.key, first.key == replace(first, sentence="41 % do not.").key
        (True, False)
        """
        words = [self.printed, str(self.number), *(self.sentence.split()), *(self.around.split())]
        return hashlib.sha256("\x1f".join(words).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def sure(self) -> Statement | None:
        """Return what it states where that is literal or bound: what arithmetic may rest on."""
        known = self.state in (ClaimState.LITERAL, ClaimState.BOUND)
        return self.statement if known else None

    @property
    def likely(self) -> Statement | None:
        """Return what it states also where only the machine says so: nothing is proved by it."""
        return self.sure or (self.statement if self.state is ClaimState.PROPOSED else None)
