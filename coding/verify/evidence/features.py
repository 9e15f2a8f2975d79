"""Reduce words to what a survey's answers are told apart by: stems, each affirmed or denied.

"Do not approve" and "disapprove" are the stem of "approve" denied; "find it hard to say" and
"difficult to answer" are one kind of answer. Stems are the first letters of a word, which serves
English, Russian and Serbian alike and needs no model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

LENGTH = 5
"""Letters of a stem; a shorter word of four letters or more meets those that begin with it."""

REACH = 1
"""Content words that a negation reaches, adverbs not counted."""

_LETTERS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

KINDS = {
    "@dk": r"difficult(?:y)? (?:to|in) (?:answer|say)\w*|(?:find|found|finds) it (?:hard|difficult)"
    r"|hard to (?:say|answer)|(?:do|does|did) not know|don['’]t know|could not say|cannot say"
    r"|can['’]t say|undecided|uncertain\w*|unsure|not (?:yet )?sure|no opinion"
    r"|unable to (?:say|answer|assess)|have no view"
    r"|затрудн\w*|не знают|не знаю|не смогл\w* ответить|teško \w* (?:odgovor|reći)|ne zna\w*"
    r"|тешко \w* (?:одговор|рећи)|не зна\w*|neodlučn\w*|неодлучн\w*",
    "@refused": r"no response|no answer|(?:did|do|does) not (?:want to |wish to )?(?:respond"
    r"|answer)"
    r"|(?:refused?|declined?|refusing|declining) to (?:respond|answer|comment)|gave no (?:response"
    r"|answer)|without an answer|не (?:захотел\w* |пожелал\w* )?ответил\w*|отказал\w*"
    r"|не дал\w* ответа|без ответа|bez odgovora|nisu (?:želeli da )?odgovor\w*|без одговора"
    r"|нису (?:желели да )?одговор\w*",
}
KINDS["@all"] = (
    r"all (?:the )?respondents|overall|total|in general|the (?:whole|entire) sample|on average"
    r"|всего|в целом|все\w* (?:опрошенн|респондент)\w*|ukupno|svi\w* ispitani\w*|укупно"
    r"|сви\w* испитани\w*"
)
_KINDS = [(kind, re.compile(rf"(?<!\w)(?:{shape})(?!\w)", re.I)) for kind, shape in KINDS.items()]

_DENIALS = set(
    "not no never none nobody nor without cannot neither don't doesn't didn't haven't hasn't won't"
    " isn't aren't wasn't weren't wouldn't couldn't can't не нет ни без никогда никто ne nije nisu"
    " nema nemaju bez neće нису није нема немају неће".split()
)
_OPPOSITES = {
    "disap": "appro",
    "oppos": "suppo",
    "disag": "agree",
    "unsaf": "safe",
    "unimp": "impor",
    "dissa": "satis",
    "disli": "like",
    "distr": "trust",
    "неодо": "одобр",
    "небез": "безоп",
    "неваж": "важно",
}
STOP = set(
    "a an the of to in on at by for from with as is are was were be been it its they them their he"
    " she his her we our you your i my this that these those there which who whom whose what when"
    " where why how or and but if than then so such only also very more most less least much many"
    " some any all each both other others same own about over under into out up down do does did"
    " have has had will would can could should may might per cent percent respondents people share"
    " think thinks thought believe believes consider considers find finds found see sees"
    " regard feel"
    " sample survey question answer answers asked named name said say says while whereas among"
    " according one two number half third quarter majority overall following which factors"
    " и в во на не с со к ко по за из у о об от до для что как это так но а же ли бы то их они он"
    " она мы вы я его ее все всех который которые которых опрошенных респондентов процентов"
    " процента доля среди i u na se da je su za od do sa s kao koji koje koja što ali a ili oni ona"
    " ispitanika procenata odsto među и у на се да је су за од до са као који које која што"
    " али".split()
)


@dataclass(frozen=True, slots=True)
class Feature:
    """A stem at a character of a text; `denied` if it stands under a negation."""

    stem: str
    denied: bool
    at: int = 0


@lru_cache(65536)
def stem(word: str) -> str:
    """Return the stem of a word in small letters.

    >>> stem("approve"), stem("approval"), stem("wars")
    ('appro', 'appro', 'war')
    """
    if len(word) <= 4 and word.endswith("s") and word.isascii() and len(word) > 3:
        word = word[:-1]
    return word.replace("ё", "е")[:LENGTH]


def read(text: str) -> list[Feature]:
    """Return the features of a text, in order.

    >>> [(f.stem, f.denied) for f in read("Those who do not approve of Putin find it hard to say")]
    [('appro', True), ('putin', False), ('@dk', False)]
    """
    features: list[Feature] = []
    hidden: list[tuple[int, int]] = []
    for kind, shape in _KINDS:
        for match in shape.finditer(text):
            features.append(Feature(kind, False, match.start()))
            hidden.append(match.span())
    reach = 0
    last = 0
    for match in _LETTERS.finditer(text):
        if any(a <= match.start() < b for a, b in hidden):
            continue
        if re.search(r"[.;:!?]\s|,\s", text[last : match.start()]):
            reach = 0
        last = match.end()
        word = match.group().lower().replace("’", "'")
        if word in _DENIALS:
            reach = REACH
            continue
        if word in STOP or (len(word) < 3 and not word.isdigit()):
            continue
        root = stem(word)
        denied = reach > 0
        if not (word.endswith("ly") and len(word) > 5):
            reach = max(0, reach - 1)
        if root in _OPPOSITES:
            root, denied = _OPPOSITES[root], not denied
        features.append(Feature(root, denied, match.start()))
    if bare := _BARE_DENIAL.search(text):
        features.append(Feature("@no", False, bare.start()))
    return sorted(features, key=lambda f: f.at)


_BARE_DENIAL = re.compile(
    r"\b(?:not|cannot|can['’]t|don['’]t|doesn['’]t|didn['’]t|haven['’]t|won['’]t|нет|не)\W*$", re.I
)


def alike(first: str, second: str) -> bool:
    """Say whether two stems are of one word: equal, or a short one begins the other.

    >>> alike("safe", "safet"), alike("war", "warm")
    (True, False)
    """
    if first == second:
        return True
    short, long = sorted((first, second), key=len)
    return len(short) >= 4 and long.startswith(short) and not short.startswith("@")


def stems(features: Iterable[Feature]) -> set[str]:
    """Return the stems alone."""
    return {f.stem for f in features}
