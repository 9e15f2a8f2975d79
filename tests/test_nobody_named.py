"""A study full of names: every document and table that it hands out is opened and searched.

Labels of speakers, names of files and interviews, ids and pseudonyms are real-looking names here,
Latin and Cyrillic. Names within the words of an interview are not hidden: there are none in these.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from coding.commands import main
from coding.project import Project
from coding.project.joint import charts

NAMES = (
    *("Olena", "Kovalenko", "Zoran", "Petrović", "Дарина", "Шевчук", "Nadiya", "Мирослав"),
    *("Ілич", "Bogdanova", "OlenaK", "ШевчукД", "Ruslana"),
)
OLENA = """\
Nadiya Bogdanova: Do you feel safe in this town?
Olena Kovalenko: My daughter walks to school alone, and nobody minds.
Nadiya Bogdanova: And at night?
Olena Kovalenko: At night I take the bus, it is not far.
Zoran Petrović: I would add that the rent is far too high here.
"""
DARYNA = """\
Мирослав Ілич: Вам здесь спокойно?
Дарина Шевчук: Здесь спокойно, но аренда очень дорогая для нас.
Мирослав Ілич: А вернуться?
Дарина Шевчук: Возвращаться мы пока не хотим, дети уже учатся.
"""
PEOPLE = """\
participant,pseudonym,gender,age_band,nickname
OlenaK,Ruslana,Female,30-39,Olena
ШевчукД,Дарина,Female,40-49,Дарина
"""
INDEX = """\
file,participant,language
Olena_Kovalenko_2024.txt,OlenaK,en
Шевчук Дарина (final).txt,ШевчукД,ru
"""
CODEBOOK = """\
codes:
  - {id: safety, name: Safety, indicators: [safe_yes]}
  - {id: rent, name: Rent}
"""
TOPLINES = """\
indicator_id,question_id,question,option,value,base_n
safe_yes,q1,Do you feel safe?,Yes,61,200
safe_no,q1,Do you feel safe?,No,39,200
"""
DRAFT = """\
“My daughter walks to school alone, and everybody minds” (Male, 30–39 years old).

“And at night? At night I take the bus, it is quite far” (Female, 30–39 years old).

“Здесь спокойно, аренда очень дорогая для нас” (Female, 20–29 years old).

61 % feel safe, and 77 % feel safe.
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("names") / "study"
    (folder / "transcripts").mkdir(parents=True)
    (folder / "survey").mkdir()
    for name, text in {
        "codebook.yaml": CODEBOOK,
        "transcripts/Olena_Kovalenko_2024.txt": OLENA,
        "transcripts/Шевчук Дарина (final).txt": DARYNA,
        "transcripts/participants.csv": PEOPLE,
        "transcripts/index.csv": INDEX,
        "survey/toplines.csv": TOPLINES,
        "draft.md": DRAFT,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    project = Project(folder)
    assert list(project.first_report.failed) == []
    olena = project.transcripts.info("Olena_Kovalenko_2024").id
    project.speakers.set_participant(olena, "Olena Kovalenko", "OlenaK", coder="ana")
    for info in project.transcripts.all():
        text = project.transcripts.get(info.id).text
        first, last = text.index(": ") - 4, len(text) - 3
        project.codings.apply(info.id, first, last, ["safety", "rent"], coder="ana")
        project.codings.apply(info.id, text.index("\n") + 1, last, ["safety"], coder="ana")
    project.baskets.add("Chapter", coder="ana")
    quotes = project.quotes.find(["safety"])
    project.baskets.put("Chapter", [q.coding for q in quotes], coder="ana")
    for kind, about in (
        *(("transcript", olena), ("turn", f"{olena}#2"), ("participant", "OlenaK")),
        *(("coding", project.codings.all()[0].id), ("paraphrase", project.codings.all()[1].id)),
    ):
        project.memos.write(kind, about, "Look again.", coder="ana")
    project.summaries.write("Olena_Kovalenko_2024", "safety", "Safe by day.", coder="ana")
    pick = project.baskets.get("Chapter").picks[0]
    # An edit as an earlier version kept it, with a label in it.
    with project.store.writing(coder="ana", verb="pick", summary="quote edited") as w:
        w.baskets.change_pick(
            pick.id, printed=quotes[0].text.replace("\n", " ").replace("alone", "[…]")
        )
    for quote in quotes:
        project.links.put(quote.coding, "safe_yes", "confirms", coder="ana")
    return project


def test_the_study_is_full_of_names(study: Project) -> None:
    """Else the search below would find nothing because there is nothing."""
    told = repr(study.quotes.find()) + repr(study.transcripts.all()) + PEOPLE
    assert [name for name in NAMES if name not in told] == []


# ── what is opened ──


def pieces(path: Path) -> Iterator[tuple[str, str]]:
    """Yield every text that a file has in it, by its place: cells, properties, parts, chunks."""
    data = path.read_bytes()
    if path.suffix in (".docx", ".xlsx", ".zip"):
        with zipfile.ZipFile(path) as archive:
            for part in archive.namelist():
                yield from _read(f"{path.name}!{part}", archive.read(part))
                yield path.name, part
    else:
        yield from _read(path.name, data)


def _read(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    if name.endswith((".png", ".jpeg", ".jpg")):
        kinds = re.findall(rb"tEXt|zTXt|iTXt|eXIf", data)
        assert kinds == [], name
        return
    binary = name.endswith(".sav")
    text = html.unescape(data.decode("utf-8", "replace" if binary else "strict"))
    yield name, text
    yield name, re.sub(r"<[^>]*>", "", text)  # words that lie in several runs


def names_in(path: Path) -> list[tuple[str, str]]:
    return [
        (place, name)
        for place, text in pieces(path)
        for name in NAMES
        if name.casefold() in text.casefold()
    ]


# ── what hands documents out ──

COMMANDS: dict[tuple[str, str], tuple[str, list[str]]] = {
    ("quotes", "--out"): ("docx md csv xlsx", []),
    ("joint-display", "--out"): ("docx xlsx html", []),
    ("matrix", "--out"): ("csv xlsx sav", []),
    ("summaries", "--out"): ("docx xlsx csv", []),
    ("memos", "--out"): ("docx md xlsx csv", []),
    ("meetings", "--out"): ("csv xlsx", ["--within", "9"]),
    ("codebook", "--out"): ("docx html csv", []),
    ("outline", "--out"): ("docx md html", []),
    ("verify", "--comments"): ("docx", ["draft.md"]),
    ("verify", "--out"): ("csv xlsx", ["draft.md"]),
    ("verify", "--certificate"): ("docx html", ["draft.md"]),
}
WORKING_FILES = {("codings", "--out")}
"""What is for reading in again, and says so in docs/anonymity.md."""

WHOLE = ("html", "folder")
"""What `export` writes for readers; its other kinds are for other programs, as the docs say."""

MORE = {
    "quotes": [[], ["--basket", "Chapter"], ["--cite", "turns"], ["--cite", "lines"]],
}


def asked() -> list[tuple[str, str, str, list[str]]]:
    return [
        (command, option, suffix, [*arguments, *more])
        for (command, option), (suffixes, arguments) in COMMANDS.items()
        for suffix in suffixes.split()
        for more in MORE.get(command, [[]])
    ]


def run(study: Project, *arguments: str) -> None:
    done = CliRunner().invoke(main, [*arguments, "--project", str(study.folder)])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(("command", "option", "suffix", "arguments"), asked())
def test_no_document_names_anybody(
    study: Project, tmp_path: Path, command: str, option: str, suffix: str, arguments: list[str]
) -> None:
    path = tmp_path / f"out.{suffix}"
    told = [str(study.folder / a) if a.endswith(".md") else a for a in arguments]
    run(study, command, *told, option, str(path))
    assert path.stat().st_size > 50  # more than a heading
    assert names_in(path) == []


@pytest.mark.parametrize("kind", WHOLE)
def test_the_whole_study_names_nobody_beside_the_words(
    study: Project, tmp_path: Path, kind: str
) -> None:
    out = tmp_path / f"study.{kind}"
    run(study, "export", kind, str(out))
    files = [path for path in out.rglob("*") if path.is_file()] if out.is_dir() else [out]
    assert sum(path.stat().st_size for path in files) > 2_000
    assert [name for path in files for name in names_in(path)] == []
    named = tmp_path / f"named.{kind}"
    run(study, "export", kind, str(named), "--ids")
    files = [path for path in named.rglob("*") if path.is_file()] if named.is_dir() else [named]
    assert {"OlenaK", "Ruslana"} & {name for path in files for _, name in names_in(path)}


def test_no_chart_names_anybody(study: Project, tmp_path: Path) -> None:
    path = tmp_path / "charts.zip"
    path.write_bytes(charts(study.joint.display()))
    assert [part for _, part in pieces(path) if part.endswith(".png")]
    assert names_in(path) == []


def test_a_word_draft_gets_comments_without_names(study: Project, tmp_path: Path) -> None:
    from docx import Document

    draft = Document()
    for line in DRAFT.split("\n\n"):
        draft.add_paragraph(line)
    draft.save(str(tmp_path / "draft.docx"))
    run(study, "verify", str(tmp_path / "draft.docx"), "--comments", str(tmp_path / "out.docx"))
    assert "interview" in dict(pieces(tmp_path / "out.docx"))["out.docx!word/comments.xml"]
    assert names_in(tmp_path / "out.docx") == []


@pytest.mark.parametrize("suffix", ["docx", "md", "csv", "xlsx"])
def test_names_are_there_where_they_were_asked_for(
    study: Project, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"out.{suffix}"
    run(study, "quotes", "--ids", "--out", str(path))
    found = {name for _, name in names_in(path)}
    assert {"OlenaK", "ШевчукД", "Дарина"} <= found
    run(study, "verify", str(study.folder / "draft.md"), "--ids", "--out", str(tmp_path / "v.csv"))
    assert "OlenaK" in {name for _, name in names_in(tmp_path / "v.csv")}


def test_every_way_to_a_document_is_searched() -> None:
    """An export that is added later has to be added here."""
    options = {
        (name, option)
        for name, command in main.commands.items()
        for parameter in command.params
        for option in parameter.opts
        if isinstance(parameter.type, click.Path)
        if option.startswith("--") and option not in ("--project", "--import", "--draft")
    }
    assert options == set(COMMANDS) | WORKING_FILES
    pages = Path(__file__).parents[1] / "coding" / "pages"
    making = re.compile(r"(?<!def )\b(?:save|download)_button\(")
    handing_out = {
        path.relative_to(pages).as_posix(): len(ways)
        for path in pages.rglob("*.py")
        if (ways := making.findall(path.read_text(encoding="utf-8")))
    }
    assert handing_out == {
        "quotes.py": 1,
        "parts/side_by_side.py": 2,  # the joint display and its charts
        "parts/coverage.py": 1,  # what is covered, as `matrix --out` writes it
        "verify.py": 1,
        "parts/meetings.py": 1,  # codes that meet, as `meetings --out` writes them
        "parts/study_out.py": 1,  # the whole study, interviews with the names in them: it says so
        "parts/backups.py": 1,  # the whole project
        "parts/files.py": 1,  # the button of all these pages that make a file when it is pressed
        "parts/handing_out.py": 2,  # the report, what people wrote, as `--out` writes them
        "parts/question_cards.py": 1,  # a chart of the survey alone: no interview is behind it
        "parts/certifying.py": 1,  # the certificate, as `verify --certificate` writes it
    }


def test_the_search_would_find_a_name_wherever_it_hid(tmp_path: Path) -> None:
    from docx import Document

    hidden: list[Callable[[Document], object]] = [
        lambda d: setattr(d.core_properties, "author", "Olena"),
        lambda d: setattr(d.core_properties, "title", "Talk with Olena"),
        lambda d: [d.add_paragraph().add_run(part) for part in ("x", "Olena")],
        lambda d: [d.paragraphs[0].add_run(part) for part in ("Ole", "na")] if d.paragraphs else 0,
        lambda d: setattr(d.sections[0].footer.paragraphs[0], "text", "Olena"),
    ]
    for number, hide in enumerate(hidden):
        document = Document()
        document.add_paragraph("calm")
        hide(document)
        document.save(str(tmp_path / f"{number}.docx"))
        assert names_in(tmp_path / f"{number}.docx"), number
