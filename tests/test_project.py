"""What opening a study, writing memos and searching promise, on two interviews in `studies`."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace

import pytest
from studies import (
    CODEBOOK,
    OLEG,
    VERA,
    code,
    coded,
    lay_out,
    standing,
    study,
)

from coding.errors import (
    CodebookError,
    CodingError,
    Conflict,
    NotFound,
    ProjectError,
    TableError,
)
from coding.project import Project
from coding.project.part import part

# ── opening ──


def test_each_part_is_loaded_when_it_is_asked_for_and_stays(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    kinds = Project.__annotations__
    assert len(kinds) == 47
    for name, kind in kinds.items():
        loaded = getattr(project, name)
        assert type(loaded).__name__ == kind
        assert getattr(project, name) is loaded
        assert loaded.project is project
        assert loaded.known_as == name


def test_what_a_study_asks_for_next_is_said_without_loading_what_checks_drafts(
    tmp_path: Path,
) -> None:
    """The overview is the first page that people see; what checks is a fifth of a second's work."""
    Project.new(tmp_path / "p")
    asked = (
        "import sys; from pathlib import Path; from coding.project import Project\n"
        "study = Project(Path(sys.argv[1])); study.overview.agenda('ana'); study.drafts.all()\n"
        "print([name for name in sys.modules if name.startswith('coding.verify')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked, str(tmp_path / "p")],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    assert done.stdout.strip() == "[]", done.stdout


def test_a_part_that_two_threads_ask_for_at_once_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = study(tmp_path / "p")
    both = Barrier(2)

    class Slow:
        def __init__(self, of: Project) -> None:
            both.wait(timeout=10)

    class Study(Project):
        slow = part("slow.Slow")

    monkeypatch.setitem(sys.modules, "coding.project.slow", SimpleNamespace(Slow=Slow))
    opened = Study(project.folder)
    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(lambda _: opened.slow, range(2))
    assert first is second


def test_opening_a_folder_reads_in_what_it_holds(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    assert [(t.name, t.participant, t.language, t.file) for t in project.transcripts.all()] == [
        ("Oleg", "P02", "en", "Oleg.txt"),
        ("Vera", "P01", "en", "Vera.txt"),
    ]
    assert [p.pseudonym for p in project.participants.all()] == ["Vera", "Oleg"]
    assert [c.id for c in project.codes.book()] == ["life", "safety", "prices", "return", "fear"]
    assert project.first_report.failed == []
    assert project.check() == []


def test_opening_it_again_reads_nothing_twice(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    before = standing(project)
    again = Project(project.folder)
    assert standing(again) == before
    assert again.first_report.added == []


def test_codings_in_the_folder_are_read_in_with_it(tmp_path: Path) -> None:
    table = "transcript,code,coder,text\nVera,safety,ana,walks to school\nOleg,nope,ana,rent\n"
    project = study(tmp_path / "p", others={"codings.csv": table})
    assert coded(project) == [("safety", "walks to school", "ana")]
    assert [place for place, _ in project.first_report.failed] == ["codings.csv:3"]
    project.codings.remove([project.codings.all()[0].id], coder="ana")
    assert coded(Project(project.folder)) == [], "what was removed does not come back"


def test_codings_wait_for_a_codebook_that_can_be_read(tmp_path: Path) -> None:
    """A typing mistake in codebook.yaml on the first day must not lose the codings there are."""
    folder = lay_out(
        tmp_path / "p",
        codebook=CODEBOOK.replace("name: Prices", "nane: Prices"),
        others={"codings.csv": "transcript,code,coder,text\nVera,safety,ana,walks to school\n"},
    )
    project = Project(folder)
    assert isinstance(project.files.codebook_fault, CodebookError)
    assert len(project.transcripts.all()) == 2
    (folder / "codebook.yaml").write_text(CODEBOOK)
    assert coded(Project(folder)) == [("safety", "walks to school", "ana")]


def test_a_faulty_table_of_codings_is_named_until_it_is_mended(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "p", others={"codings.csv": "interview,code\nVera,safety\n"})
    for _ in range(2):
        ((file, fault),) = Project(folder).first_report.failed
        assert (file, type(fault)) == ("codings.csv", TableError)
    (folder / "transcripts" / "codings.csv").write_text("transcript,code,text\nVera,fear,rent\n")
    assert coded(Project(folder)) == [("fear", "rent", "")]


def test_a_folder_without_a_codebook_is_no_project_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "Vera.txt").write_text(VERA)
    with pytest.raises(ProjectError, match=r"no codebook\.yaml"):
        Project(tmp_path)
    assert os.listdir(tmp_path) == ["Vera.txt"]


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no such folder"):
        Project(tmp_path / "nowhere")


def test_a_new_project_is_empty_and_sound(tmp_path: Path) -> None:
    project = Project.new(tmp_path / "fresh")
    assert project.status() == {
        "transcripts": 0,
        "turns": 0,
        "words": 0,
        "codes": 0,
        "codings": 0,
        "quotes": 0,
        "suggestions": 0,
        "links": 0,
        "coders": [],
    }
    assert project.check() == []


def test_a_new_project_is_never_put_into_a_folder_with_something_in_it(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ProjectError, match="not empty"):
        Project.new(tmp_path)
    assert os.listdir(tmp_path) == ["notes.txt"]


def test_a_study_of_one_interview_has_a_status(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    code(project, "Vera", "My daughter walks to school alone.", "safety")
    code(project, "Vera", "The rent is high, well, you know.", "prices")
    code(project, "Oleg", "the rent eats us up", "prices", "fear")
    status = project.status()
    assert status["transcripts"] == 2
    assert status["turns"] == 6
    assert status["words"] == sum(
        project.transcripts.get(t.id).words for t in project.transcripts.all()
    )
    assert (status["codes"], status["codings"], status["coders"]) == (5, 4, ["ana"])
    assert OLEG in {project.transcripts.get(t.id).text for t in project.transcripts.all()}


# ── memos ──


def test_a_memo_is_written_changed_and_deleted(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    key = project.memos.write("code", "safety", "Whose safety?", coder="ana")
    project.memos.write("code", "safety", "Whose safety? Theirs.", coder="ben", key=key, version=1)
    (memo,) = project.memos.all(kind="code", about="safety")
    assert (memo.id, memo.coder, memo.text, memo.version) == (
        key,
        "ana",
        "Whose safety? Theirs.",
        2,
    )
    assert memo.updated >= memo.created
    project.memos.write("code", "safety", "  ", coder="ana", key=key, version=2)
    assert project.memos.all() == []


def test_a_memo_changed_by_somebody_else_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    key = project.memos.write("project", "", "one", coder="ana")
    project.memos.write("project", "", "two", coder="ben", key=key, version=1)
    for text in ("three", ""):
        with pytest.raises(Conflict, match="somebody else"):
            project.memos.write("project", "", text, coder="ana", key=key, version=1)
    assert [m.text for m in project.memos.all()] == ["two"]


def test_memos_are_on_what_a_study_is_made_of(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    with pytest.raises(CodingError, match="no memos on a cat"):
        project.memos.write("cat", "Tom", "meow", coder="ana")
    project.memos.write("transcript", "t", "a", coder="ana")
    project.memos.write("turn", "t#2", "b", coder="ana")
    assert [m.text for m in project.memos.all()] == ["a", "b"]
    assert [m.text for m in project.memos.all(kind="turn")] == ["b"]


# ── searching by who speaks ──


def test_search_keeps_to_the_participants_asked_for(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    found = project.transcripts.search("rent", where={"gender": ("female",)})
    assert [(h.name, h.hit) for h in found] == [("Vera", "rent")]
    assert project.transcripts.search("rent", where={"gender": ("Other",)}) == []
    both = project.transcripts.search("rent", where={"age_band": ("30–39", "40-49")})
    assert [h.name for h in both] == ["Oleg", "Vera"]
    with pytest.raises(NotFound, match="attribute `town`"):
        project.transcripts.search("rent", where={"town": ("Belgrade",)})
