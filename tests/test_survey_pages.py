"""The Survey and Joint display pages: figures are read, linked, laid side by side.

What is clicked in popovers and exported is tested in `browser/test_survey_browser.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from coding.model import Relation
from coding.project import Project

ROOT = Path(__file__).resolve().parents[1]
Open = Callable[..., AppTest]


@pytest.fixture
def opened(sample: Project, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Return a function that opens a page as Nina."""

    def page(name: str, at: Path = sample.folder, **query: str) -> AppTest:
        monkeypatch.setenv("CODING_PROJECT", str(at))
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        app.session_state["coder"] = "Nina"
        app.run()
        for key, value in query.items():
            app.query_params[key] = value
        app.switch_page(f"coding/pages/{name}.py").run()
        assert not app.exception, app.exception
        return app

    return page


def words(app: AppTest) -> str:
    return "\n".join(str(one.body) for one in app.get("html"))


def test_questions_are_found_by_their_words(opened: Open) -> None:
    app = opened("survey")
    assert "41 questions from toplines.csv" in words(app)
    assert "the options sum to 103.9" in words(app)
    app.text_input(key="find_question").set_value("safety Graph 15").run()
    assert "Sense of safety in Serbia" in words(app)
    assert "Citizenship" not in words(app)
    app.text_input(key="find_question").set_value("no such words").run()
    assert "No question has these words." in words(app)


def test_a_code_is_set_beside_a_figure_and_taken_away(opened: Open, sample: Project) -> None:
    """A contradiction without a note is refused in words."""
    app = opened("survey")
    app.text_input(key="find_question").set_value("Graph 15").run()
    app.selectbox(key="figure-g15").set_value("safety_safe").run()
    app.selectbox(key="code-g15").set_value("safety").run()
    app.radio(key="relation-g15").set_value(Relation.CONTRADICTS).run()
    app.button(key="link-g15").click().run()
    assert any("needs a note" in e.value for e in app.error)
    app.text_input(key="note-g15").set_value("Calm is not safe.").run()
    app.button(key="link-g15").click().run()
    [link] = sample.linking.links()
    assert (link.code, link.indicator, link.relation, link.note) == (
        "safety",
        "safety_safe",
        Relation.CONTRADICTS,
        "Calm is not safe.",
    )
    assert "Calm is not safe." in words(app)
    app.button(key=f"unlink-{link.id}").click().run()
    assert sample.linking.links() == []


def test_the_display_shows_relations_and_keeps_inferences(opened: Open, sample: Project) -> None:
    sample.linking.link("safety", "safety_safe", "confirms", coder="Ana")
    app = opened("joint_display")
    shown = words(app)
    assert shown.index("Sense of safety") < shown.index("Reasons for leaving Russia")
    assert "= confirms" in shown
    assert "6 of 6" in shown
    app.text_input(key="inference-g15-0").set_value("They feel safe.").run()
    assert not app.exception
    [memo] = sample.memos(kind="question")
    assert (memo.about, memo.text) == ("g15", "They feel safe.")
    app.text_input(key=f"inference-g15-{memo.version}").set_value("They do feel safe.").run()
    assert sample.memos(kind="question")[0].text == "They do feel safe."


def test_coverage_and_silence_have_views_of_their_own(opened: Open, sample: Project) -> None:
    assert opened("joint_display", joint_view="Coverage").get("vega_lite_chart")
    app = opened("joint_display", joint_view="What is silent")
    assert "Marital status" in words(app)


def test_a_quote_shows_the_figures_beside_its_codes(opened: Open) -> None:
    app = opened("quotes")
    assert "Figures beside it" in words(app)


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
