"""A study goes out for other programs by the rules, and comes back with nothing lost."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from refi_rules import breaches, invalid
from refi_shapes import SHAPES, guid, written
from test_refi_reading import case, note, notes, on_code, ref, selection

from coding.errors import CodingError
from coding.exchange.reading import read
from coding.exchange.refi_write import write_qdpx
from coding.model import Participant, canonical
from coding.model.exchange import (
    ForeignCase,
    ForeignCode,
    ForeignCoding,
    ForeignMemo,
    ForeignProject,
    ForeignSource,
    ForeignVariable,
    MemoOn,
    VariableType,
)
from coding.project import Project


def state(project: Project) -> dict[str, Any]:
    """Return all that people have put into a study."""
    names = {info.id: info.name for info in project.transcripts.all()}
    return {
        "codes": list(map(replace_line, project.codes.book())),
        "texts": sorted(
            (t.name, t.text, t.turns, t.cast, t.participant, t.language, t.translation_of)
            for t in map(project.transcripts.get, names)
        ),
        "codings": sorted(
            (
                c.id,
                names[c.transcript],
                c.start,
                c.end,
                c.text,
                c.code,
                c.coder,
                c.created,
                c.origin,
            )
            for c in project.codings.all()
        ),
        "memos": sorted(
            (m.id, m.kind, m.about, m.coder, m.text, m.created, m.updated)
            for m in project.memos.all()
        ),
        "people": project.participants.all(),
        "rows": {
            table: sorted(str({k: v for k, v in row.items() if k != "version"}) for row in rows)
            for table, rows in project.store.carried.all().items()
        },
    }


def replace_line(code: Any) -> Any:
    return replace(code, line=0)


def returned(project: Project, folder: Path) -> Project:
    """Return a new study made of what a study gives to other programs."""
    out = folder / "out.qdpx"
    project.exchange.write(out)
    assert breaches(out) == []
    back = Project.new(folder / "back")
    taken = back.exchange.take_in(read(out), coder="somebody")
    assert [piece for piece in taken.unplaced if not piece.raw] == []
    return back


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a study with one of everything."""
    study = Project.new(tmp_path / "study")
    folder = study.folder / "transcripts"
    (folder / "P1.txt").write_text(
        "I: Why?\nVera: It is calm here; the rent went up 🏠.\n", "utf-8"
    )
    (folder / "P2.txt").write_text("I: Warum?\nVera: Es ist ruhig.\n", "utf-8")
    study.survey.folder.mkdir()
    (study.survey.folder / "toplines.csv").write_text(
        "indicator_id,question_id,option,value\nsafe,q1,yes,63\n"
    )
    vera = Participant(id="P01", pseudonym="Vera", attributes={"city": "Novi Sad"})
    study.participants.save([vera], coder="ana")
    study.transcripts.import_files([], coder="ana", participant="P01")
    study.transcripts.edit("P2", translation_of="P1", coder="ana")
    study.transcripts.edit("P2", translation_of=study.transcripts.info("P1").id, coder="ana")
    study.speakers.rename("P1", "Vera", "Vera M.", coder="ana")
    above = study.codes.add("Daily life", definition="Every day.", coder="ana")
    study.codes.add("Safety", parent=above, color="#112233", coder="ana")
    fields = {"include": ["at night"], "keywords": {"en": ["calm"]}, "indicators": ["safe"]}
    study.codes.edit("safety", fields, coder="ana")
    return study


def test_all_that_only_this_program_knows_travels_along(project: Project, tmp_path: Path) -> None:
    text = project.transcripts.get("P1").text
    at = text.index("It is calm")
    made = project.codings.apply("P1", at, at + 10, ["safety"], coder="ana").codings[0]
    project.codings.apply("P1", at, at + 20, ["daily_life"], coder="bo")
    info = project.transcripts.info("P1")
    for kind, about in (
        ("project", ""),
        ("transcript", info.id),
        ("turn", f"{info.id}#2"),
        ("code", "safety"),
        ("coding", made),
        ("participant", "P01"),
        ("question", "q1"),
        ("paraphrase", made),
        ("summary", f"{info.id}#safety"),
    ):
        project.memos.write(kind, about, f"On a {kind} & <more>.", coder="ana")
    project.memos.write("coding", made, "Another one.", coder="bo")
    basket = project.baskets.add("Calm", coder="ana")
    project.baskets.put(basket, [made], coder="ana")
    project.links.put("safety", "safe", "confirms", coder="ana")
    project.stars.give(made, 2, coder="ana")
    back = returned(project, tmp_path)
    assert state(back) == state(project)
    assert (back.survey.folder / "toplines.csv").read_text().endswith("safe,q1,yes,63\n")
    assert back.check() == []


@pytest.mark.parametrize("program", ["NVivo for Windows", "MAXQDA, UTF-16", "QualCoder"])
def test_what_came_from_a_program_goes_out_by_the_rules_and_comes_back(
    program: str, tmp_path: Path
) -> None:
    study = Project.new(tmp_path / "study")
    study.exchange.take_in(read(written(tmp_path / "a.qdpx", SHAPES[program])), coder="x")
    assert state(returned(study, tmp_path)) == state(study)


EVERYTHING = {
    "inside": selection(1, 0, 11, on_code(1, 0, ref(3)))
    + selection(2, 13, 16, "<Description>Who?</Description>")
    + ref(1)
    + "</TextSource>"
    + f'<PDFSource guid="{guid("pdf")}" name="Leaflet" path="internal://a.pdf">'
    + f'<PDFSelection guid="{guid("ps")}" page="1" firstX="1" firstY="2" secondX="3" secondY="4"'
    + f' creatingUser="{guid("user", 0)}">{on_code(7, 1)}</PDFSelection></PDFSource>'
    + f'<TextSource guid="{guid("empty")}" name="Empty"><PlainTextContent/>',
    "between": f'<Variables><Variable guid="{guid("v")}" name="age" typeOfVariable="Integer"/>'
    "</Variables><Cases>"
    + case(
        1,
        f'<VariableValue><VariableRef targetGUID="{guid("v")}"/><IntegerValue>41</IntegerValue>'
        f'</VariableValue><SourceRef targetGUID="{guid("source")}"/>'
        f'<SourceRef targetGUID="{guid("pdf")}"/>',
    )
    + case(2, f'<SourceRef targetGUID="{guid("source")}"/>', "P02")
    + "</Cases>",
    "behind": notes(note(1, "On Vera"), note(2, "On all", name="Plan"), note(3, "On it"))
    + f'<Links><Link guid="{guid("link")}" direction="OneWay"'
    f' originGUID="{guid("selection", 0)}" targetGUID="{guid("code", 1)}"/></Links>'
    + f'<Sets><Set guid="{guid("set")}" name="Women"><MemberSource targetGUID="{guid("source")}"/>'
    + f'<MemberSource targetGUID="{guid("pdf")}"/></Set></Sets>'
    + f'<Graphs><Graph guid="{guid("graph")}" name="Map"><Vertex guid="{guid("vertex")}"'
    f' firstX="1" firstY="2" representedGUID="{guid("code", 1)}"/></Graph></Graphs>',
}


def test_what_has_no_place_here_goes_out_as_it_came(tmp_path: Path) -> None:
    shape = replace(SHAPES["QualCoder"], extra={"sources/a.pdf": "%PDF-1.4 invented"})
    came = written(tmp_path / "a.qdpx", shape, **EVERYTHING)
    study = Project.new(tmp_path / "study")
    taken = study.exchange.take_in(read(came), coder="x")
    assert taken.kept == ["Leaflet", "Empty"]
    back = returned(study, tmp_path)
    assert state(back) == state(study)
    before, after = read(came), read(tmp_path / "out.qdpx")
    assert {s.name: s.kind for s in after.sources} == {s.name: s.kind for s in before.sources}
    assert [(g.name, g.sources) for g in after.groups] == [
        (g.name, g.sources) for g in before.groups
    ]
    assert [x.target for x in after.links] == [guid("code", 1)]
    assert [(v.name, v.type) for v in after.variables] == [("age", VariableType.INTEGER)]
    assert [(c.name, set(c.sources)) for c in after.cases] == [
        ("P01", {guid("source"), guid("pdf")}),
        ("P02", {guid("source")}),
    ]
    assert [p.where for p in after.unplaced] == ["map Map"]
    with zipfile.ZipFile(tmp_path / "out.qdpx") as archive:
        assert archive.read("sources/a.pdf") == b"%PDF-1.4 invented"
        xml = archive.read("project.qde").decode()
    assert f'<CodeRef targetGUID="{guid("code", 1)}"/>' in xml.partition("<PDFSource")[2]
    study.log.undo(coder="x", by="x")
    assert study.store.keepsakes.all() == []


def test_a_reader_without_our_notes_finds_every_word_and_sees_the_rest(
    project: Project, tmp_path: Path
) -> None:
    text = project.transcripts.get("P1").text
    at = text.index("the rent")
    project.codings.apply("P1", at, len(text) - 1, ["safety"], coder="ana")
    project.exchange.write(tmp_path / "out.qdpx")
    with zipfile.ZipFile(tmp_path / "out.qdpx") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    xml = files["project.qde"].decode()
    shown = etree.fromstring(files["project.qde"]).iter("{*}Note")
    assert "Kept for interview-coding: transcripts" in [note.get("name") for note in shown]
    files["project.qde"] = (xml.partition("<Notes>")[0] + xml.partition("</Notes>\n")[2]).encode()
    with zipfile.ZipFile(tmp_path / "bare.qdpx", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    (coding,) = read(tmp_path / "bare.qdpx").codings
    assert coding.text == "the rent went up 🏠."
    assert [c.description for c in read(tmp_path / "bare.qdpx").codes] == [
        "Every day.",
        "Include: at night",
    ]


def test_the_same_study_has_the_same_guids_and_bytes_at_every_export(
    project: Project, tmp_path: Path
) -> None:
    project.exchange.write(tmp_path / "a.qdpx")
    project.exchange.write(tmp_path / "b.qdpx")
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()


def test_the_codebook_goes_out_alone(project: Project, tmp_path: Path) -> None:
    assert project.exchange.write(tmp_path / "a.qdc").codes == 2
    assert invalid(etree.parse(tmp_path / "a.qdc").getroot(), "Codebook.xsd") == []
    told = [(c.name, c.description, c.color) for c in read(tmp_path / "a.qdc").codes]
    assert told[1] == ("Safety", "Include: at night", "#112233")
    again = project.exchange.look(read(tmp_path / "a.qdc"))
    assert {str(code.standing) for code in again.codes} <= {"same", "differs"}
    with pytest.raises(CodingError, match="cannot be written here"):
        project.exchange.write(tmp_path / "a.nvp")


def test_an_empty_study_goes_out_too(tmp_path: Path) -> None:
    study = Project.new(tmp_path / "study")
    study.exchange.write(tmp_path / "a.qdpx")
    assert breaches(tmp_path / "a.qdpx") == []
    assert read(tmp_path / "a.qdpx").sources == ()


def test_what_another_program_changed_counts_more_than_our_note(
    project: Project, tmp_path: Path
) -> None:
    project.memos.write("project", "", "Before.", coder="ana")
    project.exchange.write(tmp_path / "a.qdpx")
    with zipfile.ZipFile(tmp_path / "a.qdpx") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    xml = files["project.qde"].replace(b"Include: at night", b"Anything at night")
    files["project.qde"] = xml.replace(b"<PlainTextContent>Before.", b"<PlainTextContent>After.")
    with zipfile.ZipFile(tmp_path / "b.qdpx", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    back = Project.new(tmp_path / "back")
    back.exchange.take_in(read(tmp_path / "b.qdpx"), coder="x")
    assert (back.codes.get("safety").definition, back.codes.get("safety").include) == (
        "Anything at night",
        (),
    )
    assert {m.text for m in back.memos.all(kind="project")} == {"Before.", "After."}


# ── any project ──

SIGNS = st.sampled_from("ab éжя\n\r\n.,🏠👩‍👧ё́שלוםم\u200f&<>\"'")
TEXTS = st.lists(SIGNS, min_size=1, max_size=60).map("".join).map(canonical)
NAMES = st.lists(st.sampled_from("abжé 🏠&<>\"'"), min_size=1, max_size=8).map("".join)


@st.composite
def projects(draw: st.DrawFn) -> ForeignProject:
    """Return a project of any texts, overlapping codings, equal names, memos on everything."""
    codes: list[ForeignCode] = []
    for n in range(draw(st.integers(1, 4))):
        parent = draw(st.sampled_from(["", *(code.key for code in codes)]))
        codes.append(
            ForeignCode(
                key=guid("code", n),
                name=draw(st.sampled_from(["Prices", "Safety & <more>"])),
                parent=parent,
                description=draw(TEXTS).strip(),
                color=draw(st.sampled_from(["", "#0a1b2c"])),
                codable=draw(st.booleans()),
            )
        )
    order = {code.key: n for n, code in enumerate(_in_order(codes))}
    codes.sort(key=lambda code: order[code.key])
    texts = [text for text in draw(st.lists(TEXTS, min_size=1, max_size=3)) if text.strip()]
    sources = [
        ForeignSource(key=guid("source", n), name=draw(NAMES), text=text)
        for n, text in enumerate(texts)
    ]
    codings = []
    for n in range(draw(st.integers(0, 6)) if sources else 0):
        source = draw(st.sampled_from(sources))
        start = draw(st.integers(0, len(source.text) - 1))
        end = draw(st.integers(start + 1, len(source.text)))
        codings.append(
            ForeignCoding(
                key=guid("coding", n),
                source=source.key,
                start=start,
                end=end,
                text=source.text[start:end],
                code=draw(st.sampled_from(["", *(code.key for code in codes)])),
                coder=draw(st.sampled_from(["Ana", "Бо"])),
                created=f"2026-05-0{n + 1}T10:00:00.000+00:00",
                memo=draw(st.sampled_from(["", "Strong & <good>", "שלום 🏠"])),
            )
        )
    things = [(MemoOn.PROJECT, ""), (MemoOn.CODE, codes[0].key)]
    things += [(MemoOn.SOURCE, source.key) for source in sources]
    memos = [
        ForeignMemo(key=guid("memo", n), text=f"Memo {n}: {draw(NAMES)}.", on=on, about=about)
        for n, (on, about) in enumerate(things)
    ]
    case = ForeignCase(
        key=guid("case"),
        name="P01",
        values={"city": draw(NAMES).strip() or "x"},
        sources=tuple(source.key for source in sources[:1]),
    )
    return ForeignProject(
        program="Other",
        name="Study",
        codes=tuple(codes),
        sources=tuple(sources),
        codings=tuple(codings),
        memos=tuple(memos),
        variables=(ForeignVariable(key=guid("variable"), name="city"),),
        cases=(case,),
    )


def _in_order(codes: list[ForeignCode], parent: str = "") -> list[ForeignCode]:
    """Return codes as a tree is written: each before those below it."""
    return [
        below
        for code in codes
        if code.parent == parent
        for below in (code, *_in_order(codes, code.key))
    ]


def meaning(foreign: ForeignProject) -> dict[str, Any]:
    return {
        "codes": foreign.codes,
        "sources": [(s.key, s.name, s.text) for s in foreign.sources],
        "codings": sorted(
            (c.key, c.source, c.start, c.end, c.text, c.code, c.coder, c.created, c.memo)
            for c in foreign.codings
        ),
        "memos": sorted((m.on, m.about, m.text.strip()) for m in foreign.memos),
        "cases": foreign.cases,
    }


@settings(max_examples=60)
@given(foreign=projects())
def test_any_project_is_read_as_it_was_written(
    foreign: ForeignProject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any") / "a.qdpx"
    write_qdpx(replace(foreign, memos=(*foreign.memos, OWN)), path, "interview-coding 1")
    assert breaches(path) == []
    assert meaning(read(path)) == meaning(foreign)


OWN = ForeignMemo(key=guid("own"), text='Kept for interview-coding\n{"kind": "x", "key": "y"}')


@settings(max_examples=8)
@given(foreign=projects())
def test_any_project_survives_going_out_and_coming_back(
    foreign: ForeignProject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    study = Project.new(folder / "study")
    study.exchange.take_in(foreign, coder="x")
    assert state(returned(study, folder)) == state(study)


def test_what_this_program_wrote_is_counted_as_it_wrote_it(tmp_path: Path) -> None:
    """By words' edges alone these notes would stand one letter further on."""
    text = "a🏠aaaa aaaaa aa"
    source = ForeignSource(key=guid("source"), name="a", text=text)
    noted = tuple(
        ForeignCoding(
            key=guid(f"note {end}"), source=source.key, start=0, end=end, text=text[:end],
            coder="Ana", created=f"2026-05-{end:02}T10:00:00.000+00:00",
        )
        for end in (1, 8, 14)
    )  # fmt: skip
    study = Project.new(tmp_path / "study")
    foreign = ForeignProject(program="Other", name="Study", sources=(source,), codings=noted)
    study.exchange.take_in(foreign, coder="x")
    assert state(returned(study, tmp_path)) == state(study)


def test_codings_that_a_corrected_text_has_no_words_for_are_said_to_stay_behind(
    tmp_path: Path,
) -> None:
    study = Project.new(tmp_path / "study")
    file = tmp_path / "P1.txt"
    file.write_text("I: Why?\nVera: It is calm here. The rent went up twice.\n")
    study.transcripts.import_files([file], coder="ana")
    study.codes.add("Prices", coder="ana")
    at = study.transcripts.get("P1").text.index("The rent")
    study.codings.apply("P1", at, at + 23, ["prices"], coder="ana")
    file.write_text("I: Why?\nVera: It is calm here. Nothing of that was said by anybody.\n")
    study.revisions.revise("P1", file, coder="ana")
    given = study.exchange.write(tmp_path / "out.qdpx")
    assert (given.codings, breaches(tmp_path / "out.qdpx")) == (0, [])
    assert given.notes[0].startswith("1 coding stays behind:")


def test_what_of_the_survey_is_too_large_or_no_table_is_said_to_stay_behind(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coding.project.exchange.giving.CARRIED_FILE", 20)
    project.survey.folder.mkdir(exist_ok=True)
    for name, content in (
        ("answers.sav", b"$FL2"),
        ("old.csv", "город".encode("cp1251")),
        ("long.csv", b"q,a\n" * 6),
        ("short.csv", b"q,a\n" * 5),
    ):
        (project.survey.folder / name).write_bytes(content)
    (note,) = project.exchange.write(tmp_path / "out.qdpx").notes
    left = "answers.sav, long.csv, old.csv, toplines.csv"
    assert note == f"Does not go along, from the folder survey: {left}."
    assert list(read(tmp_path / "out.qdpx").own["files"]) == ["short.csv"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cast", None),
        ("cast", [["Vera", "Vera", "queen", ""]]),
        ("turns", [[0, 5, "I", "interviewer", "soon", None]]),
        ("turns", [[0, 9, "I", "interviewer", None, None], [5, 12, "Vera", "participant", 1, 2]]),
        ("turns", [[0, 9_999, "I", "interviewer", None, None]]),
    ],
)
def test_who_speaks_is_read_anew_where_our_note_on_it_is_damaged(
    project: Project, tmp_path: Path, field: str, value: object
) -> None:
    """Somebody has edited the note, or built the file to do harm."""
    project.exchange.write(tmp_path / "out.qdpx")
    foreign = read(tmp_path / "out.qdpx")
    told = {
        key: {name: kept for name, kept in {**row, field: value}.items() if kept is not None}
        for key, row in foreign.own["transcripts"].items()
    }
    rows = {"s1": {"row": {"id": "s1", "stars": ["no cell"]}}}
    damaged = replace(foreign, own={**foreign.own, "transcripts": told, "stars": rows})
    back = Project.new(tmp_path / "back")
    taken = back.exchange.take_in(damaged, coder="somebody")
    assert sum("is damaged; it is read anew" in note for note in taken.notes) == 2
    assert {turn.speaker for turn in back.transcripts.get("P1").turns} == {"I", "Vera"}
