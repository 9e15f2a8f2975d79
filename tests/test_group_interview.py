"""A group interview from end to end: each quote, condition, count and check goes by who says it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from studies import lay_out

from coding.commands import main
from coding.drafts import read_bytes
from coding.model import Level, Role
from coding.project import Project

GROUP = """\
Moderator: Do you feel safe in this street at night?

Ilya: I walk home late and nothing has ever happened to me.

Ana: I would never let my daughter walk there after dark.

Moderator: And what about the rent?

Boris: The rent has doubled since we came to this town.

Ilya: Ours is low, we were lucky with the landlord.

Ana: We share a flat with my sister because of it.

Boris: Nobody asked me before, to be honest.
"""
PEOPLE = """\
participant,pseudonym,gender,age_band
P01,Mitya,Male,40-49
P02,Anya,Female,30-39
P03,Borya,Male,60-69
"""
SAFE = "I walk home late and nothing has ever happened to me."
DARK = "I would never let my daughter walk there after dark."
RENT = "The rent has doubled since we came to this town."
ASKED = "Do you feel safe in this street at night?"


@pytest.fixture
def group(tmp_path: Path) -> Project:
    """Return a coded group interview in which each speaker is somebody."""
    folder = lay_out(tmp_path / "p", {"G.txt": GROUP}, others={"participants.csv": PEOPLE})
    project = Project(folder)
    for name, key in (("Ilya", "P01"), ("Ana", "P02"), ("Boris", "P03")):
        project.speakers.set_participant("G", name, key, coder="ana")
    for words, code in ((SAFE, "safety"), (DARK, "safety"), (RENT, "prices"), (ASKED, "safety")):
        start = GROUP.index(words)
        project.codings.apply("G", start, start + len(words), [code], coder="ana")
    return project


def attributions(project: Project, **how: object) -> dict[str, tuple[str, str]]:
    return {q.text: (q.participant, q.attribution) for q in project.quotes.find(**how)}  # type: ignore[arg-type]


def verified(project: Project, *quotations: str) -> list[tuple[Level, str]]:
    text = "\n\n".join(quotations)
    return [
        (finding.level, finding.verdict)
        for finding in project.drafts.verify(read_bytes(text.encode(), "draft.md")).findings
        if finding.check == "quotations"
    ]


def test_each_quote_has_the_label_of_whoever_says_it(group: Project) -> None:
    assert attributions(group) == {
        SAFE: ("P01", "Male, 40-49 years old"),
        DARK: ("P02", "Female, 30-39 years old"),
        RENT: ("P03", "Male, 60-69 years old"),
        ASKED: ("", "[interviewer]"),
    }


def test_a_quote_that_crosses_turns_is_said_by_whoever_says_most_of_it(group: Project) -> None:
    start = GROUP.index("nothing has ever")
    group.codings.apply("G", start, GROUP.index(DARK) + len(DARK), ["fear"], coder="ana")
    [quote] = group.quotes.find(["fear"])
    assert (quote.participant, quote.attribution) == ("P02", "Female, 30-39 years old")
    assert "Ana" not in quote.words


def test_words_of_nobody_known_are_nobodys(group: Project) -> None:
    group.speakers.give("G", [2], "", coder="ana")
    assert attributions(group)[SAFE] == ("", "[speaker not known]")
    assert SAFE not in attributions(group, where={"gender": ("Male",)})


def test_conditions_choose_turns_not_files(group: Project) -> None:
    men, women = {"gender": ("Male",)}, {"gender": ("Female",)}
    assert set(attributions(group, where=men)) == {SAFE, RENT}
    assert set(attributions(group, where=women)) == {DARK}
    assert [hit.hit for hit in group.transcripts.search("walk", where=women)] == ["walk"]
    assert len(group.transcripts.search("walk")) == 2
    assert group.transcripts.search("safe", where=men) == []  # who asks is nobody of the study


def test_labels_are_right_in_word_and_in_a_table(group: Project, tmp_path: Path) -> None:
    for name in ("quotes.docx", "quotes.csv"):
        group.quotes.export(tmp_path / name, group.quotes.find())
    printed = read_bytes((tmp_path / "quotes.docx").read_bytes(), "quotes.docx").text
    for words, (_, label) in attributions(group).items():
        assert f"({label})" in printed.partition(words)[2][: len(label) + 40]
    rows = (tmp_path / "quotes.csv").read_text("utf-8-sig")
    assert "[interviewer]" in rows
    assert not [name for name in ("Ilya", "Ana", "Boris", "P01", "Mitya") if name in printed + rows]


def test_the_verifier_holds_each_quotation_against_who_said_it(group: Project) -> None:
    right = (f"“{SAFE}” (Male, 40–49 years old)", f"“{DARK}” (Female, 30–39 years old)")
    assert verified(group, *right) == []
    assert verified(group, f"“{DARK}” (Male, 40–49 years old)") == [(Level.ERROR, "wrong speaker")]
    assert verified(group, f"“{SAFE}” (Ana)") == [(Level.ERROR, "wrong speaker")]
    assert verified(group, f"“{ASKED}” (Male, 40–49 years old)") == [(Level.ERROR, "wrong speaker")]


def test_words_that_two_people_say_are_right_with_either_label(tmp_path: Path) -> None:
    same = "We have been waiting for the same paper all year."
    text = GROUP + f"\nAna: {same}\n\nModerator: Boris?\n\nBoris: {same}\n"
    folder = lay_out(tmp_path / "p", {"G.txt": text}, others={"participants.csv": PEOPLE})
    project = Project(folder)
    for name, key in (("Ilya", "P01"), ("Ana", "P02"), ("Boris", "P03")):
        project.speakers.set_participant("G", name, key, coder="ana")
    assert verified(project, f"“{same}” (Female, 30–39 years old)") == []
    assert verified(project, f"“{same}” (Male, 60–69 years old)") == []
    assert verified(project, f"“{same}” (Male, 40–49 years old)") == [
        (Level.ERROR, "wrong speaker")
    ]


def test_a_quotation_of_nobody_known_is_to_be_checked_not_wrong(group: Project) -> None:
    group.speakers.give("G", [2], "", coder="ana")
    findings = verified(group, f"“{SAFE}” (Female, 30–39 years old)")
    assert findings == [(Level.CHECK, "speaker not known")]


def test_counts_go_by_who_speaks(group: Project) -> None:
    cells = group.cases.matrix().cells
    counted = {key: cell.segments for key, cell in cells.items()}
    assert counted == {
        ("life", "P01"): 1,
        ("life", "P02"): 1,
        ("life", "P03"): 1,
        ("safety", "P01"): 1,
        ("safety", "P02"): 1,
        ("prices", "P03"): 1,
    }


def test_what_the_interviewer_says_is_not_proposed_and_what_nobody_says_is(group: Project) -> None:
    from coding.suggest.segments import passages

    group.speakers.give("G", [2], "", coder="ana")
    cut = passages(group.transcripts.get("G"))
    offered = {GROUP[p.start : p.end] for p in cut if not p.asked}
    assert {SAFE, DARK, RENT} <= offered
    assert ASKED not in offered


def test_a_correction_is_learned_from_at_once(group: Project) -> None:
    """The machine reads turns once, and again when they are corrected."""
    [before] = group.learning.prepared()
    group.speakers.rename("G", "Ana", "Anna", coder="ana")
    assert group.learning.prepared() == [before]
    group.speakers.set_role("G", "Boris", Role.INTERVIEWER, coder="ana")
    assert group.learning.prepared() != [before]


def test_the_agenda_asks_who_is_who(tmp_path: Path) -> None:
    from coding.project.overview import Need

    folder = lay_out(tmp_path / "p", {"G.txt": GROUP}, others={"participants.csv": PEOPLE})
    project = Project(folder)
    needs = [task.need for task in project.overview.agenda("ana")]
    assert Need.UNASSIGNED in needs
    project.speakers.set_participant("G", "Ilya", "P01", coder="ana")
    needs = [task.need for task in project.overview.agenda("ana")]
    assert Need.SPEAKERS in needs
    assert Need.UNHEARD not in needs
    for name, key in (("Ana", "P02"), ("Boris", "P03")):
        project.speakers.set_participant("G", name, key, coder="ana")
    project.speakers.give("G", [2], "", coder="ana")
    needs = [task.need for task in project.overview.agenda("ana")]
    assert Need.UNHEARD in needs
    assert Need.SPEAKERS not in needs


def test_the_command_line_lists_and_corrects(group: Project) -> None:
    def run(*arguments: str) -> list[dict[str, object]]:
        told = [*arguments, "--project", str(group.folder), "--json"]
        done = CliRunner().invoke(main, told, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        rows: list[dict[str, object]] = json.loads(done.stdout)
        return rows

    assert run("turns", "G")[1] == {
        "number": 2,
        "speaker": "Ilya",
        "role": "participant",
        "participant": "P01",
        "start": GROUP.index(SAFE),
        "end": GROUP.index(SAFE) + len(SAFE),
        "time": None,
        "text": SAFE,
    }
    rows = run("speakers", "G", "--merge", "Boris=Ilya", "--rename", "Ana=Anna")
    assert rows == [
        {"speaker": "Moderator", "role": "interviewer", "participant": "", "turns": 2, "words": 14},
        {"speaker": "Ilya", "role": "participant", "participant": "P01", "turns": 4, "words": 37},
        {"speaker": "Anna", "role": "participant", "participant": "P02", "turns": 2, "words": 20},
    ]
    at = GROUP.index("and nothing")
    run("speakers", "G", "--split", f"2:{at}=Boris", "--heading", "1", "--interviewer", "Anna")
    rows = run("turns", "G")
    assert [(row["speaker"], row["role"]) for row in rows[:4]] == [
        ("", "unknown"),
        ("Ilya", "participant"),
        ("Boris", "participant"),
        ("Anna", "interviewer"),
    ]
    on = GROUP.index("nothing has")
    run("speakers", "G", "--give", "1,3-4=", "--join", "8-9", "--words", "--border", f"3:{on}")
    rows = run("turns", "G")
    assert [row["text"] for row in rows[1:3]] == [
        SAFE[: SAFE.index(" nothing")],
        GROUP[on : on + 32],
    ]
    assert [row["speaker"] for row in rows[:4]] == ["", "Ilya", "", ""]
    assert len(rows) == 8


@pytest.mark.parametrize("told", [["--rename", "Ana"], ["--give", "x=Ana"], ["--join", "3"]])
def test_what_cannot_be_read_is_wrong_usage(group: Project, told: list[str]) -> None:
    done = CliRunner().invoke(main, ["speakers", "G", *told, "--project", str(group.folder)])
    assert (done.exit_code, "Usage" in done.output) == (2, True)
