"""Join what belongs together: items of one question, and spellings of one answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from coding.language import packs
from coding.language.phrases import alternatives
from coding.model import Absence, Basis
from coding.survey.absence_labels import bare
from coding.survey.missing import told
from coding.survey.variables import MULTI, SINGLE, JoinProposal, Variable

FEWEST_ITEMS = 3
"""So many items in a row make a question with several answers."""

_ITEM = re.compile(r"(?P<stem>.*?[^\W\d_].*?)[_.]?(?P<item>\d{1,3}|[a-zA-Z])")
_EDGE = " \t:;,.–—-/([…"


def joined(
    name: str,
    label: str,
    members: Sequence[Variable],
    *,
    counted: object = None,
    options: Sequence[str] = (),
) -> Variable:
    """Return variables as one question with several answers.

    Of items that were chosen or not, each is an option, called by its own label or by `options`;
    `counted` is the value for chosen, found if not given. Variables with lists of answers share
    these. Who was asked none of them is in no base.
    """
    import numpy as np

    asked = np.any([member.base(Basis.ASKED) for member in members], axis=0)
    answered = np.any([member.base(Basis.VALID) for member in members], axis=0)
    codes = np.where(asked, 0, -1)
    places = [chosen_place(member, counted) for member in members]
    if all(place is not None for place in places):
        named = tuple(options) or tuple(member.label for member in members)
        parts = tuple(
            np.where(member.codes == place, at, -1)
            for at, (member, place) in enumerate(zip(members, places, strict=True))
        )
        return Variable(name, label, MULTI, named, codes, parts=parts, answered=answered)
    listed = dict.fromkeys(option for member in members for option in member.options)
    place_of = {option: at for at, option in enumerate(listed)}
    missing: dict[int, Absence] = {}
    shared = []
    for member in members:
        turned = np.array([*(place_of[option] for option in member.options), -1])
        shared.append(turned[member.codes])
        missing.update({place_of[member.options[at]]: why for at, why in member.missing.items()})
    return Variable(
        name, label, MULTI, tuple(listed), codes,
        missing=missing, parts=tuple(shared), answered=answered,
    )  # fmt: skip


def chosen_place(variable: Variable, counted: object = None) -> int | None:
    """Return the place of the answer for "chosen" of an item, None if it is no such item.

    It is `counted` where that is given, else the answer named so (yes, marked), 1 beside 0, or
    the only answer there is.
    """
    valid = [at for at in range(len(variable.options)) if at not in variable.missing]
    if variable.type not in (SINGLE, "scale") or variable.parts:
        return None
    if counted is not None:
        wanted = told(float(counted)) if isinstance(counted, int | float) else str(counted)
        for at in range(len(variable.options)):
            value = variable.values[at] if variable.values else None
            if variable.options[at] == wanted or (value is not None and told(value) == wanted):
                return at
        return _never(variable)
    if len(valid) > 2 or not valid:
        return None
    yes = [at for at in valid if _marked().fullmatch(bare(variable.options[at]))]
    no = [at for at in valid if _unmarked().fullmatch(bare(variable.options[at]))]
    if len(valid) == 2:
        if len(yes) == 1 and (len(no) == 1 or not variable.values):
            return yes[0] if yes != no else None
        numbers = [variable.values[at] for at in valid] if variable.values else []
        if numbers == [0.0, 1.0]:
            return valid[1]
        if len(no) == 1 and len(yes) == 0:
            return next(at for at in valid if at != no[0])
        return None
    if yes or (variable.values and variable.values[valid[0]] == 1.0):
        return valid[0]
    return None


def _never(variable: Variable) -> int:
    """Return a place that no respondent has: an item that nobody chose."""
    return len(variable.options)


@packs.cached
def _marked() -> re.Pattern[str]:
    words = (*packs.together("missing.marked"), *packs.together("answers.yes"))
    return re.compile(alternatives(w for w in words if w not in packs.together("answers.no")))


@packs.cached
def _unmarked() -> re.Pattern[str]:
    words = (*packs.together("missing.unmarked"), *packs.together("answers.no"))
    return re.compile(alternatives(words))


def proposals(
    variables: Mapping[str, Variable], columns: Sequence[str], *, taken: Mapping[str, Any]
) -> list[JoinProposal]:
    """Propose runs of items that stand in a row, are named in a row or begin alike.

    `columns` is the order of the file, `taken` what is joined already.
    """
    found: list[JoinProposal] = []
    run: list[Variable] = []
    names = {*variables, *taken}
    for name in [*columns, ""]:
        variable = variables.get(name)
        item = variable if variable and chosen_place(variable) is not None else None
        if item and run and _together(run, item):
            run.append(item)
            continue
        if len(run) >= FEWEST_ITEMS:
            found.append(_proposal(run, names - set(taken)))
        run = [item] if item else []
    return found


def _stem(name: str) -> str:
    match = _ITEM.fullmatch(name)
    return match["stem"].rstrip("_.").lower() if match else ""


def _together(run: Sequence[Variable], item: Variable) -> bool:
    first = run[-1]
    if _valid(first) != _valid(item) and not _each_its_own(first, item):
        return False
    if _stem(first.name) and _stem(first.name) == _stem(item.name):
        return True
    return bool(_beginning([first.label, item.label])) and _shares_stem(first.name, item.name)


def _valid(item: Variable) -> list[str]:
    return [option for at, option in enumerate(item.options) if at not in item.missing]


def _each_its_own(first: Variable, item: Variable) -> bool:
    """Tell whether items call what was chosen by its own name: "Crime" beside "Not mentioned"."""
    places = [chosen_place(v) for v in (first, item)]
    others = [
        [option for at, option in enumerate(v.options) if at not in v.missing and at != place]
        for v, place in zip((first, item), places, strict=True)
    ]
    return bool(others[0]) and others[0] == others[1]


def _shares_stem(one: str, other: str) -> bool:
    return len(_common([one.lower(), other.lower()])) >= 3


def _common(texts: Sequence[str]) -> str:
    """Return the letters with which all texts begin."""
    first, last = min(texts), max(texts)
    end = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), None)
    return first[:end] if end is not None else first


def _beginning(labels: Sequence[str]) -> str:
    """Return the words with which all labels begin, up to a sign between question and item.

    >>> _beginning(["Why did you leave? War", "Why did you leave? Work"])
    'Why did you leave?'
    >>> _beginning(["Trust: courts", "Trust: police"]), _beginning(["Work", "War"])
    ('Trust', '')
    """
    prefix = _common(list(labels))
    signs = [at for at, sign in enumerate(prefix) if sign in ":?–—-/(["]
    if not signs:
        return ""
    end = signs[-1] + (prefix[signs[-1]] == "?")
    return prefix[:end].rstrip(_EDGE).strip()


def _proposal(run: Sequence[Variable], names: Collection[str]) -> JoinProposal:
    labels = [variable.label for variable in run]
    beginning = _beginning(labels)
    stem = _stem(run[0].name) or _common([v.name for v in run]).rstrip("_.0123456789[(")
    name = stem or run[0].name
    while name in names:
        name += "_all"
    options = [label[len(beginning) :].lstrip(_EDGE + "?])").strip() for label in labels]
    kept = options if beginning and all(options) and len(set(options)) == len(options) else labels
    return JoinProposal(
        name=name,
        label=beginning or name,
        members=tuple(variable.name for variable in run),
        options=tuple(option.rstrip(")]") if option.count(")") > option.count("(") else option
                      for option in kept),
    )  # fmt: skip


def alike(variable: Variable) -> tuple[tuple[str, ...], ...]:
    """Return answers that differ in capitals and blanks only: `Yes` and `yes`."""
    groups: dict[str, list[str]] = {}
    for option in variable.options:
        groups.setdefault(_folded(option), []).append(option)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _folded(option: str) -> str:
    return " ".join(option.casefold().split()).rstrip(".")


def spelled_alike(variable: Variable) -> Variable:
    """Return a question in which answers that differ in capitals and blanks only are one.

    It is called as most respondents have it.
    """
    import numpy as np

    if variable.parts:
        return variable
    amounts = Counter(variable.codes[variable.codes >= 0].tolist())
    groups: dict[str, list[int]] = {}
    for at, option in enumerate(variable.options):
        groups.setdefault(_folded(option), []).append(at)
    kept = [max(places, key=lambda at: (amounts[at], -at)) for places in groups.values()]
    turned = np.full(len(variable.options) + 1, -1)
    for new, places in enumerate(groups.values()):
        turned[places] = new
    naming = dict.fromkeys(int(turned[at]) for at in variable.naming)
    return replace(
        variable,
        options=tuple(variable.options[at] for at in kept),
        codes=turned[variable.codes],
        missing={n: variable.missing[at] for n, at in enumerate(kept) if at in variable.missing},
        values=tuple(variable.values[at] for at in kept) if variable.values else (),
        naming=tuple(naming),
    )
