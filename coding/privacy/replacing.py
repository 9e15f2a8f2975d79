"""Print what somebody put in place of a name, a town and the like, wherever a quote is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from coding.language.sentences import sentences
from coding.model import Disclosure, IdentifierChoice, IdentifierDecision, decision_key

REPLACED = IdentifierChoice.REPLACED


def swaps(decisions: Mapping[str, IdentifierDecision]) -> tuple[IdentifierDecision, ...]:
    """Return those decisions by which words are replaced."""
    return tuple(d for d in decisions.values() if d.decided is REPLACED)


def decided(
    disclosure: Disclosure, decisions: Mapping[str, IdentifierDecision]
) -> IdentifierDecision | None:
    """Return what was decided about an identifier: here, or about its words everywhere.

    Words that were replaced and stand there all the same are open.
    """
    for key in (disclosure.key, decision_key(disclosure.words)):
        decision = decisions.get(key)
        if decision is not None and decision.decided is not REPLACED:
            return decision
    return None


def substituted(text: str, transcript: str, decisions: Iterable[IdentifierDecision]) -> str:
    """Return a text with replaced words in brackets, in the sentences that were decided about."""
    for decision in decisions:
        if decision.decided is not REPLACED or decision.words not in text:
            continue
        if decision.transcript and decision.transcript != transcript:
            continue
        pattern = re.compile(rf"(?<![\w\[]){re.escape(decision.words)}(?!\w)")
        for start, end in reversed(sentences(text)):
            sentence = text[start:end]
            if alike(decision.passage, sentence):
                printed = decision.replacement.join(pattern.split(sentence))
                text = text[:start] + printed + text[end:]
    return text


def alike(passage: str, sentence: str) -> bool:
    """Say whether a sentence is a passage or an edited part of it: it has two thirds of its words.

    >>> alike("I told Ana about it in May.", "… told Ana …")
    True
    >>> alike("I told Ana about it in May.", "Ana came in late.")
    False
    """
    there, here = (
        set(passage.casefold().split()),
        set(sentence.casefold().replace("…", " ").split()),
    )
    return bool(there) and 3 * len(there & here) >= 2 * min(len(there), len(here))


def sentence_at(text: str, start: int) -> str:
    """Return the sentence that a character stands in, on one line."""
    for a, b in sentences(text):
        if a <= start < b:
            return " ".join(text[a:b].split())
    return " ".join(text.split())
