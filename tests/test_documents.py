"""What exported quotes promise, read back from disk."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from docx import Document
from processor import pace

from coding.errors import CodingError
from coding.files.tables import read_rows
from coding.model import Quote
from coding.reports.quotes import escape_markdown, write_quotes

ALL_SUFFIXES = pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".docx", ".md"])
GROUPS = {"return": "Return conditions", "safety": "Safety"}


def quote(**changed: object) -> Quote:
    given: dict[str, object] = {
        "coding": "c1",
        "transcript": "uuid",
        "name": "Interview 1",
        "start": 120,
        "end": 180,
        "text": "Здесь спокойно.",
        "translation": "It is calm here.",
        "participant": "P01",
        "attribution": "Female, 30-39 years old",
        "codes": ("safety",),
        "coders": ("Ana", "Boris"),
        "interview": "interview 7",
    }
    return Quote(**{**given, **changed})  # type: ignore[arg-type]


@ALL_SUFFIXES
def test_a_file_is_written_whole_or_left_as_it_was(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"quotes{suffix}"
    path.write_text("before")

    class Broken:
        def __str__(self) -> str:
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        write_quotes(path, [(quote(attribution=Broken()), "")])
    assert path.read_text() == "before"
    assert os.listdir(tmp_path) == [path.name]
    write_quotes(path, [(quote(), "")])
    assert path.read_bytes() != b"before"
    assert os.listdir(tmp_path) == [path.name]
    assert path.stat().st_mode & 0o077 == 0


@ALL_SUFFIXES
def test_a_place_that_cannot_be_written_is_a_plain_message(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / f"folder{suffix}").mkdir()
    for place, message in [
        (tmp_path / "missing" / f"a{suffix}", "does not exist"),
        (tmp_path / "file" / f"a{suffix}", "does not exist"),
        (tmp_path / f"folder{suffix}", "is a folder"),
    ]:
        with pytest.raises(CodingError, match=message) as caught:
            write_quotes(place, [(quote(), "")])
        assert caught.value.hint
    assert sorted(os.listdir(tmp_path)) == ["file", f"folder{suffix}"]


def test_an_unknown_ending_is_refused_with_those_that_work(tmp_path: Path) -> None:
    with pytest.raises(CodingError, match=r"\.docx or \.md"):
        write_quotes(tmp_path / "quotes.pdf", [])


def paragraphs(path: Path) -> list[tuple[str, str]]:
    return [(p.style.name, p.text) for p in Document(str(path)).paragraphs]  # type: ignore[union-attr]


def test_a_document_has_a_heading_per_code_and_quotes_with_attribution(tmp_path: Path) -> None:
    quotes = [
        (quote(), ""),
        (quote(text="Maybe.", translation="", codes=("return", "safety"), attribution=""), ""),
        (quote(text="Never mind.", translation="", codes=("else",)), "Never […]"),
    ]
    write_quotes(
        tmp_path / "q.docx", quotes, title="Safety <now>", groups=GROUPS, date="2025-02-03"
    )
    assert paragraphs(tmp_path / "q.docx") == [
        ("Title", "Safety <now>"),
        ("Note", "3 quotes · 2025-02-03"),
        ("Heading 1", "Return conditions"),
        ("Quote", "“Maybe.”"),
        ("Heading 1", "Safety"),
        ("Quote", "“Здесь спокойно.”"),
        ("Quote beside", "It is calm here."),
        ("Quote attribution", "(Female, 30-39 years old)"),
        ("Quote", "“Maybe.”"),
        ("Heading 1", "Other codes"),
        ("Quote", "“Never […]”"),
        ("Quote attribution", "(Female, 30-39 years old)"),
    ]


def test_a_document_is_a4_with_page_numbers_and_names_no_program(tmp_path: Path) -> None:
    write_quotes(tmp_path / "q.docx", [(quote(), "")], title="Mine")
    document = Document(str(tmp_path / "q.docx"))
    section = document.sections[0]
    width, height = section.page_width, section.page_height
    assert width is not None
    assert height is not None
    assert (round(width.mm), round(height.mm)) == (210, 297)
    assert 'w:instr="PAGE"' in section.footer.paragraphs[0]._p.xml
    properties = document.core_properties
    assert (properties.title, properties.author, properties.comments) == ("Mine", "", "")
    block = document.paragraphs[2:]
    assert round(block[0].style.paragraph_format.left_indent.mm) == 10  # type: ignore[union-attr]
    assert block[1].style.font.italic  # type: ignore[union-attr]
    assert block[-1].paragraph_format.keep_with_next is False


@pytest.mark.parametrize("suffix", [".docx", ".md"])
def test_a_document_leads_to_no_interview_unless_asked(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"q{suffix}"

    def printed() -> str:
        if suffix == ".md":
            return path.read_text(encoding="utf-8")
        return "\n".join(text for _, text in paragraphs(path))

    write_quotes(path, [(quote(), "")])
    for trace in ("P01", "nterview", "120", "Ana", "uuid"):
        assert trace not in printed()
    write_quotes(path, [(quote(), "")], places=["characters 3–9"])
    assert "interview 7 · characters 3–9" in printed()
    for trace in ("P01", "Interview 1", "uuid"):
        assert trace not in printed()
    write_quotes(path, [(quote(), "")], places=["characters 3–9"], ids=True)
    assert "P01 · Interview 1 · characters 3–9" in printed()
    assert "not for readers" in printed()


def test_markdown_has_the_quotes_as_blocks(tmp_path: Path) -> None:
    quotes = [(quote(text="One.\n\n  Two.", translation="A.\nB."), ""), (quote(translation=""), "")]
    write_quotes(tmp_path / "q.md", quotes, title="A\n# B", groups=GROUPS, date="2025-02-03")
    assert (
        (tmp_path / "q.md").read_text(encoding="utf-8")
        == """\
# A \\# B

2 quotes · 2025-02-03

## Safety

> “One.\\
> Two.”
>
> *A.\\
> B.*
>
> (Female, 30-39 years old)

> “Здесь спокойно.”
>
> (Female, 30-39 years old)
"""
    )


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("![x](y)", r"!\[x\](y)"),
        ("<img src=x>", r"\<img src=x\>"),
        ("&lt; *a* _b_ `c` ~~d~~ $e$", r"\&lt; \*a\* \_b\_ \`c\` \~\~d\~\~ \$e\$"),
        ("\\[x]", r"\\\[x\]"),
        ("# a\n- b\n+ c\n12. d\n3) e\n===\n> f\n|g|", None),
        ("http://a.example", "http:\u2060//a.\u2060example"),
        ("www.evil.example", "www\u2060.\u2060evil.\u2060example"),
        ("me@a.example", "me\\@\u2060a.\u2060example"),
        ("Calm here. 3.5 of 7 (well)! It's «so».", "Calm here. 3.5 of 7 (well)! It's «so»."),
    ],
)
def test_markdown_in_a_quote_stays_text(text: str, escaped: str | None) -> None:
    if escaped is None:
        escaped = "\\# a\n\\- b\n\\+ c\n12\\. d\n3\\) e\n\\===\n\\> f\n\\|g\\|"
    assert escape_markdown(text) == escaped


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_table_of_quotes_names_interviews_only_if_asked(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"q{suffix}"
    pairs = [(quote(codes=("safety", "fear")), "Спокойно.")]
    row = {
        "interview": "interview 7",
        "text": "Спокойно.",
        "translation": "It is calm here.",
        "attribution": "Female, 30-39 years old",
        "codes": "safety; fear",
        "coders": "Ana; Boris",
        "start": "120",
        "end": "180",
    }
    write_quotes(path, pairs, groups=GROUPS)
    assert read_rows(path, required=[]) == [row]
    write_quotes(path, pairs, groups=GROUPS, places=["turn 4"])
    assert read_rows(path, required=[]) == [{**row, "place": "turn 4"}]
    write_quotes(path, pairs, groups=GROUPS, ids=True)
    assert read_rows(path, required=[]) == [
        {"transcript": "Interview 1", "participant": "P01", **row}
    ]


@ALL_SUFFIXES
def test_characters_that_no_document_can_hold_do_not_stop_it(tmp_path: Path, suffix: str) -> None:
    bad = quote(text="a\x00b\x0b\ud800", translation="\x01", attribution="\x02x")
    write_quotes(tmp_path / f"q{suffix}", [(bad, "")], title="t\x03", groups={"safety": "\x04s"})
    assert (tmp_path / f"q{suffix}").stat().st_size > 0


def test_four_thousand_quotes_are_in_a_csv_at_once(tmp_path: Path) -> None:
    quotes = [
        (quote(coding=str(i), text="It is safe here, also at night. " * 5), "") for i in range(4000)
    ]
    times = []
    for _ in range(3):
        begin = time.thread_time()
        write_quotes(tmp_path / "q.csv", quotes)
        times.append(time.thread_time() - begin)
    assert min(times) < 0.2 * pace()


def test_what_is_read_from_the_right_runs_from_the_right(tmp_path: Path) -> None:
    arabic = quote(text="أنا خائفة من العودة.", translation="I am afraid to go back.")
    write_quotes(tmp_path / "q.docx", [(arabic, "")])
    there = {p.text: p for p in Document(str(tmp_path / "q.docx")).paragraphs}
    words = there["“أنا خائفة من العودة.”"]
    assert words._p.pPr is not None
    assert [child.tag.rpartition("}")[2] for child in words._p.pPr] == ["pStyle", "bidi"]
    assert words.runs[0].font.rtl is True
    assert there["I am afraid to go back."].runs[0].font.rtl is None
