"""What index.csv says is taken also once the interviews are in, and what it cannot say is said."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from coding.commands import main
from coding.model import TranscriptInfo
from coding.project import Project
from coding.transcripts.index import told_by_index


def info(file: str, **known: str) -> TranscriptInfo:
    given = {"language": "", "participant": "", "translation_of": "", **known}
    return TranscriptInfo(
        id=f"id-{file}", name=file.partition(".")[0], file=file, sha256="", notes=(), speakers=(),
        turns=1, words=1, length=1, imported="", **given,
    )  # fmt: skip


def test_what_an_interview_lacks_is_filled_and_what_differs_is_named() -> None:
    interviews = [info("A.txt"), info("B.txt", language="en", participant="P2"), info("C.txt")]
    told = told_by_index(
        {
            "a.TXT": {"participant": "P1", "language": "ru", "translation_of": "B.txt"},
            "B.txt": {"participant": "P3", "language": "en"},
            "C.txt": {"participant": "", "language": "", "translation_of": "gone.txt"},
            "D.txt": {"participant": "P4"},
            "E.txt": {"participant": "P5"},
        },
        interviews,
        ["E.txt"],
        ["P1", "P2", "P3"],
    )
    assert told.changes == {
        "id-A.txt": {"participant": "P1", "language": "ru", "translation_of": "id-B.txt"}
    }
    assert told.filled == ("A: participant P1, language ru, translation of B",)
    assert told.notes == (
        "B.txt: the index says participant P3, here it is P2.",
        "C.txt: its original gone.txt is not in the study.",
        "D.txt is in the index, but there is no such file or interview.",
    )


def test_a_person_whom_nobody_knows_is_named() -> None:
    told = told_by_index({"A.txt": {"participant": "P9"}}, [info("A.txt")], [], ["P1"])
    assert told.notes == ("A.txt: P9 is not among the participants.",)
    assert told.changes == {"id-A.txt": {"participant": "P9"}}


def test_import_takes_an_index_that_came_later_as_one_act(project: Project) -> None:
    project.transcripts.edit("P01", participant="", language="", coder="ana")
    (project.folder / "transcripts" / "index.csv").write_text(
        f"file,participant,language\n{project.transcripts.info('P01').file},P01,en\nno.txt,P02,\n"
    )
    done = CliRunner().invoke(main, ["import", "--json", "--project", str(project.folder)])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)["index"]
    assert told["filled"] == ["P01: participant P01, language en"]
    assert told["notes"] == ["no.txt is in the index, but there is no such file or interview."]
    project = Project(project.folder)
    assert project.transcripts.info("P01").participant == "P01"
    project.log.undo()
    assert (project.transcripts.info("P01").participant, project.transcripts.info("P01").language) \
        == ("", "")  # fmt: skip


def test_an_index_that_says_nothing_new_is_no_act(project: Project, tmp_path: Path) -> None:
    acts = len(project.log.acts())
    assert project.transcripts.take_index(coder="ana").notes == ()
    assert len(project.log.acts()) == acts
