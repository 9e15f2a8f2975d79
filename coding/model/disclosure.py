"""Say what could tell readers who somebody is, and what a person decided about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class RiskLevel(StrEnum):
    """How near a thing leads to a person: STOP names one, WARN narrows down, INFO is to know."""

    STOP = "stop"
    WARN = "warn"
    INFO = "info"


class RiskKind(StrEnum):
    """What could tell who somebody is.

    A label, all that one person's quotes say together, or words: a name, a place, an employer, a
    way to reach somebody, an address, a number, a rare event, or a name of nobody knows what.
    """

    LABEL = "label"
    PROFILE = "profile"
    NAME = "name"
    PLACE = "place"
    EMPLOYER = "employer"
    CONTACT = "contact"
    ADDRESS = "address"
    NUMBER = "number"
    EVENT = "event"
    UNCLEAR = "unclear"


class IdentifierChoice(StrEnum):
    """What a person decided about an identifier in words that will be printed."""

    KEPT = "kept"
    REPLACED = "replaced"
    NONE = "not an identifier"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierDecision:
    """What was decided about `words` in a `passage`, by whom, when and why.

    `transcript` is the interview it was said in, `""` for what a draft says itself; an empty
    `passage` means the words wherever they stand. `replacement` is what is printed instead.
    """

    id: str
    decided: IdentifierChoice
    words: str
    passage: str
    transcript: str
    reason: str
    replacement: str
    coder: str
    at: str
    version: int = 1


class AdviceKind(StrEnum):
    """What makes a thing tell less: the scheme of labels, fewer quotes, other words."""

    SCHEME = "scheme"
    SPLIT = "split"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One way to tell less: `text` says it to a person, `value` is what is then set or printed.

    `k` is how many people fit afterwards, 0 where that is not known.
    """

    kind: AdviceKind
    text: str
    value: str = ""
    k: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """One thing by which readers could tell who somebody is.

    `where` says where it stands and `what` it is, to a person; `k` of the study's `of` people fit
    it (1 for what leads to somebody directly). `coding` is the quote, `participant` whose words or
    label it is, `words` what identifies, in the sentence `passage` of `transcript`; `facts` are
    what a profile is made of. `decision` is what a person said to it, `advice` what tells less,
    the best first. `paragraph` is that of a draft, from 1; 0 elsewhere.
    """

    level: RiskLevel
    kind: RiskKind
    where: str
    what: str
    k: int
    of: int
    hint: str
    coding: str = ""
    participant: str = ""
    words: str = ""
    passage: str = ""
    transcript: str = ""
    facts: tuple[str, ...] = ()
    paragraph: int = 0
    advice: tuple[Advice, ...] = ()
    decision: IdentifierDecision | None = None

    @property
    def key(self) -> str:
        """Return what a decision about it is known by: words, sentence and interview, hashed.

        >>> from dataclasses import replace
        >>> first = Disclosure(level=RiskLevel.STOP, kind=RiskKind.NAME, where="", what="", k=1,
        ...                    of=9, hint="", words="Ana", passage="I told Ana.", transcript="t")
        >>> later = replace(first, coding="another", passage="I  told ana.")
        >>> first.key == later.key, first.key == replace(first, transcript="").key
        (True, False)
        """
        return decision_key(self.words, self.passage, self.transcript)

    @property
    def decidable(self) -> bool:
        """Say whether it is words that a person can decide about, and no label or profile."""
        return self.kind not in (RiskKind.LABEL, RiskKind.PROFILE)

    @property
    def stops(self) -> bool:
        """Say whether it holds an export back: it names somebody, and nobody has decided."""
        return self.level is RiskLevel.STOP and self.decision is None


def decision_key(words: str, passage: str = "", transcript: str = "") -> str:
    """Return the id of a decision about words in a sentence of an interview."""
    parts = (" ".join(part.casefold().split()) for part in (words, passage, transcript))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
