"""What the command line promises: the keys of COMMANDS.md, exit codes, one line for a mistake."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx import Document
from studies import CODEBOOK, OLEG, VERA, code, lay_out, standing, study, where

from coding.__main__ import main
from coding.project import Project


@dataclass(frozen=True)
class Done:
    """What a command did: its exit code and what it printed where."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return the one JSON document on stdout."""
        return json.loads(self.out)


class Desk:
    """A project and a terminal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def project(self) -> Project:
        """Open the project anew, as each command does."""
        return Project(self.folder)

    def run(self, command: str, *arguments: object) -> Done:
        """Run a command on the project."""
        return run(command, "--project", self.folder, *arguments)

    def ask(self, command: str, *arguments: object) -> Any:
        """Run a command that must succeed; return its JSON."""
        done = self.run(command, "--json", *arguments)
        assert (done.code, done.err) == (0, "")
        return done.json

    def refuses(self, command: str, *arguments: object, saying: str, hint: bool = True) -> None:
        """Run a command that must fail: one line, exit 1, and the project as it was."""
        before = standing(self.project)
        files = sorted(str(p) for p in self.folder.rglob("*"))
        done = self.run(command, *arguments)
        assert (done.code, done.out) == (1, "")
        assert_one_line(done.err, saying, hint=hint)
        assert standing(self.project) == before
        assert sorted(str(p) for p in self.folder.rglob("*")) == files


def run(*arguments: object) -> Done:
    """Run a command as a user would, but in this process."""
    result = CliRunner(env={"CODING_CODER": "ana"}).invoke(main, [str(a) for a in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def assert_one_line(err: str, saying: str, *, hint: bool = True) -> None:
    """Check that a mistake is told in one clear line, `Error: where: what. Hint`."""
    assert err.startswith("Error: ")
    assert err.count("\n") == 1
    assert err.endswith("\n")
    assert "Traceback" not in err
    assert saying in err
    assert not hint or re.search(r"[.!?] \S.*\n$", err), f"no hint: {err}"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(study(tmp_path / "p").folder)


# ── each command and its keys ──


def test_new_makes_an_empty_project(tmp_path: Path) -> None:
    done = run("new", tmp_path / "fresh", "--json")
    assert (done.code, done.json) == (0, {"project": str(tmp_path / "fresh")})
    assert run("check", "--project", tmp_path / "fresh").out == "All is sound.\n"
    text = (tmp_path / "fresh" / "codebook.yaml").read_text(encoding="utf-8")
    assert text.count("#") > 10


def test_new_refuses_a_folder_with_something_in_it(tmp_path: Path) -> None:
    done = run("new", tmp_path.parent)
    assert done.code == 1
    assert_one_line(done.err, "not empty")


def test_import_tells_of_each_transcript_and_each_failure(desk: Desk, tmp_path: Path) -> None:
    good, bad = tmp_path / "Eva.txt", tmp_path / "bad.txt"
    good.write_text("Interviewer: Why?\n\nEva: Because of them.\n")
    bad.write_bytes(b"")
    done = desk.run("import", bad, good, "--participant", "P02", "--language", "en", "--json")
    assert done.code == 1
    (info,) = done.json["transcripts"]
    assert set(info) >= {"id", "name", "language", "turns", "words", "speakers", "sha256", "notes"}
    assert (info["name"], info["language"], info["turns"], info["words"]) == ("Eva", "en", 2, 4)
    assert (info["speakers"], info["notes"]) == (["Interviewer", "Eva"], [])
    (failed,) = done.json["failed"]
    assert set(failed) == {"file", "message", "hint"}
    assert failed["file"] == str(bad)
    assert_one_line(done.err, "the file is empty")
    assert desk.project.transcripts.info("Eva").participant == "P02"


def test_import_without_files_reads_what_is_new_in_the_folder(desk: Desk) -> None:
    (desk.folder / "transcripts" / "Eva.txt").write_text("Interviewer: Why?\n\nEva: Because.\n")
    assert [t["name"] for t in desk.ask("import")["transcripts"]] == ["Eva"]
    again = desk.ask("import")
    assert (again["transcripts"], again["failed"]) == ([], [])


def test_import_of_a_translation_names_its_original(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "Vera-ru.txt"
    path.write_text("Интервьюер: Почему?\n\nВера: Потому.\n", encoding="utf-8")
    desk.ask("import", path, "--translation-of", "Vera", "--language", "ru")
    original = desk.project.transcripts.info("Vera")
    assert desk.project.transcripts.info("Vera-ru").translation_of == original.id
    desk.refuses("import", path, "--translation-of", "Nobody", saying="no transcript “Nobody”")


def test_status_says_what_the_project_holds(desk: Desk) -> None:
    code(desk.project, "Vera", "school", "safety", coder="ben")
    assert desk.ask("status") == {
        "transcripts": 2,
        "turns": 6,
        "words": 49,
        "codes": 5,
        "codings": 1,
        "suggestions": 0,
        "quotes": 0,
        "links": 0,
        "coders": ["ben"],
    }
    assert re.search(r"^transcripts +2$", desk.run("status").out, re.MULTILINE)


def test_text_prints_what_offsets_refer_to(desk: Desk) -> None:
    done = desk.run("text", "Oleg")
    assert (done.code, done.out, done.err) == (0, OLEG, "")


def test_apply_codes_a_segment(desk: Desk) -> None:
    start, end = where(desk.project, "Oleg", "дешевле")
    done = desk.ask("apply", "Oleg", start, end, "prices", "fear", "--coder", "ben")
    assert [c["id"] for c in desk.ask("codings", "--code", "fear")] == done["codings"][1:]
    again = desk.ask("apply", "Oleg.txt", start, end, "prices", "--coder", "ben")
    assert again["codings"] == again["merged"] == done["codings"][:1]
    assert desk.ask("apply", "Oleg", start, end, "prices")["merged"] == []
    assert {c["coder"] for c in desk.ask("codings")} == {"ana", "ben"}


def test_codings_lists_them_or_writes_a_table(desk: Desk, tmp_path: Path) -> None:
    code(desk.project, "Vera", "walks to school", "safety")
    code(desk.project, "Oleg", "rent", "prices", coder="ben")
    (one,) = desk.ask("codings", "--transcript", "Vera", "--code", "life", "--coder", "ana")
    assert list(one) == [
        *("id", "transcript", "start", "end", "text", "code", "coder", "created", "origin"),
        *("stars", "paraphrase"),
    ]
    assert one["transcript"] == desk.project.transcripts.info("Vera").id
    assert (one["text"], one["code"], one["origin"]) == ("walks to school", "safety", "person")
    for name in ("c.csv", "c.xlsx"):
        assert desk.run("codings", "--out", tmp_path / name).code == 0
    with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [(r["transcript"], r["text"]) for r in csv.DictReader(file)] == [
            ("Oleg", "rent"),
            ("Vera", "walks to school"),
        ]


def test_stars_and_own_words_are_given_listed_and_taken_back(desk: Desk) -> None:
    walk = code(desk.project, "Vera", "walks to school", "safety")
    code(desk.project, "Oleg", "rent", "prices")
    assert desk.run("star", walk, "2").code == 0
    assert desk.run("paraphrase", walk, "She\n goes alone.").code == 0
    [one] = desk.ask("codings", "--starred")
    assert (one["id"], one["stars"], one["paraphrase"]) == (walk, 2, "She goes alone.")
    assert len(desk.ask("codings", "--starred", "2")) == 1
    assert desk.ask("codings", "--starred", "3") == []
    assert desk.run("star", walk, "0").code == desk.run("paraphrase", walk, "").code == 0
    assert desk.ask("codings", "--starred") == []
    assert {row["paraphrase"] for row in desk.ask("codings")} == {""}


def test_summaries_are_written_listed_and_handed_out(desk: Desk, tmp_path: Path) -> None:
    code(desk.project, "Vera", "walks to school", "safety")
    assert desk.run("summaries", "Vera", "life", "Safe by day.").code == 0
    told = desk.ask("summaries", "--code", "life", "--where", "gender=Female")
    assert [(r["interview"], r["code"], r["segments"], r["summary"]) for r in told] == [
        ("Vera", "life", 1, "Safe by day.")
    ]
    assert desk.run("summaries", "--out", tmp_path / "s.docx").code == 0
    assert (tmp_path / "s.docx").stat().st_size > 1000
    assert desk.run("summaries", "Vera", "life").code == 2


def test_import_codings_takes_back_what_codings_wrote(desk: Desk, tmp_path: Path) -> None:
    code(desk.project, "Vera", "walks to school", "safety")
    desk.run("codings", "--out", tmp_path / "c.csv")
    desk.run("undo")
    assert desk.ask("import-codings", tmp_path / "c.csv") == {
        "added": 1,
        "already_there": 0,
        "failed": [],
    }
    assert desk.ask("import-codings", tmp_path / "c.csv")["already_there"] == 1
    (tmp_path / "c.csv").write_text("transcript,code,text\nVera,nope,rent\nVera,fear,rent\n")
    done = desk.run("import-codings", tmp_path / "c.csv", "--json")
    assert (done.code, done.json["added"]) == (1, 1)
    ((failed),) = done.json["failed"]
    assert set(failed) == {"row", "message"}
    assert failed["row"] == 2
    assert_one_line(done.err, "c.csv:2: there is no code `nope`")


def test_remove_undo_and_redo(desk: Desk) -> None:
    key = code(desk.project, "Vera", "school", "safety")
    assert desk.ask("remove", key) == {"removed": key, "undone": key}
    assert desk.ask("codings") == []
    assert desk.ask("undo")["undone"] == "Safety removed from Vera: school"
    assert [c["id"] for c in desk.ask("codings")] == [key]
    assert desk.ask("redo")["redone"] == "Safety removed from Vera: school"
    assert desk.ask("undo", "--coder", "ana")["verb"] == "remove"
    desk.refuses("undo", "--coder", "nobody", saying="nothing to undo", hint=False)
    desk.refuses("remove", "nope", saying="no coding nope")


def test_undo_lists_what_can_be_asked_for_and_takes_one_of_them(desk: Desk) -> None:
    """An edit by hand is listed, undone without a coder or by its id, and done again."""
    key = code(desk.project, "Vera", "school", "safety")
    desk.project.codings.recode(key, "fear", coder="ben")
    file = desk.folder / "codebook.yaml"
    before = file.read_text("utf-8")
    file.write_text(before.replace("Going back", "Return"), "utf-8")
    [by_hand, recoded, coded] = desk.ask("undo", "--list")
    assert set(by_hand) == {"id", "at", "signed", "verb", "summary", "held"}
    assert [act["signed"] for act in (by_hand, recoded, coded)] == ["by hand", "ben", "ana"]
    assert by_hand["summary"] == "codebook.yaml edited by hand: Return changed"
    desk.refuses(
        "undo", "--act", coded["id"], saying="“Safety on Vera: school” cannot be undone now"
    )
    told = desk.run("undo", "--list").out.splitlines()
    assert told[-1].startswith("    not now: it has been changed again since. Undo the later")
    assert desk.ask("undo", "--act", by_hand["id"])["act"] == by_hand["id"]
    assert file.read_text("utf-8") == before
    assert desk.ask("redo")["redone"] == by_hand["summary"]
    assert desk.ask("undo")["undone"] == by_hand["summary"]
    desk.refuses("undo", "--act", "nope", saying="no such act to undo")


def test_undo_again_takes_the_act_before_one_that_cannot_be_undone(desk: Desk) -> None:
    """Each command is a program of its own: what was said is remembered in the project."""
    code(desk.project, "Oleg", "rent", "prices")
    key = code(desk.project, "Vera", "school", "safety")
    desk.project.codings.recode(key, "fear", coder="ben")
    mine = ("undo", "--coder", "ana")
    desk.refuses(*mine, saying="“Safety on Vera: school” cannot be undone now: it has been changed")
    assert desk.ask(*mine)["undone"] == "Prices on Oleg: rent"
    desk.refuses(*mine, saying="there is nothing else to undo: “Safety on Vera: school”")
    assert desk.ask("undo", "--coder", "ben")["undone"] == "Safety became Fear"
    assert desk.ask(*mine)["undone"] == "Safety on Vera: school"


def test_a_label_that_nobody_could_have_yet_is_set_and_said(tmp_path: Path) -> None:
    run("new", tmp_path / "p")
    done = run("participants", "--label", "{gender}, {zz}", "--project", tmp_path / "p")
    assert done.code == 0
    assert "Nobody has an attribute `zz` yet" in done.err


def test_search_shows_keywords_in_context(desk: Desk) -> None:
    done = desk.ask("search", "rent")
    assert [set(h) >= {"transcript", "start", "end", "before", "hit", "after"} for h in done] == [
        True
    ] * 2
    for hit in done:
        text = desk.run("text", hit["transcript"]).out
        assert text[hit["start"] : hit["end"]] == hit["hit"] == "rent"
    assert [h["name"] for h in desk.ask("search", "rent", "--where", "gender=Male")] == ["Oleg"]
    assert "[rent]" in desk.run("search", "rent").out
    assert len(desk.ask("search", "the", "--limit", "0")) == 2
    assert "first 1 hits" in desk.run("search", "rent", "--limit", "1").err


def test_quotes_come_with_their_attribution(desk: Desk, tmp_path: Path) -> None:
    key = code(desk.project, "Vera", "My daughter walks to school alone.", "safety", "fear")
    (quote,) = desk.ask("quotes", "--code", "safety and fear", "--where", "gender=Female")
    wanted = {"transcript", "text", "translation", "participant", "attribution", "codes"}
    assert set(quote) >= {"coding", *wanted}
    assert quote["attribution"] == "Female, 30-39 years old"
    assert (quote["codes"], quote["participant"]) == (["fear", "safety"], "P01")
    assert key in {c["id"] for c in desk.ask("codings", "--code", "safety")}
    for name in ("q.docx", "q.md", "q.csv"):
        done = desk.run("quotes", "--out", tmp_path / name)
        assert (done.code, done.out) == (0, "")
    text = [p.text for p in Document(str(tmp_path / "q.docx")).paragraphs]
    assert "“My daughter walks to school alone.”" in text
    assert "(Female, 30-39 years old)" in text


def test_quotes_of_a_basket_are_written_as_printed(desk: Desk, tmp_path: Path) -> None:
    project = desk.project
    key = code(project, "Vera", "My daughter walks to school alone.", "safety")
    project.baskets.add("Report", coder="ana")
    project.baskets.put("Report", [key], coder="ana")
    pick = project.baskets.get("Report").picks[0].id
    project.baskets.edit(pick, "My daughter […] alone.", coder="ana")
    desk.run("quotes", "--basket", "Report", "--out", tmp_path / "q.md")
    assert "My daughter \\[…\\] alone." in (tmp_path / "q.md").read_text(encoding="utf-8")


def test_check_lists_what_is_not_sound(desk: Desk) -> None:
    assert desk.ask("check") == []
    (desk.folder / "codebook.yaml").write_text("codes:\n  - {id: a}\n")
    done = desk.run("check", "--json")
    assert done.code == 1
    assert [set(p) for p in done.json] == [{"where", "what", "hint"}]
    assert done.json[0]["where"] == "codebook.yaml:2"


def test_check_can_write_the_codebook_again(desk: Desk) -> None:
    (desk.folder / "codebook.yaml").unlink()
    done = desk.run("check", "--mend")
    assert (done.code, done.out) == (0, "All is sound.\n")
    assert (desk.folder / "codebook.yaml").read_text() == CODEBOOK


def test_a_first_command_reads_the_folder_and_names_what_failed(tmp_path: Path) -> None:
    desk = Desk(lay_out(tmp_path / "p", {"Vera.txt": VERA, "bad.docx": b"PK nonsense"}))
    done = desk.run("status", "--json")
    assert (done.code, done.json["transcripts"]) == (0, 1)
    assert "bad.docx: " in done.err


# ── wrong usage ──


@pytest.mark.parametrize(
    "arguments",
    [
        ["dance"],
        ["apply", "Vera"],
        ["apply", "Vera", "0", "5"],
        ["apply", "Vera", "a", "b", "fear"],
        ["search"],
        ["new"],
        ["status", "--what"],
        ["open", "--port", "99999999"],
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "Usage: " in done.err


def test_every_command_explains_itself() -> None:
    for name in main.commands:
        done = run(name, "--help")
        assert done.code == 0
        assert "Usage: " in done.out


# ── mistakes ──


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 30_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("broken.docx", b"PK\x03\x04" + b"\0" * 500, "damaged"),
        ("other.docx", b"Dear diary, this is no Word document.", "no Word document"),
        ("bomb.docx", bomb(), "zip bomb"),
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n\t", "empty"),
        ("empty.vtt", b"WEBVTT\n", "no line of it has the times of a subtitle"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "a picture, not a text"),
        ("binary.txt", bytes(range(256)) * 50, "a binary file"),
        ("report.pdf", b"%PDF-1.7 ...", "the PDF is damaged"),
        ("report.doc", b"words", ".doc files cannot be read"),
        ("again.txt", VERA.encode(), "in the project already, as “Vera”"),
    ],
)
def test_a_file_that_is_no_interview_is_refused(
    desk: Desk, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    before = standing(desk.project)
    files = sorted(p.name for p in (desk.folder / "transcripts").iterdir())
    done = desk.run("import", path, "--json")
    assert (done.code, done.json["transcripts"]) == (1, [])
    assert_one_line(done.err, said)
    assert [f["file"] for f in done.json["failed"]] == [str(path)]
    assert standing(desk.project) == before
    assert sorted(p.name for p in (desk.folder / "transcripts").iterdir()) == files


def test_a_text_above_50_mb_is_refused_before_it_is_read(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.touch()
    os.truncate(path, 50_000_001)
    done = desk.run("import", path)
    assert done.code == 1
    assert_one_line(done.err, "too large (50.0 MB; the limit is 50 MB)")


@pytest.mark.parametrize("name", ["nowhere.txt", "transcripts"])
def test_a_file_that_is_none_is_refused(desk: Desk, name: str) -> None:
    done = desk.run("import", desk.folder / name)
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert done.err.startswith("Error: ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["apply", "Vera", "0", "5", "safty"], "Did you mean `safety`?"),
        (["apply", "Vera", "0", "99999", "safety"], "do not lie in the text"),
        (["apply", "Vera", "--", "-5", "5", "safety"], "do not lie in the text"),
        (["apply", "Vera", "9", "9", "safety"], "do not lie in the text"),
        (["apply", "Vira", "0", "5", "safety"], "There are: Oleg, Vera."),
        (["text", "Vira"], "no transcript “Vira”"),
        (["codings", "--code", "safty"], "Did you mean `safety`?"),
        (["codings", "--transcript", "Vira"], "no transcript"),
        (["codings", "--out", "c.pdf"], ".csv or .xlsx"),
        (["codings", "--out", "no/such/folder/c.csv"], "does not exist"),
        (["quotes", "--code", "safty"], "Did you mean `safety`?"),
        (["quotes", "--code", "safety and"], "a code is missing"),
        (["quotes", "--where", "gender"], "ATTRIBUTE=VALUE"),
        (["quotes", "--where", "town=Perm"], "gender, age_band"),
        (["quotes", "--basket", "Report"], "There are: none yet."),
        (["quotes", "--out", "q.pdf"], ".docx or .md"),
        (["search", "?!"], "no word in it"),
        (["search", "rent", "--where", "town=Perm"], "gender, age_band"),
        (["import-codings", "nowhere.csv"], "cannot be read"),
        (["redo"], "nothing to redo"),
    ],
)
def test_a_mistake_is_one_line_and_leaves_the_project_as_it_was(
    desk: Desk, arguments: list[str], said: str
) -> None:
    speaks_for_itself = said in ("cannot be read", "nothing to redo")
    desk.refuses(*arguments, saying=said, hint=not speaks_for_itself)


@pytest.mark.parametrize(
    "arguments",
    [
        ["status"],
        ["apply", "Vera", "0", "5", "safety"],
        ["codings"],
        ["quotes"],
        ["undo"],
        ["import"],
    ],
    ids=" ".join,
)
def test_a_codebook_deleted_or_broken_stops_the_command(desk: Desk, arguments: list[str]) -> None:
    """What is said names the file and the way out; the codings are as they were."""
    path = desk.folder / "codebook.yaml"
    code(desk.project, "Vera", "school", "safety")
    path.unlink()
    desk.refuses(*arguments, saying="codebook.yaml: the codebook’s file is gone")
    path.write_text("codes:\n  - {id: safety, nane: Safety}\n")
    done = desk.run(*arguments)
    assert (done.code, done.out) == (1, "")
    assert all(line.startswith("Error: codebook.yaml:2: ") for line in done.err.splitlines())
    assert desk.run("text", "Vera").out == VERA
    path.write_text(CODEBOOK)
    assert desk.ask("status")["codings"] == 1


def test_a_folder_that_is_no_project_is_said_so(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        done = run("status", "--project", folder)
        assert (done.code, done.out) == (1, "")
        assert_one_line(done.err, "coding new")
    assert os.listdir(tmp_path) == []


def test_a_damaged_database_is_said_so(desk: Desk) -> None:
    path = desk.folder / "project.db"
    path.write_bytes(b"not a database at all" * 100)
    done = desk.run("status")
    assert done.code == 1
    assert_one_line(done.err, "not a database")


# ── a folder that may not be written ──

UNPRIVILEGED = """
import os, sys
from coding.__main__ import main
def run(arguments):
    try:
        main(arguments, prog_name="coding")
    except SystemExit as end:
        return end.code
run([*sys.argv[2:-1], sys.argv[1]])  # everything is imported now, while it may be
run(["apply", "Nobody", "0", "1", "nope", "--project", sys.argv[1]])
print("---", flush=True)
print("---", file=sys.stderr, flush=True)
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
sys.exit(run(sys.argv[2:]))
"""


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    """Return a project whose folder may be read and not written, whoever runs the tests."""
    top = Path(tempfile.mkdtemp())
    folder = study(top / "p").folder
    folders = [top, folder, folder / "transcripts"]
    for path in folder.rglob("*"):
        path.chmod(0o444)
    for path in folders:
        path.chmod(0o555)
    yield folder
    for path in folders:
        path.chmod(0o755)
    shutil.rmtree(top)


@pytest.mark.parametrize(
    "arguments",
    [
        ["apply", "Vera", "0", "5", "safety"],
        ["import"],
        ["undo"],
        ["status"],
    ],
    ids=" ".join,
)
def test_a_read_only_folder_is_said_so(locked: Path, tmp_path: Path, arguments: list[str]) -> None:
    """What looks works; what would change something ends with one line more."""
    if not hasattr(os, "setuid"):
        pytest.skip("there is nobody to be here")
    before = (locked / "project.db").read_bytes()
    other = study(tmp_path / "other").folder
    done = subprocess.run(
        [sys.executable, "-c", UNPRIVILEGED, str(other), *arguments, "--project", str(locked)],
        capture_output=True,
        text=True,
        env={**os.environ, "CODING_CODER": "ana"},
    )
    out, err = done.stdout.partition("---\n")[2], done.stderr.partition("---\n")[2]
    note, *more = err.splitlines(keepends=True)
    assert note.startswith("Nothing can be changed: the project’s folder may only be read.")
    if arguments == ["status"]:
        assert (done.returncode, more) == (0, [])
        assert "transcripts" in out
    else:
        assert (done.returncode, out) == (1, "")
        assert_one_line("".join(more), "Make it writable, or copy the project elsewhere.")
    assert (locked / "project.db").read_bytes() == before


# ── as a program ──


def test_it_runs_as_a_program_and_keeps_stdout_for_json(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "p", {"Vera.txt": VERA, "bad.txt": b""})
    done = subprocess.run(
        [sys.executable, "-m", "coding", "status", "--json", "--project", str(folder)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["transcripts"] == 1
    assert "bad.txt" in done.stderr


def test_a_mistake_in_a_real_terminal_shows_no_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "coding", "status", "--project", str(tmp_path)],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert_one_line(done.stderr, "no codebook.yaml")


def test_an_outline_is_put_together_shown_and_written(desk: Desk, tmp_path: Path) -> None:
    (desk.folder / "survey").mkdir()
    columns = "indicator_id,question_id,question,option,value,base_n,source"
    figures = f"{columns}\nsafe_yes,safe,Do you feel safe?,Yes,81,200,Panel\n"
    (desk.folder / "survey" / "toplines.csv").write_text(figures, "utf-8")
    walks = code(desk.project, "Vera", "My daughter walks to school alone.", "safety")
    assert desk.ask("outline") == []
    desk.refuses("outline", "--out", tmp_path / "o.docx", saying="nothing in the outline")
    desk.run("outline", "--section", "Streets", "--section", "Rents")
    made = desk.ask(
        "outline", "--quote", f"Streets={walks}", "--figure", "Streets=safe_yes",
        "--note", "Rents=They pay = a lot.", "--heading", "Rents=Now",
    )  # fmt: skip
    assert [section["name"] for section in made] == ["Streets", "Rents"]
    quote, figure = made[0]["items"]
    note, heading = made[1]["items"]
    assert (quote["kind"], quote["coding"], quote["text"], quote["attribution"]) == (
        "quote", walks, "My daughter walks to school alone.", "Female, 30-39 years old",
    )  # fmt: skip
    assert (figure["kind"], figure["indicator"], figure["value"], figure["base_n"]) == (
        "figure", "safe_yes", "81", 200,
    )  # fmt: skip
    assert (note["kind"], note["text"]) == ("note", "They pay = a lot.")
    assert (heading["kind"], heading["text"], heading["level"]) == ("heading", "Now", 2)
    desk.run("outline", "--move", f"{figure['id']}=Rents", "--before", note["id"])
    desk.run("outline", "--move", "Rents", "--before", "Streets")
    desk.run("outline", "--take-out", heading["id"])
    kinds = {s["name"]: [item["kind"] for item in s["items"]] for s in desk.ask("outline")}
    assert [*kinds.items()] == [("Rents", ["figure", "note"]), ("Streets", ["quote"])]
    shown = desk.run("outline").out
    assert "  quote   My daughter walks to school alone." in shown
    assert "Nobody quotes Oleg yet." in shown
    lost = f"{quote['id']}=My […] walks to school alone."
    assert desk.run("outline", "--edit", lost).code == 0
    desk.refuses(
        "outline", "--edit", f"{quote['id']}=My walks", saying="missing without an ellipsis"
    )
    assert desk.run("outline", "--edit", f"{note['id']}=Less.").code == 0
    assert desk.run("outline", "--beside", f"{quote['id']}=whole").code == 0
    texts = [item["text"] for s in desk.ask("outline") for item in s["items"]]
    assert texts == ["Yes: 81 %", "Less.", "My […] walks to school alone."]
    done = desk.run("outline", "--out", tmp_path / "o.docx")
    assert (done.code, done.out) == (0, "")
    headings = [
        p.text
        for p in Document(str(tmp_path / "o.docx")).paragraphs
        if p.style and p.style.name == "Heading 1"
    ]
    assert headings == ["Rents", "Streets"]
    assert run("outline", "--project", desk.folder, "--note", "Rents").code == 2
    desk.refuses("outline", "--quote", f"Nowhere={walks}", saying="no section “Nowhere”")


def test_coders_who_are_compared_are_named_one_after_the_other_or_with_a_comma(desk: Desk) -> None:
    vera = where(desk.project, "Vera", "school")
    for coder in ("ana", "bo"):
        desk.ask("apply", "Vera", *vera, "safety", "--coder", coder)
    one = desk.ask("agreement", "--coders", "ana", "bo")
    assert one == desk.ask("agreement", "--coders", "ana, bo") == desk.ask("agreement")
    assert one == desk.ask("agreement", "--code", "safety")
    assert (one["coders"], one["transcripts"]) == (["ana", "bo"], ["Vera"])
    [safety] = one["per_code"]
    assert (safety["code"], safety["both"], safety["either"]) == ("safety", 1, 1)
    assert (safety["percent"], safety["percent_interval"]) == (100.0, [100.0, 100.0])
    assert safety["says_little"] is True
    desk.refuses("agreement", "--coders", "ana", "cy", saying="cy shares no answers")
    desk.refuses("agreement", "--code", "nothing", saying="no code `nothing`")
    for wrong in (["--coders", "ana"], ["--coders", "ana", "ana"], ["ana"]):
        assert desk.run("agreement", *wrong).code == 2


@pytest.mark.parametrize(
    "arguments",
    [("suggest", "--limit", "-1"), ("search", "--limit=-1", "x"), ("evaluate", "--folds", "1")],
)
def test_numbers_that_mean_nothing_are_wrong_usage(desk: Desk, arguments: tuple[str, ...]) -> None:
    assert desk.run(*arguments).code == 2


WRITTEN = [
    pytest.param(name, option.opts[0], id=f"{name}{option.opts[0]}")
    for name, command in main.commands.items()
    for option in command.params
    if option.opts[0] in ("--out", "--comments", "--certificate")
]


@pytest.mark.parametrize(("command", "option"), WRITTEN)
def test_a_file_that_cannot_be_written_is_refused_before_any_work_begins(
    tmp_path: Path, command: str, option: str
) -> None:
    inputs = ["draft.md"] if command == "verify" else []
    done = run(command, *inputs, option, "q", "--project", tmp_path / "no project here")
    assert done.code == 1
    assert_one_line(done.err, "q: the file has no ending. Let the name end in .")
    named = re.search(r": ([^:]*)\.\n", run(command, "--help").out.split(f"{option} ", 1)[1])
    assert named
    for suffix in done.err.split("end in ")[1].rstrip(".\n").split(" or "):
        assert suffix in named[1]
