"""A form on which two people write: both texts are shown, and mine, theirs or both is kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from page_steps import open_page, words
from streamlit.testing.v1 import AppTest

from coding.errors import Conflict
from coding.pages.parts import participants, tables
from coding.project import Project
from coding.suggest.settings import Settings

MINE, THEIRS = "What I typed.", "What they wrote."
Pages = Callable[..., AppTest]


@pytest.fixture
def folder(sample_folder: Path, tmp_path: Path) -> Path:
    """Return a copy of the sample that the test may change."""
    return Path(shutil.copytree(sample_folder, tmp_path / "sample"))


@pytest.fixture
def pages(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Pages:
    """Return a function that opens a page as Nina."""
    return lambda name, **query: open_page(monkeypatch, name, folder, **query)


def press(app: AppTest, label: str) -> AppTest:
    """Press the last button with this label; the page must not fail."""
    [*_, button] = [b for b in app.button if b.label == label]
    button.click().run()
    assert not app.exception, app.exception
    assert [e.value for e in app.error] == []
    return app


def note(app: AppTest) -> str:
    """Return what stands in the note on the study."""
    [area] = [a for a in app.text_area if a.label == "Memo"]
    return str(area.value)


def typed_over(pages: Pages, folder: Path) -> AppTest:
    """Type a note, let somebody else be quicker, and keep it."""
    app = pages("overview")
    [area] = [a for a in app.text_area if a.label == "Memo"]
    area.input(MINE).run()
    assert "Not kept yet" in words(app)
    Project(folder).memos.write("project", "study", THEIRS, coder="Marko", version=0)
    press(app, "Save the memo")
    said = words(app)
    assert "Marko has changed this" in said
    assert MINE in said
    assert THEIRS in said
    return app


def kept(folder: Path) -> list[str]:
    """Return the notes on the study."""
    return [m.text for m in Project(folder).memos.all(kind="project")]


def test_mine_is_kept_over_theirs_when_it_is_chosen(pages: Pages, folder: Path) -> None:
    app = typed_over(pages, folder)
    assert kept(folder) == [THEIRS]
    press(app, "Keep mine")
    assert kept(folder) == [MINE]
    assert "Marko has changed this" not in words(app)


def test_theirs_stays_when_it_is_chosen(pages: Pages, folder: Path) -> None:
    app = press(typed_over(pages, folder), "Keep theirs")
    assert (kept(folder), note(app)) == ([THEIRS], THEIRS)
    assert "Not kept yet" not in words(app)


def test_both_go_into_the_field_to_be_edited(pages: Pages, folder: Path) -> None:
    app = press(typed_over(pages, folder), "Both, to be edited")
    assert note(app) == f"{THEIRS}\n\n{MINE}"
    assert kept(folder) == [THEIRS]
    press(app, "Save the memo")
    assert kept(folder) == [f"{THEIRS}\n\n{MINE}"]


def test_somebody_quicker_a_second_time_is_shown_again(pages: Pages, folder: Path) -> None:
    app = typed_over(pages, folder)
    [memo] = Project(folder).memos.all(kind="project")
    study = Project(folder)
    study.memos.write("project", "study", "A third.", coder="Jelena", key=memo.id, version=1)
    press(app, "Keep mine")
    assert "A third." in words(app)
    assert "Jelena has changed this" in words(app)
    assert kept(folder) == ["A third."]


def test_what_is_typed_outlives_a_look_at_another_page(pages: Pages, folder: Path) -> None:
    app = pages("overview")
    [area] = [a for a in app.text_area if a.label == "Memo"]
    area.input(MINE).run()
    app.switch_page("coding/pages/quotes.py").run()
    app.switch_page("coding/pages/overview.py").run()
    assert note(app) == MINE
    assert "Not kept yet" in words(app)
    assert note(press(app, "Let it go")) == ""


def test_what_others_wrote_is_shown_and_leaves_the_field_alone_until_it_is_wanted(
    pages: Pages, folder: Path
) -> None:
    """Words that have not left the field yet are known to the browser alone: news keeps off."""
    app = pages("overview")
    Project(folder).memos.write("project", "study", THEIRS, coder="Marko")
    field = next(a for a in app.run().text_area if a.label == "Memo")
    assert (THEIRS in words(app), field.value) == (True, "")
    assert note(press(app, "Take it into the field")) == THEIRS


def test_the_field_follows_ones_own_undo(pages: Pages) -> None:
    app = pages("overview")
    next(a for a in app.text_area if a.label == "Memo").input(MINE).run()
    press(app, "Save the memo")
    assert note(app) == MINE
    assert note(press(app, "↶ Undo")) == ""


def test_an_inference_of_two_is_told(pages: Pages, folder: Path) -> None:
    study = Project(folder)
    study.links.put("safety", "safety_safe", "confirms", coder="Nina")
    app = pages("joint_display")
    field = next(t for t in app.text_area if t.label == "What follows from both")
    [question] = [q.id for q in study.survey.questions() if f"inference-{q.id}-" in str(field.key)]
    study.memos.write("question", question, THEIRS, coder="Marko", version=0)
    field.input(MINE).run()
    assert MINE in words(app)
    assert THEIRS in words(app)
    press(app, "Keep mine")
    assert [m.text for m in Project(folder).memos.all(kind="question")] == [MINE]


def facts_of(app: AppTest) -> dict[str, str]:
    """Return what stands in the fields about the open interview."""
    asked = [*app.text_input, *app.selectbox]
    return {w.label: str(w.value or "") for w in asked if str(w.key).startswith("known-")}


def fill(app: AppTest, label: str, text: str) -> None:
    """Type into a field about the open interview."""
    [field] = [t for t in app.text_input if t.label == label and "known-" in str(t.key)]
    field.input(text).run()
    assert not app.exception, app.exception


def test_facts_about_an_interview_of_two_are_told(pages: Pages, folder: Path) -> None:
    """What the other changed elsewhere stays; no id is shown, but who and which interview."""
    study = Project(folder)
    mine, first, second = (study.transcripts.info(name) for name in ("P01", "P03", "P04"))
    app = pages("transcripts", transcript=mine.id)
    fill(app, "Name", MINE)
    [original] = [s for s in app.selectbox if s.label == "Translation of"]
    original.set_value(first.id).run()
    assert "Not kept yet" in words(app)
    Project(folder).transcripts.edit(
        mine.id, name=THEIRS, language="sr", translation_of=second.id, coder="Marko"
    )
    press(app, "Save")
    said = words(app)
    for told in ("Marko has changed this", MINE, THEIRS, first.name, second.name):
        assert told in said
    assert first.id not in said
    assert study.transcripts.info(mine.id).name == THEIRS
    press(app, "Keep mine")
    now = study.transcripts.info(mine.id)
    assert (now.name, now.language, now.translation_of) == (MINE, "sr", first.id)


def test_both_names_of_an_interview_go_into_the_field(pages: Pages, folder: Path) -> None:
    study = Project(folder)
    mine = study.transcripts.all()[0]
    app = pages("transcripts", transcript=mine.id)
    fill(app, "Name", "First talk")
    study.transcripts.edit(mine.id, name="Talk in May", language="sr", coder="Marko")
    press(press(app, "Save"), "Both, to be edited")
    assert (facts_of(app)["Name"], facts_of(app)["Language"]) == ("Talk in May / First talk", "sr")
    press(app, "Save")
    assert study.transcripts.info(mine.id).name == "Talk in May / First talk"


def test_another_field_of_an_interview_that_somebody_changed_is_no_conflict(
    pages: Pages, folder: Path
) -> None:
    study = Project(folder)
    mine = study.transcripts.all()[0]
    app = pages("transcripts", transcript=mine.id)
    study.transcripts.edit(mine.id, name="Talk in May", coder="Marko")
    assert "Talk in May" in words(app.run())
    fill(app, "Language", "sr")
    press(app, "Save")
    now = study.transcripts.info(mine.id)
    assert (now.name, now.language) == ("Talk in May", "sr")
    assert facts_of(app)["Name"] == "Talk in May"


def together_page(folder: str, reference: str, figure: str) -> None:
    """Ask, without the dialog around it, what a quote and a figure say together."""
    from pathlib import Path

    from coding.pages.parts.beside import say_together
    from coding.project import Project

    say_together(Project(Path(folder)), reference, figure, of_quote=True, key="test")


def together(folder: Path) -> tuple[AppTest, str]:
    """Ask about a quote that stands beside no figure yet."""
    reference = Project(folder).quotes.find(["safety"])[0].coding
    app = AppTest.from_function(
        together_page,
        default_timeout=60,
        kwargs={"folder": str(folder), "reference": reference, "figure": "safety_safe"},
    )
    app.session_state["coder"] = "Nina"
    app.run()
    assert not app.exception, app.exception
    return app, reference


def test_what_a_quote_and_a_figure_say_together_of_two_is_told(folder: Path) -> None:
    """Both begin on nothing; the second sees the first one's relation, note and tick."""
    app, reference = together(folder)
    study = Project(folder)
    app.text_input[0].input(MINE).run()
    app.radio[0].set_value("expands").run()
    study.links.put(
        reference, "safety_safe", "contradicts", note=THEIRS, minority=True, coder="Marko"
    )
    press(app, "Set them side by side")
    said = words(app)
    for told in ("Marko has changed this", MINE, THEIRS, "expands", "contradicts", "yes"):
        assert told in said
    link = study.links.between(reference, "safety_safe")
    assert link is not None
    assert link.note == THEIRS
    press(app, "Both, to be edited")
    field = app.text_input[0].value
    assert field == f"{THEIRS} / {MINE}"
    assert (app.radio[0].value, app.checkbox[0].value) == ("expands", False)
    press(app, "Set them side by side")
    link = study.links.between(reference, "safety_safe")
    assert link is not None
    assert (str(link.relation), link.note, link.minority) == ("expands", field, False)


def test_how_a_quote_stands_to_a_figure_is_said_by_nobody_beforehand(folder: Path) -> None:
    app, reference = together(folder)
    study = Project(folder)
    assert app.radio[0].value is None
    app.text_input[0].input(MINE).run()
    next(b for b in app.button if b.label == "Set them side by side").click().run()
    assert [e.value for e in app.error] == [
        "it has to be said what they say together\\. Choose one under “Together they”\\."
    ]
    assert study.links.between(reference, "safety_safe") is None
    app.radio[0].set_value("expands").run()
    assert app.text_input[0].value == MINE
    press(app, "Set them side by side")
    link = study.links.between(reference, "safety_safe")
    assert link is not None
    assert (str(link.relation), link.note) == ("expands", MINE)
    app.run()
    assert app.radio[0].value == "expands"


def test_theirs_stays_beside_a_figure_when_it_is_chosen(folder: Path) -> None:
    app, reference = together(folder)
    app.text_input[0].input(MINE).run()
    app.radio[0].set_value("confirms").run()
    Project(folder).links.put(
        reference, "safety_safe", "expands", note=THEIRS, minority=True, coder="Marko"
    )
    press(press(app, "Set them side by side"), "Keep theirs")
    assert (app.radio[0].value, app.text_input[0].value, app.checkbox[0].value) == (
        "expands",
        THEIRS,
        True,
    )


def test_settings_of_two_are_told(pages: Pages, folder: Path) -> None:
    """A table cannot be typed into without a browser: what it gave is put in its place."""
    app = pages("suggestions", suggestions_view="By code")
    table = app.session_state["codes-set-up"]
    at = table.opened[1].index("safety")
    table.mine = [{**row} for row in table.mine]
    table.mine[at]["Proposed"] = "never"
    study = Project(folder)
    study.suggestions.set_up(
        Settings(on=frozenset({"safety"}), asked=frozenset({"adapt"})), coder="Marko"
    )
    app.run()
    assert "Not kept yet" in words(app)
    press(app, "Save")
    assert "even if mostly refused" in words(app)
    press(app, "Keep mine")
    now = Project(folder).suggestions.settings()
    assert (now.off, now.on, now.asked) == ({"safety"}, frozenset(), {"adapt"})


def test_quantifiers_of_two_are_told(pages: Pages, folder: Path) -> None:
    app = pages("verify", draft="draft.md")
    table = app.session_state["quantifiers"]
    table.mine = [{**row} for row in table.mine]
    table.mine[0]["low"] = 1.0
    study = Project(folder)
    theirs = [{**row} for row in study.drafts.quantifiers()]
    theirs[0]["low"] = 2.0
    study.drafts.set_quantifiers(theirs, coder="Marko")
    app.run()
    press(app, "Save and check again")
    assert "has changed this" in words(app)
    assert Project(folder).drafts.quantifiers()[0]["low"] == 2.0
    press(app, "Keep mine")
    assert Project(folder).drafts.quantifiers()[0]["low"] == 1.0


# ── the table of participants, without a browser ──


def test_a_row_without_an_id_waits_and_the_others_are_kept(folder: Path) -> None:
    study = Project(folder)
    rows = participants.rows_of(study.participants.all(), ["participant", "pseudonym"])
    changed = tables.applied(
        rows,
        {
            "edited_rows": {0: {"pseudonym": "Vesna"}},
            "added_rows": [{"pseudonym": "Mila"}, {"participant": rows[1]["participant"]}],
            "deleted_rows": [],
        },
    )
    told = participants.told(changed)
    assert [p.pseudonym for p in told][:1] == ["Vesna"]
    assert len(told) == len(rows)
    assert len(participants.waiting(changed)) == 2


def test_a_dispute_over_a_person_taken_out_brings_the_person_back(folder: Path) -> None:
    study = Project(folder)
    people = study.participants.all()
    ben = Project(folder)
    ben.participants.save(people[1:], opened=people, coder="ben")
    mine = [type(people[0])(id=people[0].id, pseudonym="Vesna"), *people[1:]]
    with pytest.raises(Conflict) as raised:
        study.participants.save(mine, opened=people, coder="ana")
    participants.write(study, raised.value, mine, mine=True)
    assert {p.id: p.pseudonym for p in study.participants.all()}[people[0].id] == "Vesna"


def test_a_cell_on_its_way_from_the_browser_finds_the_table_that_it_was_typed_on() -> None:
    """News laid the table out anew in between: it is another table, with keys of its own."""
    old = tables.written("t", [{"a": "1", "b": "x"}, {"a": "2", "b": "y"}], "then")
    st.session_state[old.editor] = {
        "edited_rows": {0: {"b": "typed"}},
        "added_rows": [],
        "deleted_rows": [],
    }
    tables.let_go("t")
    new = tables.written("t", [{"a": "2", "b": "news"}], "now")
    assert (new.editor != old.editor, new.mine) == (True, [{"a": "2", "b": "news"}])
    assert old.take()
    assert not old.take(), "a window that has not heard of the new table sends it again"
    assert old.mine == [{"a": "1", "b": "typed"}, {"a": "2", "b": "y"}]
    assert (old.first[0]["b"], old.opened) == ("x", "then")
    assert not new.take()
    assert new.mine == [{"a": "2", "b": "news"}], "nothing was typed into it"
