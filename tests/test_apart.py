"""Other people's native code: what it dies of costs a file or a chart, never the app."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import docx
import numpy as np
import openpyxl
import pandas as pd
import pyreadstat
import pytest
from child_acts import draws_or_dies, limits, number, reads_or_dies, sleeps, surroundings

from coding.errors import DraftError, SurveyError, TableError, TranscriptError
from coding.jobs.child import Child
from coding.project import Project
from coding.project.outside import Outside

ROOT = Path(__file__).resolve().parents[1]
WORD = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def interview(path: Path, words: str = "Yes, I do.") -> Path:
    document = docx.Document()
    for line in ("Interviewer: Do you feel safe here?", f"Vera: {words}"):
        document.add_paragraph(line)
    document.save(str(path))
    return path


# ── the child itself ──


def test_a_child_gets_no_secrets_of_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_TOKEN", "secret")
    with Child() as child:
        given = child.call(surroundings)
    assert "SOME_TOKEN" not in given
    assert given["PATH"] == os.environ["PATH"]


def test_a_child_leaves_no_core_file_and_has_little_time_on_the_processor() -> None:
    """Time is counted anew for each work, and without end where none is given."""
    with Child() as child:
        first = child.bounded(lambda: None, 7, limits)["RLIMIT_CPU"][0]
        assert first - 16 in (0, 1, 2)
        assert child.call(limits)["RLIMIT_CPU"][0] == -1
        assert child.call(limits)["RLIMIT_CORE"] == (0, 0)


def test_a_child_stays_when_the_thread_that_started_it_ends() -> None:
    """A page's thread ends with its page; Linux ends a child with the thread that made it."""
    with Child() as child:
        seen: list[int] = []
        thread = threading.Thread(target=lambda: seen.append(child.call(number)))
        thread.start()
        thread.join()
        time.sleep(0.2)
        assert [child.call(number)] == seen


PARENT = """
import re, sys
from coding.jobs.child import Child
child = Child()
from child_acts import number
print(child.call(number), flush=True)
child.call({work})
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize(
    "work", ["re.fullmatch, '(a+)+', 'a' * 40 + 'b'", "__import__('time').sleep, 600"]
)
def test_a_child_does_not_outlive_its_parent_whatever_it_is_doing(work: str) -> None:
    """Also in native code that lets no other thread of Python run."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(work=work)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
    )
    assert parent.stdout
    pid = int(parent.stdout.readline())
    time.sleep(0.5)
    assert _alive(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    end = time.monotonic() + 10
    while _alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert not _alive(pid)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


# ── files ──


def test_a_file_that_kills_its_reader_is_one_line_and_the_others_go_in(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "coding.project.outside._made", lambda unread: partial(reads_or_dies, unread.path)
    )
    # A busy machine may need seconds to start the child anew after each that died.
    monkeypatch.setattr("coding.project.outside.SECONDS", 10.0)
    names = ("first", "aborts", "hangs", "second", "eats", "recurses", "third")
    paths = [interview(tmp_path / f"{name}.docx", f"I am {name}, yes.") for name in names]
    report = project.transcripts.import_files(paths, coder="ana")
    assert [info.name for info in report.added] == ["first", "second", "third"]
    said = {Path(file).stem: fault for file, fault in report.failed}
    assert sorted(said) == ["aborts", "eats", "hangs", "recurses"]
    for name, fault in said.items():
        assert isinstance(fault, TranscriptError)
        assert fault.where == f"{name}.docx"
        assert fault.hint
    assert "signal 6" in said["aborts"].message
    assert "longer than 10 s" in said["hangs"].message
    assert "memory" in said["eats"].message


def test_files_that_come_soon_after_each_other_share_a_child_in_any_project() -> None:
    pids = {Outside().apart(f"{n}", TranscriptError, number) for n in range(3)}
    assert len(pids) == 1
    assert pids != {os.getpid()}


def test_a_child_finds_a_file_from_where_its_parent_is_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        interview(tmp_path / name / "a.docx", f"I am {name}.")
        monkeypatch.chdir(tmp_path / name)
        assert f"I am {name}." in Outside().transcript(Path("a.docx")).text


def test_a_child_that_nobody_needs_any_more_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coding.jobs.lasting.IDLE", 0.3)
    outside = Outside()
    pid = outside.apart("", TranscriptError, number)
    end = time.monotonic() + 10
    while _alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert not _alive(pid)
    assert outside.apart("", TranscriptError, number) != pid


def test_what_native_code_reads_is_read_apart_and_plain_text_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = Outside()
    went: list[str] = []
    within = outside.within
    monkeypatch.setattr(
        outside,
        "within",
        lambda child, where, *rest: (went.append(where), within(child, where, *rest))[1],
    )
    word = interview(tmp_path / "a.docx")
    text = tmp_path / "b.txt"
    text.write_text("Interviewer: Why?\nVera: So.\n")
    table = tmp_path / "c.csv"
    table.write_text("code,indicator\na,b\n")
    sheet = tmp_path / "d.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["code", "indicator"])  # type: ignore[union-attr]
    book.active.append(["a", "b"])  # type: ignore[union-attr]
    book.save(sheet)
    assert len(outside.transcript(word).turns) == 2
    assert len(outside.transcript(Path("e.docx"), word.read_bytes()).turns) == 2
    assert outside.transcript(text).turns
    assert outside.transcript(Path("f.txt"), text.read_bytes()).turns
    assert outside.rows(table, required=["code"]) == outside.rows(sheet, required=["code"])
    assert outside.draft(word).paragraphs
    target = tmp_path / "g.docx"
    draft = outside.draft(word)
    outside.comment(draft, word.read_bytes(), target, [(0, 5, "Who asks?")])
    assert target.exists()
    assert [Path(name).name for name in went] == [
        "a.docx",
        "e.docx",
        "d.xlsx",
        "a.docx",
        "a.docx",
        "a.docx",
    ]


# ── files that are built to do harm, or damaged ──


def packed(parts: dict[str, bytes], like: Path) -> bytes:
    """Return a document with some of its parts exchanged."""
    made = io.BytesIO()
    with zipfile.ZipFile(like) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, old.read(name)))
    return made.getvalue()


def _document(inside: bytes) -> bytes:
    return b"<w:document " + WORD + b"><w:body>" + inside + b"</w:body></w:document>"


@pytest.mark.parametrize(
    "inside",
    [
        b"<w:tbl><w:tr><w:tc>" * 50_000 + b"</w:tc></w:tr></w:tbl>" * 50_000,
        b"<w:sdt><w:sdtContent>" * 100 + b"<w:p/>" + b"</w:sdtContent></w:sdt>" * 100,
        b'<w:p w:rsidR="' + b"x" * 12_000_000 + b'"><w:r><w:t>Hi.</w:t></w:r></w:p>',
        b"<w:p>" * 1_000 + b"</w:p>" * 1_000,
        b"<w:p/>" * 199_000,
    ],
    ids=["nested tables", "nested controls", "huge attribute", "nested paragraphs", "many tags"],
)
def test_a_word_document_built_to_do_harm_is_refused_and_the_next_is_read(
    tmp_path: Path, inside: bytes
) -> None:
    refused_and_the_next_is_read(tmp_path, inside)


def refused_and_the_next_is_read(tmp_path: Path, inside: bytes) -> None:
    """Let a document with this inside be read as an interview and as a draft."""
    good = interview(tmp_path / "good.docx")
    bad = tmp_path / "bad.docx"
    bad.write_bytes(packed({"word/document.xml": _document(inside)}, good))
    outside = Outside()
    for act, fault in ((outside.transcript, TranscriptError), (outside.draft, DraftError)):
        with pytest.raises(fault) as caught:
            act(bad)  # type: ignore[operator]
        assert "bad.docx" in caught.value.where
    assert len(outside.transcript(good).turns) == 2


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return an SPSS file of six respondents, with labels, missing values and open answers."""
    path = tmp_path_factory.mktemp("sav") / "answers.sav"
    frame = pd.DataFrame(
        {
            "gender": [1.0, 2.0, 1.0, 2.0, 1.0, 2.0],
            "trust": [1.0, 2.0, 9.0, np.nan, 1.0, 2.0],
            "open": ["a", "ябл", "", "d", "e", "a long answer in words"],
            "w": [1.0, 2.0, 0.5, 1.0, 1.5, 1.0],
        }
    )
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels=["Пол", "Trust in courts", "Why?", "Weight"],
        variable_value_labels={
            "gender": {1: "Men", 2: "Women"},
            "trust": {1: "Yes", 2: "No", 9: "Refused"},
        },
        missing_ranges={"trust": [9]},
    )
    return path.read_bytes()


def test_spss_files_with_flipped_bytes_are_read_or_refused(answers: bytes, tmp_path: Path) -> None:
    """100 of them, one to eight bytes each; whatever the reader does, it answers in words."""
    outside = Outside()
    refused: dict[str, str] = {}
    for seed in range(100):
        chance = random.Random(seed)
        data = bytearray(answers)
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(4, len(data))] ^= 1 << chance.randrange(8)
        path = tmp_path / f"{seed}.sav"
        path.write_bytes(data)
        try:
            outside.survey(path)
        except (SurveyError, TableError) as fault:
            refused[fault.where] = str(fault)
    assert 10 < len(refused) < 100
    assert set(refused) <= {f"{seed}.sav" for seed in range(100)}
    assert not [said for said in refused.values() if "\n" in said or len(said) > 300]


def sheet(rows: bytes, like: Path, dimension: bytes = b"A1:XFD1048576") -> bytes:
    xml = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="' + dimension + b'"/><sheetData>' + rows + b"</sheetData></worksheet>"
    )
    return packed({"xl/worksheets/sheet1.xml": xml}, like)


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a workbook with such rows and such a size stated."""
    plain = tmp_path / "plain.xlsx"
    openpyxl.Workbook().save(plain)

    def write(rows: bytes) -> Path:
        path = tmp_path / "answers.xlsx"
        path.write_bytes(sheet(rows, plain))
        return path

    return write


def _row(number: int, *cells: tuple[str, str]) -> bytes:
    inside = "".join(
        f'<c r="{at}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in cells
    )
    return f'<row r="{number}">{inside}</row>'.encode()


def test_a_sheet_that_states_a_giant_size_is_read_as_what_it_holds(
    workbook: Callable[..., Path],
) -> None:
    path = workbook(_row(1, ("A", "id"), ("B", "safe")) + _row(1_000_000, ("A", "1"), ("B", "yes")))
    assert Outside().rows(path, required=["id"]) == [{"id": "1", "safe": "yes"}]


def test_a_sheet_with_a_cell_at_the_end_of_each_row_is_refused(
    workbook: Callable[..., Path],
) -> None:
    """A few bytes each, 16,384 cells each: 13 GB for 100,000 rows."""
    rows = b"".join(_row(number, ("XFD", "x")) for number in range(1, 20_000))
    with pytest.raises(TableError, match="more than 10,000,000 cells"):
        Outside().rows(workbook(rows), required=["id"])


# ── charts ──


def test_a_chart_that_kills_its_painter_is_missing_and_the_document_says_so(
    sample: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coding.project.drawing.picture", draws_or_dies)
    sample.links.put("safety", "age_25_39", "confirms", coder="Ana")
    display = sample.joint.display()
    path = tmp_path / "display.docx"
    sample.joint.export(display, path)
    document = docx.Document(str(path))
    assert len(document.inline_shapes) == len(display.rows) - 1
    words = [paragraph.text for paragraph in document.paragraphs]
    missing = [line for line in words if "could not be drawn" in line]
    assert missing == [
        "The chart of “Age groups” could not be drawn; its figures stand in the table."
    ]


def test_a_painter_that_never_works_costs_three_tries_and_no_document(
    sample: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coding.project.drawing.picture", sleeps)
    monkeypatch.setattr("coding.project.drawing.SECONDS", 0.5)
    display = sample.joint.display()
    begun = time.monotonic()
    sample.joint.export(display, tmp_path / "display.html")
    assert time.monotonic() - begun < 30
    page = (tmp_path / "display.html").read_text(encoding="utf-8")
    assert page.count("could not be drawn") == len(display.rows) > 3
    assert "<figure>" not in page
