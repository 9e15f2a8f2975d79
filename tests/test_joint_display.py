"""The joint display of a small study, chosen, arranged and handed out to Word, Excel and HTML."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from studies import code, study

from coding.__main__ import main
from coding.errors import CodingError, Conflict, NotFound
from coding.model import Indicator
from coding.project import Project
from coding.project.joint import LayoutItem
from coding.reports.joint_display import (
    DisplayRow,
    PrintedDisplay,
    PrintedStance,
    PrintedVoice,
    write_display,
)
from coding.survey.cell_charts import BAR, FULL, cell_bars

TOPLINES = """\
indicator_id,question_id,question,title,option,subgroup,value,base_n,weighted,source,field_dates,ref
safe,q1,How safe do you feel?,Safety here,Feels safe,all,96.5,300,yes,Park 2025,WHEN,Graph 15
unsafe,q1,How safe do you feel?,Safety here,Feels unsafe,all,3.5,300,yes,Park 2025,WHEN,Graph 15
rent,q2,Is your rent too high,Rents,Too high,all,61,,no,Housing Board,,Table 3
back,q3,Will you go back?,Going back,No,all,72,,,,,
""".replace("WHEN", "2025-05-01/2025-05-31")
VERA, OLEG = "My daughter walks to school alone", "Safe, yes, but the rent eats us up"


@pytest.fixture
def home(tmp_path: Path) -> Project:
    """Return a study in which three questions have something beside their figures."""
    (tmp_path / "home" / "survey").mkdir(parents=True)
    (tmp_path / "home" / "survey" / "toplines.csv").write_text(TOPLINES, encoding="utf-8")
    project = study(tmp_path / "home")
    links = project.links
    vera = code(project, "Vera", VERA, "safety")
    oleg = code(project, "Oleg", OLEG, "prices")
    code(project, "Vera", "The rent is high", "prices")  # that nobody chose
    links.put("safety", "safe", "partly", note="By day they do.", coder="ana")
    links.put(vera, "safe", "confirms", coder="ana")
    links.put(oleg, "safe", "contradicts", note="He says but.", minority=True, coder="ana")
    links.put("prices", "rent", "confirms", coder="ana")
    links.put("return", "back", "silent", note="Nobody was asked.", coder="ana")
    return project


def items(*rows: str) -> list[LayoutItem]:
    """Return rows of a layout; what begins with # is a heading."""
    return [
        LayoutItem(heading=row[2:]) if row.startswith("# ") else LayoutItem(question=row)
        for row in rows
    ]


def rows_of(project: Project) -> list[tuple[str, str]]:
    return [(row.group, row.question.id) for row in project.joint.display().rows]


def exported(project: Project, folder: Path, suffix: str) -> Path:
    path = folder / f"display.{suffix}"
    project.joint.export(project.joint.display(), path)
    return path


# ── which rows ──


def test_rows_are_chosen_ordered_headed_and_all_of_it_is_undone(home: Project) -> None:
    assert rows_of(home) == [("", "q1"), ("", "q2"), ("", "q3")]
    home.joint.arrange(items("q3", "# At home", "q1"), coder="ana")
    assert rows_of(home) == [("", "q3"), ("At home", "q1")]
    assert [row.question.id for row in home.joint.display().more] == ["q2"]
    home.joint.arrange(items("# At home", "q1"), coder="ana", version=1)
    assert rows_of(home) == [("At home", "q1")]
    home.log.undo(coder="ana")
    assert rows_of(home) == [("", "q3"), ("At home", "q1")]
    home.log.undo(coder="ana")
    assert len(rows_of(home)) == 3
    home.log.undo(coder="ana", redo=True)
    assert rows_of(home) == [("", "q3"), ("At home", "q1")]
    home.joint.arrange(None, coder="ana")
    assert len(rows_of(home)) == 3


def test_what_somebody_else_arranged_meanwhile_is_not_written_over(home: Project) -> None:
    home.joint.arrange(items("q1"), coder="ana", version=0)
    with pytest.raises(Conflict, match="somebody else has arranged"):
        home.joint.arrange(items("q2"), coder="bo", version=0)
    assert rows_of(home) == [("", "q1")]
    home.joint.retitle(" Our \n title ", coder="ana", opened="")
    with pytest.raises(Conflict, match="another title"):
        home.joint.retitle("Theirs", coder="bo", opened="")
    assert home.joint.layout().title == "Our title"
    assert home.joint.layout().version == 1


def test_a_row_is_of_a_question_that_is_there(home: Project) -> None:
    """One that has gone since stays where it was chosen, until it is taken out."""
    with pytest.raises(NotFound, match="no question `q9`"):
        home.joint.arrange(items("q9"), coder="ana")
    with pytest.raises(CodingError, match="twice"):
        home.joint.arrange(items("q1", "q1"), coder="ana")
    home.joint.arrange(items("q1", "q3"), coder="ana")
    few = [line for line in TOPLINES.splitlines() if ",q3," not in line]
    (home.folder / "survey" / "toplines.csv").write_text("\n".join(few), encoding="utf-8")
    display = home.joint.display()
    assert [row.question.id for row in display.rows] == ["q1"]
    assert display.gone == ("q3",)
    home.joint.arrange(items("q3", "q1"), coder="ana")


# ── words ──


def test_words_are_those_that_the_report_prints(home: Project) -> None:
    """An edit in a section stands on the display too, whichever coding of the passage it is of."""
    again = code(home, "Vera", VERA, "life", coder="bo")
    home.baskets.add("One", coder="ana")
    home.baskets.put("One", [again], coder="ana")
    [pick] = home.baskets.get("One").picks
    assert home.baskets.edit(pick.id, "My daughter walks […] alone", coder="ana") == []
    [row, *_] = home.joint.display().rows
    assert [s.printed.words for s in row.quotes] == ["My daughter walks […] alone", OLEG]


# ── Word ──


def word(project: Project, folder: Path) -> Any:
    return Document(str(exported(project, folder, "docx")))


def cells(document: Any) -> list[list[str]]:
    """Return the text of each row of the table, cells that reach over several once."""
    return [[cell.text for cell in dict.fromkeys(row.cells)] for row in document.tables[0].rows]


def test_word_has_what_was_chosen_and_nothing_else(home: Project, tmp_path: Path) -> None:
    home.joint.arrange(items("# At home", "q1", "q2"), coder="ana")
    home.memos.write("question", "q1", "By day.\nAt night not.", coder="ana")
    head, group, first, one, second, two = cells(word(home, tmp_path))
    assert head == ["Figures", "Together", "Voices", "Inference"]
    assert (group, first, second) == (["At home"], ["Safety here"], ["Rents"])
    assert one == [
        "\nFigure 1. Safety here. Source: Park 2025, Graph 15.",
        "Safety: partly agrees\nBy day they do.",
        f"Confirms, 1 of 2\n“{VERA}”\n(Female, 30-39 years old)\n"
        f"Contradicts, 1 of 2\n“{OLEG}”\n(Male, 40-49 years old) a minority voice",
        "By day.\nAt night not.",
    ]
    assert two[0] == "\nFigure 2. Rents. Source: Housing Board, Table 3."
    assert two[1:] == ["Prices: confirms", "", ""]


def test_a_column_in_which_nothing_stands_is_left_out(home: Project, tmp_path: Path) -> None:
    """Three columns lie on their side, two stand upright."""
    document = word(home, tmp_path)
    assert cells(document)[0] == ["Figures", "Together", "Voices"]
    home.joint.arrange(items("q2", "q3"), coder="ana")
    document = word(home, tmp_path)
    assert cells(document)[0] == ["Figures", "Together"]
    assert "said yet" not in str(cells(document))
    assert round(document.sections[0].page_width.cm) == 21
    widths = [int(col.get(qn("w:w"))) for col in document.tables[0]._tbl.tblGrid]
    assert widths == [8 * 567, 9 * 567]


def test_each_column_is_there_for_what_stands_in_it() -> None:
    said = PrintedStance(head="Confirms, 1 of 2", voices=[PrintedVoice(words="“Calm”")])
    for row, columns in (
        (DisplayRow(question="q", figures=["f"], inference=" \n"), ["Figures"]),
        (DisplayRow(question="q", figures=["f"], together=[("a", "")]), ["Figures", "Together"]),
        (DisplayRow(question="q", figures=["f"], stances=[said]), ["Figures", "Voices"]),
        (DisplayRow(question="q", figures=["f"], inference="So."), ["Figures", "Inference"]),
    ):
        assert PrintedDisplay(title="T", rows=[row]).columns == columns


def test_pointers_captions_and_pictures_of_a_display_belong_together(
    home: Project, tmp_path: Path
) -> None:
    """Figures are counted by Word, notes point at them, pictures say what they show."""
    document = word(home, tmp_path)
    body = document.element.body
    codes = [mark.text.strip() for mark in body.iter(qn("w:instrText"))]
    assert codes.count(r"SEQ Figure \* ARABIC") == 3
    assert codes.count(r"SEQ Table \* ARABIC") == 1
    names = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    pointers = [each.split()[1] for each in codes if each.startswith("REF")]
    assert len(pointers) == 3
    assert set(pointers) <= names
    told = [inline.docPr.get("descr") for inline in body.iter(qn("wp:inline"))]
    assert told[1] == "Bar chart: Rents. Too high: 61 % (all, n unknown)."
    assert "Feels safe: 96.5 % (95 % interval 93.8–98.1; all, n = 300)" in told[0]
    for row in document.tables[0]._tbl.findall(qn("w:tr")):
        assert row.trPr.find(qn("w:cantSplit")) is not None


def test_notes_say_of_each_figure_what_its_own_source_says(home: Project, tmp_path: Path) -> None:
    document = word(home, tmp_path)
    notes = [p.text for p in document.paragraphs if p.style.name == "Table note"]
    assert notes == [
        "Figure 1. Wording: “How safe do you feel?” All, n = 300. Weighted. Whiskers: 95 %"
        " intervals (Wilson), as if the sample were unweighted. Asked 1 to 31 May 2025.",
        "Figure 2. Wording: “Is your rent too high”. All, n unknown. Unweighted.",
        "Figure 3. Wording: “Will you go back?” All, n unknown.",
    ]


def test_each_quote_is_marked_with_its_language(home: Project, tmp_path: Path) -> None:
    quotes = [
        mark.get(qn("w:val"))
        for run in word(home, tmp_path).element.body.iter(qn("w:lang"))
        for mark in [run]
    ]
    assert quotes == ["en", "en"]


def test_many_quotes_go_on_in_rows_of_their_own_without_a_rule_between(
    home: Project, tmp_path: Path
) -> None:
    """None of them breaks over a page; the chart stands with the first."""
    long = "It is calm here, and I say so. " * 30
    (home.folder / "transcripts" / "Long.txt").write_text(
        "".join(f"Interviewer: And?\n\nVera: {n}. {long}\n\n" for n in range(5)), encoding="utf-8"
    )
    home.transcripts.import_files([home.folder / "transcripts" / "Long.txt"], coder="ana")
    for n in range(5):
        key = code(home, "Long", f"{n}. {long.strip()}", "safety")
        home.links.put(key, "safe", "expands", coder="ana")
    home.joint.arrange(items("q1"), coder="ana")
    table = word(home, tmp_path).tables[0]
    rows = table._tbl.findall(qn("w:tr"))[2:]
    assert len(rows) == 7
    joined = [row.xpath("w:tc/w:tcPr/w:tcBorders/w:top") for row in rows]
    assert [len(marks) for marks in joined] == [0, *[3] * 6]
    assert sum(len(list(row.iter(qn("wp:inline")))) for row in rows[1:]) == 0


def test_nothing_is_written_while_a_quote_tells_who_somebody_is(
    home: Project, tmp_path: Path
) -> None:
    """Until somebody has decided about it, or the row is left out."""
    (home.folder / "transcripts" / "Mira.txt").write_text(
        "Interviewer: And?\n\nMira: Call me on +381 64 123 4567, I said to them.\n",
        encoding="utf-8",
    )
    home.transcripts.import_files([home.folder / "transcripts" / "Mira.txt"], coder="ana")
    key = code(home, "Mira", "Call me on +381 64 123 4567, I said to them", "safety")
    home.links.put(key, "rent", "expands", coder="ana")
    with pytest.raises(CodingError, match="who somebody is"):
        exported(home, tmp_path, "docx")
    assert not list(tmp_path.glob("display.*"))
    home.joint.arrange(items("q1"), coder="ana")
    assert exported(home, tmp_path, "docx").exists()


# ── the command ──


def test_the_command_arranges_names_and_writes_and_says_what_methods_lack(
    home: Project, tmp_path: Path
) -> None:
    def run(*words: str) -> Any:
        done = CliRunner().invoke(
            main, ["joint-display", *words, "--json", "--project", str(home.folder)]
        )
        assert done.exit_code == 0, done.output
        return done

    rows = json.loads(run("--row", "q3", "--row", "# At home", "--row", "q1").stdout)
    assert [(row["group"], row["question_id"]) for row in rows] == [("", "q3"), ("At home", "q1")]
    assert rows[1]["stances"][0] == {
        "indicator": "safe", "relation": "confirms", "k": 1, "n": 2, "participants": ["P01"],
    }  # fmt: skip
    out = str(tmp_path / "d.xlsx")
    assert "the methods leave out: how many answered" in run("--title", "T", "--out", out).stderr
    assert load_workbook(out)["Methods"]["B2"].value == "T"
    assert len(json.loads(run("--all").stdout)) == 3
    wrong = ["joint-display", "--all", "--row", "q1", "--project", str(home.folder)]
    assert CliRunner().invoke(main, wrong).exit_code == 2


# ── methods ──


def test_methods_state_facts_and_the_rest_is_listed_for_the_researcher(home: Project) -> None:
    drafted = home.joint.methods(home.joint.display())
    assert dict(drafted.paragraphs) == {
        "Design": "2 interviews with 2 participants were set beside 3 survey questions (Park 2025"
        " and Housing Board). 1 coder coded 3 segments with a codebook of 5 codes.",
        "Sample": "Participants by gender: Female 1, Male 1. Participants by age band: 30-39 1,"
        " 40-49 1. The figures of Park 2025 rest on 300 respondents each. Park 2025: asked 1 to 31"
        " May 2025.",
        "Weighting and intervals": "The figures of Park 2025 are weighted. The figures of Housing"
        " Board are unweighted. Of published figures only the number of respondents is known: their"
        " 95 % intervals (Wilson) are as if the sample were unweighted.",
        "Integration": "The researchers named the relation of theme and figure 3 times: confirms"
        " (1), partly agrees (1) and silent (1). They chose 2 quotes by 2 of the 2 participants and"
        " said how each stands to a figure: confirms (1) and contradicts (1). k of N counts the"
        " participants with at least one chosen quote of a stance, of all who speak in the study."
        " Interviewees were not matched to respondents.",
    }
    assert drafted.left_out[:4] == (
        "when people were asked: not said of 2 figures",
        "how many answered: not said of 2 figures",
        "whether it is weighted: not said of 1 figure",
        "where it is printed: not said of 1 figure",
    )


def test_methods_follow_in_word_on_an_upright_page(home: Project, tmp_path: Path) -> None:
    document = word(home, tmp_path)
    heads = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert heads == ["Methods", "Design", "Sample", "Weighting and intervals", "Integration"]
    assert [round(s.page_width.cm, 1) for s in document.sections] == [29.7, 21.0]


# ── HTML and Excel say the same ──


def test_the_page_and_the_workbook_say_what_word_says(home: Project, tmp_path: Path) -> None:
    home.joint.arrange(items("# At home", "q1", "q2"), coder="ana")
    home.joint.retitle("Home <here>", coder="ana")
    text = exported(home, tmp_path, "html").read_text(encoding="utf-8")
    plain = " ".join(re.sub(r"<[^>]*>", " ", re.sub(r"src='[^']*'", "", text)).split())
    book = load_workbook(exported(home, tmp_path, "xlsx"))
    rows = [[str(cell or "") for cell in row] for row in book["Joint display"].values]
    assert rows[0] == [*("Group", "Question", "Figures", "Together", "Voices", "Source", "Notes")]
    assert [row[0] for row in rows[1:]] == ["At home", "At home"]
    assert rows[1][2].splitlines()[1].startswith("Feels unsafe: 3.5 % (95 % interval")
    for said in (
        f"“{VERA}”", "(Male, 40-49 years old) a minority voice", "Confirms, 1 of 2",
        "Safety: partly agrees", "Park 2025, Graph 15", "Asked 1 to 31 May 2025.",
    ):  # fmt: skip
        assert said in plain
        assert said in "\n".join(rows[1])
    methods = "\n".join(str(cell) for row in book["Methods"].values for cell in row)
    assert "They chose 2 quotes by 2 of the 2 participants" in methods
    assert "They chose 2 quotes by 2 of the 2 participants" in plain
    assert "Home &lt;here&gt;" in text
    assert "Figure 2 . Rents. Source: Housing Board, Table 3." in plain
    assert text.count("<img alt='Bar chart: ") == 2
    assert "The rent is high" not in text


def test_a_figure_without_a_picture_stands_in_words(tmp_path: Path) -> None:
    """Its note names the question: there is no figure to point at."""
    row = DisplayRow(
        question="Rents", figures=["Too high: 61 %"], credit="Housing Board", notes=["Unweighted."]
    )
    write_display(tmp_path / "d.docx", PrintedDisplay(title="T", rows=[row]))
    document = Document(str(tmp_path / "d.docx"))
    assert document.tables[0].rows[2].cells[0].text == "Too high: 61 %\nSource: Housing Board."
    assert [p.text for p in document.paragraphs][-1] == "Rents. Unweighted."


# ── charts for a column ──


def figure(option: str, value: float | None, *, missing: bool = False) -> Indicator:
    return Indicator(
        id=option, question_id="q", question="", option=option, printed=str(value), value=value,
        missing=missing,
    )  # fmt: skip


def test_a_chart_for_a_column_has_whole_names_above_bars_and_what_is_missing_last() -> None:
    """62 letters take two lines; 50 % is half as wide as the widest."""
    long = "Feels safe in the street in the evening, with others and alone"
    chart = cell_bars([figure("Refused", 5, missing=True), figure(long, 50), figure("No", None)])
    rows = next(iter(chart["datasets"].values()))
    assert [row["name"] for row in rows] == [
        "Feels safe in the street in the evening, with\nothers and alone",
        "Refused",
    ]
    assert rows[0]["to"] - rows[0]["from"] == BAR
    assert rows[1]["at"] > rows[0]["to"]
    [bars] = [layer for layer in chart["layer"] if layer["mark"]["type"] == "rect"]
    assert bars["encoding"]["x"]["scale"] == {"domain": [0, 100.0], "range": [0, FULL]}
    assert cell_bars([figure("No", None)]) == {}
