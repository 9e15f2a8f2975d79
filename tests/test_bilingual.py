"""An interview and its translation in one file: noticed, shown, and split by a person."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from page_steps import open_page
from studies import upload

from coding import transcripts
from coding.commands import main
from coding.errors import CodingError, NotFound
from coding.pages.parts.wording import escaped
from coding.project import Project
from coding.transcripts.bilingual import ONE_FILE, two_in_one

RUSSIAN = (
    ("Интервьюер", "Вы давно приехали сюда?", "Interviewer", "Have you been here for long?"),
    (
        *("Яна", "Мы приехали в 1991 году, осенью. Квартира была очень дорогая."),
        *("Jana", "We came in 1991, in the autumn. The flat was very expensive."),
    ),
    ("Интервьюер", "А вернуться вы хотели бы?", "Interviewer", "And would you like to go back?"),
    (
        *("Яна", "Нет, я не вернусь. Здесь спокойно, и дочь ходит в школу одна."),
        *("Jana", "No, I will not go back. It is calm here, and my daughter walks to school."),
    ),
)
GERMAN = (
    (
        *("Interviewer", "Wohnen Sie schon lange hier?"),
        *("Interviewer", "Have you been living here for long?"),
    ),
    (
        *("Jana", "Wir sind im Herbst gekommen, und die Wohnung war sehr teuer."),
        *("Jana", "We came in the autumn, and the flat was very expensive."),
    ),
    (
        *("Interviewer", "Und wollen Sie wieder nach Hause?"),
        *("Interviewer", "And do you want to go back home?"),
    ),
    (
        *("Jana", "Nein, das will ich nicht, es ist hier ruhig, und die Kinder gehen allein."),
        *("Jana", "No, I do not want that, it is calm here, and the children walk alone."),
    ),
)
Rows = tuple[tuple[str, str, str, str], ...]
LAID_OUT = {
    "line under line": "{0}: {1}\n{3}",
    "paragraph under paragraph": "{0}: {1}\n\n{3}",
    "each with the label": "{0}: {1}\n\n{0}: {3}",
    "a slash between": "{0}: {1} / {3}",
    "a tab between": "{0}: {1}\t{3}",
}
BOTH_LABELLED = {
    "each with a label of its own": "{0}: {1}\n\n{2}: {3}",
    "labels in one line": "{0}: {1} | {2}: {3}",
    "in brackets": "{0}: {1} [{3}]",
}


def laid_out(rows: Rows, form: str) -> str:
    return "\n\n".join(form.format(*row) for row in rows) + "\n"


def words(rows: Rows, at: int) -> list[str]:
    return [row[at] for row in rows]


@pytest.mark.parametrize(
    ("rows", "form", "languages"),
    [
        *((RUSSIAN, form, ("ru", "en")) for form in (LAID_OUT | BOTH_LABELLED).values()),
        *((GERMAN, form, ("de", "en")) for form in LAID_OUT.values()),
    ],
)
def test_both_languages_are_told_apart_however_they_are_laid_out(
    rows: Rows, form: str, languages: tuple[str, str]
) -> None:
    read = transcripts.read_bytes(laid_out(rows, form).encode(), "a.txt")
    assert any(ONE_FILE in note for note in read.notes)
    found = two_in_one(read.text, read.turns)
    assert found is not None
    assert found.languages == languages
    assert [turn.words for turn in found.sides[0]] == words(rows, 1)
    assert [turn.words for turn in found.sides[1]] == words(rows, 3)
    assert [turn.speaker for turn in found.sides[0]] == words(rows, 0)
    assert {turn.speaker for turn in found.sides[1]} <= {*words(rows, 0), *words(rows, 2)}


def test_two_blocks_of_one_script_are_told_apart_by_small_words_and_by_length() -> None:
    blocks = laid_out(GERMAN * 2, "{0}: {1}") + "\n" + laid_out(GERMAN * 2, "{2}: {3}")
    read = transcripts.read_bytes(blocks.encode(), "a.txt")
    assert any(ONE_FILE in note for note in read.notes)
    found = two_in_one(read.text, read.turns)
    assert found is not None
    assert found.languages == ("de", "en")
    assert [turn.words for turn in found.sides[0]] == words(GERMAN * 2, 1)
    assert [turn.words for turn in found.sides[1]] == words(GERMAN * 2, 3)


def test_two_blocks_and_a_table_in_word_are_told_apart() -> None:
    from docx import Document

    blocks = laid_out(RUSSIAN, "{0}: {1}") + "\n" + laid_out(RUSSIAN, "{2}: {3}")
    document = Document()
    table = document.add_table(rows=0, cols=2)
    for a, b, c, d in RUSSIAN:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = f"{a}: {b}", f"{c}: {d}"
    file = io.BytesIO()
    document.save(file)
    for name, data in (("a.txt", blocks.encode()), ("a.docx", file.getvalue())):
        read = transcripts.read_bytes(data, name)
        found = two_in_one(read.text, read.turns)
        assert found is not None
        assert [turn.words for turn in found.sides[1]] == words(RUSSIAN, 3)


@pytest.mark.parametrize(
    "text",
    [
        laid_out(RUSSIAN, "{0}: {1}"),
        laid_out(RUSSIAN, "{0}: {1}\n{1}"),
        "\n\n".join(f"{a}: {b if a == 'Яна' else d}" for a, b, _, d in RUSSIAN * 3),
        "\n\n".join(f"{a}: {b if a == 'Jana' else d}" for a, b, _, d in GERMAN * 3),
        laid_out(RUSSIAN, "{0}: {1} I mean, ну вот, well, так."),
        laid_out(GERMAN * 2, "{0}: {1}") + "\n" + laid_out(GERMAN[::-1] * 2, "{2}: {3}"),
    ],
    ids=[
        *("one language", "twice the same", "asked in one", "the same, one script", "mixed"),
        "goes on in another",
    ],
)
def test_an_interview_that_is_no_translation_is_left_alone(text: str) -> None:
    read = transcripts.read_bytes(text.encode(), "a.txt")
    assert two_in_one(read.text, read.turns) is None
    assert not any(ONE_FILE in note for note in read.notes)


@pytest.fixture
def study(tmp_path: Path) -> Project:
    project = Project.new(tmp_path / "p")
    text = laid_out(RUSSIAN, "[00:01:05] {0}: {1}\n{3}")
    upload(project, "a.txt", text.encode(), participant="P01", coder="ana")
    return project


def names(project: Project) -> list[str]:
    return [info.name for info in project.transcripts.all()]


def test_the_desk_knows_that_both_languages_are_in_one_text_until_it_is_split(
    study: Project,
) -> None:
    """Its key for the other language leads to where both sides are shown."""
    assert study.desk.snapshot("a", "ana")["bilingual"]
    first, _ = study.bilingual.split("a", coder="ana")
    known = study.desk.snapshot(first.name, "ana")
    assert not known["bilingual"]
    assert known["parallel"]


def test_nothing_is_split_before_somebody_says_so_and_undo_brings_it_back(study: Project) -> None:
    assert names(study) == ["a"]
    first, second = study.bilingual.split("a", coder="ana")
    assert names(study) == ["a-en", "a-ru"]
    assert (first.name, first.language, second.translation_of) == ("a-ru", "ru", first.id)
    assert {info.participant for info in (first, second)} == {"P01"}
    assert [turn.time for turn in study.transcripts.get("a-en").turns] == [65.0] * 4
    pairs = study.alignments.of("a-ru").pairs
    assert [(pair.mine, pair.theirs) for pair in pairs] == [((n,), (n,)) for n in range(1, 5)]
    study.log.undo(coder="ana")
    assert names(study) == ["a"]
    study.log.undo(coder="ana", redo=True)
    assert names(study) == ["a-en", "a-ru"]


def test_a_person_says_which_is_the_original(study: Project) -> None:
    first, second = study.bilingual.split("a", original="en", coder="ana")
    assert (first.name, second.name, second.translation_of) == ("a-en", "a-ru", first.id)
    with pytest.raises(NotFound):
        study.bilingual.split("a-en", coder="ana")


def test_what_is_coded_is_not_split(study: Project) -> None:
    (study.folder / "codebook.yaml").write_text("codes:\n  - {id: calm, name: Calm}\n")
    study.codings.apply("a", 20, 30, ["calm"], coder="ana")
    with pytest.raises(CodingError, match="codings stand on it"):
        study.bilingual.split("a", coder="ana")
    with pytest.raises(CodingError):
        study.bilingual.split("a", original="de", coder="ana")
    assert names(study) == ["a"]


def test_two_columns_of_a_table_are_noticed_shown_and_split_by_the_command_line(
    tmp_path: Path,
) -> None:
    project = Project.new(tmp_path / "p")
    rows = "\n".join(f'{a},"{b}","{d}"' for a, b, _, d in RUSSIAN)
    file = tmp_path / "b.csv"
    file.write_text(f"speaker,text,english\n{rows}\n", encoding="utf-8")

    def run(*arguments: str) -> object:
        told = CliRunner().invoke(main, [*arguments, "--project", str(project.folder), "--json"])
        assert told.exit_code == 0, told.output
        return json.loads(told.stdout)

    read = run("import", str(file))
    assert any(ONE_FILE in note for note in read["transcripts"][0]["notes"])  # type: ignore[index]
    shown = run("split-languages", "b", "--try")
    assert shown["turns"] == [[b, d] for _, b, _, d in RUSSIAN]  # type: ignore[index]
    assert names(project) == ["b"]
    made = run("split-languages", "b")
    assert [row["name"] for row in made] == ["b-ru", "b-en"]  # type: ignore[attr-defined]
    again = Project.new(tmp_path / "q")
    file = tmp_path / "c.txt"
    file.write_text(laid_out(GERMAN, "{0}: {1} / {3}"), encoding="utf-8")
    project = again
    told = run("import", str(file), "--split-languages")
    assert [t["language"] for t in told["transcripts"]] == ["de", "en"]  # type: ignore[index]


def test_the_page_shows_both_languages_and_splits_them_when_asked(
    study: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, "transcripts", study.folder)
    [shown] = [table for table in app.table if "Russian" in table.value.columns]
    assert list(shown.value["English"]) == [escaped(said) for said in words(RUSSIAN, 3)]
    assert names(study) == ["a"]
    key = study.transcripts.info("a").id
    app.radio(key=f"original-{key}").set_value("English")
    app.button(key=f"split-{key}").click().run()
    assert not app.exception
    assert names(study) == ["a-en", "a-ru"]
    first = study.transcripts.info("a-en")
    assert study.transcripts.info("a-ru").translation_of == first.id
