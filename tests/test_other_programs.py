"""Projects of Taguette, QualCoder and qc, Word comments and spreadsheets come in whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from foreign_databases import BARE, PAGE, qc, qualcoder, taguette, word
from studies import VERA, study

from coding.codebook import parse
from coding.errors import CodingError, FileError, TableError
from coding.files.bare_text import BareText
from coding.model.exchange import ForeignProject, SourceKind
from coding.project import Project
from coding.project.exchange import FileHolds, HowToRead, opening
from coding.project.exchange.opening import read_database
from coding.store import elsewhere


@pytest.fixture
def empty(tmp_path: Path) -> Project:
    return Project.new(tmp_path / "study")


def codings(foreign: ForeignProject) -> list[tuple[str, str, str]]:
    """Return path, words and coder of each coding."""
    return [(" > ".join(foreign.path(c.code)), c.text, c.coder) for c in foreign.codings]


def taken(project: Project) -> list[tuple[str, str, str, str]]:
    """Return interview, code, words and coder of each coding that is in a study."""
    names = {info.id: info.name for info in project.transcripts.all()}
    book = project.codes.book()
    return sorted(
        (names[c.transcript], book.by_id[c.code].name, c.text, c.coder)
        for c in project.codings.all()
    )


# ── Taguette ──


def test_html_is_text_without_its_tags_and_no_character_is_lost() -> None:
    bare = BareText(PAGE)
    assert bare.raw == BARE
    assert "calm.\nМой" in bare.text
    at = bare.raw.index("Мой")
    assert bare.text[bare.shown(at, end=False) :].startswith("Мой")
    assert bare.text[: bare.shown(at, end=True)].endswith("calm.")
    assert BareText("<p>a<br>b</p><style>p {}</style><script>x</script>").text == "a\nb"


def test_taguette_s_bytes_tags_and_untagged_highlights(tmp_path: Path) -> None:
    path = taguette(
        tmp_path / "t.sqlite3",
        [("I'm safe & calm", [1, 2]), ("Мой кот", [3]), ("Very calm", []), ("café", [2])],
    )
    foreign = read_database(path, path.name)
    assert codings(foreign) == [
        ("Home", "I'm safe & calm", "ana"),
        ("Home > Calm", "I'm safe & calm", "ana"),
        ("Fear > Night", "Мой кот", ""),
        ("", "Very calm", "ana"),
        ("Home > Calm", "café", ""),
    ]
    assert foreign.codings[0].created == "2026-05-02T09:12:07+00:00"
    assert "without a tag" in foreign.codings[3].memo
    assert [(code.name, code.codable, code.description) for code in foreign.codes] == [
        ("Home", True, "about Home"),
        ("Calm", True, "about Home.Calm"),
        ("Fear", False, ""),
        ("Night", True, "about Fear.Night"),
    ]
    assert "4 of 4 highlights" in " ".join(foreign.notes)
    assert [memo.text for memo in foreign.memos] == ["About us."]


def test_tags_that_differ_by_blanks_are_one_code_and_one_that_is_gone_is_listed(
    tmp_path: Path, empty: Project
) -> None:
    path = taguette(
        tmp_path / "t.sqlite3",
        [("café", [1]), ("Very calm", [3]), ("Мой кот", [9])],
        tags=["Home.Calm", "Home.Rent", "Home. Calm", "Home.Calm "],
    )
    foreign = read_database(path, path.name)
    assert codings(foreign)[:2] == [
        ("Home > Calm", "café", "ana"),
        ("Home. Calm", "Very calm", ""),
    ]
    done = empty.exchange.take_in(foreign, coder="bo")
    assert [(piece.words, piece.why) for piece in done.unplaced] == [
        ("Мой кот", "the code is not in the file")
    ]
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE highlight_tags SET tag_id = 4 WHERE highlight_id = 2")
        db.commit()
    foreign = read_database(path, path.name)
    assert codings(foreign)[1] == ("Home > Calm", "Very calm", "")


def test_a_point_that_parts_nothing_stays_in_the_tag(tmp_path: Path) -> None:
    path = taguette(tmp_path / "t.sqlite3", [], tags=["U.S. policy", "e.g. this", "Home"])
    foreign = read_database(path, path.name)
    assert [code.name for code in foreign.codes] == ["U.S. policy", "e.g. this", "Home"]


def test_a_highlight_outside_of_its_document_is_listed(tmp_path: Path) -> None:
    path = taguette(tmp_path / "t.sqlite3", [("café", [1]), ("calm", [1])])
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE highlights SET end_offset = 99999 WHERE id = 1")
        db.execute("UPDATE highlights SET snippet = '<p>other</p>' WHERE id = 2")
        db.commit()
    foreign = read_database(path, path.name)
    assert [c.text for c in foreign.codings] == ["calm"]
    assert [piece.words for piece in foreign.unplaced] == ["café"]
    assert any(note.startswith("Please check: 1 highlight") for note in foreign.notes)


def test_taguette_s_exports_hold_the_same_codings(tmp_path: Path, empty: Project) -> None:
    listed = tmp_path / "highlights.csv"
    listed.write_text(
        "id,document,tag,content\n1,Vera,Home,It is calm.\n1,Vera,Home.Calm,It is calm.\n"
        "2,Vera,Home.Rent,The rent\n",
        "utf-8",
    )
    page = tmp_path / "highlights.html"
    page.write_text(
        "<html><head><title>Taguette highlights</title></head><body><h1>Taguette highlights</h1>"
        "<p>It is calm.</p><p><strong>Document:</strong> Vera <strong>Tags:</strong> Home,"
        " Home.Calm</p><hr><p>The rent</p><p><strong>Document:</strong> Vera"
        " <strong>Tags:</strong> Home.Rent</p></body></html>",
        "utf-8",
    )
    expected = [
        ("Home", "It is calm.", ""),
        ("Home > Calm", "It is calm.", ""),
        ("Home > Rent", "The rent", ""),
    ]
    for path in (listed, page):
        assert codings(empty.exchange.read(path)) == expected


def test_a_document_that_taguette_printed_has_the_highlights_whose_beginning_is_known(
    tmp_path: Path, empty: Project
) -> None:
    page = tmp_path / "vera.html"
    mark, tags = '<span class="highlight">{}</span>', '<span class="taglist"> [{}]</span>'
    page.write_text(
        "<html><head><title>Vera</title></head><body><h1>Vera</h1><p>Well, "
        + mark.format("it is calm") + tags.format("Calm, Home") + " and "
        + mark.format("the") + tags.format("a") + mark.format(" rent") + tags.format("b")
        + ".</p></body></html>",
        "utf-8",
    )  # fmt: skip
    foreign = empty.exchange.read(page)
    assert codings(foreign) == [
        ("Calm", "it is calm", ""),
        ("Home", "it is calm", ""),
        ("a", "the", ""),
    ]
    assert [piece.where for piece in foreign.unplaced] == ["b"]


# ── QualCoder and qc ──

TEXT = "Ana: It is calm 🙂 here.\n\nBen: I was afraid.\n"


def test_qualcoder_s_folder_has_codes_cases_memos_and_pictures(tmp_path: Path) -> None:
    folder = qualcoder(
        tmp_path / "Study.qda", TEXT, [("calm 🙂", 1, "ana"), ("I was afraid", 2, "ben")]
    )
    foreign = read_database(folder, folder.name)
    assert codings(foreign) == [
        ("Life > Calm", "calm 🙂", "ana"),
        ("Fear", "I was afraid", "ben"),
        ("", "Ana:", "ben"),
    ]
    assert [c.memo for c in foreign.codings] == ["mind this", "Marked as important.", "who?"]
    assert [(c.name, c.codable, c.color) for c in foreign.codes] == [
        ("Life", False, ""), ("Calm", True, "#ef8256"), ("Fear", True, ""),
    ]  # fmt: skip
    (case,) = foreign.cases
    assert (case.name, dict(case.values), case.sources) == ("P01", {"age": "41"}, ("source 1",))
    assert [memo.text for memo in foreign.memos] == ["All of it.", "in May", "Begun."]
    text, picture = foreign.sources
    assert (text.name, picture.kind, picture.files[0].size) == ("Vera", SourceKind.PICTURE, 3)
    assert picture.coded == ("Fear at 1, 2, 30 × 40 (ben)",)
    assert foreign.name == "Study"


def test_codes_that_stand_below_each_other_in_a_ring_stand_on_top(tmp_path: Path) -> None:
    folder = qualcoder(tmp_path / "Study.qda", TEXT, [("calm", 1, "ana")])
    with closing(sqlite3.connect(folder / "data.qda")) as db:
        db.execute("INSERT INTO code_cat VALUES (2, 'Ring', '', 3), (3, 'Gnir', '', 2)")
        db.commit()
    foreign = read_database(folder, folder.name)
    assert [" > ".join(foreign.path(c.key)) for c in foreign.codes] == [
        "Life", "Life > Calm", "Fear", "Ring", "Ring > Gnir",
    ]  # fmt: skip
    assert any("below is not in the file" in note for note in foreign.notes)


def test_qc_codes_whole_lines_that_count_from_nought(tmp_path: Path) -> None:
    lines = [(0, "calm", "ana"), (2, "fear", "ben"), (2, "new", "ben"), (9, "fear", "ana")]
    folder = qc(tmp_path / "qc", TEXT, lines)
    foreign = read_database(folder, folder.name)
    assert codings(foreign) == [
        ("life > calm", "Ana: It is calm 🙂 here.", "ana"),
        ("fear", "Ben: I was afraid.", "ben"),
        ("new", "Ben: I was afraid.", "ben"),
    ]
    assert [piece.where for piece in foreign.unplaced] == ["one/vera.txt, line 9"]
    assert foreign.sources[0].name == "vera"


def test_of_qc_no_coded_line_is_lost_in_silence(tmp_path: Path) -> None:
    """One is of a code that nobody listed, one of no text, one below the text's end."""
    folder = qc(tmp_path / "p", "Are you safe?\nI am.\n", [(0, "calm", "ana"), (1, "odd", "bo")])
    with closing(sqlite3.connect(folder / "qualitative_coding.sqlite3")) as db:
        db.execute("DELETE FROM code WHERE name = 'odd'")
        db.execute("INSERT INTO coded_line VALUES (3, 0, 'ana', 'fear'), (4, 7, 'ana', 'fear')")
        db.execute("INSERT INTO coded_line_location_association VALUES (4, 1), (2, 1)")
        db.commit()
    foreign = read_database(folder, folder.name)
    assert codings(foreign) == [("life > calm", "Are you safe?", "ana"), ("odd", "I am.", "bo")]
    assert [(piece.where, piece.words, piece.why) for piece in foreign.unplaced] == [
        ("no text, line 0", "fear", "the text is not in the folder"),
        ("one/vera.txt, line 7", "fear", "the line is not in the text"),
    ]


def test_qc_reads_nothing_from_outside_of_its_folder(tmp_path: Path) -> None:
    folder = qc(tmp_path / "qc", TEXT, [(0, "calm", "ana")])
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    with closing(sqlite3.connect(folder / "qualitative_coding.sqlite3")) as db:
        db.execute("UPDATE document SET file_path = '../../secret.txt'")
        db.commit()
    (folder / "codebook.yaml").unlink()
    (folder / "codebook.yaml").symlink_to(tmp_path / "secret.txt")
    foreign = read_database(folder, folder.name)
    assert foreign.sources == ()
    assert "secret" not in [code.name for code in foreign.codes]


# ── Word ──

SPOKEN = [
    "I: How long?",
    "B: Three years, ⟦0|I was ⟦1|afraid⟧1 of it⟧0.",
    "I: Why?",
    "B: ⟦2|The school. I was afraid.",
    "And the ⟦3|rent⟧3, too⟧2.",
]


def test_comments_are_codes_of_their_authors(tmp_path: Path, empty: Project) -> None:
    said = [
        ("Ana", "fear"),
        ("Ben", "Fear; night\nShe says it without being asked, which is new in this wave."),
        ("Ana", "#home->school"),
        ("Ben", "Why does nobody ask about the rent? We should do that next time."),
        ("Ben", "fear, night"),
        ("Ben", "I do not think so"),
    ]
    path = tmp_path / "vera.docx"
    path.write_bytes(word(SPOKEN, said, answers={4: 2, 5: 0}))
    foreign = empty.exchange.read(path)
    assert codings(foreign) == [
        ("fear", "I was afraid of it", "Ana"),
        ("fear", "afraid", "Ben"),
        ("night", "afraid", "Ben"),
        ("home > school", "The school. I was afraid.\nAnd the rent, too", "Ana"),
        ("", "rent", "Ben"),
        ("fear", "The school. I was afraid.\nAnd the rent, too", "Ben"),
        ("night", "The school. I was afraid.\nAnd the rent, too", "Ben"),
        ("", "I was afraid of it", "Ben"),
    ]
    assert foreign.codings[1].memo.startswith("She says it")
    assert foreign.codings[0].created == "2026-05-02T09:12:07+00:00"
    report = empty.exchange.take_in(foreign, coder="me")
    assert (report.codings, report.memos) == (6, 3)
    info = empty.transcripts.info("vera")
    assert info.speakers == ("I", "B")
    again = empty.exchange.take_in(empty.exchange.read(path), coder="me")
    assert (again.codings, again.codings_there) == (0, 6)
    empty.log.undo(coder="", by="me")
    assert empty.transcripts.all() == []


def test_a_comment_on_no_words_means_its_paragraph(tmp_path: Path, empty: Project) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word(["B: It is calm⟦0|⟧0 here."], [("Ana", "calm")]))
    foreign = empty.exchange.read(path)
    assert codings(foreign) == [("calm", "B: It is calm here.", "Ana")]
    assert any("whole paragraph" in note for note in foreign.notes)


def test_words_that_stand_twice_are_coded_where_they_are_marked(
    tmp_path: Path, empty: Project
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word(["B: Yes. It is calm.", "B: Yes. ⟦0|It is calm⟧."], [("Ana", "calm")]))
    (coding,) = empty.exchange.read(path).codings
    assert coding.start == len("B: Yes. It is calm.\n\nB: Yes. ")


# ── spreadsheets ──


def table(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "rows.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_passages_are_put_into_the_interviews_that_are_there(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    rows = table(
        tmp_path,
        "Interview,Quote,Code,Coder\n"
        "vera.docx,my daughter walks to school alone,safety,Jelena\n"
        "Vera,“The rent is high”,Daily life > Prices,Marko\n"
        "Vera,nobody said this,fear,Marko\nP01,I would not go back now.,new code,Marko\n",
    )
    report = project.exchange.take_in(project.exchange.read(rows), coder="me")
    assert (report.codings, report.codes, report.sources) == (3, 1, 0)
    assert [piece.where for piece in report.unplaced] == ["row 4"]
    assert taken(project) == [
        ("Vera", "Prices", "The rent is high", "Marko"),
        ("Vera", "Safety", "My daughter walks to school alone", "Jelena"),
        ("Vera", "new code", "I would not go back now.", "Marko"),
    ]
    assert project.transcripts.get("Vera").text == VERA


def test_passages_of_an_interview_that_is_not_there_are_its_text(
    tmp_path: Path, empty: Project
) -> None:
    rows = table(
        tmp_path,
        "Document,Quote,Code,Coder\nP7,It is calm here.,calm,Ana\nP7,It is calm here.,calm,Ben\n"
        "P7,The rent is high.,rent,Ana\n",
    )
    report = empty.exchange.take_in(empty.exchange.read(rows), coder="me")
    assert empty.transcripts.get("P7").text == "It is calm here.\n\nThe rent is high."
    assert taken(empty) == [
        ("P7", "calm", "It is calm here.", "Ana"),
        ("P7", "calm", "It is calm here.", "Ben"),
        ("P7", "rent", "The rent is high.", "Ana"),
    ]
    assert any("Not in this study: P7" in note for note in report.notes)


def test_each_answer_is_a_text_with_its_respondent_s_attributes(
    tmp_path: Path, empty: Project
) -> None:
    rows = table(
        tmp_path,
        "id,Sex,Why did you come here?,Coder A,Coder B,What do you miss most of all?\n"
        "17,F,Because of the war and the fear of it.,war; fear,war,My mother and the sea there.\n"
        "18,M,My work was moved here last year.,work,work,\n"
        "19,F,Because of the war and the fear of it.,war,fear,The sea and all of my friends.\n",
    )
    how = HowToRead(texts=["Why did you come here?", "What do you miss most of all?"])
    foreign = empty.exchange.read(rows, how=how)
    report = empty.exchange.take_in(foreign, coder="me")
    assert report.sources == 5
    assert len(empty.codings.all()) == 7
    people = {p.id: dict(p.attributes) for p in empty.participants.all()}
    assert people == {"17": {"Sex": "F"}, "18": {"Sex": "M"}, "19": {"Sex": "F"}}
    assert {info.participant for info in empty.transcripts.all()} == {"17", "18", "19"}
    assert ("19, Why did you come here?", "fear", "Because of the war and the fear of it.",
            "Coder B") in taken(empty)  # fmt: skip


def test_words_that_stand_twice_are_listed_or_the_first(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    rows = table(tmp_path, "Interview,Quote,Code\nVera,go back,return\n")
    assert len(project.exchange.read(rows).unplaced) == 1
    foreign = project.exchange.read(rows, how=HowToRead(first=True))
    assert [c.start for c in foreign.codings] == [VERA.index("go back")]


def test_a_codebook_beside_the_codings_says_what_codes_mean(tmp_path: Path, empty: Project) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Coding"
    book.active.append(["Document", "Quote", "Code"])
    book.active.append(["P1", "It is calm here, and it stays so.", "calm"])
    sheet = book.create_sheet("Codebook")
    sheet.append(["Code", "Definition", "When to use"])
    sheet.append(["Calm", "Being calm.", "at home"])
    sheet.append(["Fear", "Being afraid.", ""])
    book.save(tmp_path / "study.xlsx")
    empty.exchange.take_in(empty.exchange.read(tmp_path / "study.xlsx"), coder="me")
    calm, fear = empty.codes.book()
    assert (calm.name, calm.definition, calm.include) == ("Calm", "Being calm.", ("at home",))
    assert fear.definition == "Being afraid."
    assert [c.code for c in empty.codings.all()] == [calm.id]


# ── codebooks ──


def test_a_codebook_is_compared_with_the_one_here_and_never_written_over(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    path = tmp_path / "codes.csv"
    path.write_text(
        "Theme,Code,Definition,Example\nDaily life,Safety,Feeling safe.,I feel safe.\n"
        "Daily life,Food,What one eats.,\nFear,,Being afraid.,\n",
        "utf-8",
    )
    foreign = project.exchange.read(path)
    plan = project.exchange.look(foreign)
    assert [str(code.standing) for code in plan.codes] == ["same", "differs", "new", "differs"]
    project.exchange.take_in(foreign, coder="me")
    book = project.codes.book()
    assert (book.by_id["safety"].definition, book.by_id["safety"].examples) == (
        "Feeling safe.",
        ("I feel safe.",),
    )
    assert [code.name for code in book.children("life")] == ["Safety", "Prices", "Food"]


def test_a_codebook_in_word_is_a_table_or_a_nested_list(tmp_path: Path, empty: Project) -> None:
    from docx import Document

    document = Document()
    document.add_heading("Codebook", 0)
    made = document.add_table(rows=1, cols=2)
    made.rows[0].cells[0].text, made.rows[0].cells[1].text = "Code", "Description"
    for name, said in (("Home", "Where one lives."), ("Fear", "Being afraid.")):
        cells = made.add_row().cells
        cells[0].text, cells[1].text = name, said
    document.save(str(tmp_path / "table.docx"))
    nested = Document()
    for style, words in (
        ("Heading 1", "Home"),
        ("Normal", "Where one lives."),
        ("List Bullet", "Rent: what it costs"),
        ("Heading 1", "Fear"),
    ):
        nested.add_paragraph(words, style=style)
    nested.save(str(tmp_path / "list.docx"))
    found = [
        [(" > ".join(f.path(c.key)), c.description) for c in f.codes]
        for f in map(empty.exchange.read, (tmp_path / "table.docx", tmp_path / "list.docx"))
    ]
    assert found == [
        [("Home", "Where one lives."), ("Fear", "Being afraid.")],
        [("Home", "Where one lives."), ("Home > Rent", "what it costs"), ("Fear", "")],
    ]


def test_lists_and_a_colleague_s_codebook_are_codebooks(tmp_path: Path, empty: Project) -> None:
    (tmp_path / "list.md").write_text("- Home\n  - Rent\n- Fear\n", "utf-8")
    assert [c.name for c in empty.exchange.read(tmp_path / "list.md").codes] == [
        "Home", "Rent", "Fear",
    ]  # fmt: skip
    other = study(tmp_path / "p")
    foreign = empty.exchange.read(other.folder / "codebook.yaml")
    assert [" > ".join(foreign.path(c.key)) for c in foreign.codes] == [
        "Daily life", "Daily life > Safety", "Daily life > Prices", "Going back", "Fear",
    ]  # fmt: skip


def test_codes_of_a_colleague_s_codebook_keep_all_that_is_said_of_them(
    tmp_path: Path, empty: Project
) -> None:
    """Keywords, other languages and figures were lost, and nobody was told."""
    text = """\
codes:
  - id: safety
    name: {en: Safety, ru: Безопасность}
    definition: {en: Feeling safe., ru: Чувство безопасности.}
    include: [at night]
    exclude: [money]
    keywords: {en: [safe], ru: [безопасно]}
    examples: [I was scared]
    color: "#112233"
    indicators: [safe_yes]
"""
    (tmp_path / "codebook.yaml").write_text(text, "utf-8")
    empty.exchange.take_in(empty.exchange.read(tmp_path / "codebook.yaml"), coder="ana")
    (there,), (here,) = parse(text), [c for c in empty.codes.book() if c.name == "Safety"]
    assert replace(here, line=0, parent="") == replace(there, line=0)


# ── what cannot be read ──


def test_what_is_broken_is_one_clear_line_and_changes_nothing(
    tmp_path: Path, empty: Project
) -> None:
    whole = taguette(tmp_path / "whole.sqlite3", [("café", [1])]).read_bytes()
    broken = {
        "cut.sqlite3": whole[:9000],
        "torn.sqlite3": whole[:4096] + b"\xff" * 4096 + whole[8192:],
        "none.sqlite3": b"no database",
        "empty.qda": b"",
        "empty.csv": b"",
        "people.csv": b"participant,age\nP1,30\nP2,30\n",
        "torn.xlsx": b"PK\x03\x04 not a zip",
        "torn.docx": b"PK\x03\x04 not a zip",
        "plain.docx": word(["Ana: It is calm."]),
        "page.html": b"<html><body><p>Ana: It is calm.</p></body></html>",
        "interview.txt": b"Ana: It is calm here, and " + b"very " * 40 + b"quiet.\n",
        "blank.md": b"\n\n",
        "what.xyz": b"x",
    }
    before = empty.log.revision()
    for name, data in broken.items():
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(CodingError) as caught:
            empty.exchange.take_in(empty.exchange.read(path), coder="me")
        assert "\n" not in str(caught.value), name
        assert caught.value.message, name
    assert empty.log.revision() == before
    with pytest.raises(FileError, match="no such file"):
        empty.exchange.read(tmp_path / "gone.sqlite3")
    (tmp_path / "nothing.qda").mkdir()
    with pytest.raises(FileError, match="no database"):
        empty.exchange.read(tmp_path / "nothing.qda")


def test_a_database_that_takes_too_long_to_read_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = taguette(tmp_path / "t.sqlite3", [("café", [1])])
    monkeypatch.setattr(elsewhere, "SECONDS", 0.0)
    monkeypatch.setattr(elsewhere, "_STEPS", 1)
    with pytest.raises(FileError, match="takes more than 0 seconds"):
        elsewhere.rows_in(path, {"highlights": ("id",)})


def test_a_database_whose_tables_are_views_that_never_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "endless.sqlite3"
    taguette(path, [])
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE highlights")
        db.execute(
            "CREATE VIEW highlights AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1"
            " FROM n) SELECT id FROM n"
        )
        db.commit()
    with pytest.raises(FileError, match="no program that is known"):
        read_database(path, path.name)


def test_nothing_is_written_beside_a_database(tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    path = taguette(folder / "t.sqlite3", [("café", [1])])
    before = path.read_bytes()
    read_database(path, path.name)
    assert [file.name for file in folder.iterdir()] == ["t.sqlite3"]
    assert path.read_bytes() == before


def test_a_table_can_be_said_to_be_a_codebook_or_answers(tmp_path: Path, empty: Project) -> None:
    rows = table(tmp_path, "Document,Quote,Code\nP1,It is calm here and so on.,calm\n")
    foreign = empty.exchange.read(rows, how=HowToRead(holds=FileHolds.CODEBOOK))
    assert ([code.name for code in foreign.codes], foreign.codings) == (["calm"], ())
    with pytest.raises(TableError, match="neither codes"):
        empty.exchange.read(rows, how=HowToRead(maps=["Quote=out"]))


def test_rows_of_a_whole_interview_are_its_text_line_by_line(
    tmp_path: Path, empty: Project
) -> None:
    rows = table(
        tmp_path,
        "Interview,Line,Speaker,Text,Ana code,Ben code\n"
        "P7,1,I,Is it calm where you live now?,,\nP7,2,Vera,Yes.,calm,\n"
        "P7,3,I,And the rent of your flat?,,\nP7,4,Vera,It is high; it went up twice.,rent,rent\n"
        "P7,5,I,So you would rather stay here?,,\nP7,6,Vera,Yes.,stay,calm\n",
    )
    empty.exchange.take_in(empty.exchange.read(rows), coder="me")
    interview = empty.transcripts.get("P7")
    assert interview.text.count("Vera: Yes.") == 2
    assert interview.speakers == ("I", "Vera")
    second = interview.text.rindex("Yes.")
    assert [(c.code, c.coder, c.start >= second) for c in empty.codings.all()] == [
        ("calm", "Ana", False),
        ("rent", "Ana", False),
        ("rent", "Ben", False),
        ("calm", "Ben", True),
        ("stay", "Ana", True),
    ]


def test_a_row_without_an_interview_is_put_where_its_words_stand_alone(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    rows = table(
        tmp_path,
        "Quote,Code\nmy daughter walks to school alone,safety\nDo you feel safe here?,fear\n",
    )
    report = project.codings.read_table(rows, coder="ana")
    assert [(c.text, c.code) for c in project.codings.all()] == [
        ("My daughter walks to school alone", "safety")
    ]
    assert [fault.message for _, fault in report.failed] == [
        "the row does not say in which transcript"
    ]


def test_columns_of_a_codebook_can_be_said(tmp_path: Path, empty: Project) -> None:
    rows = table(tmp_path, "Kind,What,Text\nHome,Rent,What it costs.\nHome,Food,What one eats.\n")
    how = HowToRead(holds=FileHolds.CODEBOOK, maps=["Kind=above", "What=code", "Text=definition"])
    foreign = empty.exchange.read(rows, how=how)
    assert [(" > ".join(foreign.path(c.key)), c.description) for c in foreign.codes] == [
        ("Home", ""),
        ("Home > Rent", "What it costs."),
        ("Home > Food", "What one eats."),
    ]
    with pytest.raises(TableError, match="cannot read"):
        empty.exchange.read(rows, how=HowToRead(holds=FileHolds.CODEBOOK, maps=["Kind=x"]))


def test_more_codes_than_a_codebook_has_are_refused(
    tmp_path: Path, empty: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "MOST_CODES", 2)
    rows = table(tmp_path, "Code,Definition\na,x\nb,y\n")
    assert len(empty.exchange.read(rows).codes) == 2
    rows = table(tmp_path, "Code,Definition\na,x\nb,y\nc,z\n")
    with pytest.raises(FileError, match="3 codes"):
        empty.exchange.read(rows)


@pytest.mark.parametrize(
    "text",
    [
        "Interviewer: Why here?\nVera: The school.\nInterviewer: And now?\nVera: Fine.\n",
        "We left in the spring of that year.\nMy mother stayed with the two cats.\nWhy?\n",
    ],
)
def test_an_interview_is_no_list_of_codes(text: str, tmp_path: Path, empty: Project) -> None:
    path = tmp_path / "P1.txt"
    path.write_text(text)
    with pytest.raises(FileError, match="what people say"):
        empty.exchange.read(path)


def test_a_list_of_themes_with_their_codes_behind_a_colon_is_one(
    tmp_path: Path, empty: Project
) -> None:
    path = tmp_path / "codes.txt"
    path.write_text("Safety: at night\nSafety: school\nRent: flat\nRent: heating\nOther\n")
    assert len(empty.exchange.read(path).codes) == 5


def test_moments_are_written_in_one_way_whoever_wrote_them(tmp_path: Path, empty: Project) -> None:
    empty.exchange.take_in(
        empty.exchange.read(taguette(tmp_path / "t.sqlite3", [("calm", [1])])), coder="ana"
    )
    written = [x.created for x in [*empty.codings.all(), *empty.memos.all()]]
    assert written
    assert {len(moment) for moment in written} == {len("2026-05-02T09:12:07.000+00:00")}
