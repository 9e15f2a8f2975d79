"""Keep the survey beside the interviews: the part of the desk for figures.

A project's `survey/` folder holds files of published figures (toplines) and of answers
(microdata). `toplines.csv` or `.xlsx` is read of itself; other files count once they have been
read in with `adopt`, which also keeps the name of their weight variable. Nothing of a survey is
copied into the database: its files lead.
"""

from __future__ import annotations

import filecmp
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coding.arithmetic.intervals import wilson
from coding.codebook import new_code_id
from coding.errors import CodingError, NotFound, SurveyError, TableError
from coding.files.tables import read_rows
from coding.model import Indicator, Problem, Question
from coding.project.imports import printable
from coding.survey.plausibility import look
from coding.survey.toplines import REQUIRED, questions, read_toplines

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coding.project import Project
    from coding.survey.microdata import Microdata

__all__ = ["Survey", "Surveys"]

SETTINGS = "surveys"
TOPLINES = ("toplines.csv", "toplines.xlsx")
TABLES = (".csv", ".tsv", ".xlsx")
FEWEST = 20
"""A table with fewer rows than this is no survey of respondents."""

SEPARATOR = "@"
"""Stands between the id of an indicator and the subgroup it was worked out for."""


@dataclass(frozen=True, slots=True)
class Survey:
    """One file: its figures, what is odd about them, and the answers behind them if it has any."""

    name: str
    indicators: tuple[Indicator, ...]
    notes: tuple[Problem, ...]
    microdata: Microdata | None = None

    @property
    def questions(self) -> list[Question]:
        """Return the questions in the order of the file."""
        return questions(self.indicators)


class Surveys:
    """Figures, questions, and what is odd about them."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.folder = project.folder / "survey"
        self._read: dict[str, tuple[tuple[Any, ...], Survey]] = {}

    # ── files ──

    def files(self) -> dict[str, str]:
        """Return the files that are read, with their weight variables (`""` for none)."""
        kept: Mapping[str, str] = self.project.store.setting(SETTINGS) or {}
        first = next((name for name in TOPLINES if (self.folder / name).is_file()), "")
        names = dict.fromkeys([*([first] if first else []), *kept])
        return {name: kept.get(name, "") for name in names if (self.folder / name).is_file()}

    def adopt(self, path: Path, *, weight: str = "", coder: str) -> Survey:
        """Read a file and keep it in `survey/` from now on; nothing is kept of one with a fault.

        Raises SurveyError, or TableError for a table with the wrong columns.
        """
        found = read(path, weight)
        kept = dict(self.project.store.setting(SETTINGS) or {})
        name = self._keep(path)
        if (name not in TOPLINES or weight) and kept.get(name) != weight:
            self._set({**kept, name: weight}, f"survey {name} read", coder)
        found = replace(found, name=name)
        self._read[name] = (self._state(name, weight), found)
        return found

    def remove(self, name: str, *, coder: str) -> None:
        """Read a file no more; it stays in the folder, and so do links to its figures."""
        kept = dict(self.project.store.setting(SETTINGS) or {})
        if kept.pop(name, None) is None:
            raise NotFound(f"there is no survey {name}")
        self._set(kept, f"survey {name} taken out", coder)

    def _set(self, kept: Mapping[str, str], summary: str, coder: str) -> None:
        value = json.dumps(dict(kept), ensure_ascii=False)
        with self.project.store.writing(coder=coder, verb="settings", summary=summary) as w:
            if w.row("settings", SETTINGS):
                w.update("settings", SETTINGS, {"value": value})
            else:
                w.insert("settings", {"id": SETTINGS, "value": value})

    def _keep(self, path: Path) -> str:
        """Return the name of a file in `survey/`, copied there if it lies elsewhere."""
        name = printable(path.name)
        target = self.folder / name
        try:
            if path.resolve() == target.resolve():
                return name
            if target.exists() and not filecmp.cmp(path, target, shallow=False):
                raise SurveyError(
                    "the project has another survey of this name",
                    f"survey/{name}",
                    "Rename one of the two.",
                )
            self.folder.mkdir(exist_ok=True)
            unfinished = target.with_name(f".{name}.unfinished")
            shutil.copyfile(path, unfinished)
            unfinished.replace(target)
        except OSError as error:
            raise SurveyError(
                f"the survey cannot be copied into the project: {error.strerror}", str(self.folder)
            ) from error
        return name

    # ── figures ──

    def surveys(self) -> list[Survey]:
        """Return every survey as its file has it now; raises what reading one raises."""
        return [self._survey(name, weight) for name, weight in self.files().items()]

    def _survey(self, name: str, weight: str) -> Survey:
        state = self._state(name, weight)
        kept = self._read.get(name)
        if kept is None or kept[0] != state:
            kept = self._read[name] = (state, read(self.folder / name, weight))
        return kept[1]

    def _state(self, name: str, weight: str) -> tuple[Any, ...]:
        """Return what changes when a file does."""
        stat = (self.folder / name).stat()
        return stat.st_mtime_ns, stat.st_size, stat.st_ino, weight

    def faults(self) -> list[CodingError]:
        """Return what is wrong with files that cannot be read."""
        found = []
        for name, weight in self.files().items():
            try:
                self._survey(name, weight)
            except CodingError as fault:
                found.append(fault)
        return found

    def indicators(self, question: str = "") -> list[Indicator]:
        """List all figures, or those of one question; raises NotFound for an unknown one."""
        found = [one for survey in self.surveys() for one in survey.indicators]
        if not question:
            return found
        of_it = [one for one in found if one.question_id == question]
        if not of_it:
            near = _nearest(question, dict.fromkeys(one.question_id for one in found))
            raise NotFound(f"there is no question `{question}`", hint=near)
        return of_it

    def indicator(self, key: str) -> Indicator:
        """Return one figure, be it of a subgroup; raises NotFound with the nearest ids."""
        found = {one.id: one for one in self.indicators()}
        plain, _, group = key.partition(SEPARATOR)
        if key not in found and group and plain in found:
            attribute = group.partition("=")[0]
            of_groups = self.of_subgroups(found[plain].question_id, attribute)
            found.update({one.id: one for one in of_groups})
        if key not in found:
            raise NotFound(f"there is no indicator `{key}`", hint=_nearest(key, found))
        return found[key]

    def questions(self) -> list[Question]:
        """List all questions with their figures."""
        return [one for survey in self.surveys() for one in survey.questions]

    def of_subgroups(self, question: str, attribute: str) -> list[Indicator]:
        """Work out a question's figures by the answers to another, from microdata.

        Raises NotFound if there is no microdata with both.
        """
        for survey in self.surveys():
            data = survey.microdata
            if data and question in data.variables and attribute in data.variables:
                return tabulate(data, [question], by=attribute)
        raise NotFound(
            f"`{question}` cannot be set against `{attribute}`",
            hint="Only a survey with respondents' answers (.sav, or a table) has subgroups.",
        )


# ── reading ──


def read(path: Path, weight: str = "") -> Survey:
    """Read a file of figures or answers; see `Surveys.adopt` for what is raised."""
    suffix = path.suffix.lower()
    if not path.is_file():
        raise SurveyError("there is no such file", str(path))
    if suffix == ".sav":
        from coding.survey.microdata import read_sav

        return _of_answers(path, read_sav(path, weight=weight))
    if suffix not in TABLES:
        raise SurveyError(
            f"`{suffix}` files cannot be read as a survey",
            path.name,
            "Save it as .csv, .xlsx or .sav.",
        )
    columns = {name.casefold() for name in _columns(path)}
    named = [name for name in REQUIRED if name in columns]
    if path.name in TOPLINES or len(named) >= 2:
        if weight:
            raise SurveyError(
                "published figures have no weight variable", path.name, "Leave out --weight."
            )
        found = _with_intervals(read_toplines(read_rows(path, required=REQUIRED), path.name))
        return Survey(path.name, tuple(found), tuple(look(found)))
    from coding.survey.microdata import read_answers

    rows = read_rows(path, required=())
    if len(rows) < FEWEST:
        raise TableError(
            f"no column {', '.join(f'`{name}`' for name in REQUIRED if name not in columns)}",
            path.name,
            f"Published figures need them; a table of answers needs {FEWEST} respondents or more.",
        )
    return _of_answers(path, read_answers(rows, path.name, weight=weight))


def _columns(path: Path) -> list[str]:
    rows = read_rows(path, required=())
    return [name.strip() for name in rows[0]] if rows else []


def _of_answers(path: Path, data: Microdata) -> Survey:
    found = tabulate(data, list(data.variables))
    notes = [Problem(where=path.name, what=note) for note in data.notes]
    if not found:
        raise SurveyError(
            "no variable has answers that can be counted",
            path.name,
            "Value labels, or a few different answers, make a variable a question.",
        )
    return Survey(path.name, tuple(found), (*notes, *look(found)), data)


def _with_intervals(indicators: Sequence[Indicator]) -> list[Indicator]:
    """Give published shares the interval that their base allows, as if it were unweighted."""
    found = []
    for figure in indicators:
        share, base = figure.value, figure.base_n or 0
        if figure.unit == "%" and share is not None and 0 <= share <= 100 and base > 0:
            low, high = wilson(share / 100, base)
            figure = replace(figure, ci_low=round(100 * low, 2), ci_high=round(100 * high, 2))
        found.append(figure)
    return found


def tabulate(data: Microdata, names: Sequence[str], *, by: str = "") -> list[Indicator]:
    """Work out the shares of each option, in all or in the groups that `by` makes.

    The base are those who gave any answer, what counts as missing included: it stays visible.
    """
    import numpy as np

    groups: list[tuple[str, NDArray[Any]]] = [("", np.ones(data.respondents, bool))]
    if by:
        other = data.variables[by]
        marks = other.chosen()
        groups = [(option, marks[:, at]) for at, option in enumerate(other.options)]
    found: list[Indicator] = []
    taken: set[str] = set()
    for name in names:
        ids: dict[int, str] = {}
        for group, members in groups:
            found += _figures(data, name, by, group, members, ids, taken)
    return found


def _figures(
    data: Microdata,
    name: str,
    by: str,
    group: str,
    members: NDArray[Any],
    ids: dict[int, str],
    taken: set[str],
) -> list[Indicator]:
    """Return the figures of one question in one group; `ids` are those of its options."""
    from coding.survey.estimates import shares

    variable = data.variables[name]
    inside = members & variable.asked() & (data.weights > 0)
    base, estimates = shares(variable.chosen()[inside], data.weights[inside])
    found = []
    for at, (option, one) in enumerate(zip(variable.options, estimates, strict=True)):
        if at not in ids:
            ids[at] = new_code_id(f"{name} {option}", taken)
            taken.add(ids[at])
        known = one.share == one.share
        found.append(
            Indicator(
                id=f"{ids[at]}{SEPARATOR}{by}={group}" if by else ids[at],
                question_id=name,
                question=variable.label,
                type=variable.type,
                option=option,
                subgroup=group if by else "all respondents",
                printed=f"{100 * one.share:.1f}" if known else "",
                value=100 * one.share if known else None,
                percent_of="column",
                base_n=base.n,
                effective_n=round(base.effective_n, 2),
                ci_low=round(100 * one.low, 2) if known else None,
                ci_high=round(100 * one.high, 2) if known else None,
                weighted=bool(data.weight),
                missing=at in variable.missing,
                source=data.source,
            )
        )
    return found


def _nearest(key: str, known: Mapping[str, object]) -> str:
    import difflib

    close = difflib.get_close_matches(key, list(known), 3, 0.5)
    if close:
        return "Did you mean " + " or ".join(f"`{one}`" for one in close) + "?"
    return "`coding indicators` lists what there is."
