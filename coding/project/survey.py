"""Keep the survey's files and figures beside the interviews.

A project's `survey/` folder holds files of published figures (toplines) and of answers
(microdata). `toplines.csv` or `.xlsx` is read of itself; other files count once they have been
read in with `adopt`, which also keeps what was decided about them: weight, strata, clusters, base,
kinds of missing answers, joined questions. Nothing of a survey is copied into the database: its
files lead.
"""

from __future__ import annotations

import filecmp
import hashlib
import json
from collections.abc import Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coding.errors import CodingError, NotFound, SurveyError
from coding.files.clean import printable
from coding.files.private import private_folder
from coding.files.writing import copy
from coding.model import Absence, Basis, Indicator, Problem, Question
from coding.project.files import stamp_of
from coding.project.part import ProjectPart
from coding.survey.captions import average_line, below, of_whom, source_of, weighting
from coding.survey.choices import Choices, decided_anew, merged, missing_of
from coding.survey.comparing import GroupDifference, differences, is_everybody
from coding.survey.estimates import Average
from coding.survey.missing import AbsentAnswer
from coding.survey.reading import SUFFIXES, TOPLINES, SurveyFile, apart
from coding.survey.tabulation import Tabulated, parts, tables
from coding.survey.toplines import matching

if TYPE_CHECKING:
    from coding.project import Project

__all__ = [
    "SUFFIXES",
    "Absence",
    "AbsentAnswer",
    "Average",
    "Basis",
    "Choices",
    "GroupDifference",
    "SmallBases",
    "Survey",
    "SurveyFile",
    "average_line",
    "decided_anew",
    "differences",
    "is_everybody",
    "matching",
    "merged",
    "missing_of",
    "of_whom",
    "source_of",
    "weighting",
]

SETTINGS = "surveys"
SMALL = "small bases"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallBases:
    """Below which base a share in a group is flagged, and below which it is hidden."""

    flagged: int = 30
    hidden: int = 10

    def of(self, base_n: int | None) -> str:
        """Return `hidden`, `flagged` or `""` for a base.

        >>> [SmallBases().of(n) for n in (9, 10, 29, 30, None)]
        ['hidden', 'flagged', 'flagged', '', '']
        """
        if base_n is None or base_n >= max(self.flagged, self.hidden):
            return ""
        return "hidden" if base_n < self.hidden else "flagged"


@dataclass(frozen=True, slots=True)
class _Surveys:
    """All surveys in their order, with what pages ask of them again and again."""

    files: tuple[SurveyFile, ...]
    questions: tuple[Question, ...]
    named: Mapping[str, Indicator]

    @classmethod
    def of(cls, files: Sequence[SurveyFile]) -> _Surveys:
        named = {f.id: f for survey in files for f in (*survey.means, *survey.aside)}
        named.update((f.id, f) for survey in files for f in survey.indicators)
        asked = tuple(question for survey in files for question in survey.questions)
        return cls(tuple(files), asked, named)


class Survey(ProjectPart):
    """Figures, questions, and what is odd about them."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.folder = project.folder / "survey"
        self._read: dict[str, tuple[tuple[Hashable, ...], SurveyFile]] = {}
        self._all: tuple[tuple[Hashable, ...], _Surveys] | None = None

    # ── files ──

    def files(self) -> dict[str, str]:
        """Return the files that are read, with their weight variables (`""` for none)."""
        return {name: choices.weight for name, choices in self.choices().items()}

    def choices(self) -> dict[str, Choices]:
        """Return the files that are read, with what was decided about each."""
        return self._choices(self._kept())

    def _choices(self, kept: Mapping[str, Any]) -> dict[str, Choices]:
        first = next((name for name in TOPLINES if (self.folder / name).is_file()), "")
        names = dict.fromkeys([*([first] if first else []), *kept])
        return {
            name: Choices.of(kept.get(name)) for name in names if (self.folder / name).is_file()
        }

    def _kept(self) -> dict[str, Any]:
        return dict(self.store.settings.get(SETTINGS) or {})

    def remembered(self, name: str) -> Choices:
        """Return what was decided about a file of this name when it was read before."""
        return Choices.of(self._kept().get(printable(name)))

    def adopt(
        self, path: Path, *, weight: str = "", coder: str, choices: Choices | None = None
    ) -> SurveyFile:
        """Read a file and keep it in `survey/` from now on; nothing is kept of one with a fault.

        Without `choices`, what was decided about it before holds, and a weight that is used
        again is said so in the notes. Raises SurveyError, or TableError for a table with the
        wrong columns.
        """
        before = self.remembered(path.name)
        if choices is None:
            choices = replace(before, weight=weight or before.weight)
        survey = self.project.outside.survey(path, choices)
        survey = apart(survey, self._readable(but=printable(path.name)))
        choices = replace(choices, prefix=survey.prefix)
        kept = self._kept()
        name = self._keep(path)
        told = choices.kept()
        if (name not in TOPLINES or told) and kept.get(name) != told:
            self._set({**kept, name: told}, f"survey {name} read", coder)
        survey = replace(survey, name=name)
        self._read[name] = (self._state(name, choices), survey)
        if before.weight and not weight and choices.weight == before.weight:
            again = Problem(
                where=name,
                what=f"weighted by `{before.weight}` as before",
                hint="Say that it is to be read without a weight if that is meant.",
            )
            survey = replace(survey, notes=(again, *survey.notes))
        return survey

    def with_joins(self, path: Path, choices: Choices, told: Sequence[str]) -> Choices:
        """Return the choices with items joined: `NAME=VAR,VAR`, or the name of a proposal.

        Raises SurveyError for a name that nothing is proposed under.
        """
        joins = dict(choices.joined)
        bare = [text.strip() for text in told if "=" not in text]
        offered = {}
        if bare:
            data = self.project.outside.survey(path, choices).microdata
            offered = {p.name: p.members for p in (data.proposals if data else ())}
        for text in told:
            name, equals, members = text.partition("=")
            listed = tuple(member.strip() for member in members.split(",") if member.strip())
            if not equals:
                listed = offered.get(name.strip(), joins.get(name.strip(), ()))
            if not listed:
                raise SurveyError(
                    f"nothing is proposed to be joined as `{name}`",
                    path.name,
                    f"Proposed are: {', '.join(offered)}." if offered else "Write NAME=VAR,VAR.",
                )
            joins[name.strip()] = listed
        return replace(choices, joined=joins)

    def decide(self, name: str, choices: Choices, *, coder: str, act: str = "") -> SurveyFile:
        """Let this be what is decided about a file that is read; raises what reading it raises.

        Raises NotFound for a file that is not read.
        """
        if name not in self.choices():
            raise NotFound(f"there is no survey {name}")
        choices = replace(choices, prefix=self.choices()[name].prefix)
        survey = replace(self.project.outside.survey(self.folder / name, choices), name=name)
        self._set({**self._kept(), name: choices.kept()}, f"survey {name}: read anew", coder, act)
        self._read[name] = (self._state(name, choices), survey)
        return survey

    def small(self) -> SmallBases:
        """Return from which base on shares in groups are shown, and shown without a flag."""
        kept = self.store.settings.get(SMALL) or {}
        return SmallBases(**{key: int(kept[key]) for key in ("flagged", "hidden") if key in kept})

    def set_small(self, small: SmallBases, *, coder: str) -> None:
        """Set both numbers; raises SurveyError for one below 0."""
        if min(small.flagged, small.hidden) < 0:
            raise SurveyError("a base cannot be below 0")
        summary = f"shares in groups flagged below {small.flagged}, hidden below {small.hidden}"
        with self.store.writing(coder=coder, verb="settings", summary=summary) as w:
            w.put_setting(SMALL, {"flagged": small.flagged, "hidden": small.hidden})

    def remove(self, name: str, *, coder: str) -> None:
        """Read a file no more; it stays in the folder, and so do links to its figures."""
        kept = self._kept()
        if kept.pop(name, None) is None:
            raise NotFound(f"there is no survey {name}")
        self._set(kept, f"survey {name} taken out", coder)

    def _set(self, kept: Mapping[str, Any], summary: str, coder: str, act: str = "") -> None:
        with self.store.writing(coder=coder, verb="settings", summary=summary, act=act) as w:
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
        """Return every survey as its file has it now; raises what reading one raises.

        One that was put into the folder by hand has a prefix if another has ids of its questions.
        """
        return list(self._surveys().files)

    def _surveys(self) -> _Surveys:
        """Return every survey, put together anew once a file or what was decided has changed."""
        kept = self._kept()
        choices = self._choices(kept)
        state = tuple(
            (name, name in kept, *self._state(name, told)) for name, told in choices.items()
        )
        if self._all is None or self._all[0] != state:
            named: dict[str, SurveyFile] = {}
            for name in sorted(choices, key=lambda name: name not in kept):
                named[name] = apart(self._survey(name, choices[name]), list(named.values()))
            self._all = state, _Surveys.of([named[name] for name in choices])
        return self._all[1]

    def _readable(self, *, but: str) -> list[SurveyFile]:
        """Return the surveys without a fault, `but` one."""
        surveys = []
        for name, choices in self.choices().items():
            with suppress(CodingError):
                surveys += [self._survey(name, choices)] if name != but else []
        return surveys

    def _survey(self, name: str, choices: Choices) -> SurveyFile:
        state = self._state(name, choices)
        kept = self._read.get(name)
        if kept is None or kept[0] != state:
            survey = self.project.outside.survey(self.folder / name, choices)
            kept = self._read[name] = (state, survey)
        return kept[1]

    def stamp(self) -> tuple[Hashable, ...]:
        """Return what differs once a file, or what was decided about it, has changed."""
        return tuple((name, *self._state(name, told)) for name, told in self.choices().items())

    def hashes(self) -> list[str]:
        """Return the SHA-256 of each file of figures or answers that is read, in their order."""
        return [
            hashlib.sha256((self.folder / name).read_bytes()).hexdigest() for name in self.files()
        ]

    def _state(self, name: str, choices: Choices) -> tuple[Hashable, ...]:
        """Return what changes when a file does."""
        return stamp_of(self.folder / name), json.dumps(choices.kept(), sort_keys=True)

    def faults(self) -> list[CodingError]:
        """Return what is wrong with files that cannot be read."""
        faults = []
        for name, choices in self.choices().items():
            try:
                self._survey(name, choices)
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
        """Return one figure, be it of a subgroup, a mean or in no base.

        Raises NotFound with the nearest ids.
        """
        figures = self._surveys().named
        plain, attribute = parts(key)
        if key not in figures and attribute and plain in figures:
            told = self.in_groups(figures[plain].question_id, attribute)
            grouped = {f.id: f for f in (*told.shares, *told.means, *told.aside)}
            figures = {**figures, **grouped}
        if key not in figures:
            raise NotFound(f"there is no indicator `{key}`", hint=_nearest(key, figures))
        return figures[key]

    def means(self, question: str = "") -> list[Indicator]:
        """List mean and median of each scale, or of one, as figures."""
        return [
            figure
            for survey in self.all()
            for figure in survey.means
            if question in ("", figure.question_id)
        ]

    def averages(self) -> dict[tuple[str, str], Average]:
        """Return what the numbers of each scale and measurement come to, as `in_groups` does."""
        return {(name, ""): told for survey in self.all() for name, told in survey.averages.items()}

    def questions(self) -> list[Question]:
        """List all questions with their figures."""
        return list(self._surveys().questions)

    def aside(self, question: str) -> list[Indicator]:
        """List the answers to a question that are in no base, with how many gave them."""
        return [
            figure
            for survey in self.all()
            for figure in survey.aside
            if figure.question_id == question
        ]

    def picture(
        self,
        figures: Sequence[Indicator],
        *,
        title: str,
        kind: str,
        aside: Sequence[Indicator] = (),
    ) -> bytes:
        """Draw figures for print, as PNG or SVG: wording, base, weighting and source with them.

        Raises SurveyError if they cannot be drawn.
        """
        from coding.project.drawing import Drawing

        image = Drawing().printed(figures, title, below(figures, aside), kind)
        if not image:
            raise SurveyError("the chart cannot be drawn", title, "Its figures stand on the page.")
        return image

    def of_subgroups(self, question: str, attribute: str) -> list[Indicator]:
        """Work out a question's figures by the answers to another, from microdata.

        Raises NotFound if there is no microdata with both.
        """
        return list(self.in_groups(question, attribute).shares)

    def in_groups(self, question: str, attribute: str) -> Tabulated:
        """Work out all figures of a question, or of all, by the answers to another.

        Raises NotFound as `of_subgroups` does.
        """
        for survey in self.all():
            data = survey.microdata
            if data is None or attribute not in data.variables:
                continue
            asked = [name for name in data.variables if survey.prefix + name == question]
            if not question:
                asked = [name for name in data.variables if name != attribute]
            if asked:
                return tables(data, asked, by=attribute).called(survey.prefix)
        raise NotFound(
            f"`{question}` cannot be set against `{attribute}`",
            hint="Only a survey with respondents’ answers (.sav, or a table) has subgroups.",
        )


def _nearest(key: str, known: Mapping[str, object]) -> str:
    import difflib

    close = difflib.get_close_matches(key, list(known), 3, 0.5)
    if close:
        return "Did you mean " + " or ".join(f"`{near}`" for near in close) + "?"
    return "`coding indicators` lists what there is."
