"""A REFI-QDA project of any program is read with every word where it was coded."""

from __future__ import annotations

import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from refi_shapes import CODES, SHAPES, TEXT, WORDS, Shape, guid, written

from coding.errors import FileError
from coding.exchange.reading import read
from coding.model.exchange import ForeignProject, MemoOn, SourceKind

QUALCODER = SHAPES["QualCoder"]


@pytest.mark.parametrize("program", SHAPES)
def test_every_program_counts_in_its_own_way_and_the_words_are_found(
    program: str, tmp_path: Path
) -> None:
    foreign = read(written(tmp_path / "study.qdpx", SHAPES[program]))
    assert [c.text for c in foreign.codings] == list(WORDS)
    assert [foreign.codes_by_key[c.code].name for c in foreign.codings] == [*CODES, *CODES]
    assert [c.coder for c in foreign.codings] == ["A", "B"] * 3  # of the coding, not the selection
    assert foreign.codings[1].created == "2026-05-02T09:11:07.000+00:00"  # the selection's
    assert foreign.sources[0].text == TEXT
    assert foreign.unplaced == ()
    assert "6 of 6 selections" in foreign.notes[0]
    assert "Please check" not in foreign.notes[0]


@pytest.mark.parametrize("program", SHAPES)
def test_what_a_mac_writes_decomposed_is_composed_after_its_places_were_found(
    program: str, tmp_path: Path
) -> None:
    text = unicodedata.normalize("NFD", TEXT)
    words = [unicodedata.normalize("NFD", said) for said in WORDS]
    foreign = read(written(tmp_path / "study.qdpx", SHAPES[program], text=text, words=words))
    assert text != TEXT
    assert [c.text for c in foreign.codings] == list(WORDS)
    assert foreign.sources[0].text == TEXT


def test_names_of_selections_that_are_no_words_do_not_mislead(tmp_path: Path) -> None:
    shape = replace(SHAPES["ATLAS.ti"], name="")
    path = written(tmp_path / "a.qdpx", shape)
    data = {n: zipfile.ZipFile(path).read(n) for n in zipfile.ZipFile(path).namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in data.items():
            archive.writestr(name, content.replace(b' name=""', b' name="Quotation of Vera"'))
    assert [c.text for c in read(path).codings] == list(WORDS)


def test_codes_keep_tree_description_colour_and_that_they_are_folders(tmp_path: Path) -> None:
    path = tmp_path / "book.qdc"
    path.write_text(
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Book 2"><Codes>'
        '<Code guid="{5215CC69-B628-4E02-AFB9-9BEEAEE55808}" name="Topics" isCodable="false">'
        '<Code guid="b" name="Prices" isCodable="true" color="#F0A">'
        "<Description>Rent &amp; food</Description></Code></Code>"
        '<Code guid="c" name="Prices" isCodable="true" color="#ef8256" description="Attribute"/>'
        '</Codes><Sets><Set guid="s" name="Both"><MemberCode guid="b"/></Set></Sets></CodeBook>'
    )
    foreign = read(path)
    told = [
        (c.name, foreign.path(c.key)[:-1], c.description, c.color, c.codable) for c in foreign.codes
    ]
    assert told == [
        ("Topics", (), "", "", False),
        ("Prices", ("Topics",), "Rent & food", "#ff00aa", True),
        ("Prices", (), "Attribute", "#ef8256", True),
    ]
    assert (foreign.program, foreign.version) == ("Book", "2")
    assert [(g.name, g.codes) for g in foreign.groups] == [("Both", ("b",))]
    assert foreign.notes == (
        "The file does not follow the standard everywhere: descriptions that are written as"
        " attributes.",
    )


@pytest.mark.parametrize(
    "namespace", ["urn:QDA-XML:project:0:4", "urn:QDA-XML:codebook:1.0", "nobody knows"]
)
def test_tags_are_known_by_their_names_whatever_their_namespace(
    namespace: str, tmp_path: Path
) -> None:
    foreign = read(written(tmp_path / "a.qdpx", replace(QUALCODER, namespace=namespace)))
    assert len(foreign.codings) == 6


def selection(n: int, start: int, end: int, inside: str = "", name: str = "") -> str:
    return (
        f'<PlainTextSelection guid="{guid("more", n)}" name="{name}" startPosition="{start}"'
        f' endPosition="{end}">{inside}</PlainTextSelection>'
    )


def on_code(n: int, code: int, notes: str = "") -> str:
    ref = f'<CodeRef targetGUID="{guid("code", code)}"/>{notes}'
    return f'<Coding guid="{guid("also", n)}">{ref}</Coding>'


def test_several_codings_of_one_selection_are_each_a_coding_and_its_memo_stands_once(
    tmp_path: Path,
) -> None:
    inside = selection(1, 0, 11, f"<Description>Twice.</Description>{on_code(1, 0)}{on_code(2, 1)}")
    foreign = read(written(tmp_path / "a.qdpx", QUALCODER, inside=inside))
    added = foreign.codings[6:]
    assert [(c.text, foreign.codes_by_key[c.code].name, c.memo) for c in added] == [
        ("Interviewer", CODES[0], "Twice."),
        ("Interviewer", CODES[1], ""),
    ]


def test_a_selection_without_a_coding_is_a_memo_on_its_words(tmp_path: Path) -> None:
    inside = selection(1, 0, 11, "<Description>Who?</Description>") + selection(2, 13, 16)
    foreign = read(written(tmp_path / "a.qdpx", QUALCODER, inside=inside))
    assert [(c.code, c.text, c.memo) for c in foreign.codings[6:]] == [
        ("", "Interviewer", "Who?"),
        ("", "How", ""),
    ]


def test_what_has_no_place_is_listed_with_its_codes_and_memo(tmp_path: Path) -> None:
    inside = (
        selection(1, 5, 5, on_code(1, 0))
        + selection(2, 3, 99_999, f"<Description>Far.</Description>{on_code(2, 1)}")
        + f'<PlainTextSelection guid="x" startPosition="a" endPosition="3">{on_code(3, 2)}'
        "</PlainTextSelection>"
        + selection(4, 0, 3, '<Coding guid="y"><CodeRef targetGUID="nowhere"/></Coding>')
    )
    foreign = read(written(tmp_path / "a.qdpx", QUALCODER, inside=inside))
    assert len(foreign.codings) == 6
    assert [(p.where, p.why) for p in foreign.unplaced] == [
        ("Vera, 5-5", "the selection is empty: it marks a place, no words (codes: Leaving)"),
        (
            "Vera, 3-99999",
            f"the text has {len(TEXT)} characters, and no way of counting fits"
            " (codes: Prices & <rent>; memo: Far.)",
        ),
        (
            "Vera, -1-3",
            f"the text has {len(TEXT)} characters, and no way of counting fits (codes: Safety)",
        ),
        ("Vera, 0-3", "its code is not in the file"),
    ]


def test_marks_in_the_middle_of_words_stay_as_people_made_them(tmp_path: Path) -> None:
    foreign = read(
        written(tmp_path / "a.qdpx", QUALCODER, inside=selection(1, 2, 9, on_code(1, 0)))
    )
    assert foreign.codings[-1].text == "terview"


def notes(*more: str) -> str:
    return f"<Notes>{''.join(more)}</Notes>"


def note(n: int, text: str, inside: str = "", name: str = "") -> str:
    content = f"<PlainTextContent>{text}</PlainTextContent>"
    return (
        f'<Note guid="{guid("note", n)}" name="{name}" creatingUser="{guid("user", 1)}">'
        f"{content}{inside}</Note>"
    )


def memos(foreign: ForeignProject) -> list[tuple[str, str, str, str]]:
    return [(m.on, m.text, m.title, m.coder) for m in foreign.memos]


def ref(n: int) -> str:
    return f'<NoteRef targetGUID="{guid("note", n)}"/>'


def test_notes_are_on_what_refers_to_them(tmp_path: Path) -> None:
    inside = selection(1, 0, 11, on_code(1, 0, ref(3))) + ref(1)
    behind = notes(note(1, "On Vera"), note(2, "On all", name="Plan"), note(3, "On it"))
    foreign = read(written(tmp_path / "a.qdpx", QUALCODER, inside=inside, behind=behind + ref(2)))
    assert memos(foreign) == [
        (MemoOn.PROJECT, "On all", "Plan", "B"),
        (MemoOn.SOURCE, "On Vera", "", "B"),
    ]
    assert foreign.codings[-1].memo == "On it"


def test_a_note_that_nothing_refers_to_is_the_project_s(tmp_path: Path) -> None:
    foreign = read(written(tmp_path / "a.qdpx", QUALCODER, behind=notes(note(1, "Alone"))))
    assert memos(foreign) == [(MemoOn.PROJECT, "Alone", "", "B")]


def test_a_note_that_is_linked_to_words_is_a_memo_on_them(tmp_path: Path) -> None:
    link = (
        f'<Links><Link guid="{guid("link")}" direction="OneWay" originGUID="{guid("note", 1)}"'
        f' targetGUID="{guid("more", 1)}"/></Links>'
    )
    foreign = read(
        written(
            tmp_path / "a.qdpx",
            QUALCODER,
            inside=selection(1, 0, 11),
            behind=notes(note(1, "Again?")) + link,
        )
    )
    assert (foreign.codings[-1].text, foreign.codings[-1].memo) == ("Interviewer", "Again?")
    assert foreign.memos == ()
    assert len(foreign.links) == 1


def test_a_note_that_names_the_passage_itself_is_put_there(tmp_path: Path) -> None:
    behind = notes(note(1, "Again?", selection(1, 0, 11)), note(2, "Whose?", selection(2, 3, 9)))
    foreign = read(written(tmp_path / "a.qdpx", QUALCODER, inside=ref(1), behind=behind))
    assert (foreign.codings[-1].text, foreign.codings[-1].memo) == ("Interviewer", "Again?")
    assert [(p.words, p.why) for p in foreign.unplaced] == [
        ("Whose?", "it is on a segment, and the file does not say of which source")
    ]
    assert memos(foreign) == [(MemoOn.PROJECT, "Whose?", "", "B")]


def test_a_note_that_is_coded_is_a_text_with_codings(tmp_path: Path) -> None:
    behind = notes(note(1, "Rent again", selection(1, 0, 4, on_code(1, 1)), name="Field"))
    foreign = read(written(tmp_path / "a.qdpx", QUALCODER, behind=behind))
    assert [(s.name, s.text) for s in foreign.sources] == [("Vera", TEXT), ("Field", "Rent again")]
    assert foreign.codings[-1].text == "Rent"


def case(n: int, inside: str, name: str = "P01") -> str:
    return f'<Case guid="{guid("case", n)}" name="{name}">{inside}</Case>'


VARIABLES = (
    f'<Variables><Variable guid="{guid("v")}" name="Cases:age" typeOfVariable="Integer"/>'
    "</Variables>"
)
VALUE = (
    f'<VariableValue><VariableRef targetGUID="{guid("v")}"/><IntegerValue>41</IntegerValue>'
    "</VariableValue>"
)
SOURCE_REF = f'<SourceRef targetGUID="{guid("source")}"/>'


def test_cases_have_their_values_and_their_texts(tmp_path: Path) -> None:
    between = f"{VARIABLES}<Cases>{case(1, VALUE + SOURCE_REF)}{case(2, SOURCE_REF, '')}</Cases>"
    foreign = read(written(tmp_path / "a.qdpx", QUALCODER, between=between))
    assert [(c.name, dict(c.values), c.sources) for c in foreign.cases] == [
        ("P01", {"age": "41"}, (guid("source"),)),
        ("Vera", {}, (guid("source"),)),
    ]
    assert [(v.name, v.type) for v in foreign.variables] == [("age", "Integer")]


def test_values_of_a_source_are_its_attributes(tmp_path: Path) -> None:
    foreign = read(written(tmp_path / "a.qdpx", QUALCODER, between=VARIABLES, inside=VALUE))
    assert foreign.sources[0].attributes == {"age": "41"}


def test_a_case_that_is_put_on_a_whole_text_has_it_and_on_passages_is_a_code(
    tmp_path: Path,
) -> None:
    whole = f'<Coding guid="w"><CodeRef targetGUID="{guid("case", 1)}"/></Coding>'
    part = f'<Coding guid="p"><CodeRef targetGUID="{guid("case", 2)}"/></Coding>'
    inside = selection(1, 0, len(TEXT), whole) + selection(2, 0, 11, part)
    between = f"<Cases>{case(1, '')}{case(2, '', 'P02')}</Cases>"
    foreign = read(written(tmp_path / "a.qdpx", QUALCODER, between=between, inside=inside))
    assert [(c.name, c.sources) for c in foreign.cases] == [("P01", (guid("source"),)), ("P02", ())]
    assert foreign.path(foreign.codings[-1].code) == ("Cases", "P02")


def test_a_code_on_a_whole_source_is_on_all_its_words(tmp_path: Path) -> None:
    foreign = read(written(tmp_path / "a.qdpx", QUALCODER, inside=on_code(1, 0)))
    assert foreign.codings[-1].text == TEXT


def test_what_is_no_text_is_listed_and_kept_as_it_stands(tmp_path: Path) -> None:
    pdf = (
        f'</TextSource><PDFSource guid="{guid("pdf")}" name="Leaflet" path="internal://a.pdf">'
        f'<PDFSelection guid="ps" page="1" firstX="1" firstY="2" secondX="3" secondY="4">'
        f"{on_code(1, 0)}</PDFSelection></PDFSource><TextSource guid='e' name='Empty'>"
    )
    shape = replace(QUALCODER, extra={"sources/a.pdf": "%PDF-1.4"})
    leaflet, empty = read(written(tmp_path / "a.qdpx", shape, inside=pdf)).sources[1:]
    assert (leaflet.kind, leaflet.name, len(leaflet.coded)) == (SourceKind.PDF, "Leaflet", 1)
    assert [(f.name, f.size) for f in leaflet.files] == [("a.pdf", 8)]
    assert 'firstX="1"' in leaflet.raw
    assert (empty.kind, empty.text) == (SourceKind.TEXT, "")


def test_inline_text_is_read_like_a_file(tmp_path: Path) -> None:
    inside = (
        "</TextSource><TextSource guid='i' name='Inline'><PlainTextContent>Why so?"
        f"</PlainTextContent>{selection(1, 0, 3, on_code(1, 0))}"
    )
    foreign = read(written(tmp_path / "a.qdpx", QUALCODER, inside=inside))
    assert foreign.codings[-1].text == "Why"


def test_a_relative_file_is_taken_from_beside_the_project_and_nowhere_else(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    (folder / "texts").mkdir(parents=True)
    (folder / "texts" / "P2.txt").write_text("Why so?")
    (tmp_path / "secret.txt").write_text("Not theirs.")
    inside = "".join(
        f"</TextSource><TextSource guid='{n}' name='{n}' plainTextPath='{path}'>"
        for n, path in enumerate(
            ("relative://texts/P2.txt", "relative://../secret.txt", f"file://{tmp_path}/secret.txt")
        )
    )
    foreign = read(written(folder / "a.qdpx", QUALCODER, inside=inside))
    assert [s.text for s in foreign.sources[1:]] == ["Why so?", "", ""]
    assert [(p.where, p.why) for p in foreign.unplaced] == [
        ("source 1", "its file is not in the archive"),
        ("source 2", "its file is not in the archive"),
    ]


def test_sets_links_and_maps_are_kept(tmp_path: Path) -> None:
    behind = (
        f'<Links><Link guid="l" direction="Associative" originGUID="{guid("selection", 0)}"'
        f' targetGUID="{guid("selection", 1)}"/></Links><Sets><Set guid="s" name="Women">'
        f'<MemberSource targetGUID="{guid("source")}"/></Set></Sets>'
        '<Graphs><Graph guid="g" name="Map"/></Graphs>'
    )
    foreign = read(written(tmp_path / "a.qdpx", QUALCODER, behind=behind))
    assert [(x.origin, x.target, x.directed) for x in foreign.links] == [
        (guid("selection", 0), guid("selection", 1), False)
    ]
    assert [(g.name, g.sources) for g in foreign.groups] == [("Women", (guid("source"),))]
    assert [(p.where, p.why) for p in foreign.unplaced] == [
        ("map Map", "drawings are not shown here")
    ]


def test_an_and_sign_that_was_not_escaped_is_read_and_said(tmp_path: Path) -> None:
    behind = notes(note(1, "Rent & food"))
    foreign = read(written(tmp_path / "a.qdpx", QUALCODER, behind=behind))
    assert memos(foreign) == [(MemoOn.PROJECT, "Rent & food", "", "B")]
    assert "a bare & in line 1" in foreign.notes[-1]


def test_xml_that_breaks_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = written(tmp_path / "a.qdpx", QUALCODER, behind=notes(note(1, "Alone")))
    data = {n: zipfile.ZipFile(path).read(n) for n in zipfile.ZipFile(path).namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in data.items():
            archive.writestr(name, content.replace(b"Alone</PlainTextContent>", b"Alone<"))
    foreign = read(path)
    assert len(foreign.codings) == 6
    assert "the XML breaks off in line 1" in foreign.notes[-1]


def test_a_damaged_source_leaves_the_others_in(tmp_path: Path) -> None:
    shape = replace(QUALCODER, extra={"sources/b.txt": "Why so? " * 40})
    inside = "</TextSource><TextSource guid='b' name='Broken' plainTextPath='internal://b.txt'>"
    path = written(tmp_path / "a.qdpx", shape, inside=inside)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("sources/b.txt").header_offset
    data[at + 50] ^= 0xFF
    path.write_bytes(data)
    foreign = read(path)
    assert len(foreign.codings) == 6
    assert [(p.where, p.why) for p in foreign.unplaced] == [
        ("source Broken", "sources/b.txt is damaged")
    ]


# ── what is refused ──


def zipped(path: Path, *members: tuple[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


EMPTY = '<Project xmlns="urn:QDA-XML:project:1.0" name="x"/>'


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ([("a.qde", EMPTY), ("b.qde", EMPTY)], "there are 2 projects in it (a.qde, b.qde)"),
        ([("a.txt", "x")], "there is no project (.qde) in the archive"),
        ([("a.qde", EMPTY), ("../x.txt", "x")], "it names a file outside itself"),
        ([("a.qde", EMPTY), ("/etc/x.txt", "x")], "it names a file outside itself"),
        ([("a.qde", EMPTY), ("C:/x.txt", "x")], "it names a file outside itself"),
        ([("a.qde", EMPTY), ("..\\x.txt", "x")], "it names a file outside itself"),
        ([("a.qde", "<html/>")], "this is no REFI-QDA project, but “html”"),
        ([("a.qde", "nothing")], "it is no XML that can be read"),
        ([("a.qde", f"<!DOCTYPE x [<!ENTITY a 'b'>]>{EMPTY}")], "it declares XML entities"),
        ([("a.qde", "<Project>" + "<a>" * 3_000)], "its elements lie too deep"),
        ([("a.qde", " " * 30_000_000 + EMPTY)], "zip bomb"),
    ],
)
def test_what_could_do_harm_is_refused_in_a_line(
    members: list[tuple[str, str]], said: str, tmp_path: Path
) -> None:
    with pytest.raises(FileError) as fault:
        read(zipped(tmp_path / "a.qdpx", *members))
    assert said in fault.value.message
    assert "\n" not in str(fault.value)


def test_a_source_that_unfolds_without_end_is_refused_with_its_archive(tmp_path: Path) -> None:
    shape = replace(QUALCODER, extra={"sources/b.txt": "a" * 3_000_000})
    inside = "</TextSource><TextSource guid='b' name='Bomb' plainTextPath='internal://b.txt'>"
    with pytest.raises(FileError, match="unfolds to a dangerous size"):
        read(written(tmp_path / "a.qdpx", shape, inside=inside))


def test_links_in_an_archive_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.qdpx", "w") as archive:
        archive.writestr("a.qde", EMPTY)
        link = zipfile.ZipInfo("sources/x.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(FileError, match="outside itself"):
        read(tmp_path / "a.qdpx")


def test_an_archive_that_was_cut_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.qdpx", QUALCODER)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(FileError, match="damaged or was cut short"):
        read(path)


def test_more_codes_than_any_codebook_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coding.exchange.refi_xml.MOST_CODES", 2)
    with pytest.raises(FileError, match="more than 2 codes"):
        read(written(tmp_path / "a.qdpx", QUALCODER))


def test_other_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.nvp").write_text("x")
    with pytest.raises(FileError, match="no projects that can be read"):
        read(tmp_path / "a.nvp")
    with pytest.raises(FileError, match="there is no such file"):
        read(tmp_path / "a.qdpx")


def test_shapes_count_as_they_say() -> None:
    from refi_shapes import offset

    windows, bytewise = SHAPES["NVivo for Windows"], SHAPES["bytes"]
    assert offset("🐈\nй", 3, windows) == 2 + 2 + 1
    assert offset("🐈\nй", 3, bytewise) == 4 + 1 + 2
    assert offset("🐈\nй", 3, Shape("x", mark=True, mark_counts=True)) == 4


@pytest.mark.parametrize(
    ("inside", "paths"),
    [
        ("<Code name='A'><Code name='B'/></Code><Code name='C'/>", ["A", "A > B", "C"]),
        ("<Code guid='1' name='A'/><Code guid='1' name='B'/>", ["A", "B"]),
        ("<Code guid='1' name='A'/><Code/>", ["A", ""]),
    ],
)
def test_codes_without_a_guid_of_their_own_stay_apart(
    inside: str, paths: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "a.qdc"
    path.write_text(f"<CodeBook><Codes>{inside}</Codes></CodeBook>")
    foreign = read(path)
    assert [" > ".join(foreign.path(code.key)) for code in foreign.codes] == paths
    assert "codes without a GUID of their own" in foreign.notes[0]
