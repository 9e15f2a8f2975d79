"""Every page opens on the sample, and what a researcher does there arrives in the project.

What happens in dialogs is tested in `browser/test_pages_browser.py`: AppTest closes them.
"""

from __future__ import annotations

import doctest
import gc
import importlib
import io
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from page_steps import ROOT, words
from processor import pace
from streamlit.testing.v1 import AppTest
from studies import upload

from coding.errors import CodingError
from coding.pages.parts.opened import leave_loaded, reopen
from coding.project import Project
from coding.project.intake.rows import batch_rows
from coding.store import connection

PAGES = [
    *("overview", "transcripts", "codebook", "suggestions", "quotes", "survey", "joint_display"),
    *("figure", "verify", "tables", "memos"),
]
Open = Callable[..., AppTest]


@pytest.fixture
def folder(sample_folder: Path, tmp_path: Path) -> Path:
    """Return a copy of the sample that the test may change."""
    return Path(shutil.copytree(sample_folder, tmp_path / "sample"))


@pytest.fixture
def opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Return a function that opens a page as Jelena."""
    monkeypatch.setenv("CODING_PROJECT", str(folder))
    monkeypatch.setenv("CODING_CODER", "Jelena")

    def page(name: str, at: Path = folder, **query: str) -> AppTest:
        monkeypatch.setenv("CODING_PROJECT", str(at))
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        app.switch_page(f"coding/pages/{name}.py").run()
        assert not app.exception, app.exception
        return app

    return page


def click(app: AppTest, label: str) -> AppTest:
    """Click the one button with this label."""
    [button] = [b for b in app.button if b.label == label]
    button.click().run()
    assert not app.exception, app.exception
    return app


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_without_a_mistake(opened: Open, name: str) -> None:
    """No exception, no error message, a title, and the one who codes named at the top."""
    app = opened(name)
    assert [e.value for e in app.error] == []
    assert len(app.title) == 1
    assert "Jelena" in app.selectbox(key="chosen_coder").options


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_on_an_empty_project(opened: Open, tmp_path: Path, name: str) -> None:
    """An empty study says what to do next."""
    Project.new(tmp_path / "empty")
    app = opened(name, at=tmp_path / "empty")
    assert [e.value for e in app.error] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_takes_less_than_three_tenths_of_a_second(opened: Open, name: str) -> None:
    """Measured on the second run, when the code is loaded; the best of three."""
    app = opened(name)
    times = []
    for _ in range(3):
        start = time.process_time()
        app.run()
        times.append(time.process_time() - start)
    assert min(times) < (0.3 + 0.3) * pace()  # the test harness itself parses every element again


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_over_few_connections(
    opened: Open, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To open one takes longer than most of what is asked, and a page asks by the hundred."""
    app = opened(name)
    openings = []
    open_ = connection._set
    monkeypatch.setattr(connection, "_set", lambda one: openings.append(one) or open_(one))
    app.run()
    assert len(openings) <= 8


def test_what_a_page_has_loaded_is_left_out_of_searches_for_garbage_once(opened: Open) -> None:
    opened("memos")
    reopen()
    assert gc.get_freeze_count() == 0, "a project that is opened anew leaves nothing behind"
    app = opened("memos")
    left = gc.get_freeze_count()
    assert left > 50_000  # Streamlit alone has more
    loaded = [[n] for n in range(10_000)]
    app.run()
    assert gc.get_freeze_count() <= left, "once for each page"
    leave_loaded.clear()
    app.run()
    assert gc.get_freeze_count() >= left + len(loaded) / 2
    gc.unfreeze()


def test_the_overview_says_where_the_study_stands(opened: Open) -> None:
    """Interviews are counted, not their translations."""
    assert "6 interviews in 8 transcripts, 2 coders" in words(opened("overview"))


def test_an_empty_study_is_not_told_to_read_its_quotes(opened: Open, tmp_path: Path) -> None:
    app = opened("overview", Project.new(tmp_path / "nothing").folder)
    assert "Nothing is in it yet." in words(app)
    assert "your quotes" not in words(app)


def label_of(at: str) -> None:
    from pathlib import Path

    from coding.pages.parts.labels import label_form
    from coding.project import Project

    label_form(Project(Path(at)))


def test_the_label_of_quotes_is_no_mistake_before_anybody_has_an_attribute(folder: Path) -> None:
    """The form says what to do first; a scheme that somebody writes is still looked at."""
    (folder / "transcripts" / "participants.csv").write_text("participant\nP01\n")
    app = AppTest.from_function(label_of, args=(str(folder),), default_timeout=120).run()
    assert "drop a face sheet" in words(app)
    assert not app.error
    app.text_input[0].input("{gender}").run()
    assert "no participant has an attribute" in app.error[0].value


def test_the_overview_names_what_needs_doing(opened: Open, folder: Path) -> None:
    """A file that lies in transcripts/ waits, and is looked at before it comes in."""
    path = folder / "transcripts" / "P07.txt"
    path.write_text("Interviewer: Why here?\nAnna: It was near.\n", encoding="utf-8")
    app = opened("overview")
    assert "P07.txt" in words(app)
    assert "Look at what is there" in [button.label for button in app.button]
    assert "P07" not in [t.name for t in Project(folder).transcripts.all()]


def test_another_coder_is_chosen_by_name(opened: Open) -> None:
    """Whoever is chosen codes from then on."""
    app = opened("overview")
    app.selectbox(key="chosen_coder").select("Marko").run()
    assert app.session_state["coder"] == "Marko"


def test_a_note_is_kept_and_undone(opened: Open, folder: Path) -> None:
    """Undo stands on every page."""
    app = opened("overview")
    app.text_area[0].input("Ask about schools next time.")
    click(app, "Save the memo")
    assert [m.text for m in Project(folder).memos.all(kind="project")] == [
        "Ask about schools next time."
    ]
    click(app, "↶ Undo")
    assert Project(folder).memos.all(kind="project") == []


def test_an_edit_by_hand_is_named_on_the_overview_and_taken_back(
    opened: Open, folder: Path
) -> None:
    """It is nobody's own: the button beside its name is for whoever looks."""
    path = folder / "codebook.yaml"
    before = path.read_text("utf-8")
    name = Project(folder).codes.book().codes[0].name
    path.write_text(before.replace(f"en: {name}", "en: Dread", 1), "utf-8")
    app = opened("overview")
    assert "codebook.yaml edited by hand: Dread changed" in words(app)
    assert " · by hand" in words(app)
    [label] = [b.label for b in app.button if "the edit by hand of" in b.label]
    assert label.startswith("↶ Take back the edit by hand of ")
    click(app, label)
    assert path.read_text("utf-8") == before
    click(app, label.replace("↶ Take back", "↷ Do again"))
    assert "en: Dread" in path.read_text("utf-8")


def test_what_cannot_be_undone_is_said_on_the_page_and_undo_goes_on(
    opened: Open, folder: Path
) -> None:
    project = Project(folder)
    app = opened("overview")
    me = str(app.session_state["coder"])
    project.memos.write("project", "", "First", coder=me)
    key = project.memos.write("project", "", "Second", coder=me)
    project.memos.write("project", "", "Changed", coder="Marko", key=key)
    click(app.switch_page("coding/pages/overview.py").run(), "↶ Undo")
    told = app.error[0].value.replace("\\", "")
    assert "“memo on the study” cannot be undone now: it has been changed again since" in told
    click(app, "↶ Undo")
    assert [m.text for m in Project(folder).memos.all(kind="project")] == ["Changed"]


def test_a_dropped_interview_is_shown_and_not_in_yet(opened: Open, folder: Path) -> None:
    """The preview fills the page; what is done on it is tried in the browser's tests."""
    app = opened("transcripts")
    text = "Interviewer: Why did you come here?\nAnna: It was the way they live, and that is it.\n"
    app.file_uploader[0].upload("../P07.txt", text.encode(), "text/plain").run()
    [file] = coming(app)
    assert (file["name"], file["state"], file["language"]) == ("P07.txt", "ready", "en")
    assert [(s["name"], s["role"]) for s in file["cast"]] == [
        ("Interviewer", "interviewer"),
        ("Anna", "participant"),
    ]
    assert "P07" not in [t.name for t in Project(folder).transcripts.all()]


def coming(app: AppTest) -> list[dict[str, Any]]:
    """Return the files that the preview shows, once they were read."""
    until = time.monotonic() + 30
    while len(app.get("bidi_component")) < 2 and time.monotonic() < until:
        app.run()
    assert not app.exception, app.exception
    assert len(app.get("bidi_component")) == 2  # the wire to the desk and the preview
    intake = app.session_state["intake"]
    return list(batch_rows(intake, busy=False, of="")["files"])


def test_an_interview_taken_out_does_not_wait_and_can_be_dropped_again(folder: Path) -> None:
    """Its codings come back with it, and no second file is made."""
    study = Project(folder)
    files = sorted((folder / "transcripts").iterdir())
    codings = len(study.codings.all())
    study.transcripts.remove("P06", coder="Jelena")
    assert study.transcripts.waiting() == []
    data = (folder / "transcripts" / "P06.txt").read_bytes()
    assert study.transcripts.preview("P06.txt", data).already == ""
    upload(study, "P06.txt", data, coder="Jelena")
    assert len(study.codings.all()) == codings
    assert sorted((folder / "transcripts").iterdir()) == files


def test_an_interview_keeps_a_name(folder: Path) -> None:
    """An empty one is refused."""
    with pytest.raises(CodingError):
        Project(folder).transcripts.edit("P06", name=" ", coder="Jelena")


def test_a_file_that_is_no_interview_leaves_nothing(opened: Open, folder: Path) -> None:
    """It is said why, and how to mend it, in its line of the preview."""
    before = sorted((folder / "transcripts").iterdir())
    app = opened("transcripts")
    app.file_uploader[0].upload("P08.docx", b"PK\x03\x04 broken", "application/msword").run()
    [file] = coming(app)
    assert (file["state"], "save it again" in file["say"]) == ("bad", True)
    assert sorted((folder / "transcripts").iterdir()) == before


def test_an_interview_that_is_there_already_is_said_so(opened: Open, folder: Path) -> None:
    """Nothing is doubled."""
    app = opened("transcripts")
    data = (folder / "transcripts" / "P06.txt").read_bytes()
    app.file_uploader[0].upload("again.txt", data, "text/plain").run()
    [file] = coming(app)
    assert (file["state"], file["say"]) == ("in", "in the project already, as “P06”")


def test_files_that_lie_in_the_folder_are_looked_at_like_dropped_ones(
    opened: Open, folder: Path
) -> None:
    text = "Interviewer: Why here?\nAnna: It was near.\n"
    (folder / "transcripts" / "P07.txt").write_text(text, encoding="utf-8")
    app = opened("transcripts")
    assert "P07.txt" in words(app)
    click(app, "Look at it")
    assert [file["name"] for file in coming(app)] == ["P07.txt"]


def test_a_group_interview_lists_everybody_who_answers(opened: Open, tmp_path: Path) -> None:
    study = Project.new(tmp_path / "group")
    once = "Interviewer: Why?\n\nMila: Near.\n\nTara: Cheap.\n\n"
    said = once + once.replace("Near", "Far")
    upload(study, "g.txt", said.encode(), coder="ana")
    for name, participant in (("Mila", "P01"), ("Tara", "P02")):
        study.speakers.set_participant("g", name, participant, coder="ana")
    app = opened("transcripts", study.folder)
    assert list(app.dataframe[0].value["Participant"]) == ["P01, P02"]


def test_facts_about_a_transcript_are_saved(opened: Open, folder: Path) -> None:
    """The first transcript stands open; its language is changed."""
    app = opened("transcripts")
    [language] = [t for t in app.text_input if t.label == "Language"]
    language.input("sr")
    click(app, "Save")
    assert Project(folder).transcripts.info("P01").language == "sr"


def test_an_attribute_is_added_to_the_participants(opened: Open, folder: Path) -> None:
    """The table, the file and the project say the same."""
    app = opened("transcripts")
    [name] = [t for t in app.text_input if t.label == "What is it called?"]
    name.input("profession")
    click(app, "Add")
    assert "profession" in Project(folder).participants.all()[0].attributes
    head = (folder / "transcripts" / "participants.csv").read_text(encoding="utf-8").splitlines()[0]
    assert head.endswith(",profession")


def test_a_face_sheet_is_shown_with_its_columns_and_taken_in(opened: Open, folder: Path) -> None:
    """What leads to a person is off and says so; one click takes the rest in, one act undoes it."""
    rows = [f"P-{n:02},T{n % 2},x,N{n},+38164555{n}" for n in (1, 2)]
    app = opened("transcripts")
    data = "\n".join(["Code,Town,gender,Full name,Phone", *rows]).encode()
    app.file_uploader[1].upload("face.csv", data, "text/csv").run()
    columns = next(f.value for f in app.dataframe if "Becomes" in f.value.columns)
    off = dict(zip(columns["Column"], columns["Look at it"], strict=True))
    assert {name for name, remark in off.items() if remark} == {"Full name", "Phone"}
    before = Project(folder).participants.all()
    assert "P01, gender: “Female” becomes “x”." in words(app)
    [leave] = [c for c in app.checkbox if c.label == "Leave 2 values as the study has them"]
    leave.check().run()
    assert "P01, gender: “Female” stays, not “x”." in words(app)
    click(app, "Take in 2 attributes of 2 people")
    people = Project(folder).participants.all()
    assert [p.attributes["gender"] for p in people[:2]] == [
        p.attributes["gender"] for p in before[:2]
    ]
    assert [p.attributes["Town"] for p in people[:2]] == ["T1", "T0"]
    assert "Phone" not in people[0].attributes
    Project(folder).log.undo()
    assert Project(folder).participants.all() == before


def test_the_label_of_quotes_is_written_seen_on_people_and_kept(folder: Path) -> None:
    """A scheme that cannot be read is said so and not kept; labels of one person are marked."""

    app = AppTest.from_function(label_of, args=(str(folder),), default_timeout=120).run()
    assert not app.exception
    [label] = [t for t in app.text_input if t.label == "Label"]
    label.input("{age_band|nonsense}").run()
    assert "is no band" in app.error[0].value
    [label] = [t for t in app.text_input if t.label == "Label"]
    label.input("{gender} ({age_band|10})").run()
    shown = next(f.value for f in app.dataframe if "Label" in f.value.columns)
    assert any("–" in text and "(" in text for text in shown["Label"])
    assert "could identify one person" in set(shown["Remark"])
    click(app, "Print it like this")
    assert Project(folder).labels.scheme().text() == "{gender} ({age_band|10})"
    assert "(" in Project(folder).quotes.find()[0].attribution


def test_a_broken_codebook_is_shown_with_every_fault_and_the_last_sound_version(
    opened: Open, folder: Path
) -> None:
    """Nothing can be changed until it is mended."""
    opened("codebook")
    path = folder / "codebook.yaml"
    path.write_text("codes:\n  - id: a\n  - id: b\n", encoding="utf-8")
    app = opened("codebook")
    said = words(app)
    assert "codebook.yaml:2" in said
    assert "codebook.yaml:3" in said
    fault = Project(folder).files.codebook_fault
    assert all(fault_of.told in said for fault_of in getattr(fault, "problems", []))
    assert "Leaving Russia" in said
    assert app.button(key="add").disabled


def test_a_codebook_that_is_gone_is_written_again(opened: Open, folder: Path) -> None:
    """One button brings the last sound version back."""
    before = (folder / "codebook.yaml").read_text(encoding="utf-8")
    opened("codebook")
    (folder / "codebook.yaml").unlink()
    click(opened("codebook"), "Write codebook.yaml again")
    assert (folder / "codebook.yaml").read_text(encoding="utf-8") == before


def test_the_codebook_is_searched(opened: Open) -> None:
    """Only what fits is shown, with the themes above it."""
    app = opened("codebook")
    app.text_input(key="find").input("Residence permit").run()
    said = words(app)
    assert "Residence permit" in said
    assert "Papers" in said
    assert "Leaving Russia" not in said


def test_quotes_are_found_put_into_a_basket_and_exported(opened: Open, folder: Path) -> None:
    """What is asked for on the left comes out as a Word file."""
    app = opened("quotes")
    app.multiselect(key="all_of").set_value(["safety"]).run()
    wanted = Project(folder).quotes.find(["safety"], apart=False)
    assert f"{len(wanted)} quotes from" in app.header[0].value
    first = wanted[0]
    app.button(key=f"put-{first.coding}").click().run()
    study = Project(folder)
    [basket] = study.baskets.all()
    assert (basket.name, len(basket.picks)) == ("For the report", 1)

    path = folder / "out.docx"
    study.quotes.export(path, study.quotes.find(basket=basket.id), basket=basket.id)
    printed = "\n".join(p.text for p in Document(io.BytesIO(path.read_bytes())).paragraphs)
    assert " ".join(first.text.split())[:40] in printed


def test_a_code_misspelt_in_a_question_is_named_with_its_neighbour(opened: Open) -> None:
    """The mistake says what may have been meant."""
    app = opened("quotes")
    app.text_input(key="written").input("safty").run()
    assert "Did you mean" in app.error[0].value


def test_codes_that_meet_lead_to_their_quotes(opened: Open) -> None:
    """A choice in the list of those that meet most often asks for both."""
    app = opened("quotes")
    app.segmented_control(key="view").set_value("meet").run()
    [first, *_] = [b for b in app.button if b.key and b.key.startswith("meet-")]
    first.click().run()
    assert not app.exception
    assert len(app.multiselect(key="all_of").value) == 2


@pytest.mark.parametrize("name", ["wording", "markup", "code_forms"])
def test_the_examples_in_the_shared_pieces_hold(name: str) -> None:
    """The pages' folder is left out of the doctests, since pages run when they are imported."""
    module = importlib.import_module(f"coding.pages.parts.{name}")
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("page", "way"),
    [
        ("annotate", "Bring in interviews"),
        ("suggestions", "Bring in interviews"),
        ("quotes", "Bring in interviews"),
        ("memos", "Bring in interviews"),
        ("joint_display", "Add a survey"),
    ],
)
def test_a_page_with_nothing_on_it_leads_to_the_page_it_names(
    opened: Open, tmp_path: Path, page: str, way: str
) -> None:
    """Whoever is told to go somewhere finds the way there beside it."""
    app = opened(page, at=Project.new(tmp_path / "empty").folder)
    assert any(way in link.proto.label for link in app.get("page_link"))


@pytest.mark.parametrize(("page", "way"), [("quotes", "Code an interview"), ("memos", "Read")])
def test_where_interviews_are_read_but_nothing_is_coded_the_way_is_to_the_desk(
    opened: Open, tmp_path: Path, page: str, way: str
) -> None:
    study = Project.new(tmp_path / "new")
    (tmp_path / "one.txt").write_text("Vera: Yes.", encoding="utf-8")
    study.transcripts.import_files([tmp_path / "one.txt"], coder="Nina")
    app = opened(page, at=study.folder)
    assert [way in link.proto.label for link in app.get("page_link")] == [True]


def test_codings_from_a_spreadsheet_are_shown_said_and_taken_in(opened: Open, folder: Path) -> None:
    """What a column holds can be said by hand; codes that are new are added when ticked."""
    app = opened("transcripts")
    rows = (
        b"Interview,Said,Codes,Coded by\n"
        b"P01,and everybody comes on and nobody says anything,Political_Fear; Longing,Ben\n"
        b"p01.vtt,you know,political fear,Ben\nP01,nobody said this at all,Papers,Ben\n"
    )
    app.file_uploader[-1].upload("codings.csv", rows, "text/csv").run()
    assert not app.exception, app.exception
    assert "1 coding would come in, in 1 interview; 3 rows cannot be used" in words(app)
    assert "times in the transcript" in str(app.dataframe[-1].value)
    app.checkbox(key=next(c.key for c in app.checkbox if "new-codes" in str(c.key))).check().run()
    app.checkbox(key=next(c.key for c in app.checkbox if "first-" in str(c.key))).check().run()
    before = {coding.id for coding in Project(folder).codings.all()}
    click(app, "Take in 3 codings")
    project = Project(folder)
    came = [coding for coding in project.codings.all() if coding.id not in before]
    assert sorted((c.code, c.text, c.coder) for c in came) == [
        ("longing", "And everybody comes on and nobody says anything", "Ben"),
        ("political_fear", "And everybody comes on and nobody says anything", "Ben"),
        ("political_fear", "you know", "Ben"),
    ]
    assert project.codes.book().by_id["longing"].name == "Longing"
    project.log.undo()
    assert {coding.id for coding in project.codings.all()} == before
    assert "longing" not in project.codes.book()


def test_codes_in_order_are_links_to_their_words(opened: Open) -> None:
    app = opened("quotes")
    app.session_state["view"] = "line"
    said = words(app.run())
    assert not app.exception
    assert "from the first word on the left" in said
    assert 'class="pg-way pg-line-mark"' in said


def test_codes_that_are_near_are_read_below_the_table(opened: Open) -> None:
    app = opened("quotes")
    app.session_state["view"] = "meet"
    app.session_state["near"] = "in one turn"
    app.run()
    [most] = [b for b in app.button if b.label.startswith("Political fear and Engagement")]
    most.click().run()
    assert not app.exception
    assert "pg-met-where" in words(app)


def test_a_coded_table_comes_in_as_a_project_with_its_columns_shown(
    opened: Open, folder: Path
) -> None:
    """An interview that the study lacks is made of its passages; codes here are the same ones."""
    app = opened("transcripts")
    rows = b"Person,Said,Codes\nQ7,It is so calm where we live now.,Papers; Longing\n"
    drop = next(u for u in app.file_uploader if u.label.startswith("Drop a project"))
    drop.upload("theirs.csv", rows, "text/csv").run()
    assert not app.exception, app.exception
    columns = next(f.value for f in app.dataframe if "Holds" in f.value.columns)
    held = dict(zip(columns["Column"], columns["Holds"], strict=True))
    assert (held["Said"], held["Codes"]) == ("the words that are coded", "codes")
    assert "A spreadsheet: 1 text, 2 codes, 2 codings." in words(app)
    click(app, "Bring in 1 text, 1 code and 2 codings")
    project = Project(folder)
    came = [i for i in project.transcripts.all() if i.name not in ("P01", "P02")]
    assert "It is so calm where we live now." in {project.transcripts.get(i.id).text for i in came}
    assert "longing" in project.codes.book()
