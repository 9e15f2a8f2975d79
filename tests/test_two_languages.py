"""An interview in two languages is one: a coding shows in both and counts once."""

from __future__ import annotations

import csv
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from studies import code, study, upload, where

from coding.commands import main
from coding.errors import CodingError, Conflict
from coding.model import CodingFilter, PrintedLanguages, PrintedWords, Role, new_id
from coding.pages.parts.outlining import OutlineActs
from coding.project import Project
from coding.project.cases import TRANSCRIPT
from coding.project.desk.answers import answer
from coding.project.overview import Need, interview_name, most_coded
from coding.quotes.aligning import aligned
from coding.quotes.parallel import NOT_ALIGNED, Parallel
from coding.quotes.tongues import in_languages

RUSSIAN = """\
Интервьюер: Вы давно приехали сюда?

Яна: Мы приехали в 1991 году, осенью. Квартира была очень дорогая. Соседи нам помогали.

Интервьюер: А вернуться вы хотели бы?

Яна: Нет, я не вернусь. Здесь спокойно, и дочь ходит в школу одна.

Интервьюер: Спасибо вам за разговор.
"""
ENGLISH = """\
Interviewer: Have you been here for long?

Jana: We came in 1991, in the autumn. The flat was very expensive. The neighbours helped us.

Interviewer: And would you like to go back?

Jana: No, I will not go back. It is calm here, and my daughter walks to school alone.

Interviewer: Thank you for talking to us.
"""
INDEX = "file,participant,language,translation_of\na.txt,P01,ru,\nb.txt,,en,a.txt\n"
PEOPLE = "participant,pseudonym,gender\nP01,Jana,Female\nP02,Oleg,Male\n"


@pytest.fixture
def both(tmp_path: Path) -> Project:
    """Return a study of one interview in two languages, of one person."""
    project = study(
        tmp_path / "p",
        {"a.txt": RUSSIAN, "b.txt": ENGLISH},
        others={"index.csv": INDEX, "participants.csv": PEOPLE},
    )
    project.transcripts.import_files([], coder="ana")
    return project


def twice(project: Project) -> None:
    """Let two coders put one code on one sentence, each in a language of their own."""
    code(project, "a", "Квартира была очень дорогая.", "prices")
    code(project, "b", "The flat was very expensive.", "prices", coder="ilya")


# ── what stands beside what ──


def test_a_coding_of_a_sentence_stands_at_that_sentence_in_the_other_language(
    both: Project,
) -> None:
    parallel = both.alignments.of("b")
    place = parallel.carried(*where(both, "b", "The flat was very expensive."))
    assert place is not None
    assert parallel.other_text[place.start : place.end] == "Квартира была очень дорогая."
    assert not place.doubtful
    assert place == parallel.carried(*where(both, "b", "flat")), "a word stands at its sentence"


def test_what_is_coded_over_turns_stands_over_them_on_the_other_side(both: Project) -> None:
    start, _ = where(both, "b", "The neighbours helped us.")
    _, end = where(both, "b", "No, I will not go back.")
    parallel = both.alignments.of("b")
    place = parallel.carried(start, end)
    assert place is not None
    words = [parallel.other_text[a:b] for a, b in place.spans]
    assert words == [
        "Соседи нам помогали.",
        "А вернуться вы хотели бы?",
        "Нет, я не вернусь.",
    ]


def test_a_coding_lives_where_it_was_made_and_is_kept_once(both: Project) -> None:
    twice(both)
    assert [c.text for c in both.codings.all()] == [
        "Квартира была очень дорогая.",
        "The flat was very expensive.",
    ]
    counted = both.alignments.counted(both.codings.all())
    assert {(c.transcript, c.text) for c in counted} == {
        (both.transcripts.info("a").id, "Квартира была очень дорогая.")
    }
    assert [c.id for c in both.codings.all()] == [c.id for c in counted]


def test_what_has_nothing_beside_it_counts_where_it_is(both: Project) -> None:
    both.alignments.pair("b", (5,), (), coder="ana")
    made = code(both, "b", "Thank you for talking to us.", "life")
    [coding] = both.alignments.counted(both.codings.all())
    assert (coding.id, coding.transcript) == (made, both.transcripts.info("b").id)
    assert both.segments.usage()["life"] == (1, 1)


# ── once in every count ──


def test_the_codebook_counts_a_passage_of_both_languages_once(both: Project) -> None:
    twice(both)
    assert both.segments.usage()["prices"] == (1, 1)
    [segment] = both.segments.of(["prices"])
    assert segment.coded.coders == ("ana", "ilya")
    assert segment.coded.text == "Квартира была очень дорогая."
    assert segment.called == "Jana"


def test_what_was_coded_apart_in_a_sentence_of_the_translation_is_counted_apart(
    both: Project,
) -> None:
    """Also where somebody coded the whole sentence of the original; all counts say the same."""
    code(both, "b", "It is calm here", "prices")
    code(both, "b", "my daughter walks", "prices")
    code(both, "b", "daughter walks to school", "prices", coder="ilya")
    assert [s.coded.coders for s in both.segments.of(["prices"])] == [("ana",), ("ana", "ilya")]
    code(both, "a", "Здесь спокойно, и дочь ходит в школу одна.", "prices", coder="oleg")
    assert both.segments.usage()["prices"] == (2, 1)
    assert len(both.segments.of(["prices"])) == len(both.segments.in_order("a", CodingFilter())[0])
    assert sum(both.overview.standing().segments.values()) == 2


def test_codes_that_meet_count_what_was_coded_apart_apart_and_meet_only_on_the_same_words(
    both: Project,
) -> None:
    """One sentence of the original stands beside both halves: they do not meet over it."""
    code(both, "b", "It is calm here", "prices")
    code(both, "b", "my daughter walks", "life")
    table = both.meetings.count()
    assert (dict(table.segments), dict(table.pairs)) == ({"prices": 1, "life": 1}, {})
    assert both.meetings.between("prices", "life") == []
    assert both.meetings.count(within=0).count("prices", "life") == 1, "in one turn they are"
    code(both, "b", "daughter walks to school", "prices", coder="ilya")
    table = both.meetings.count()
    assert table.segments["prices"] == both.segments.usage()["prices"][0] == 2
    assert table.count("prices", "life") == len(both.meetings.between("prices", "life")) == 1
    code(both, "a", "Здесь спокойно, и дочь ходит в школу одна.", "life", coder="oleg")
    assert both.meetings.count().count("prices", "life") == 2


def test_an_interview_in_two_languages_has_one_name_that_is_not_its_originals(
    both: Project,
) -> None:
    """The same on the overview, in tables and beside the text; its link leads to what is coded."""
    for name, known in (("a", "P01-ru"), ("b", "P01")):
        both.transcripts.edit(name, name=known, coder="ana")
    code(both, "P01", "The flat was very expensive.", "prices")
    [group] = both.overview.standing().interviews
    assert [info.name for info in group] == ["P01-ru", "P01"]
    assert interview_name(group) == "P01 (ru, en)"
    assert most_coded(group).name == "P01"
    assert set(both.transcripts.interview_names().values()) == {"P01 (ru, en)"}
    assert [row.name for row in both.summaries.grid().rows] == ["P01 (ru, en)"]
    tasks = both.overview.agenda("ilya", standing=both.overview.standing())
    [task] = [t for t in tasks if t.need is Need.UNTOUCHED]
    assert task.about == ((group[1].id, "P01 (ru, en)"),)
    assert task.hint.endswith("% of P01 (ru, en).")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("P02-ru", "P02"), "P02 (ru, en)"),
        (("P02 (RU)", "P02_en"), "P02 (ru, en)"),
        (("Беседа 2", "Talk 2"), "Беседа 2 / Talk 2 (ru, en)"),
        (("Peru", "Peru-en"), "Peru (ru, en)"),
        (("Vera", "Vera_translated"), "Vera (ru, en)"),
        (("Vera", "Veronika"), "Vera / Veronika (ru, en)"),
        (("ru", "en"), "ru / en (ru, en)"),
    ],
)
def test_the_name_of_an_interview_is_what_the_names_of_its_texts_share(
    both: Project, names: tuple[str, str], said: str
) -> None:
    infos = [both.transcripts.info(name) for name in ("a", "b")]
    group = [replace(info, name=name) for info, name in zip(infos, names, strict=True)]
    assert interview_name(group) == said
    assert interview_name(group[:1]) == names[0]


def test_segments_of_a_translation_are_read_in_its_words_and_are_its_persons(
    both: Project,
) -> None:
    code(both, "b", "The flat was very expensive.", "prices")
    [segment] = both.segments.of(["prices"], where={"gender": ("Female",)})
    assert (segment.coded.text, segment.called) == ("The flat was very expensive.", "Jana")
    [(part, turn)], starts = both.segments.in_order("b", CodingFilter())
    assert (part.text, turn, len(starts)) == ("Квартира была очень дорогая.", 2, 5)


def test_a_filter_of_an_interview_lets_its_translation_through(both: Project) -> None:
    twice(both)
    keys = [both.transcripts.info(name).id for name in "ab"]
    for key in keys:
        assert both.filters.interviews(CodingFilter(transcripts=(key,))) == set(keys)
        assert len(both.filters.codings(CodingFilter(transcripts=(key,)))) == 2
        assert len(both.segments.of(["prices"], transcripts=[key])) == 1


@pytest.mark.parametrize("by", ["", TRANSCRIPT, "gender"])
def test_tables_count_the_interview_once(both: Project, by: str) -> None:
    twice(both)
    covered = both.cases.matrix(by)
    [cell] = [cell for (code, _), cell in covered.cells.items() if code == "prices"]
    assert (cell.segments, cell.words, len(cell.people)) == (1, 4, 1)
    assert len(covered.cases) == 1
    assert set(covered.cases) <= set(both.cases.called(by))


def test_one_person_is_heard_in_both_languages(both: Project) -> None:
    twice(both)
    spoken, people = both.cases.who(both.codings.all())
    assert set(spoken.values()) == {"P01"} == set(people)
    assert both.cases.carrying()["prices"] == {"P01"}
    both.transcripts.edit("a", participant="", coder="ana")
    both.transcripts.edit("b", participant="P01", coder="ana")
    spoken, people = both.cases.who(both.codings.all())
    assert set(spoken.values()) == {"P01"} == set(people)


HER = "The old street by the river was much better."


@pytest.mark.parametrize("participant", ["", "P02"])
def test_who_is_heard_only_in_a_translation_is_counted_and_named_alike_everywhere(
    tmp_path: Path, participant: str
) -> None:
    """Somebody answers in a turn that the original has not; known or unknown, one rule has them."""
    more = "\n".join(
        [ENGLISH, f"Grandmother: {HER}\n", "Interviewer: Why?\n", "Grandmother: So.\n"]
    )
    project = study(
        tmp_path / "p",
        {"a.txt": RUSSIAN, "b.txt": more},
        others={"index.csv": INDEX, "participants.csv": PEOPLE},
    )
    project.transcripts.import_files([], coder="ana")
    project.speakers.set_role("b", "Grandmother", Role.PARTICIPANT, coder="ana")
    if participant:
        project.speakers.set_participant("b", "Grandmother", participant, coder="ana")
    for turn in (6, 7, 8):
        project.alignments.pair("b", (turn,), (), coder="ana")
    quoted = code(project, "b", HER, "prices")
    code(project, "a", "Квартира была очень дорогая.", "prices")
    spoken, people = project.cases.who(project.codings.all())
    key, other = spoken[quoted], next(key for key in people if key == "P01")
    assert list(people) == [other, key]
    if participant:
        assert (key, people[key].attributes["gender"]) == ("P02", "Male")
    else:
        assert people[key].pseudonym == "b, Grandmother"
    covered = project.cases.matrix()
    assert (covered.cases, covered.cell("prices", key).segments) == ((other, key), 1)
    of_gender = project.cases.matrix("gender")
    assert of_gender.cell("prices", "Male" if participant else "").segments == 1
    number = project.transcripts.neutral_numbers()[project.transcripts.info("a").id]
    called = project.cases.called()
    assert called == {
        other: f"interview {number}, speaker 1",
        key: f"interview {number}, speaker 2",
    }
    project.cases.export(tmp_path / "m.csv")
    head = (tmp_path / "m.csv").read_text("utf-8-sig").splitlines()[0]
    assert all(name in head for name in called.values())


def test_codes_in_two_languages_meet_once(both: Project) -> None:
    twice(both)
    code(both, "b", "The flat was very expensive.", "fear", coder="ilya")
    found = both.meetings.count()
    assert (found.segments, found.pairs) == ({"prices": 1, "fear": 1}, {("prices", "fear"): 1})
    [meeting] = both.meetings.between("prices", "fear")
    assert {meeting.first.text, meeting.second.text} == {
        "Квартира была очень дорогая.",
        "The flat was very expensive.",
    }


def test_a_passage_of_both_languages_is_one_quote_and_found_by_the_codes_of_both(
    both: Project,
) -> None:
    twice(both)
    code(both, "b", "The flat was very expensive.", "fear", coder="ilya")
    code(both, "a", "Квартира была очень дорогая.", "return")
    [quote] = both.quotes.find(apart=False)
    assert (quote.text, quote.translation) == (
        "Квартира была очень дорогая.",
        "The flat was very expensive.",
    )
    assert set(quote.coders) == {"ana", "ilya"}
    assert {q.name for q in both.quotes.find(["return and fear"])} == {"a", "b"}
    assert both.quotes.find(["return and safety"]) == []
    assert len(set(both.quotes.passages(c.id for c in both.codings.all()).values())) == 1


def test_quotes_are_found_by_words_of_either_language(both: Project) -> None:
    code(both, "b", "The flat was very expensive.", "prices")
    for words in ("expensive", "дорогая"):
        assert [q.text for q in both.quotes.find(words=words)] == ["The flat was very expensive."]


def test_what_is_handed_on_has_each_coding_once_and_one_case_for_the_interview(
    both: Project, tmp_path: Path
) -> None:
    twice(both)
    whole = both.archive.whole()
    codings, matrix = whole.rows("codings"), whole.rows("matrix")
    assert sorted(row["coding"] for row in codings) == sorted(c.id for c in both.codings.all())
    [row] = matrix
    assert (row["prices"], row["fear"]) == (1, 0)
    of = {str(line["interview"]): line["translation of"] for line in whole.rows("interviews")}
    assert sorted(map(str, of.values())) == ["", row["interview"]]
    assert of[str(row["interview"])] == ""
    given = both.exchange.write(tmp_path / "study.qdpx")
    assert given.codings == 2
    again = Project.new(tmp_path / "q")
    again.exchange.take_in(again.exchange.read(tmp_path / "study.qdpx"), coder="ana")
    assert len(again.codings.all()) == 2
    assert again.segments.usage()["prices"] == (1, 1)


def test_a_quote_of_a_translation_is_of_the_interviews_person(both: Project) -> None:
    code(both, "b", "The flat was very expensive.", "prices")
    code(both, "b", "And would you like to go back?", "return")
    [quote] = both.quotes.find(where={"gender": ("Female",)})
    assert (quote.participant, quote.text) == ("P01", "The flat was very expensive.")
    assert quote.interview == both.transcripts.neutral_names()[both.transcripts.info("a").id]
    other = next(q for q in both.quotes.find() if q.codes == ("return",))
    assert other.participant == ""


def test_coders_who_coded_different_languages_share_the_answers_of_one_interview(
    both: Project,
) -> None:
    twice(both)
    code(both, "b", "It is calm here", "safety", coder="ilya")
    code(both, "a", "Здесь спокойно", "safety")
    for name, coder in (("a", "ana"), ("b", "ilya")):
        both.done.mark(name, done=True, coder=coder)
    agreements = both.overview.agreements()
    assert agreements.pairs() == [("ana", "ilya", 2)]
    told = agreements.between("ana", "ilya")
    assert [(t.theme, t.both, t.differ, t.neither) for t in told.themes] == [("life", 2, 0, 0)]


def test_where_the_study_stands_counts_the_interview_once(both: Project) -> None:
    twice(both)
    standing = both.overview.standing()
    [(key, number)] = standing.segments.items()
    assert (key, number) == (both.transcripts.info("a").id, 1)
    shares = {share.coder: (share.coded, share.words) for share in standing.shares}
    assert shares == {"ana": (4, 25), "ilya": (4, 25)}
    assert both.segments.by_transcript() == {key: 1}


def test_what_a_person_pairs_otherwise_counts_otherwise(both: Project) -> None:
    twice(both)
    both.alignments.pair("b", (2,), (4,), coder="ana")
    assert both.segments.usage()["prices"] == (2, 1)
    both.log.undo(coder="ana")
    assert both.segments.usage()["prices"] == (1, 1)


def test_of_three_languages_each_counts_in_the_original(both: Project) -> None:
    german = ENGLISH.replace("The flat was very expensive.", "Die Wohnung war sehr teuer.")
    upload(both, "c.txt", german.encode(), language="de", translation_of="a", coder="ana")
    twice(both)
    code(both, "c", "Die Wohnung war sehr teuer.", "prices", coder="eva")
    assert both.segments.usage()["prices"] == (1, 1)
    [segment] = both.segments.of(["prices"])
    assert segment.coded.coders == ("ana", "eva", "ilya")
    names = [t.name for t in both.transcripts.other_languages(both.transcripts.info("b"))]
    assert names == ["a", "c"]
    assert both.alignments.of("b", beside="c").carried(*where(both, "b", "neighbours"))


QUOTED = {
    "Квартира была очень дорогая.": "The flat was very expensive.",
    "Здесь спокойно, и дочь ходит в школу одна.": "It is calm here, and my daughter walks",
}
"""Sentences of the interview, and how the translation of each begins."""
TOPLINES = """\
indicator_id,question_id,question,option,value,base_n
dear,q1,What are rents like?,Too high,61,200
"""


@pytest.mark.parametrize("name", ["a", "b"])
def test_a_quote_is_printed_in_either_language_or_in_both(
    both: Project, tmp_path: Path, name: str
) -> None:
    russian, english = "Квартира была очень дорогая.", "The flat was very expensive."
    made = code(both, name, russian if name == "a" else english, "prices")
    basket = both.baskets.add("Voices", coder="ana")
    both.baskets.put(basket, [made], coder="ana")
    for languages, there in (
        ("both", {russian, english}),
        ("original", {russian}),
        ("translation", {english}),
    ):
        quotes, outline = tmp_path / f"{languages}.md", tmp_path / f"{languages}-o.md"
        asked = ["--languages", languages, "--project", str(both.folder)]
        for command, out in (("quotes", quotes), ("outline", outline)):
            told = CliRunner().invoke(main, [command, "--out", str(out), *asked])
            assert told.exit_code == 0, told.output
            text = out.read_text(encoding="utf-8").replace("\\", "")
            plain = {said.rstrip(".") for said in (russian, english)}
            assert {said for said in plain if said in text} == {s.rstrip(".") for s in there}


def test_where_it_is_doubtful_what_is_beside_a_quote_its_own_words_are_printed(
    both: Project,
) -> None:
    code(both, "a", "Квартира была очень дорогая.", "prices")
    [quote] = both.quotes.find()
    unsure = PrintedWords(words=quote.words, beside=NOT_ALIGNED)
    for wanted in PrintedLanguages:
        shown = in_languages(unsure, wanted, translated=False)
        assert shown.words == quote.words
        assert shown.beside == ("" if wanted == "original" else NOT_ALIGNED)


def test_the_outline_keeps_its_language_a_quote_its_own_and_both_are_undone(
    both: Project, tmp_path: Path
) -> None:
    """A quote's own choice goes before that of all; each is an act."""
    said = [code(both, "a", words, "prices") for words in QUOTED]
    both.baskets.add("Voices", coder="ana")
    both.baskets.put("Voices", said, coder="ana")
    _, second = both.baskets.get("Voices").picks

    def shown() -> list[tuple[bool, bool]]:
        """Tell of each quote whether it is printed in the original, and in the translation."""
        told = set()
        for suffix in (".md", ".html", ".docx"):
            out = tmp_path / f"o{suffix}"
            both.outline.export(out)
            paragraphs = Document(str(out)).paragraphs if suffix == ".docx" else ()
            text = "\n".join(p.text for p in paragraphs) or out.read_text("utf-8")
            told.add(tuple((a[:20] in text, b[:20] in text) for a, b in QUOTED.items()))
        [alike] = told
        return list(alike)

    either, original, translation = (True, True), (True, False), (False, True)
    assert shown() == [either, either]
    both.outline.print_in(PrintedLanguages.TRANSLATION, coder="ana")
    both.outline.print_in(PrintedLanguages.TRANSLATION, coder="ana")  # is no act
    assert shown() == [translation, translation]
    both.baskets.print_in(second.id, PrintedLanguages.ORIGINAL, coder="ana", version=0)
    assert shown() == [translation, original]
    with pytest.raises(Conflict):
        both.baskets.print_in(second.id, PrintedLanguages.BOTH, coder="ilya", version=0)
    both.baskets.edit_beside(second.id, "It is calm here […].", coder="ana", version=1)
    assert shown() == [translation, original]
    both.baskets.print_in(second.id, PrintedLanguages.TRANSLATION, coder="ana", version=2)
    both.outline.export(tmp_path / "o.md")
    assert "It is calm here \\[…\\]" in (tmp_path / "o.md").read_text("utf-8")
    for _ in range(3):
        both.log.undo(coder="ana")
    assert shown() == [translation, translation]
    both.log.undo(coder="ana")
    assert shown() == [either, either]
    both.log.undo(coder="ana", redo=True)
    both.log.undo(coder="ana", redo=True)
    assert shown() == [translation, original]
    both.baskets.print_in(second.id, None, coder="ana", version=None)
    assert shown() == [translation, translation]
    both.baskets.take_out(second.id, coder="ana")
    both.log.undo(coder="ana")
    assert both.check() == []


def test_the_outlines_page_chooses_languages_of_all_and_of_one_and_shows_what_is_printed(
    both: Project,
) -> None:
    """Whoever chose before somebody else was told is told; the copy has what is printed."""
    both.baskets.begin("Voices", code(both, "a", next(iter(QUOTED)), "prices"), coder="ana")
    [pick] = both.baskets.get("Voices").picks
    desk = OutlineActs(both)

    def say(**act: object) -> tuple[str, str, str]:
        desk.hear([{"act": "languages", "n": desk.ack + 1, **act}], "ana")
        data = desk.data()
        [item] = data["sections"][0]["items"]
        return data["languages"], item["text"], item["beside"]

    russian, english = "«Квартира была очень дорогая.»", "“The flat was very expensive.”"
    assert say(languages="both") == ("both", russian, english)
    assert say(languages="translation") == ("translation", english, "")
    assert say(languages="original", item=pick.id, version=0) == ("translation", russian, "")
    [item] = desk.data()["sections"][0]["items"]
    assert (item["languages"], item["two"], item["besideVersion"]) == ("original", True, 1)
    assert say(languages="both", item=pick.id, version=0) == ("translation", russian, "")
    assert "in the meantime" in desk.data()["refused"]
    assert say(languages="", item=pick.id, version=1) == ("translation", english, "")


def test_a_joint_display_prints_quotes_in_the_languages_chosen(
    both: Project, tmp_path: Path
) -> None:
    """As the outline does: cut alike, kept, undone; a quote's own choice goes first."""
    russian, english = (pair[0] for pair in (list(QUOTED), list(QUOTED.values())))
    (both.folder / "survey").mkdir(exist_ok=True)
    (both.folder / "survey" / "toplines.csv").write_text(TOPLINES, encoding="utf-8")
    quoted = code(both, "a", russian, "prices")
    both.links.put(quoted, "dear", "confirms", coder="ana")

    def shown() -> tuple[str, str]:
        [row] = both.joint.display().rows
        [stance] = row.quotes
        return stance.printed.words, stance.printed.beside

    def cell(suffix: str) -> str:
        out = tmp_path / f"d{suffix}"
        both.joint.export(both.joint.display(), out, pictures=False)
        if suffix == ".html":
            return out.read_text("utf-8")
        rows = Document(str(out)).tables[0].rows
        return "\n".join(cell.text for row in rows for cell in row.cells)

    assert shown() == (russian, english)
    assert f"«{russian}»\n“{english}”\n(" in cell(".docx")
    assert f"<p class=beside dir=auto lang='en'>“{english}”</p>" in cell(".html")
    both.joint.print_in(PrintedLanguages.TRANSLATION, coder="ana")
    assert shown() == (english, "")
    assert russian not in cell(".docx")
    assert f"<blockquote dir=auto lang='en'>“{english}”" in cell(".html")
    both.baskets.begin("Voices", quoted, coder="ana")
    [pick] = both.baskets.get("Voices").picks
    both.baskets.print_in(pick.id, PrintedLanguages.ORIGINAL, coder="ana")
    assert shown() == (russian, "")
    both.log.undo(coder="ana")
    assert shown() == (english, "")
    both.baskets.edit_beside(pick.id, "The flat was […] expensive.", coder="ana")
    assert shown() == ("The flat was […] expensive.", "")
    for _ in range(3):
        both.log.undo(coder="ana")
    assert shown() == (russian, english)
    both.joint.retitle("Ours", coder="ana")
    both.log.undo(coder="ana")
    both.log.undo(coder="ana", redo=True)
    assert both.joint.layout().languages is PrintedLanguages.BOTH


def test_the_page_has_an_interview_and_its_translations_side_by_side(
    both: Project, tmp_path: Path
) -> None:
    """Row by row, from right to left where it is so written; what is doubtful says so."""
    german = ENGLISH.replace("The flat was very expensive.", "Die Wohnung war sehr teuer.")
    two, three = german.split("\n\n")[1:3]
    shorter = german.replace(f"\n\n{three}", "").replace(two, f"{two} Und zurück wollten wir nie.")
    upload(both, "c.txt", shorter.encode(), language="de", translation_of="a", coder="ana")
    both.alignments.pair("a", (2, 3), (2,), of="c", coder="ana")
    code(both, "b", "The flat was very expensive.", "prices")
    both.archive.export(tmp_path / "s.html", "html", ids=True)
    page = etree.HTML((tmp_path / "s.html").read_text("utf-8"))
    assert page.xpath("//input/@id") == ["beside", "by-turns", "in-turn"]
    assert len(page.xpath("//h2[starts-with(@id, 'i')]")) == 1
    numbers = both.transcripts.neutral_numbers()
    a, b, c = (numbers[both.transcripts.info(name).id] for name in "abc")
    head, *rows = page.xpath("//div[contains(@class, 'row')]")
    assert ["".join(h.itertext()) for h in head.iter("h3")] == [
        "Russian a", "English translation, b", "German translation, c"
    ]  # fmt: skip
    sides = [[cell.xpath("div/@id") for cell in row.xpath("div[@class='cell']")] for row in rows]
    assert sides[:2] == [
        [[f"i{a}t1"], [f"i{b}t1"], [f"i{c}t1"]],
        [[f"i{a}t2", f"i{a}t3"], [f"i{b}t2", f"i{b}t3"], [f"i{c}t2"]],
    ]
    assert {turn for row in sides for cell in row for turn in cell} == {
        f"i{text}t{n}" for text, many in ((a, 5), (b, 5), (c, 4)) for n in range(1, many + 1)
    }
    assert page.xpath("//mark[not(@class)]/text()") == ["The flat was very expensive."]
    assert page.xpath("//mark[@class='carried']/text()") == [
        "Квартира была очень дорогая.", "Die Wohnung war sehr teuer."
    ]  # fmt: skip
    assert len(page.xpath("//div[@class='side']/span[@class='carried']")) == 2
    assert len(page.xpath("//blockquote")) == 1, "it is one segment"
    assert set(page.xpath("//div[@class='words']/@dir")) == {"auto"}
    both.archive.export(tmp_path / "folder", "folder")
    with (tmp_path / "folder" / "pairs.csv").open(encoding="utf-8-sig", newline="") as file:
        pairs = list(csv.DictReader(file))
    told = {(row["turns"], row["turns beside"], row["by"]) for row in pairs}
    assert ("2 3", "2", "a person") in told
    assert len(pairs) == 5 + 4


def test_what_somebody_wrote_beside_a_quote_is_looked_at_wherever_it_is_printed(
    both: Project, tmp_path: Path
) -> None:
    """Own words in the other language may name somebody, too."""
    (both.folder / "survey").mkdir(exist_ok=True)
    (both.folder / "survey" / "toplines.csv").write_text(TOPLINES, encoding="utf-8")
    quoted = code(both, "a", "Квартира была очень дорогая.", "prices")
    both.links.put(quoted, "dear", "confirms", coder="ana")
    both.baskets.begin("Voices", quoted, coder="ana")
    [pick] = both.baskets.get("Voices").picks
    display, listed = both.joint.display(), both.quotes.find(basket="Voices")
    both.joint.export(display, tmp_path / "d.html", pictures=False)
    both.quotes.export(tmp_path / "q.md", listed, basket="Voices")
    both.baskets.edit_beside(pick.id, "Write to jana@example.org about the flat.", coder="ana")
    for hand_out in (
        lambda: both.joint.export(both.joint.display(), tmp_path / "d.html", pictures=False),
        lambda: both.quotes.export(tmp_path / "q.md", listed, basket="Voices"),
        lambda: both.outline.export(tmp_path / "o.md"),
    ):
        with pytest.raises(CodingError, match="could tell who somebody is"):
            hand_out()


# ── searching ──


def test_words_are_found_in_both_languages_with_what_is_beside_them(both: Project) -> None:
    for words, there in (
        ("expensive", "Квартира была очень дорогая."),
        ("дорогая", "The flat was very expensive."),
    ):
        asked = ["search", words, "--where", "gender=Female", "--project", str(both.folder)]
        told = CliRunner().invoke(main, [*asked, "--json"])
        [row] = json.loads(told.output)
        assert (row["hit"], row["beside"]) == (words, there)
        assert f"\n    {there}\n" in CliRunner().invoke(main, asked).output
        [place] = answer(both, {"id": "1", "kind": "hits", "query": words}, "", "ana")["places"]
        assert place[8] == there
    assert both.transcripts.search("дорогая", where={"gender": ("Male",)}) == []


def test_what_is_coded_in_the_other_language_is_not_offered_again(both: Project) -> None:
    code(both, "a", "Квартира была очень дорогая.", "prices")
    asked = {"id": "1", "kind": "hits", "query": "expensive", "code": "prices"}
    [place] = answer(both, asked, "", "ana")["places"]
    assert place[7] == "coded"
    [place] = answer(both, asked, "", "ilya")["places"]
    assert place[7] == ""


# ── on the desk ──


def told(project: Project, name: str, since: int = -1, **more: Any) -> dict[str, Any]:
    outbox = {"coder": "ana", "transcript": project.transcripts.info(name).id, "rev": since}
    return project.desk.serve({**outbox, **more}, {})


def test_the_desk_shows_a_coding_on_the_other_language_and_says_when_it_goes(
    both: Project,
) -> None:
    known = told(both, "a")
    assert known["carried"] == []
    made = code(both, "b", "The flat was very expensive.", "prices")
    news = told(both, "a", known["rev"])
    [row] = news["carried"]
    text = both.transcripts.get("a").text
    assert (row[0], text[row[1] : row[2]], row[3]) == (
        made,
        "Квартира была очень дорогая.",
        "prices",
    )
    assert row[9:] == [
        False,
        row[1:3],
        both.transcripts.info("b").id,
        *where(both, "b", "The flat was very expensive."),
    ]
    there = told(both, "b", known["rev"])
    assert there["placed_beside"] == [[made, False, row[1:3]]]
    both.codings.remove([made], coder="ana")
    news = told(both, "a", news["rev"])
    assert (news["carried"], news["gone"]) == ([], [made])


def test_the_desk_pairs_turns_and_lets_go_of_them_as_acts_that_are_undone(both: Project) -> None:
    keys = {name: both.transcripts.info(name) for name in "ab"}
    known = told(both, "a")
    seen = known["parallel"]["editions"]
    assert seen == [keys["a"].edition, keys["b"].edition]
    op = {"kind": "pair", "transcript": keys["a"].id, "of": keys["b"].id, "seen": seen}
    pair = {**op, "id": new_id(), "turns": [2], "there": [4]}
    reply = told(both, "a", known["rev"], ops=[pair])
    assert reply["ack"] == [pair["id"]]
    assert [[2], [4], "hand"] in reply["parallel"]["pairs"]
    free = {**op, "id": new_id(), "kind": "pair.free", "turns": [2], "there": [4]}
    reply = told(both, "a", reply["rev"], ops=[free])
    assert reply["parallel"]["pairs"] == known["parallel"]["pairs"]
    late = {**pair, "id": new_id(), "seen": ["old", "old"]}
    assert [r["id"] for r in told(both, "a", ops=[late])["refused"]] == [late["id"]]


# ── what a person paired stays ──


def by_hand(project: Project) -> list[tuple[str, str]]:
    """Return what people paired, as words."""
    parallel = project.alignments.of("a")

    def words(numbers: tuple[int, ...], turns: Any, text: str) -> str:
        return "|".join(text[turns[n - 1].start : turns[n - 1].end] for n in numbers)

    return [
        (
            words(pair.mine, parallel.turns, parallel.text),
            words(pair.theirs, parallel.others, parallel.other_text),
        )
        for pair in parallel.pairs
        if pair.by_hand
    ]


def test_what_a_person_paired_follows_turns_that_are_split_and_joined(both: Project) -> None:
    both.alignments.pair("a", (2,), (2,), coder="ana")
    both.alignments.pair("a", (4,), (), coder="ana")
    start, _ = where(both, "a", "Соседи нам")
    both.speakers.split_turn("a", 2, start, coder="ana")
    [(split, whole), (alone, nothing)] = by_hand(both)
    assert split.endswith("дорогая.|Соседи нам помогали.")
    assert whole.startswith("We came in 1991")
    assert alone.startswith("Нет, я не вернусь.")
    assert nothing == ""
    both.speakers.join_turns("a", 2, 3, coder="ana")
    [(joined, same), _] = by_hand(both)
    assert "|" not in joined
    assert same == whole
    both.log.undo(coder="ana")
    assert by_hand(both)[0] == (split, whole)


def test_pairs_of_turns_that_are_joined_become_one(both: Project) -> None:
    for name, words_there in (("a", "Соседи нам"), ("b", "The neighbours")):
        start, _ = where(both, name, words_there)
        both.speakers.split_turn(name, 2, start, coder="ana")
    for number in (2, 3):
        both.alignments.pair("a", (number,), (number,), coder="ana")
    both.speakers.join_turns("a", 2, 3, coder="ana")
    [(mine, theirs)] = by_hand(both)
    assert mine.endswith("Соседи нам помогали.")
    assert theirs.endswith("expensive.|The neighbours helped us.")


def test_what_a_person_paired_is_there_after_the_text_was_corrected(
    both: Project, tmp_path: Path
) -> None:
    both.alignments.pair("a", (2,), (4,), coder="ana")
    corrected = tmp_path / "a.txt"
    first, rest = RUSSIAN.split("\n\n", 1)
    more = f"{first}\n\nИнтервьюер: Расскажите, пожалуйста.\n\n{rest}"
    corrected.write_text(more.replace("осенью", "весной"), encoding="utf-8")
    both.revisions.revise("a", corrected, coder="ana")
    [(mine, theirs)] = by_hand(both)
    assert mine.startswith("Мы приехали в 1991 году, весной.")
    assert theirs.startswith("No, I will not go back.")


words = st.lists(st.sampled_from("да нет мы они дом 15 Белград".split()), min_size=1, max_size=8)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(words, min_size=2, max_size=8), st.integers(0, 10_000))
def test_in_texts_disturbed_at_random_what_a_person_paired_stays_and_each_turn_has_one_pair(
    said: list[list[str]], seed: int
) -> None:
    chance = random.Random(seed)
    mine = [" ".join(turn) for turn in said]
    theirs = [line.upper() for line in mine]
    chance.shuffle(theirs)
    theirs = theirs[: chance.randrange(1, len(theirs) + 1)]
    sides = [transcript_of(lines) for lines in (mine, theirs)]
    pairs = [
        (a if chance.random() > 0.2 else (), b)
        for a, b in zip(
            chance.sample([(n,) for n in range(1, len(mine) + 1)], 2),
            chance.sample([(n,) for n in range(1, len(theirs) + 1)] * 2, 2),
            strict=True,
        )
    ]
    pairs = pairs if pairs[0][1] != pairs[1][1] else pairs[:1]
    (turns, text), (others, other_text) = sides
    found = aligned(turns, text, others, other_text, pairs)
    assert {(p.mine, p.theirs) for p in found if p.by_hand} == set(pairs)
    assert sorted(n for p in found for n in p.mine) == list(range(1, len(mine) + 1))
    assert sorted(n for p in found for n in p.theirs) == list(range(1, len(theirs) + 1))
    parallel = Parallel.of(turns, text, others, other_text, by_hand=pairs)
    back = parallel.turned()
    assert {(p.theirs, p.mine) for p in back.pairs} == {(p.mine, p.theirs) for p in found}
    for turn in turns:
        place = parallel.carried(turn.start, turn.end)
        assert place is None or 0 <= place.start < place.end <= len(other_text)


def transcript_of(lines: list[str]) -> tuple[list[Any], str]:
    from coding.model import Turn

    turns, text = [], ""
    for number, line in enumerate(lines, 1):
        turns.append(Turn(number=number, start=len(text), end=len(text) + len(line)))
        text += f"{line}\n"
    return turns, text
