"""Tell whether a draft names a source for what it quotes; if it names none, people said it.

Somebody who is not named, or named by a bare first name, is taken for one of those who were
interviewed. A source is named by a title, an author with a year, an organisation that says or
publishes something, or a note that leads to one; what these words are is in the language packs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coding.language import packs
from coding.language.phrases import alternatives
from coding.model import Block, Draft

_CAPITALS = "".join(filter(str.isupper, map(chr, range(0x530))))
_NAME = rf"[{_CAPITALS}][\w'’.-]*"
_NAMED_NEXT = re.compile(rf"\s+{_NAME}")
_YEAR = r"(?:1[5-9]|20)\d\d[a-z]?"
_AUTHOR_AND_YEAR = re.compile(
    rf"(?P<name>{_NAME})(?P<rest>\s+(?:et al\.?|(?:&|[^\W\d_]{{1,3}})\s+{_NAME}))?,?"
    rf"\s*[(\[]{_YEAR}(?P<page>\s*[,:;][^()\n]{{0,40}})?[)\]]"
)
_MARK = re.compile(r"\[\^(?P<named>[^\]\s]+)\]|\[(?P<number>\d{1,3})\]|(?P<raised>[⁰¹²³⁴-⁹]+)")
_NOTE_LINE = re.compile(
    r"\s*(?:\[\^?(?P<key>[^\]\s]+)\]:?|(?P<raised>[⁰¹²³⁴-⁹]+)|(?P<plain>\d{1,3})[.)]?\s)"
)
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_ADDRESS = re.compile(rf"https?:|www\.|\bdoi\b|§|\b{_YEAR}\b", re.I)


@dataclass(frozen=True, slots=True)
class _Cues:
    """Patterns by which sources are told, made of one language's words."""

    says: re.Pattern[str]
    writes: re.Pattern[str]
    organisation: re.Pattern[str]
    following: re.Pattern[str]
    title: re.Pattern[str]
    person: re.Pattern[str]
    beside: re.Pattern[str]
    reference: re.Pattern[str]
    small: frozenset[str]


@packs.cached
def _cues(language: str) -> _Cues:
    def words(*keys: str) -> str:
        return alternatives(phrase for key in keys for phrase in packs.of(key, language))

    small = r"(?:[^\W\d_]{1,4}\s+)?"
    return _Cues(
        says=re.compile(words("quoting.says", "quoting.writes"), re.I),
        writes=re.compile(words("quoting.writes"), re.I),
        organisation=re.compile(words("quoting.organisations"), re.I),
        following=re.compile(words("quoting.following"), re.I),
        title=re.compile(words("titles"), re.I),
        person=re.compile(words("quoting.persons"), re.I),
        beside=re.compile(rf"{words('quoting.beside')}\s+{small}(?:[^\W\d_]+\s+)?$", re.I),
        reference=re.compile(words("references"), re.I),
        small=frozenset(
            word
            for key in ("stop", "starters", "quoting.persons")
            for word in packs.of(key, language)
        ),
    )


def asked(words: str) -> bool:
    """Say whether words tell that the interviewer is quoted, and no one who answered.

    >>> asked("We asked: "), asked("She said ")
    (True, False)
    """
    return bool(_asked().search(words))


@packs.cached
def _asked() -> re.Pattern[str]:
    return re.compile(alternatives(packs.together("quoting.asked")), re.I)


@packs.cached
def _given() -> re.Pattern[str]:
    return re.compile(alternatives(packs.together("people.given")), re.I)


@packs.cached
def _names_nobody() -> re.Pattern[str]:
    return re.compile(alternatives(packs.together("people.interviewee_labels")), re.I)


def speaks(lead: str, behind: str, language: str) -> bool:
    """Say whether the words before or behind a quotation say that somebody speaks.

    >>> speaks("She said", "", "en"), speaks("They call it", " in town.", "en")
    (True, False)
    """
    says = _cues(language).says
    near = [m for m in says.finditer(lead) if len(lead[m.end() :].split()) <= 3]
    return bool(near) or lead.endswith(":") or bool(says.search(behind[:40]))


def source_named(lead: str, behind: str, language: str, known: Sequence[str] = ()) -> str:
    """Return what names a source in the words before and behind a quotation, `""` if none does.

    `known` are names of people who were interviewed: these are no sources.

    >>> source_named("The World Bank says", "", "en")
    'an organisation is quoted'
    >>> source_named("A teacher at the bank says", "", "en")
    ''
    >>> source_named("As Arendt wrote", "", "en"), source_named("As Vera wrote", "", "en", ["Vera"])
    ('an author is quoted', '')
    """
    cues = _cues(language)
    mine = [name for name in known if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", lead + behind)]
    if mine:
        return ""
    for words in (lead, behind):
        author = _AUTHOR_AND_YEAR.search(words)
        if author and author["name"].lower() not in cues.small:
            spoken = words is lead and cues.person.search(words, author.end())
            if not spoken and not _is_called(
                author, words, cues
            ):  # "Weber (1919) says so, and one woman: …"
                return "an author with a year is quoted"
    if _document(lead, cues):
        return "the sentence names a document"
    if _organisation(lead, cues) or _organisation_behind(behind, cues):
        return "an organisation is quoted"
    if _author(lead, cues) or _author_behind(behind, cues):
        return "an author is quoted"
    return ""


def _is_called(author: re.Match[str], words: str, cues: _Cues) -> bool:
    """Say whether a year stands behind a bare given name: it is no author who is called so."""
    before = words[: author.start()].split()[-1:]
    family = any(re.fullmatch(_NAME, w) and w.lower() not in cues.small for w in before)
    several = author["rest"] or author["page"]
    return not several and not family and bool(_given().fullmatch(author["name"]))


def _document(lead: str, cues: _Cues) -> bool:
    """Say whether a title or document leads to a quotation: the law, "The report says"."""
    last = next(reversed(list(cues.title.finditer(lead))), None)
    if last is None:
        return False
    between = lead[last.end() :]
    if not re.search(r"\w", between):
        return ":" not in between or not cues.person.search(lead)
    if len(between.split()) > 9 or cues.person.search(between):
        return False
    said = cues.says.search(between)
    return bool(said) and not cues.person.search(lead[: last.start()])


def _organisation(lead: str, cues: _Cues) -> bool:
    """Say whether an organisation leads to a quotation, rather than somebody who belongs to it."""
    if cues.person.search(lead):
        return False
    for match in cues.organisation.finditer(lead):
        before, between = lead[: match.start()], lead[match.end() :]
        if to := next(reversed(list(cues.following.finditer(before))), None):
            named = before[to.end() :]
            if len(named.split()) <= 3 and len(between.split()) <= 5:
                if not cues.beside.search(named):
                    return True
                continue
        if cues.beside.search(before):
            continue
        if cues.says.search(between) or not re.search(r"\w", between):
            return True
    return False


def _organisation_behind(behind: str, cues: _Cues) -> bool:
    said = cues.says.search(behind)
    whom = cues.organisation.search(behind)
    if not said or not whom or cues.person.search(behind):
        return False
    between = behind[min(said.end(), whom.end()) : max(said.start(), whom.start())]
    return len(between.split()) <= 4 and not cues.beside.search(f"{between} ")


def _author(lead: str, cues: _Cues) -> bool:
    """Say whether a name that nobody interviewed has is said to have written the words."""
    for said in cues.writes.finditer(lead):
        before = lead[: said.start()].split()
        if cues.person.search(lead[max(0, said.start() - 60) : said.start()]):
            continue
        if _is_author(before, cues) or _NAMED_NEXT.match(lead, said.end()):
            return True
    return False


def _author_behind(behind: str, cues: _Cues) -> bool:
    said = cues.writes.search(behind)
    if not said or cues.person.search(behind):
        return False
    before = ["—", *behind[: said.start()].split()]
    return bool(_NAMED_NEXT.match(behind, said.end())) or _is_author(before, cues)


def _is_author(before: Sequence[str], cues: _Cues) -> bool:
    """Say whether words end in somebody's name: two capitals, or one inside of a sentence."""
    names = 0
    for word in reversed(before):
        bare = word.strip("()[],;*_")
        if not re.fullmatch(_NAME, bare) or bare.lower() in cues.small:
            break
        names += 1
    article = len(before) - names
    after_small = article > 1 and before[article - 1].lower() in cues.small
    return names > 1 or (names == 1 and article > 0 and not after_small)


# ── notes ──


def notes_of(draft: Draft) -> dict[str, str]:
    """Return the words of a draft's notes by their marks.

    >>> from coding.model import Paragraph
    >>> text = "[^3]: Arendt, H. (1951)."
    >>> notes_of(Draft(name="", text=text, sha256="", paragraphs=(
    ...     Paragraph(number=1, start=0, end=len(text), kind=Block.NOTE),)))
    {'3': 'Arendt, H. (1951).'}
    """
    return {key: draft.text[start:end].strip() for key, (start, end) in note_places(draft).items()}


def note_places(draft: Draft) -> dict[str, tuple[int, int]]:
    """Return where the words of a draft's notes stand, by their marks."""
    places: dict[str, tuple[int, int]] = {}
    for paragraph in draft.paragraphs:
        words = draft.text[paragraph.start : paragraph.end]
        match = _NOTE_LINE.match(words)
        if not match or (paragraph.kind is not Block.NOTE and match["plain"] is not None):
            continue
        key = match["key"] or match["plain"] or (match["raised"] or "").translate(_PLAIN)
        places.setdefault(key, (paragraph.start + match.end(), paragraph.end))
    return places


def marks_in(words: str) -> list[str]:
    """Return the notes that words lead to, by their marks.

    >>> marks_in("three times as many.[^3] And [4]")
    ['3', '4']
    """
    return [
        match["named"] or match["number"] or (match["raised"] or "").translate(_PLAIN)
        for match in _MARK.finditer(words)
    ]


def noted_source(behind: str, notes: Mapping[str, str], language: str) -> str:
    """Return why a note right behind a quotation names a source, `""` if none does.

    >>> noted_source("[^3].", {"3": "Arendt 1951, p. 7"}, "en")
    'a note names its source'
    >>> noted_source("[^3].", {"3": "Interview 3, May 2023"}, "en")
    ''
    """
    for key in marks_in(behind):
        words = notes.get(key, "")
        if words and _is_reference(words, language):
            return "a note names its source"
    return ""


def _is_reference(words: str, language: str) -> bool:
    cues = _cues(language)
    if _names_nobody().search(words) and not re.search(r"https?:|www\.", words):
        return False
    if _ADDRESS.search(words) or cues.reference.search(words) or cues.organisation.search(words):
        return True
    long = re.findall(r"[^\W\d_]{4,}", words)[1:]
    capitals: int = sum(word[0].isupper() for word in long)
    return capitals > 1 and capitals >= 0.6 * len(long)
