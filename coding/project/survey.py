"""Keep the survey's files and figures beside the interviews.

A project's `survey/` folder holds files of published figures (toplines) and of answers
(microdata). `toplines.csv` or `.xlsx` is read of itself; other files count once they have been
read in with `adopt`, which also keeps the name of their weight variable. Nothing of a survey is
copied into the database: its files lead.
"""

from __future__ import annotations

import filecmp
import hashlib
from collections.abc import Hashable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from coding.errors import CodingError, NotFound, SurveyError
from coding.files.clean import printable
from coding.files.private import private_folder
from coding.files.writing import copy
from coding.model import Indicator, Question
from coding.project.files import stamp_of
from coding.project.part import ProjectPart
from coding.survey.reading import SUFFIXES, TOPLINES, SurveyFile
from coding.survey.tabulation import parts, tabulate
from coding.survey.toplines import matching

if TYPE_CHECKING:
    from coding.project import Project

__all__ = ["SUFFIXES", "Survey", "SurveyFile", "matching"]

SETTINGS = "surveys"


class Survey(ProjectPart):
    """Figures, questions, and what is odd about them."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.folder = project.folder / "survey"
        self._read: dict[str, tuple[tuple[Hashable, ...], SurveyFile]] = {}

    # ── files ──

    def files(self) -> dict[str, str]:
        """Return the files that are read, with their weight variables (`""` for none)."""
        kept: Mapping[str, str] = self.store.settings.get(SETTINGS) or {}
        first = next((name for name in TOPLINES if (self.folder / name).is_file()), "")
        names = dict.fromkeys([*([first] if first else []), *kept])
        return {name: kept.get(name, "") for name in names if (self.folder / name).is_file()}

    def adopt(self, path: Path, *, weight: str = "", coder: str) -> SurveyFile:
        """Read a file and keep it in `survey/` from now on; nothing is kept of one with a fault.

        Raises SurveyError, or TableError for a table with the wrong columns.
        """
        survey = self.project.outside.survey(path, weight)
        kept = dict(self.store.settings.get(SETTINGS) or {})
        name = self._keep(path)
        if (name not in TOPLINES or weight) and kept.get(name) != weight:
            self._set({**kept, name: weight}, f"survey {name} read", coder)
        survey = replace(survey, name=name)
        self._read[name] = (self._state(name, weight), survey)
        return survey

    def remove(self, name: str, *, coder: str) -> None:
        """Read a file no more; it stays in the folder, and so do links to its figures."""
        kept = dict(self.store.settings.get(SETTINGS) or {})
        if kept.pop(name, None) is None:
            raise NotFound(f"there is no survey {name}")
        self._set(kept, f"survey {name} taken out", coder)

    def _set(self, kept: Mapping[str, str], summary: str, coder: str) -> None:
        with self.store.writing(coder=coder, verb="settings", summary=summary) as w:
            w.put_setting(SETTINGS, dict(kept))

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
            private_folder(self.folder)
            copy(path, target)
        except OSError as error:
            raise SurveyError(
                f"the survey cannot be copied into the project: {error.strerror}", str(self.folder)
            ) from error
        return name

    # ── figures ──

    def all(self) -> list[SurveyFile]:
        """Return every survey as its file has it now; raises what reading one raises."""
        return [self._survey(name, weight) for name, weight in self.files().items()]

    def _survey(self, name: str, weight: str) -> SurveyFile:
        state = self._state(name, weight)
        kept = self._read.get(name)
        if kept is None or kept[0] != state:
            survey = self.project.outside.survey(self.folder / name, weight)
            kept = self._read[name] = (state, survey)
        return kept[1]

    def stamp(self) -> tuple[Hashable, ...]:
        """Return what differs once a file of figures or answers, or its weight, has changed."""
        return tuple((name, *self._state(name, weight)) for name, weight in self.files().items())

    def hashes(self) -> list[str]:
        """Return the SHA-256 of each file of figures or answers that is read, in their order."""
        return [
            hashlib.sha256((self.folder / name).read_bytes()).hexdigest() for name in self.files()
        ]

    def _state(self, name: str, weight: str) -> tuple[Hashable, ...]:
        """Return what changes when a file does."""
        return stamp_of(self.folder / name), weight

    def faults(self) -> list[CodingError]:
        """Return what is wrong with files that cannot be read."""
        faults = []
        for name, weight in self.files().items():
            try:
                self._survey(name, weight)
            except CodingError as fault:
                faults.append(fault)
        return faults

    def figures(self, question: str = "") -> list[Indicator]:
        """List all figures, or those of one question; raises NotFound for an unknown one."""
        figures = [figure for survey in self.all() for figure in survey.indicators]
        if not question:
            return figures
        answers = [figure for figure in figures if figure.question_id == question]
        if not answers:
            near = _nearest(question, dict.fromkeys(figure.question_id for figure in figures))
            raise NotFound(f"there is no question `{question}`", hint=near)
        return answers

    def figure(self, key: str) -> Indicator:
        """Return one figure, be it of a subgroup; raises NotFound with the nearest ids."""
        figures = {figure.id: figure for figure in self.figures()}
        plain, attribute = parts(key)
        if key not in figures and attribute and plain in figures:
            of_groups = self.of_subgroups(figures[plain].question_id, attribute)
            figures.update({figure.id: figure for figure in of_groups})
        if key not in figures:
            raise NotFound(f"there is no indicator `{key}`", hint=_nearest(key, figures))
        return figures[key]

    def questions(self) -> list[Question]:
        """List all questions with their figures."""
        return [question for survey in self.all() for question in survey.questions]

    def of_subgroups(self, question: str, attribute: str) -> list[Indicator]:
        """Work out a question's figures by the answers to another, from microdata.

        Raises NotFound if there is no microdata with both.
        """
        for survey in self.all():
            data = survey.microdata
            if data and question in data.variables and attribute in data.variables:
                return tabulate(data, [question], by=attribute)
        raise NotFound(
            f"`{question}` cannot be set against `{attribute}`",
            hint="Only a survey with respondents' answers (.sav, or a table) has subgroups.",
        )


def _nearest(key: str, known: Mapping[str, object]) -> str:
    import difflib

    close = difflib.get_close_matches(key, list(known), 3, 0.5)
    if close:
        return "Did you mean " + " or ".join(f"`{near}`" for near in close) + "?"
    return "`coding indicators` lists what there is."
