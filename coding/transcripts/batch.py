"""Propose whose interview each of many files is, and which of them are translations, by names.

Nothing here is decided: a person sees the proposals beside the files before anything comes in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from coding.transcripts.incoming import plain

DEFAULT = ("P", 2)
"""The letters and the number of digits of a new participant's id where no id shows any: P01."""

_ID = re.compile(r"([^\W\d_]{1,3})[\s._-]?(\d{1,4})(?![^\W_])")
_TAIL = re.compile(r"[\s._-]+\(?([^\W\d_]{2,3})\)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A file by what its name may tell; `several` says that more than one speaker answers in it."""

    key: str
    stem: str
    language: str = ""
    several: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileProposal:
    """Whose interview a file is, if it is `new` to the study, and the file that it translates."""

    participant: str = ""
    new: bool = False
    original: str = ""


def person_in(stem: str, known: Mapping[str, str]) -> str:
    """Return the participant whose id, or whose pseudonym, stands in a file's name; `""` if none.

    `known` has id → pseudonym. An id is known again whatever sign stands in it; a pseudonym only
    as a whole word, and if it is that of one participant.

    >>> known = {"P01": "Vera", "P1": "", "P02": "Oleg"}
    >>> person_in("Interview P-01 final", known), person_in("P011", known), person_in("oleg", known)
    ('P01', '', 'P02')
    """
    words = re.findall(r"[^\W_]+", stem.casefold())
    runs = {"".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, i + 4)}
    for key in known:
        if plain(key) in runs:
            return key
    named = [key for key, name in known.items() if name and name.casefold() in words]
    return named[0] if len(named) == 1 else ""


def ids_in(stem: str) -> list[tuple[str, str]]:
    """Return what may be a participant's id in a file's name, as (letters, digits).

    >>> ids_in("Interview P-01_v2"), ids_in("mp3"), ids_in("Berlin2")
    ([('P', '01'), ('V', '2')], [('MP', '3')], [])
    """
    return [
        (found[1].upper(), found[2])
        for found in _ID.finditer(stem)
        if not re.search(r"[^\W_]$", stem[: found.start()])
    ]


def new_ids(files: Sequence[Named], known: Collection[str]) -> dict[str, str]:
    """Return file → an id that its name tells and nobody of the study has yet.

    A name tells one where it is nothing else, or where its letters are those of the study's ids
    (those that new ones would have, while there is none), or are numbered through most of the
    files; so that the 2 of `final_v2` is nobody.
    """
    letters = {found[0] for key in known for found in ids_in(key)} or {DEFAULT[0]}
    counts = Counter(part[0] for file in files for part in dict.fromkeys(ids_in(file.stem)))
    numbered = {
        name for name, count in counts.items() if count > 1 and 2 * count > len(files)
    }  # fmt: skip
    if len(numbered) > 1:
        numbered = {max(numbered, key=lambda name: _different(files, name))}
    told = {}
    for file in files:
        for name, digits in ids_in(file.stem):
            alone = plain(file.stem) == f"{name}{digits}".casefold()
            if alone or name in letters or name in numbered:
                told[file.key] = f"{name}{digits}"
                break
    return told


def _different(files: Iterable[Named], name: str) -> int:
    return len({d for file in files for letters, d in ids_in(file.stem) if letters == name})


def following(known: Iterable[str]) -> Iterator[str]:
    """Yield the ids that come after those there are, in their shape.

    >>> ids = following(["P01", "P09", "Vera"])
    >>> next(ids), next(ids)
    ('P10', 'P11')
    """
    parts = [found[0] for key in known for found in [ids_in(key)] if len(found) == 1]
    letters = Counter(name for name, _ in parts).most_common(1)
    name = letters[0][0] if letters else DEFAULT[0]
    digits = [number for other, number in parts if other == name]
    width = max((len(number) for number in digits), default=DEFAULT[1])
    last = max((int(number) for number in digits), default=0)
    while True:
        last += 1
        yield f"{name}{last:0{width}}"


def translations(files: Sequence[Named], there: Mapping[str, str]) -> dict[str, str]:
    """Return file → the file or transcript that it translates, told by names and languages.

    `P02-ru` is the Russian of `P02` if it is in Russian and `P02` is not. `there` has the names of
    the study's originals → their languages.
    """
    by_stem: dict[str, tuple[str, str]] = {
        stem.casefold(): (stem, language) for stem, language in there.items()
    }
    by_stem |= {file.stem.casefold(): (file.key, file.language) for file in files}
    told = {}
    for file in files:
        tail = _TAIL.search(file.stem)
        if not tail or not file.language or tail[1].casefold() != file.language.casefold():
            continue
        original = by_stem.get(file.stem[: tail.start()].casefold())
        if original and original[1] != file.language:
            told[file.key] = original[0]
    return told


def proposals(
    files: Sequence[Named],
    known: Mapping[str, str],
    *,
    each: bool,
    there: Mapping[str, str] | None = None,
    theirs: Mapping[str, str] | None = None,
    given: Collection[str] = (),
) -> dict[str, FileProposal]:
    """Return file → whose interview it is, by its name; with `each` the rest get ids of their own.

    `known` has the study's participants, id → pseudonym; `there` its originals by name with their
    languages, `theirs` by name with their participants. A translation is its original's person's.
    What is `given` to somebody already is made up for nobody else.
    """
    originals = translations(files, there or {})
    told = {file.key: person_in(file.stem, known) for file in files}
    named = new_ids([file for file in files if not told[file.key]], known)
    taken = (key for key in following([*known, *named.values()]) if key not in given)
    made: dict[str, FileProposal] = {}
    for file in sorted(files, key=lambda file: file.key in originals):
        of = originals.get(file.key, "")
        person = told[file.key]
        if of and of in made and not person:
            made[file.key] = FileProposal(
                participant=made[of].participant, new=made[of].new, original=of
            )
            continue
        person = person or (theirs or {}).get(of, "") or named.get(file.key, "")
        if not person and each and not file.several:
            person = next(taken)
        made[file.key] = FileProposal(
            participant=person, new=bool(person) and person not in known, original=of
        )
    return made
