"""A corrected interview keeps what was put on its words; what is not sure waits for a person."""

from __future__ import annotations

import json
import os
import random
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from corrected_texts import corrected, interview, plain, segments
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from studies import VERA, code, coded, study, where

from coding.commands import main
from coding.errors import CodingError, Conflict, DamageError, NotFound, ProjectError
from coding.model import Choice, Decision, Seen
from coding.project import Project
from coding.revision import Fate


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(tmp_path / "p")


def edited(project: Project, *pairs: tuple[str, str], text: str = VERA) -> Path:
    """Write a corrected copy of the interview beside the project."""
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path = project.folder.parent / "Vera corrected.txt"
    path.write_text(text, "utf-8")
    return path


def said(project: Project) -> list[tuple[str, str, str]]:
    whole = project.transcripts.get("Vera")
    return [(t.speaker, str(t.role), whole.text[t.start : t.end]) for t in whole.turns]


TABLES = (
    *("transcripts", "turns", "speakers", "codings", "decisions", "memos", "picks", "links"),
    *("settings", "reworded", "wordings", "suggestions"),
)


def stored(project: Project) -> dict[str, list[object]]:
    """Return every row that stands on words or says who says them; versions are left out."""
    with project.store.reading() as db:
        return {
            table: [
                {k: v for k, v in dict(row).items() if k not in ("version", "replaced")}
                for row in db.execute(f'SELECT * FROM "{table}" ORDER BY 1').fetchall()
            ]
            for table in TABLES
        }


def sound(project: Project) -> None:
    """Let everything be looked over: texts, turns, codings, check values, search index."""
    assert project.check() == []
    with project.store.writing(coder="x", verb="look", summary="") as w:
        w.db.execute("INSERT INTO spoken_index (spoken_index, rank) VALUES ('integrity-check', 1)")


# ── a corrected file ──


def test_codings_follow_their_words_and_undo_brings_everything_back(project: Project) -> None:
    alone = code(project, "Vera", "walks to school alone", "safety")
    rent = code(project, "Vera", "The rent is high", "prices")
    back = code(project, "Vera", "would not go back now", "return", coder="ben")
    before, told = stored(project), project.transcripts.get("Vera")
    done = project.revisions.revise(
        "Vera",
        edited(project, ("My daughter", "Well, my daughter"), ("high", "too high")),
        coder="ana",
    )
    assert (done.placed, done.changed, done.moved, done.unsure) == (3, 1, 0, ())
    assert {c.id: c.text for c in project.codings.all()} == {
        alone: "walks to school alone",
        rent: "The rent is too high",
        back: "would not go back now",
    }
    assert project.transcripts.get("Vera").id == told.id
    assert [hit.hit for hit in project.transcripts.search("too")] == ["too"]
    sound(project)
    assert "corrected" in project.log.undo(coder="ana").summary
    assert (stored(project), project.transcripts.get("Vera")) == (before, told)
    assert project.transcripts.search("too") == []
    sound(project)
    project.log.undo(coder="ana", redo=True)
    assert [c.text for c in project.codings.all(code="prices")] == ["The rent is too high"]
    sound(project)


def test_a_correction_is_one_row_of_the_log_and_the_old_text_stays(project: Project) -> None:
    acts = len(project.store.log.acts())
    project.revisions.revise("Vera", edited(project, ("high", "low")), coder="ana")
    assert len(project.store.log.acts()) == acts + 1
    [older] = project.revisions.wordings("Vera")
    assert (older.number, older.file, older.coder) == (1, "Vera.txt", "ana")
    assert project.store.transcripts.text_in(older.transcript, older.sha256) == VERA
    assert [turn[2] for turn in older.turns] == ["Interviewer", "Vera", "Interviewer", "Vera"]
    pieces = project.revisions.compare("Vera", older.sha256)
    assert [(p.kind, p.text) for p in pieces if p.kind != "same"] == [
        ("out", "high"),
        ("in", "low"),
    ]


def test_what_has_no_place_waits_with_both_texts_and_is_placed_dropped_or_kept(
    project: Project,
) -> None:
    first, second, third = (
        code(project, "Vera", words, "fear")
        for words in ("The rent is high", "well, you know", "go back?")
    )
    path = edited(
        project,
        ("The rent is high, well, you know.", "Prices hurt."),
        ("Would you go back?", "Well?"),
    )
    done = project.revisions.revise("Vera", path, coder="ana")
    assert {key for key, _ in done.unsure} == {first, second, third}
    assert coded(project) == []
    waiting = project.revisions.adrift()
    assert {(a.coding.id, a.coding.text, a.place.fate) for a in waiting} >= {
        (first, "The rent is high", Fate.UNSURE)
    }
    with pytest.raises(NotFound):
        project.codings.get(first)
    start, end = where(project, "Vera", "Prices hurt")
    assert project.revisions.only_place("Vera", "Prices hurt") == (start, end)
    with pytest.raises(NotFound, match="no words to look for"):
        project.revisions.only_place("Vera", "  ")
    project.revisions.place(first, start, end, coder="ana")
    project.revisions.drop(second, coder="ana")
    project.revisions.keep(third, coder="ana")
    assert coded(project) == [("fear", "Prices hurt", "ana")]
    assert project.revisions.adrift(kept=False) == []
    assert [a.coding.id for a in project.revisions.adrift()] == [third]
    sound(project)
    for _ in range(3):
        project.log.undo(coder="ana")
    assert len(project.revisions.adrift(kept=False)) == 3
    project.log.undo(coder="ana")
    assert [text for _, text, _ in coded(project)] == [
        "The rent is high", "well, you know", "go back?",
    ]  # fmt: skip


def test_quotes_memos_links_decisions_and_bookmarks_follow(project: Project) -> None:
    key = code(project, "Vera", "The rent is high", "prices")
    project.baskets.add("Rent", coder="ana")
    project.baskets.put("Rent", [key], coder="ana")
    project.memos.write("coding", key, "hard", coder="ana")
    info = project.transcripts.info("Vera")
    project.memos.write("turn", f"{info.id}#4", "the end", coder="ana")
    project.bookmarks.put(info.id, where(project, "Vera", "I would not")[0], coder="ben")
    start, end = where(project, "Vera", "My daughter walks to school alone.")
    project.seen.note(
        [Seen(transcript=info.id, start=start, end=end, coder="ana", codes=("fear",))]
    )
    project.revisions.revise(
        "Vera", edited(project, ("Interviewer: Do", "Interviewer: So, do")), coder="ana"
    )
    [pick] = project.baskets.get("Rent").picks
    assert (pick.coding, project.codings.get(key).text) == (key, "The rent is high")
    assert [m.text for m in project.memos.all(kind="coding", about=key)] == ["hard"]
    assert [m.about for m in project.memos.all(kind="turn")] == [f"{info.id}#4"]
    assert project.bookmarks.of("ben", info.id) == where(project, "Vera", "I would not")[0]
    [seen] = project.seen.all()
    assert (seen.start, seen.end) == where(project, "Vera", "My daughter walks to school alone.")


def test_what_was_said_to_proposals_holds_for_the_same_words(project: Project) -> None:
    info = project.transcripts.info("Vera")
    words = "The rent is high, well, you know."
    start, end = where(project, "Vera", words)
    with project.store.writing(coder="ana", verb="decide", summary="no") as w:
        w.add_decision(_decision(info.id, start, end))
    project.revisions.revise("Vera", edited(project, ("Do you", "Tell me, do you")), coder="ana")
    [decision] = project.store.decisions.all()
    assert (decision.start, decision.end) == where(
        project, "Vera", "The rent is high, well, you know."
    )
    project.revisions.retype("Vera", 2, "Nothing of it.", coder="ana")
    assert project.store.decisions.all() == []
    project.log.undo(coder="ana")
    assert project.store.decisions.all() == [decision]


def _decision(transcript: str, start: int, end: int) -> Decision:
    return Decision(
        id="d1", transcript=transcript, start=start, end=end, code="fear", coder="ana",
        choice=Choice.REJECT, score=0.5, raw=0.5, at="2026-01-01",
    )  # fmt: skip


def test_whoever_a_person_said_speaks_still_speaks(project: Project) -> None:
    """Names, persons, turns given and split by hand stay where the file reads as before."""
    project.speakers.rename("Vera", "Vera", "Vera K.", coder="ana")
    at = where(project, "Vera", "The rent is high")[0]
    project.speakers.split_turn("Vera", 2, at, name="Ilya", coder="ana")
    project.revisions.revise("Vera", edited(project, ("now.", "again.")), coder="ana")
    assert [(speaker, words[:8]) for speaker, _, words in said(project)] == [
        ("Interviewer", "Do you f"),
        ("Vera K.", "Yes. My "),
        ("Ilya", "The rent"),
        ("Interviewer", "Would yo"),
        ("Vera K.", "I would "),
    ]
    sound(project)


def test_a_label_spelled_otherwise_is_the_same_speaker(project: Project) -> None:
    person = project.speakers.of("Vera")[1].participant
    project.revisions.revise("Vera", edited(project, ("Vera:", "Wera:")), coder="ana")
    _, answers = project.speakers.of("Vera")
    assert (answers.name, answers.participant, answers.turns) == ("Wera", person, 2)
    assert person == "P01"
    sound(project)


def test_a_moved_paragraph_takes_codings_and_its_turn_along(project: Project) -> None:
    key = code(project, "Vera", "would not go back", "return")
    info = project.transcripts.info("Vera")
    project.memos.write("turn", f"{info.id}#4", "on the answer", coder="ana")
    asked, answer, again, last = VERA.strip().split("\n\n")
    path = edited(project, text="\n\n".join([last, asked, answer, again]) + "\n")
    done = project.revisions.revise("Vera", path, coder="ana")
    assert (done.moved, project.codings.get(key).text) == (1, "would not go back")
    assert [m.about for m in project.memos.all(kind="turn")] == [f"{info.id}#1"]
    sound(project)
    project.log.undo(coder="ana")
    assert [m.about for m in project.memos.all(kind="turn")] == [f"{info.id}#4"]


def test_what_was_coded_in_the_corrected_text_is_not_lost_when_that_is_undone(
    project: Project,
) -> None:
    """It waits, since its words may not be there; redo lets it stand again."""
    project.revisions.revise("Vera", edited(project, ("high", "much too high")), coder="ana")
    new = code(project, "Vera", "much too high", "fear", coder="ben")
    project.log.undo(coder="ana")
    assert coded(project) == []
    assert [a.coding.id for a in project.revisions.adrift()] == [new]
    sound(project)
    project.log.undo(coder="ana", redo=True)
    assert coded(project) == [("fear", "much too high", "ben")]
    sound(project)


def test_two_codings_that_come_to_stand_on_the_same_words_are_one(project: Project) -> None:
    one = code(project, "Vera", "The rent is high, well", "prices")
    with project.store.writing(coder="ana", verb="apply", summary="") as w:
        coding = w.coding(one)
        start, end = where(project, "Vera", "The rent is high, well, you know")
        w.add_coding(replace(coding, id="other", start=start, end=end, text=VERA[start:end]))
    project.memos.write("coding", "other", "a thought", coder="ana")
    path = edited(project, ("The rent is high, well, you know", "The rent is high"))
    project.revisions.revise("Vera", path, coder="ana")
    left = project.codings.all()
    assert len({(c.start, c.end, c.code) for c in left}) == len(left)
    sound(project)
    project.log.undo(coder="ana")
    assert len(project.codings.all()) == 2


def test_the_same_text_changes_nothing_and_another_interview_is_refused(project: Project) -> None:
    code(project, "Vera", "school", "safety")
    before = project.store.log.revision()
    assert not project.revisions.revise("Vera", edited(project), coder="ana").differs
    other = edited(project, text="I: Who?\n\nBoris: " + "Completely different matter today. " * 9)
    with pytest.raises(ProjectError, match="another interview"):
        project.revisions.revise("Vera", other, coder="ana")
    assert project.store.log.revision() == before
    assert sorted(p.name for p in (project.folder / "transcripts").iterdir()) == [
        "Oleg.txt", "Vera.txt", "index.csv", "participants.csv",
    ]  # fmt: skip
    assert project.revisions.revise("Vera", other, coder="ana", anyway=True).differs


def test_a_file_that_cannot_be_read_leaves_all_as_it_was(project: Project) -> None:
    empty = project.folder.parent / "empty.txt"
    empty.write_bytes(b"")
    before = stored(project)
    with pytest.raises(CodingError, match="empty"):
        project.revisions.revise("Vera", empty, coder="ana")
    assert stored(project) == before


def test_the_file_is_kept_and_no_version_of_it_is_offered_as_new(project: Project) -> None:
    project.revisions.revise("Vera", edited(project, ("high", "low")), coder="ana")
    assert project.transcripts.info("Vera").file == "Vera corrected.txt"
    assert (project.folder / "transcripts" / "Vera corrected.txt").exists()
    assert project.transcripts.waiting() == []
    project.log.undo(coder="ana")
    assert project.transcripts.waiting() == []
    again = project.transcripts.import_files(
        [project.folder / "transcripts/Vera corrected.txt"], coder="a"
    )
    assert "in the project already" in again.failed[0][1].message


def test_a_transcript_that_came_back_to_an_older_wording_is_sound(project: Project) -> None:
    key = code(project, "Vera", "The rent is high", "prices")
    project.revisions.revise("Vera", edited(project, ("high", "low")), coder="ana")
    project.revisions.revise("Vera", edited(project), coder="ana")
    assert project.codings.get(key).text == "The rent is high"
    assert project.revisions.altered() == {}
    assert [w.number for w in project.revisions.wordings("Vera")] == [1, 2]
    sound(project)


# ── one turn ──


def test_a_turn_is_corrected_and_everything_else_stays(project: Project) -> None:
    rent = code(project, "Vera", "The rent is high", "prices")
    back = code(project, "Vera", "go back now", "return")
    before = stored(project)
    words = "Yes. My daughter walks to school all alone. The rent is hihg, you know."
    done = project.revisions.retype("Vera", 2, words, coder="ana")
    assert (done.placed, done.unsure) == (2, ())
    assert said(project)[1] == ("Vera", "participant", words)
    assert project.codings.get(rent).text == "The rent is hihg"
    assert project.codings.get(back).text == "go back now"
    assert project.revisions.altered() == {rent: "The rent is high"}
    sound(project)
    project.log.undo(coder="ana")
    assert stored(project) == before


def test_who_corrects_what_somebody_else_has_just_corrected_is_shown_both(project: Project) -> None:
    seen = said(project)[3][2]
    project.revisions.retype("Vera", 4, "I would never go back.", before=seen, coder="ana")
    with pytest.raises(Conflict) as caught:
        project.revisions.retype("Vera", 4, "I would not return.", before=seen, coder="ben")
    [clash] = caught.value.clashes
    assert (clash.mine, clash.theirs) == ("I would not return.", "I would never go back.")
    project.revisions.retype("Vera", 2, "Yes.", before=said(project)[1][2], coder="ben")


def test_a_turn_needs_words_and_must_be_there(project: Project) -> None:
    with pytest.raises(CodingError, match="needs words"):
        project.revisions.retype("Vera", 2, " \n ", coder="ana")
    with pytest.raises(NotFound):
        project.revisions.retype("Vera", 9, "Yes.", coder="ana")
    assert not project.revisions.retype("Vera", 1, "Do you feel safe here?", coder="ana").differs


def test_words_that_were_looked_at_are_marked_no_more(project: Project) -> None:
    rent = code(project, "Vera", "The rent is high", "prices")
    project.revisions.retype("Vera", 2, "Yes. The rent is very high, you know.", coder="ana")
    assert project.revisions.altered() == {rent: "The rent is high"}
    project.revisions.saw([rent], coder="ana")
    assert project.revisions.altered() == {}
    project.log.undo(coder="ana")
    assert project.revisions.altered() == {rent: "The rent is high"}


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(["revise", "retype", "undo", "redo", "code"]), max_size=7),
    st.integers(0, 999),
)
def test_whatever_is_corrected_and_taken_back_stays_sound(
    tmp_path_factory: pytest.TempPathFactory, acts: list[str], seed: int
) -> None:
    """Each coding stands on its own words, or waits; all undone, all is as it was."""
    rng = random.Random(seed)
    text = interview(seed, turns=6)
    project = study(tmp_path_factory.mktemp("p"), {"Vera.txt": text})
    for start, end in segments(text, seed, 6):
        project.codings.apply("Vera", start, end, ["fear"], coder="eva")
    before = stored(project)
    for act in acts:
        now = project.transcripts.get("Vera")
        with suppress(Conflict):
            if act == "revise":
                new = plain(corrected(now.text, [rng.choice(["insert", "replace", "move"])], seed))
                project.revisions.revise(
                    "Vera", edited(project, text=new), coder="ana", anyway=True
                )
            elif act == "retype":
                turn = rng.choice(now.turns)
                words = now.text[turn.start : turn.end] + rng.choice([" Yes.", " And so on."])
                project.revisions.retype("Vera", turn.number, words, coder="ana")
            elif act == "code":
                turn = rng.choice(now.turns)
                project.codings.apply("Vera", turn.start, turn.end, ["safety"], coder="ana")
            else:
                project.log.undo(coder="ana", redo=act == "redo")
        assert project.check() == []
        for coding in project.codings.all():
            assert project.transcripts.get("Vera").text[coding.start : coding.end] == coding.text
    sound(project)
    with suppress(Conflict):
        while True:
            project.log.undo(coder="ana")
    assert stored(project) == before


# ── the command line ──


def run(project: Project, *words: str) -> tuple[int, dict[str, object]]:
    result = CliRunner().invoke(
        main, [*words, "--project", str(project.folder), "--coder", "ana", "--json"]
    )
    return result.exit_code, json.loads(result.stdout) if result.stdout.strip() else {}


def test_revise_prints_what_became_of_the_codings(project: Project) -> None:
    code(project, "Vera", "school", "safety")
    lost = code(project, "Vera", "well, you know", "fear")
    path = edited(project, (", well, you know", ""), ("My daughter", "Our daughter"))
    exit_code, told = run(project, "revise", "Vera", str(path), "--try")
    assert (exit_code, told["placed"], coded(project)[1][1]) == (0, 1, "well, you know")
    exit_code, told = run(project, "revise", "Vera", str(path))
    assert exit_code == 0
    assert (told["placed"], told["moved"]) == (1, 0)
    [unsure] = told["unsure"]  # type: ignore[misc]
    assert (unsure["coding"], unsure["before"], unsure["after"]) == (lost, "well, you know", "")
    _, listed = run(project, "unsure")
    assert [row["coding"] for row in listed["unsure"]] == [lost]  # type: ignore[union-attr]
    assert run(project, "unsure", "--drop", lost)[1] == {"unsure": [], "changed": []}
    assert run(project, "undo")[0] == run(project, "undo")[0] == 0
    assert [text for _, text, _ in coded(project)] == ["school", "well, you know"]


def test_revise_corrects_one_turn_and_lists_versions(project: Project) -> None:
    exit_code, _ = run(
        project, "revise", "Vera", "--turn", "4", "--words", "I would never go back."
    )
    assert (exit_code, said(project)[3][2]) == (0, "I would never go back.")
    _, versions = run(project, "revise", "Vera")
    assert [row["why"] for row in versions] == ["turn 4 corrected"]  # type: ignore[index]
    assert run(project, "revise", "Vera", "--turn", "4")[0] == 2
    assert run(project, "revise", "Nobody", "x.txt")[0] == 1


# ── in the report ──


def in_report(project: Project, words: str) -> str:
    """Code words, put them into a section of the report; return the coding."""
    key = code(project, "Vera", words, "prices")
    if not project.baskets.all():
        project.baskets.add("Rent", coder="ana")
    project.baskets.put("Rent", [key], coder="ana")
    return key


def test_a_quote_whose_words_changed_is_marked_until_somebody_has_looked(
    project: Project, tmp_path: Path
) -> None:
    key = in_report(project, "The rent is high")
    project.revisions.retype("Vera", 2, "Yes. The rent is much too high.", coder="ana")
    [section] = project.outline.sections()
    [entry] = section.entries
    assert (entry.words, entry.was) == ("The rent is much too high", "The rent is high")
    result = CliRunner().invoke(
        main,
        [
            "quotes",
            "--basket",
            "Rent",
            "--out",
            str(tmp_path / "q.md"),
            "--project",
            str(project.folder),
        ],
    )
    assert "was corrected in the interview; before: “The rent is high”" in result.stderr
    project.revisions.saw([key], coder="ana")
    assert project.outline.sections()[0].entries[0].was == ""
    assert project.revisions.warnings([key]) == []


def test_a_quote_that_has_no_place_any_more_stops_the_outline_and_is_named(
    project: Project, tmp_path: Path
) -> None:
    key = in_report(project, "The rent is high")
    project.revisions.retype("Vera", 2, "Nothing of it.", coder="ana")
    [entry] = project.outline.sections()[0].entries
    assert "say so on Transcripts" in entry.amiss
    with pytest.raises(CodingError, match="where it stands now is not sure"):
        project.outline.export(tmp_path / "r.md")
    [line] = project.revisions.warnings([key])
    assert "is left out" in line
    start, end = where(project, "Vera", "Nothing of it")
    project.revisions.place(key, start, end, coder="ana")
    assert project.outline.sections()[0].entries[0].words == "Nothing of it"


def test_a_draft_is_checked_against_the_newest_words_and_told_of_older_ones(
    project: Project, tmp_path: Path
) -> None:
    draft = tmp_path / "report.md"
    quoted = "My daughter walks to school alone."
    draft.write_text(f"One of them said: “{quoted}”\n", "utf-8")
    [examined] = project.drafts.verify(project.drafts.read(draft)).examined
    assert examined.verdict == "verbatim"
    project.revisions.retype("Vera", 2, "Yes. Nobody goes anywhere.", coder="ana")
    report = project.drafts.verify(project.drafts.read(draft))
    [finding] = report.findings
    assert "Only an older version of an interview has these words" in finding.message
    assert "older version" in report.examined[0].message
    assert "Vera" not in finding.message
    project.log.undo(coder="ana")
    assert project.drafts.verify(project.drafts.read(draft)).findings == ()


# ── files that were edited ──


def test_an_edited_file_is_noticed_and_is_not_once_it_was_taken_in(project: Project) -> None:
    assert project.revisions.changed_files().changed == ()
    path = project.folder / "transcripts" / "Vera.txt"
    path.write_text(VERA.replace("high", "low"), "utf-8")
    later = path.stat().st_mtime + 60
    os.utime(path, (later, later))
    [(info, noticed)] = project.revisions.changed_files().changed
    assert (info.name, noticed.name) == ("Vera", "Vera.txt")
    [problem] = project.check()
    assert "changed since it was imported" in problem.what
    told = project.revisions.preview(info.id, noticed)
    assert [(p.kind, p.text) for p in told.pieces if p.kind != "same"] == [
        ("out", "high"),
        ("in", "low"),
    ]
    project.revisions.revise(info.id, noticed, coder="ana")
    assert project.revisions.changed_files().changed == ()
    assert project.check() == []
    project.log.undo(coder="ana")
    assert project.check() == []


def test_no_more_files_are_read_at_a_look_than_are_told(project: Project) -> None:
    for name in ("Vera.txt", "Oleg.txt"):
        path = project.folder / "transcripts" / name
        os.utime(path, (path.stat().st_mtime + 60,) * 2)
    assert project.revisions.changed_files(most=1).unread == 1
    assert project.revisions.changed_files(most=1).unread == 0
    assert project.revisions.changed_files(most=0).unread == 0


# ── the desk ──


def serve(project: Project, *ops: dict[str, object], since: int = -1) -> dict[str, object]:
    info = project.transcripts.info("Vera")
    outbox = {"coder": "ben", "transcript": info.id, "rev": since, "ops": list(ops)}
    return project.desk.serve(outbox, {})


def test_windows_learn_the_text_and_all_that_stands_on_it(project: Project) -> None:
    code(project, "Vera", "go back now", "return")
    rev = project.store.log.revision()
    project.revisions.retype("Vera", 1, "Do you really feel safe here?", coder="ana")
    reply = serve(project, since=rev)
    text = project.transcripts.get("Vera").text
    assert reply["text"] == text
    [row] = reply["codings"]  # type: ignore[misc]
    assert text[row[1] : row[2]] == "go back now"
    assert "text" not in serve(project, since=project.store.log.revision())
    rev = project.store.log.revision()
    project.log.undo(coder="ana")
    assert serve(project, since=rev)["text"] == VERA


def test_what_was_coded_in_a_window_that_did_not_know_yet_finds_its_words(
    project: Project,
) -> None:
    """Or is refused: never put on other words."""
    info = project.transcripts.info("Vera")
    wording = [info.id, info.sha256]
    start, end = where(project, "Vera", "go back now")
    lost_start, lost_end = where(project, "Vera", "well, you know")
    words = "Yes. My daughter walks to school all alone these days. The rent is high."
    project.revisions.retype("Vera", 2, words, coder="ana")
    apply = {"kind": "apply", "transcript": info.id, "codes": ["return"], "wording": wording}
    reply = serve(
        project,
        {"id": "op1", **apply, "start": start, "end": end, "ids": ["c1"]},
        {"id": "op2", **apply, "start": lost_start, "end": lost_end, "ids": ["c2"]},
    )
    assert reply["ack"] == ["op1"]
    assert [r["id"] for r in reply["refused"]] == ["op2"]  # type: ignore[union-attr,index]
    assert coded(project) == [("return", "go back now", "ben")]


# ── kept safe ──


def test_a_backup_has_every_version_and_brings_the_text_back(
    project: Project, tmp_path: Path
) -> None:
    key = code(project, "Vera", "The rent is high", "prices")
    project.revisions.retype("Vera", 2, "Yes. The rent is too high, you know.", coder="ana")
    project.backups.write(tmp_path / "b.zip")
    project.revisions.retype("Vera", 2, "Nothing of it.", coder="ana")
    rev = project.store.log.revision()
    project.backups.restore(tmp_path / "b.zip", coder="ana")
    again = Project(project.folder)
    assert again.codings.get(key).text == "The rent is too high"
    assert [w.number for w in again.revisions.wordings("Vera")] == [1]
    assert "text" in serve(again, since=rev)
    sound(again)
    again.log.undo(coder="ana")
    assert again.transcripts.get("Vera").text == VERA


def test_a_damaged_older_version_is_named_and_hinders_no_work(project: Project) -> None:
    project.revisions.retype("Vera", 4, "Never.", coder="ana")
    damage = "UPDATE texts SET text = replace(text, 'school', 'schoo1') WHERE text LIKE ?"
    with project.store.reading() as db:
        db.execute(damage, ["%would not%"])
    again = Project(project.folder)
    assert again.transcripts.get("Vera").text.endswith("Never.\n")
    [problem] = again.check()
    assert "an older version of its text" in problem.what
    [older] = again.revisions.wordings("Vera")
    with pytest.raises(DamageError):
        again.revisions.compare("Vera", older.sha256)
    with pytest.raises(CodingError, match="older version"):
        again.backups.write(project.folder.parent / "b.zip")


def test_the_overview_asks_for_what_waits_to_be_placed(project: Project) -> None:
    key = code(project, "Vera", "The rent is high", "prices")
    project.revisions.retype("Vera", 2, "Nothing of it.", coder="ana")
    [task] = [t for t in project.overview.agenda("ana") if t.need == "unplaced"]
    assert [name for _, name in task.about] == ["Vera"]
    project.revisions.keep(key, coder="ana")
    assert [t for t in project.overview.agenda("ana") if t.need == "unplaced"] == []
