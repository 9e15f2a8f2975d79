"""Two processes on one folder: what one did is what the other answers next, for every part.

Each `Project` here stands for a process of its own, such as `coding open` and the command line; it
may keep what it has read for as long as nobody changes it, and no longer.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coding.model import Participant, Relation, Role
from coding.project import Project

Answer = Callable[[Project], object]
Act = Callable[[Project], object]


@pytest.fixture
def folder(sample_folder: Path, tmp_path: Path) -> Path:
    """Return a copy of the sample that the test may change."""
    return Path(shutil.copytree(sample_folder, tmp_path / "sample"))


def first(study: Project) -> str:
    """Return the id of the first interview."""
    return study.transcripts.all()[0].id


def code_a_turn(study: Project) -> None:
    transcript = study.transcripts.get(first(study))
    turn = next(t for t in transcript.turns if t.role is Role.PARTICIPANT)
    study.codings.apply(transcript.id, turn.start, turn.end, ["safety"], coder="Marko")


def edit_by_hand(study: Project) -> None:
    file = study.folder / "codebook.yaml"
    file.write_text(file.read_text("utf-8") + "\n  - id: new\n    name: By hand\n", "utf-8")


def participants_by_hand(study: Project) -> None:
    file = study.folder / "transcripts" / "participants.csv"
    file.write_text(file.read_text("utf-8").replace("Vera", "Vesna"), "utf-8")


def rename_somebody(study: Project) -> None:
    people = study.participants.all()
    changed = Participant(id=people[0].id, pseudonym="Vesna", attributes=people[0].attributes)
    study.participants.save([changed, *people[1:]], coder="Marko")


def lay_down_and_import(study: Project) -> None:
    (study.folder / "transcripts" / "new.txt").write_text("I: And?\n\nA: Well.\n", "utf-8")
    study.transcripts.import_files([], coder="Marko")


def correct_figures(study: Project) -> None:
    file = study.folder / "survey" / "toplines.csv"
    file.write_text(file.read_text("utf-8").replace(",48.5,", ",49.5,"), "utf-8")


def link(study: Project) -> None:
    figure = study.survey.questions()[0].indicators[0].id
    study.links.put("safety", figure, Relation.EXPANDS, note="so they say", coder="Marko")


def rule(study: Project) -> None:
    report = study.drafts.verify(study.drafts.read(study.folder / "survey" / "draft.md"))
    study.drafts.rule(report.findings[0], "not ours", reason="", coder="Marko")


def fill_a_basket(study: Project) -> None:
    study.baskets.add("Mine", coder="Marko")
    study.baskets.put("Mine", [study.codings.all()[0].id], coder="Marko")


def switch_off(study: Project) -> None:
    from dataclasses import replace

    settings = study.suggestions.settings()
    study.suggestions.set_up(replace(settings, off=frozenset({"safety"})), coder="Marko")


PARTS: dict[str, tuple[Act, Answer]] = {
    "codings": (code_a_turn, lambda s: [c.id for c in s.codings.all()]),
    "quotes": (code_a_turn, lambda s: [q.coding for q in s.quotes.find(["safety"])]),
    "codes": (
        lambda s: s.codes.edit("safety", {"definition": "Calm."}, coder="Marko"),
        lambda s: s.codes.book().by_id["safety"].definition,
    ),
    "codebook by hand": (edit_by_hand, lambda s: [c.name for c in s.codes.book()]),
    "memos": (
        lambda s: s.memos.write("code", "safety", "Hm.", coder="Marko"),
        lambda s: [m.text for m in s.memos.all()],
    ),
    "baskets": (fill_a_basket, lambda s: [(b.name, len(b.picks)) for b in s.baskets.all()]),
    "links": (link, lambda s: [x.note for x in s.links.all()]),
    "joint display": (link, lambda s: [r.relation for r in s.joint.display().rows]),
    "participants": (rename_somebody, lambda s: [p.pseudonym for p in s.participants.all()]),
    "participants by hand": (
        participants_by_hand,
        lambda s: [p.pseudonym for p in s.participants.all()],
    ),
    "transcript renamed": (
        lambda s: s.transcripts.edit(first(s), name="A first talk", coder="Marko"),
        lambda s: sorted(s.transcripts.get(t.id).name for t in s.transcripts.all()),
    ),
    "transcript added": (lay_down_and_import, lambda s: [t.name for t in s.transcripts.all()]),
    "transcript read by the machine": (
        lay_down_and_import,
        lambda s: len(s.learning.prepared()),
    ),
    "transcript taken out": (
        lambda s: s.transcripts.remove(first(s), coder="Marko"),
        lambda s: (len(s.learning.prepared()), len(s.codings.all()), len(s.quotes.find())),
    ),
    "figures": (correct_figures, lambda s: s.survey.figure("gender_men").value),
    "joint display's figures": (
        correct_figures,
        lambda s: [i.value for q in s.survey.questions() for i in q.indicators],
    ),
    "rulings": (rule, lambda s: len(s.drafts.rulings())),
    "settings": (switch_off, lambda s: s.suggestions.settings().off),
    "what is proposed": (
        lambda s: s.codes.edit("safety", {"keywords": {"en": ["winter"]}}, coder="Marko"),
        lambda s: s.learning.machine().book.by_id["safety"].keywords,
    ),
    "log": (code_a_turn, lambda s: s.log.acts(limit=1)[0].coder),
    "overview": (code_a_turn, lambda s: s.overview.standing().codings),
    "draft laid down": (
        lambda s: (s.folder / "fresh.md").write_text("A draft.", "utf-8"),
        lambda s: [p.name for p in s.drafts.all()],
    ),
}


@pytest.mark.parametrize("part", PARTS)
def test_what_another_process_did_is_answered_at_once(folder: Path, part: str) -> None:
    """A third process, opened afterwards, has nothing kept: both must say the same.

    The project's state, which pages compare to know whether to draw themselves anew, differs too.
    """
    act, answer = PARTS[part]
    here, there = Project(folder), Project(folder)
    before, state = answer(here), here.state()
    assert here.state() == state  # looking changes nothing
    act(there)
    assert here.state() != state
    assert answer(here) == answer(Project(folder)) != before


def test_undo_in_one_process_is_seen_in_the_other(folder: Path) -> None:
    """Codebook and codings alike, also what was kept of them."""
    here, there = Project(folder), Project(folder)
    name = here.codes.book().by_id["safety"].name
    there.codes.edit("safety", {"name": "Calm"}, coder="Marko")
    assert here.codes.book().by_id["safety"].name == "Calm"
    here.log.undo(coder="Marko")
    assert there.codes.book().by_id["safety"].name == name
