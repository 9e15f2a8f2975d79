"""Drafts in a project: decisions hold as long as the sentence does; files are handed out whole."""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from marked_drafts import DRAFTS, plain, word

from coding.commands import main
from coding.drafts.board import CALLED, spots
from coding.drafts.layout import laid_out
from coding.errors import CodingError, DraftError, NotFound
from coding.model import BindingChoice, Level, Report, Sense, Statement
from coding.project import Project
from coding.project.drafts import Drafts, as_data

DRAFT = """\
A majority of respondents (44.7%) agree that gays and lesbians should have the same rights.

“Nobody ever asked me what I think of the sea.” (Female, 30–39 years old)
"""


@pytest.fixture
def drafts(sample_folder: Path, tmp_path: Path) -> Drafts:
    folder = Path(shutil.copytree(sample_folder, tmp_path / "sample"))
    return Project(folder).drafts


def checked(drafts: Drafts, tmp_path: Path, text: str = DRAFT) -> Report:
    path = tmp_path / "draft.md"
    path.write_text(text, encoding="utf-8")
    return drafts.verify(drafts.read(path))


def loud(report: Report) -> list[str]:
    return [f.verdict for f in report.findings if f.level is not Level.INFO]


def open_ones(drafts: Drafts, report: Report) -> list[str]:
    rulings = drafts.rulings()
    return [f.verdict for f in report.findings if f.key not in rulings and f.level != "info"]


def test_a_finding_that_was_settled_stays_settled(drafts: Drafts, tmp_path: Path) -> None:
    """Also in a new reading, further down, in other line breaks; with reason and name."""
    report = checked(drafts, tmp_path)
    assert loud(report) == ["quantifier", "not found"]
    drafts.rule(report.findings[0], "accepted", reason="The editor wants it so.", coder="Nina")
    again = checked(
        drafts, tmp_path, "A new beginning.\n\n" + DRAFT.replace("agree that", "agree\nthat")
    )
    assert open_ones(drafts, again) == ["not found"]
    [ruling] = drafts.rulings().values()
    assert (ruling.decided, ruling.reason, ruling.coder) == (
        "accepted", "The editor wants it so.", "Nina",
    )  # fmt: skip


def test_it_comes_back_when_its_sentence_changes(drafts: Drafts, tmp_path: Path) -> None:
    report = checked(drafts, tmp_path)
    drafts.rule(report.findings[0], "not ours", coder="Nina")
    changed = checked(drafts, tmp_path, DRAFT.replace("should have", "must have"))
    assert open_ones(drafts, changed) == ["quantifier", "not found"]


def test_a_decision_is_undone_and_reopened(drafts: Drafts, tmp_path: Path) -> None:
    [first, *_] = checked(drafts, tmp_path).findings
    drafts.rule(first, "fixed", coder="Nina")
    drafts.project.log.undo(coder="Nina")
    assert drafts.rulings() == {}
    drafts.project.log.undo(coder="Nina", redo=True)
    drafts.reopen(first, coder="Nina")
    assert drafts.rulings() == {}
    with pytest.raises(NotFound):
        drafts.reopen(first, coder="Nina")


def test_a_decision_needs_a_known_verdict_and_a_reason(drafts: Drafts, tmp_path: Path) -> None:
    [first, *_] = checked(drafts, tmp_path).findings
    with pytest.raises(CodingError, match="no decision"):
        drafts.rule(first, "wrong", coder="Nina")
    with pytest.raises(CodingError, match="with a reason"):
        drafts.rule(first, "accepted", reason=" ", coder="Nina")
    assert drafts.rulings() == {}


def test_comments_are_written_for_what_is_open_and_the_draft_stays(
    drafts: Drafts, tmp_path: Path
) -> None:
    data, _ = word((DRAFTS / "report-word.md").read_text())
    path = tmp_path / "draft.docx"
    path.write_bytes(data)
    report = drafts.verify(drafts.read(path))
    drafts.rule(report.findings[0], "not ours", coder="Nina")
    written = drafts.comments(report, data, tmp_path / "out.docx")
    assert path.read_bytes() == data
    comments = list(docx.Document(str(tmp_path / "out.docx")).comments)
    told = [f for f in report.findings if f.verdict != "no such figure"]
    assert written == len(comments) == len(told) - 1
    assert {c.author for c in comments} == {"coding verify"}
    assert any("the table has 12.6 %" in c.text for c in comments)
    with pytest.raises(CodingError, match="draft itself"):
        drafts.comments(report, data, path)
    assert path.read_bytes() == data


def test_findings_are_handed_out_as_a_table(drafts: Drafts, tmp_path: Path) -> None:
    report = checked(drafts, tmp_path)
    drafts.rule(report.findings[0], "accepted", reason="Agreed.", coder="Nina")
    drafts.export(report, tmp_path / "findings.csv")
    with (tmp_path / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["verdict"] for r in rows] == [f.verdict for f in report.findings]
    assert (rows[0]["decision"], rows[0]["reason"], rows[0]["by"]) == (
        "accepted",
        "Agreed.",
        "Nina",
    )
    drafts.export(report, tmp_path / "findings.xlsx")
    assert (tmp_path / "findings.xlsx").stat().st_size > 1000


@pytest.mark.parametrize("suffix", [".docx", ".html"])
def test_the_certificate_counts_and_names_what_stays_open(
    drafts: Drafts, tmp_path: Path, suffix: str
) -> None:
    report = checked(drafts, tmp_path)
    drafts.rule(report.findings[0], "accepted", reason="Agreed <b>.", coder="Nina")
    path = tmp_path / f"certificate{suffix}"
    drafts.certify(report, path)
    if suffix == ".docx":
        document = docx.Document(str(path))
        text = "\n".join(p.text for p in document.paragraphs)
        text += "\n".join(c.text for t in document.tables for r in t.rows for c in r.cells)
    else:
        text = path.read_text(encoding="utf-8")
        assert "<b>." not in text
    assert "1 quotation: 1 not found." in text
    assert re.search(r"1 figure: 1 \w+\.", text)
    assert "4 claims: 2 to look at, 1 contradicted, 1 likely." in text
    assert "1 finding stays open." in text
    assert "1 more finding somebody keeps for a reason" in text
    assert report.draft.sha256 in text


def test_what_quantifiers_mean_is_the_projects_own(drafts: Drafts, tmp_path: Path) -> None:
    rows = [*drafts.quantifiers(), {"words": "the bulk", "low": 60, "high": 100, "strict": True}]
    drafts.set_quantifiers(rows, coder="Nina")
    text = "The bulk (55%) sing. A majority (44%) dance.\n"
    assert loud(checked(drafts, tmp_path, text)) == ["quantifier", "quantifier"]
    drafts.project.log.undo(coder="Nina")
    assert loud(checked(drafts, tmp_path, text)) == ["quantifier"]
    for bad in (
        {"words": "(", "low": 1, "high": 2, "strict": True},
        {"words": "few", "low": 30, "high": 20, "strict": True},
        {"words": "", "low": 3, "high": 20, "strict": True},
        {"words": "few", "low": "a", "high": 20, "strict": True},
    ):
        with pytest.raises(CodingError):
            drafts.set_quantifiers([bad], coder="Nina")


def test_a_table_of_quantifiers_kept_as_patterns_still_opens(
    drafts: Drafts, tmp_path: Path
) -> None:
    """Old projects kept patterns: they become words, and one that cannot is said."""
    rows = [
        {"words": r"the (?:bulk|mass)(?= of)?", "low": 60, "high": 100, "strict": True},
        {"words": r"(\w)\1", "low": 1, "high": 2, "strict": True},
    ]
    with drafts.store.writing(coder="Nina", verb="settings", summary="what quantifiers mean") as w:
        w.put_setting("quantifiers", rows)
    assert [row["words"] for row in drafts.quantifiers()] == ["the bulk, the mass"]
    report = checked(drafts, tmp_path, "The bulk (55%) sing. A majority (44%) dance.\n")
    assert loud(report) == ["quantifier"]
    assert any(r"(\w)\1" in note for note in report.notes)


def test_the_view_loses_no_word_and_no_item(drafts: Drafts, tmp_path: Path) -> None:
    """The pieces put together are the paragraphs; each item has its words."""
    text, _ = plain((DRAFTS / "report-en.md").read_text())
    path = tmp_path / "draft.txt"
    path.write_text(text, encoding="utf-8")
    report = drafts.verify(drafts.read(path))
    listed = spots(report, drafts.rulings())
    shown = laid_out(report, listed)
    paragraphs = [text[p.start : p.end] for p in report.draft.paragraphs if p.end > p.start]
    assert ["".join(words for words, _ in one["pieces"]) for one in shown] == paragraphs
    marked = {name for cut in shown for _, ids in cut["pieces"] for name in ids}
    assert marked == {spot.id for spot in listed}


# ── what may be missing ──


def test_without_a_survey_quotations_are_still_checked(project: Project, tmp_path: Path) -> None:
    report = checked(
        project.drafts,
        tmp_path,
        "41 % agree. “My daughter walks to school alone.” (Female, 30–39)\n",
    )
    assert [e.verdict for e in report.examined] == ["verbatim"]
    assert "There is no survey: figures were not looked up." in report.notes


def test_without_interviews_figures_are_still_checked(tmp_path: Path) -> None:
    project = Project.new(tmp_path / "empty")
    report = checked(project.drafts, tmp_path)
    assert loud(report) == ["quantifier"]
    assert "There are no transcripts: quotations were not looked up." in report.notes
    assert [e.verdict for e in report.examined if e.kind == "quotation"] == ["not looked up"]


def test_a_draft_in_a_language_of_no_interview_is_said(project: Project, tmp_path: Path) -> None:
    text = "Wir sind nicht zurück, und das ist so, weil die Lage nicht gut war und es ist. " * 5
    report = checked(project.drafts, tmp_path, text)
    assert any("The draft seems to be in `de`" in note for note in report.notes)
    assert any("words for shares and amounts" in note for note in report.notes)


def test_an_unreadable_survey_is_said_and_the_rest_goes_on(drafts: Drafts, tmp_path: Path) -> None:
    (drafts.project.folder / "survey" / "toplines.csv").write_text("nothing\n1\n")
    report = checked(drafts, tmp_path)
    assert any(note.startswith("The survey cannot be used") for note in report.notes)
    assert "not found" in loud(report)


# ── the command ──


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.stdout, result.stderr


def test_the_command_prints_findings_counts_and_all_it_examined(
    drafts: Drafts, tmp_path: Path
) -> None:
    import json

    path = tmp_path / "draft.md"
    path.write_text(DRAFT, encoding="utf-8")
    folder = str(drafts.project.folder)
    code, out, _ = run("verify", str(path), "--project", folder, "--json")
    told = json.loads(out)
    assert code == 0
    assert set(told) >= {"findings", "counts", "examined"}
    assert set(told["findings"][0]) >= {
        *(
            "check",
            "level",
            "verdict",
            "paragraph",
            "start",
            "end",
            "excerpt",
            "message",
            "evidence",
        ),
    }
    assert set(told["counts"]) == {"error", "check", "info"}
    for one in [*told["findings"], *told["examined"]]:
        assert DRAFT[one["start"] : one["end"]] == one["excerpt"]
    report = checked(drafts, tmp_path)
    drafts.rule(report.findings[0], "not ours", coder="Nina")
    told = json.loads(run("verify", str(path), "--project", folder, "--json")[1])
    assert told["counts"]["error"] == 0
    assert [one["decision"]["verdict"] for one in told["settled"]] == ["not ours"]
    assert as_data(report, drafts.rulings())["counts"] == told["counts"]


def test_the_command_writes_what_is_asked_for(drafts: Drafts, tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    path.write_text(DRAFT, encoding="utf-8")
    outs = {"--comments": "c.docx", "--out": "f.csv", "--certificate": "c.html"}
    asked = [x for name, file in outs.items() for x in (name, str(tmp_path / file))]
    code, out, err = run("verify", str(path), *asked, "--project", str(drafts.project.folder))
    assert code == 0
    assert "1 errors" in out
    assert all((tmp_path / file).stat().st_size > 100 for file in outs.values())
    assert "comments written" in err


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"%PDF-1.7", "PDF"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "encrypted"),
        ("a.docx", b"PK\x03\x04 torn", "damaged"),
        ("a.md", b"", "no words"),
        ("a.odt", b"x", "no draft"),
    ],
)
def test_a_bad_draft_is_one_clear_line(
    project: Project, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    code, out, err = run("verify", str(tmp_path / name), "--project", str(project.folder))
    assert (code, out) == (1, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1
    assert run("verify", str(tmp_path / "gone.md"), "--project", str(project.folder))[0] == 1


def test_a_word_file_that_unfolds_to_harm_is_refused(project: Project, tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 300_000_000)
    with pytest.raises(DraftError, match="zip bomb"):
        project.drafts.read(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(DraftError):
        project.drafts.read(path)


def test_drafts_in_the_folder_are_offered(drafts: Drafts) -> None:
    folder = drafts.project.folder
    (folder / "report").mkdir()
    for name in ("report/second.docx", "first.md", "README.md", "notes.csv"):
        (folder / name).write_text("x")
    assert [p.name for p in drafts.all()] == ["first.md", "second.docx", "draft.md"]


def test_promising_to_mend_everything_settles_nothing(drafts: Drafts, tmp_path: Path) -> None:
    """Certificate, comments and counts are as before, until a draft lacks what was promised."""
    report = checked(drafts, tmp_path)
    before = as_data(report, drafts.rulings())["counts"]
    for finding in report.findings:
        drafts.rule(finding, "fixed", coder="Nina")
    assert as_data(report, drafts.rulings())["counts"] == before
    page = drafts.certificate(report)
    assert page.lines()[0] == f"{len(loud(report))} findings stay open."
    hashes = [line.rpartition(" ")[2] for line in page.sources]
    assert {info.sha256 for info in drafts.project.transcripts.all()} <= set(hashes)
    assert set(drafts.project.survey.hashes()) <= set(hashes)
    written = drafts.comments(report, DRAFT.encode(), tmp_path / "out.docx")
    assert written == len(report.findings)
    mended = checked(
        drafts, tmp_path, DRAFT.replace("A majority of respondents (44.7%)", "44.7% of respondents")
    )
    page = drafts.certificate(mended)
    assert (page.open, [row[2] for row in page.promised]) == (
        [],
        ["Nobody ever asked me what I think of the sea."],
    )


def test_the_certificate_says_who_bound_what_and_what_nobody_looked_at(
    drafts: Drafts, tmp_path: Path
) -> None:
    """Claims by state, each binding with name and verdict, open claims, pictures, tables."""
    text = (
        DRAFT + "\n44.7% think so.\n\n![A chart](chart.png)\n\n| 12 | 13 |\n|---|---|\n| 4 | 5 |\n"
    )
    report = checked(drafts, tmp_path, text)
    [claim] = [
        c for c in report.claims if c.printed == "44.7%" and c.sentence != report.claims[0].sentence
    ]
    stated = Statement(Sense.EQUAL, ("lgbt_agree",))
    drafts.bind(claim, BindingChoice.FIGURE, stated, draft="draft.md", coder="Nina")
    page = drafts.certificate(checked(drafts, tmp_path, text))
    assert page.claims["bound"] == 1
    assert any(
        line.startswith(f"{page.undecided} claim") and "anybody" in line for line in page.lines()
    )
    [(state, _, words, said)] = page.bound
    assert (state, words) == ("bound", "44.7%")
    assert re.fullmatch(r".+ \(lgbt_agree\): agrees \(Nina, \d{4}-\d\d-\d\d\)", said)
    told = "\n".join(page.notes)
    assert "Claims to look at, of which nobody has said what they state: " in told
    waiting = [words.split(", ") for _, _, words, _ in page.waiting]
    assert page.undecided == len([words for listed in waiting for words in listed])
    assert not any("“" in words or "sea" in words for listed in waiting for words in listed)
    assert page.undecided < len(
        [c for c in checked(drafts, tmp_path, text).claims if not c.binding]
    )
    assert "Not looked at: what stands in 1 picture." in told
    assert "tables without heads, which begin in paragraph 5" in told


def test_what_a_draft_writes_by_its_name_is_shown_as_it_reads(
    drafts: Drafts, tmp_path: Path
) -> None:
    """On cards, in findings, heads of tables and the certificate: no tag, no `&nbsp;`."""
    text = (
        "Of all 44.7&nbsp;% agree, and <b>a&nbsp;majority</b> (44.7&nbsp;%) said so.\n\n"
        "| Who | share&nbsp;% |\n|---|---|\n| Old<br>men | <b>12&thinsp;%</b> |\n"
    )
    report = checked(drafts, tmp_path, text)
    board, page = drafts.board(report), drafts.certificate(report)
    cards = list(board["places"].values())
    assert "44.7 %" in [card["printed"] for card in cards]
    assert all(card["sentence"][1] for card in cards)
    assert [card["heads"] for card in cards if card.get("heads")] == ["Old men | share %"]
    said = str((cards, report.findings, report.examined, page.waiting, page.open))
    assert not re.search(r"&\w+;|\u2060|\\u2060|</?b", said)


def test_the_certificate_counts_and_calls_claims_as_the_page_does(
    drafts: Drafts, tmp_path: Path
) -> None:
    """A binding that its figure contradicts is no bound claim there either; no state is printed."""
    text = DRAFT + "\n44.7% think so.\n"
    claim = next(
        c for c in checked(drafts, tmp_path, text).claims if c.sentence == "44.7% think so."
    )
    figure = next(i for i in drafts.project.survey.figures() if i.value and abs(i.value - 44.7) > 5)
    stated = Statement(Sense.EQUAL, (figure.id,))
    drafts.bind(claim, BindingChoice.FIGURE, stated, draft="draft.md", coder="Nina")
    report = checked(drafts, tmp_path, text)
    page, shown = drafts.certificate(report), drafts.board(report)
    marks = Counter(place["mark"] for place in shown["places"].values())
    assert page.claims == {CALLED[mark]: n for mark, n in marks.items() if mark != "remark"}
    assert [row[0] for row in page.bound] == ["contradicted"]
    names = {*page.claims, *(row[0] for row in page.waiting)}
    assert not names & {"open", "literal", "proposed"}


def test_no_name_of_who_was_interviewed_stands_in_the_certificate(
    drafts: Drafts, tmp_path: Path
) -> None:
    """Names are planted where somebody may have typed them: draft, its name, a reason."""
    people = drafts.project.participants.all()
    infos = drafts.project.transcripts.all()
    named = [people[0].id, people[0].pseudonym, infos[0].name, infos[0].file]
    planted = " and ".join(named)
    path = tmp_path / f"{people[0].pseudonym} of {people[0].id}.md"
    path.write_text(f"A majority of {planted} (44.7%) agree.\n", encoding="utf-8")
    report = drafts.verify(drafts.read(path))
    drafts.rule(report.findings[0], "accepted", reason=f"So says {planted}.", coder="Nina")
    for suffix in (".html", ".docx"):
        out = tmp_path / f"certificate{suffix}"
        drafts.certify(report, out)
        if suffix == ".docx":
            document = docx.Document(str(out))
            printed = "\n".join(p.text for p in document.paragraphs)
            printed += "\n".join(c.text for t in document.tables for r in t.rows for c in r.cells)
        else:
            printed = out.read_text(encoding="utf-8")
        assert "[name withheld]" in printed
        assert [
            name for name in named if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", printed)
        ] == []
