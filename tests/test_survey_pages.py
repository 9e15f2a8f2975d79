"""The Survey and Joint display pages: figures are read, linked, laid side by side.

What is said in dialogs and exported is tested in `browser/test_survey_browser.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from page_steps import open_page, words
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextArea

from coding.project import Project
from coding.project.joint import LayoutItem

Open = Callable[..., AppTest]


@pytest.fixture
def opened(sample: Project, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Return a function that opens a page as Nina."""

    def page(name: str, at: Path = sample.folder, **query: str) -> AppTest:
        return open_page(monkeypatch, name, at, **query)

    return page


def test_questions_are_found_by_their_words(opened: Open) -> None:
    app = opened("survey")
    assert "41 questions from toplines.csv" in words(app)
    assert "the options sum to 103.9" in words(app)
    app.text_input(key="find_question").set_value("safety Graph 15").run()
    assert "Sense of safety in Serbia" in words(app)
    assert "Citizenship" not in words(app)
    app.text_input(key="find_question").set_value("").run()
    app.selectbox(key="of_whom").set_value("Russians in Russia").run()
    assert "Approval of Vladimir Putin" in words(app)
    assert "Sense of safety in Serbia" not in words(app)
    app.selectbox(key="of_whom").set_value("").run()
    app.text_input(key="find_question").set_value("no such words").run()
    assert "No question has these words." in words(app)


COLUMNS = """indicator_id,question_id,question,option,subgroup,value,percent_of,base_n
a,q,Is it safe?,Yes,All respondents,44.0,column,900
b,q,Is it safe?,No,All respondents,56.0,column,900
c,q,Is it safe?,Yes,Women,40.0,column,460
d,q,Is it safe?,No,Women,60.0,column,460
e,q,Is it safe?,Yes,18-34,52.0,column,250
f,q,Is it safe?,No,18-34,48.0,column,250
"""


def test_a_difference_of_printed_groups_says_who_may_be_in_both(
    opened: Open, tmp_path: Path
) -> None:
    """First two parts are set against each other; everybody and a part have no interval."""
    study = Project.new(tmp_path / "study")
    (study.folder / "survey").mkdir(exist_ok=True)
    (study.folder / "survey" / "toplines.csv").write_text(COLUMNS)
    app = opened("survey", study.folder)
    assert "Women − 18-34, 95 % interval" in words(app)
    assert "takes Women and 18-34 for different people" in words(app)
    app.selectbox(key="one-q").set_value("All respondents").run()
    assert "All respondents − 18-34</span>" in words(app)
    assert "a part of them has no interval here" in words(app)


def test_links_stand_under_their_question_and_are_taken_away(opened: Open, sample: Project) -> None:
    app = opened("survey")
    app.text_input(key="find_question").set_value("Graph 15").run()
    links = [x for x in sample.links.all() if x.indicator == "safety_safe"]
    assert len(links) == 2
    for link in links:
        assert link.note in words(app).replace("&#x27;", "'")
        app.button(key=f"unlink-{link.id}").click().run()
    assert not [x for x in sample.links.all() if x.indicator == "safety_safe"]
    assert "No voice beside it yet." in words(app)


def inference(app: AppTest) -> TextArea:
    """Return the field for what follows from figure and voices."""
    [field] = [f for f in app.text_area if str(f.key).startswith("inference-g15-text-")]
    return field


def test_the_display_shows_relations_and_keeps_inferences(opened: Open, sample: Project) -> None:
    """Rows stand as the survey has them; nothing is said of what nobody has said."""
    sample.links.put("safety", "safety_safe", "confirms", coder="Ana")
    app = opened("joint_display")
    shown = words(app)
    assert shown.index("Sense of safety") < shown.index("Political and civic engagement")
    assert "= confirms" in shown
    assert "≠ contradicts" in shown
    assert "1 of 6" in shown
    assert "not said yet" not in shown
    inference(app).set_value("They feel safe.\nAnd say why.").run()
    assert not app.exception
    [memo] = sample.memos.all(kind="question")
    assert (memo.about, memo.text) == ("g15", "They feel safe.\nAnd say why.")
    inference(app).set_value("They do feel safe.").run()
    assert sample.memos.all(kind="question")[0].text == "They do feel safe."


def test_the_display_has_a_title_and_rows_of_its_own(opened: Open, sample: Project) -> None:
    """What was chosen stands under its heading; a title given elsewhere is not written over."""
    sample.joint.arrange(
        [LayoutItem(heading="Coming <b>home</b>"), LayoutItem(question="g25")], coder="Ana"
    )
    app = opened("joint_display")
    shown = words(app)
    assert "Coming &lt;b&gt;home&lt;/b&gt;" in shown
    assert "Sense of safety" not in shown
    [title] = [f for f in app.text_input if f.label == "Title of the display"]
    title.set_value("Home and away").run()
    assert sample.joint.layout().title == "Home and away"
    [title] = [f for f in app.text_input if f.label == "Title of the display"]
    sample.joint.retitle("Away", coder="Marko")
    title.set_value("Home").run()
    assert sample.joint.layout().title == "Away"
    assert "Away" in words(app)
    next(b for b in app.button if b.label == "Keep mine").click().run()
    assert sample.joint.layout().title == "Home"


def test_an_export_that_would_tell_who_somebody_is_says_so_and_waits(
    opened: Open, sample: Project
) -> None:
    app = opened("joint_display")
    assert not [e for e in app.error if "who somebody is" in e.value]
    file = sample.folder / "transcripts" / "Mira.txt"
    file.write_text("Interviewer: And?\n\nMira: Call me on +381 64 123 4567, please.\n")
    sample.transcripts.import_files([file], coder="Ana")
    start = sample.transcripts.get("Mira").text.index("Call")
    [key] = sample.codings.apply("Mira", start, start + 27, ["safety"], coder="Ana").codings
    sample.links.put(key, "safety_safe", "confirms", coder="Ana")
    app = opened("joint_display")
    [held] = [e.value for e in app.error if "who somebody is" in e.value]
    assert "64 123 4567" in held.replace("\\", "")
    offered = [button.proto for button in app.get("download_button")]
    assert [button.label for button in offered if not button.disabled] == ["Charts (PNG and SVG)"]


def test_coverage_and_silence_have_views_of_their_own(opened: Open, sample: Project) -> None:
    assert opened("joint_display", joint_view="Coverage").get("vega_lite_chart")
    app = opened("joint_display", joint_view="What is silent")
    assert "Marital status" in words(app)


def test_a_quote_shows_the_figures_beside_its_codes(opened: Open) -> None:
    app = opened("quotes")
    assert "Figures beside it" in words(app)


def test_without_a_survey_its_page_shows_two_files_that_can_be_read(
    opened: Open, tmp_path: Path
) -> None:
    Project.new(tmp_path / "bare")
    figures, answers = (code.value for code in opened("survey", at=tmp_path / "bare").code)
    head, *people = answers.splitlines()
    more = [f"{n}{person[1:]}" for n, person in enumerate(people * 5, 1)]
    study = Project(tmp_path / "bare")
    for name, rows in (("toplines.csv", figures), ("answers.csv", "\n".join([head, *more]))):
        (tmp_path / name).write_text(rows)
        study.survey.adopt(tmp_path / name, coder="Nina")
    app = opened("survey", at=tmp_path / "bare")
    assert not app.error
    assert "4 questions from toplines.csv, answers.csv" in words(app)
    assert "How often do you come?" in words(app)


def test_figures_of_a_second_file_with_the_same_ids_are_called_by_their_file(
    opened: Open, tmp_path: Path
) -> None:
    """Whose figure was meant could not be told, and the page broke."""
    study = Project.new(tmp_path / "bare")
    figures = "indicator_id,question_id,option,value\nsafe_yes,safe,yes,40\nsafe_no,safe,no,60\n"
    answers = "\n".join(
        ["n,safe,sex", *(f"{n},{('yes', 'no')[n % 2]},{('f', 'm')[n % 3 > 0]}" for n in range(30))]
    )
    for name in ("first.csv", "wave 2.csv"):
        (tmp_path / name).write_text(answers)
        read = study.survey.adopt(tmp_path / name, coder="Nina")
    assert any("called “wave_2.…”" in note.what for note in read.notes)
    first, second = study.survey.all()
    assert [q.id for q in first.questions] == ["safe", "sex"]
    assert [q.id for q in second.questions] == ["wave_2.safe", "wave_2.sex"]
    for key in ("safe_yes", "wave_2.safe_yes", "wave_2.safe_yes@sex=f"):
        assert study.survey.figure(key).id == key
    [whole] = [f for f in study.survey.figures("wave_2.safe") if f.option == "yes"]
    assert (whole.value, whole.base_n) == (50, 30)
    by_sex = study.survey.of_subgroups("wave_2.safe", "sex")
    assert {f.question_id for f in by_sex} == {"wave_2.safe"}
    assert sum(f.count or 0 for f in by_sex if f.option == "yes") == 15
    (study.folder / "survey" / "toplines.csv").write_text(figures)  # put there by hand
    assert study.survey.figure("toplines.safe_yes").value == 40
    assert study.survey.figure("safe_yes").value == 50
    assert not opened("survey", at=study.folder).error


def test_ids_stay_when_the_first_file_goes_or_the_second_is_read_anew(tmp_path: Path) -> None:
    study = Project.new(tmp_path / "bare")
    answers = "\n".join(["n,safe", *(f"{n},{('yes', 'no')[n % 2]}" for n in range(30))])
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(answers)
        study.survey.adopt(tmp_path / name, coder="Nina")
    [_, second] = study.survey.all()
    assert second.microdata is not None
    study.survey.decide("b.csv", replace(second.microdata.choices, confirmed=True), coder="Nina")
    study.survey.remove("a.csv", coder="Nina")
    assert [q.id for s in Project(study.folder).survey.all() for q in s.questions] == ["b.safe"]


def test_without_a_survey_the_pages_say_what_to_do(opened: Open, tmp_path: Path) -> None:
    Project.new(tmp_path / "bare")
    for page in ("survey", "joint_display"):
        app = opened(page, at=tmp_path / "bare")
        assert [h.value for h in app.header][:1] == ["There is no survey yet"]
    (tmp_path / "bare" / "survey").mkdir()
    figures = "indicator_id,question_id,option,value\na,q,Yes,x\n"
    (tmp_path / "bare" / "survey" / "toplines.csv").write_text(figures)
    app = opened("survey", at=tmp_path / "bare")
    assert any("no number" in e.value.replace("\\", "") for e in app.error)
    (tmp_path / "bare" / "survey" / "toplines.csv").write_text(figures.replace("x", "42"))
    app = opened("joint_display", at=tmp_path / "bare")
    assert [h.value for h in app.header][:1] == ["Nothing stands side by side yet"]
