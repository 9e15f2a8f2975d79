"""The Suggestions page: decide, check, look for new themes, and read how far to trust it.

What happens in dialogs and by keys is tested in `browser/test_suggestions_browser.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from page_steps import open_page, words
from streamlit.testing.v1 import AppTest

from coding.model import Choice, Origin
from coding.project import Project
from coding.project.suggestions import Order

Open = Callable[..., AppTest]


@pytest.fixture
def opened(sample: Project, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Return a function that opens a view of the page as Nina."""

    def page(view: str, at: Path = sample.folder) -> AppTest:
        return open_page(monkeypatch, "suggestions", at, suggestions_view=view)

    return page


def click(app: AppTest, start: str) -> AppTest:
    """Click the first button whose label begins so."""
    next(b for b in app.button if b.label.startswith(start)).click().run()
    assert not app.exception, app.exception
    return app


def test_the_queue_is_decided_from_the_top(opened: Open, sample: Project) -> None:
    """Accept one, refuse one, leave one: three facts, and one coding that says where it is from."""
    passages, waiting = sample.suggestions.queue(coder="Nina", floor=0.3, order=Order.SCORE)
    app = opened("Decide")
    assert f"{waiting} passages waited" in words(app)
    assert passages[0][0].text.split("\n")[0][:40] in words(app).replace("&#x27;", "'")

    click(app, "Accept")
    [coding] = sample.codings.all(coder="Nina")
    assert (coding.code, coding.start, coding.origin) == (
        passages[0][0].code,
        passages[0][0].start,
        Origin.SUGGESTION,
    )
    click(app, "No")
    click(app, "Later")
    decided = sample.suggestions.decisions(coder="Nina")
    assert [d.choice for d in decided][:2] == [Choice.ACCEPT, Choice.REJECT]
    assert decided[-1].choice is Choice.SKIP
    assert len(sample.codings.all(coder="Nina")) == 1

    click(app, "↶ Undo")
    assert Choice.SKIP not in {d.choice for d in sample.suggestions.decisions(coder="Nina")}
    click(app, "Learn, and show")
    places = {(p[0].transcript, p[0].start) for p in app.session_state["batch"]["passages"]}
    assert (coding.transcript, coding.start) not in places or passages[0][1:]


def test_the_queue_narrows_by_code_transcript_and_certainty(opened: Open, sample: Project) -> None:
    app = opened("Decide")
    app.selectbox(key="of_code").set_value("papers").run()
    app.select_slider(key="floor").set_value(0.0).run()
    family = set(sample.codes.book().family("papers"))
    batch = app.session_state["batch"]
    assert {one.code for passage in batch["passages"] for one in passage} <= family
    info = sample.transcripts.all()[1]
    app.selectbox(key="of_transcript").set_value(info.id).run()
    batch = app.session_state["batch"]
    assert {passage[0].transcript for passage in batch["passages"]} == {info.id}


def test_the_figures_are_measured_and_shown(opened: Open, sample: Project) -> None:
    app = opened("How far to trust them")
    kept = app.session_state["measured"].measured
    shown = words(app)
    told = kept.suggestions
    assert f"{round(100 * told.share)} %" in shown
    low, high = round(100 * told.whole.low), round(100 * told.whole.high)
    assert f"of {told.proposed:,} suggestions are right ({low} to {high} %)" in shown
    rows = app.dataframe[0].value
    assert len(rows) == len(sample.codes.book())
    for _, row in rows.iterrows():
        few = 0 < row["Suggested"] < 10
        assert (row["Of these right"] == "too little to say") == few, row
    click(app, "Draw the learning curve")
    assert app.session_state["curve"][1][-1][0] == len(sample.codings.all())


def test_a_sample_is_judged_before_its_scores_are_shown(opened: Open, sample: Project) -> None:
    app = opened("How far to trust them")
    click(app, "Draw 15")
    first = app.session_state["audit"][0]
    shown = words(app)
    assert "0 of 15 judged" in shown
    assert f"{first.likelihood} {round(100 * first.score)} %" not in shown
    click(app, "It does not")
    [decision] = sample.suggestions.decisions(coder="Nina")
    assert (decision.audit, decision.choice, decision.code) == (True, Choice.REJECT, first.code)
    shown = words(app)
    assert "1 of 15 judged" in shown
    assert f"{first.likelihood} {round(100 * first.score)} %" in shown


def test_many_are_accepted_after_a_blind_sample_and_taken_back_by_one_undo(
    opened: Open, sample: Project
) -> None:
    """The page says beforehand how many are to be judged, and shows no score while they are."""
    app = opened("Many at once")
    app.segmented_control(key="many_bound").set_value(0.8).run()
    plan = sample.together.plan(coder="Nina", floor=0.3)
    shown = words(app)
    assert f"{len(plan.suggestions)} suggestions" in shown
    assert "at least 80 % are right, judge <b>14</b> of them" in shown
    click(app, "Draw 14")
    made = sample.together.open_for("Nina")
    assert made is not None
    first = sample.together.waiting(made)[0]
    shown = words(app)
    assert "possible" not in shown
    assert "likely" not in shown
    click(app, "It fits")
    assert sample.together.judged(made) == {first: Choice.ACCEPT}
    for place in sample.together.waiting(made):
        sample.together.judge(made, place, Choice.ACCEPT)
    app.run()
    assert f"14 of 14 are right, so at least 80 % of the {made.count} are" in words(app)
    before = len(sample.codings.all(coder="Nina"))
    click(app, f"Accept the other {made.count - 14}")
    assert len(sample.codings.all(coder="Nina")) > before
    assert sample.together.sentence(sample.together.get(made.id)) in app.code[0].value
    click(app, "↶ Undo")
    assert len(sample.codings.all(coder="Nina")) == before
    assert "Accept the other" in str([b.label for b in app.button])


def test_a_sample_that_cannot_show_it_any_more_ends_and_says_so(
    opened: Open, sample: Project
) -> None:
    made = sample.together.draw(coder="Nina", floor=0.3, bound=0.8, seed=1)
    sample.together.judge(made, sample.together.waiting(made)[0], Choice.REJECT)
    app = opened("Many at once")
    assert "That does not show 80 %, whatever the others are" in words(app)
    assert not any(b.label.startswith(("It fits", "Accept the other")) for b in app.button)
    click(app, "Let go of it")
    assert sample.together.open_for("Nina") is None
    assert "This is sample 2 from these suggestions" in words(app)


def test_a_word_that_is_advised_becomes_a_keyword_with_one_click(
    opened: Open, sample: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "No code is used often enough yet" in [h.value for h in opened("Better codebook").header]
    monkeypatch.setattr("coding.pages.parts.advising.ENOUGH", 30)
    app = opened("Better codebook")
    for _ in range(40):  # it is worked out behind the page
        if any(b.key and b.key.startswith("word-") for b in app.button):
            break
        app.run()
    button = next(b for b in app.button if b.key and b.key.startswith("word-"))
    _, code, language, word = str(button.key).split("-", 3)
    before = sample.codes.get(code).keywords
    button.click().run()
    assert not app.exception, app.exception
    assert word in str(sample.codes.get(code).keywords)
    assert word not in before.get(language, ())
    click(app, "↶ Undo")
    assert sample.codes.get(code).keywords == before


def advised_on(folder: str) -> None:
    from pathlib import Path

    from coding.pages.parts.advising import one_code
    from coding.project import Project
    from coding.project.advice import CodeAdvice, ConfusionAdvice

    study = Project(Path(folder))
    book = study.codes.book()
    first, *others = [code.id for code in book][:6]
    confused = [ConfusionAdvice(other=o, coders=2, machine=0, places=()) for o in others]
    told = CodeAdvice(code=first, codings=9, keywords=(), unlike=(), confused=tuple(confused))
    one_code(study, book, told)


def test_of_many_codes_that_one_is_confused_with_all_but_three_are_folded(sample: Project) -> None:
    """Ten of each of sixty codes were pages of buttons."""
    app = AppTest.from_function(advised_on, args=(str(sample.folder),), default_timeout=60).run()
    assert not app.exception, app.exception
    [folded] = app.expander
    assert folded.label == "Confused with 2 more codes"
    assert (len(folded.button), len(app.button)) == (2, 5)


def test_passages_are_sought_by_what_they_say(opened: Open) -> None:
    app = opened("New themes")
    assert "Nobody has coded these" in words(app)
    app.text_input(key="sought").set_value("afraid of the police at night").run()
    assert not app.exception
    assert "Nobody has coded these" not in words(app)
    assert "night" in words(app).lower()


def test_a_doubtful_coding_found_right_is_gone(opened: Open, sample: Project) -> None:
    first = sample.discovery.slips()[0]
    app = opened("Doubtful codings")
    own, other = (f"{round(100 * score)} %" for score in (first.score, first.other_score))
    said = words(app)
    assert f"there, {own if first.score >= 0.005 else 'under 1 %'} to the machine" in said
    assert f"with {other}" in said
    assert sample.transcripts.info(first.place.transcript).name in said
    app.button(key=f"right-{first.codings[0]}").click().run()
    assert not app.exception
    assert first.codings not in {d.codings for d in sample.discovery.slips()}


@pytest.mark.parametrize(
    "view",
    [
        *("Decide", "Many at once", "How far to trust them"),
        "By code",
        "Better codebook",
        "New themes",
        "Doubtful codings",
    ],
)
def test_every_view_says_what_to_do_where_there_is_nothing(
    opened: Open, tmp_path: Path, view: str
) -> None:
    """No transcript, no code, and one word with one code."""
    folder = tmp_path / "empty"
    Project.new(folder)
    assert [h.value for h in opened(view, at=folder).header][:1] == ["There is nothing to read yet"]

    (tmp_path / "one.txt").write_text("Ja.", encoding="utf-8")
    Project(folder).transcripts.import_files([tmp_path / "one.txt"], coder="Nina")
    (folder / "codebook.yaml").write_text("codes: []\n", encoding="utf-8")
    assert [h.value for h in opened(view, at=folder).header][:1] == ["There is no code yet"]

    (folder / "codebook.yaml").write_text("codes:\n  - {id: a, name: A}\n", encoding="utf-8")
    app = opened(view, at=folder)
    assert [e.value for e in app.error] == []
