"""Find what could tell readers who somebody is: pure, from words to what they give away.

`identifiers` finds what leads to a person directly, by `capitals`, the study's own names and what
else is known: `signs` what is written in numbers and signs, `addresses` where somebody lives or
works, `towns` which town is named. `telling` finds what words tell of who says them, `crowd` how
many people of the study fit all of it. `profiles` says so in sentences, `replacing` puts in its
place what a person decided to print.
"""

from coding.privacy.crowd import Crowd, narrowing
from coding.privacy.identifiers import Identifier, find
from coding.privacy.study_names import NameContext, small_words
from coding.privacy.telling import Fact, FactKind, ToldFact, facts, listed_facts

__all__ = [
    "Crowd",
    "Fact",
    "FactKind",
    "Identifier",
    "NameContext",
    "ToldFact",
    "facts",
    "find",
    "listed_facts",
    "narrowing",
    "small_words",
]
