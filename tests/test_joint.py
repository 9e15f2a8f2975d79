"""The joint display's rules, without a project: which figures, voices and relations stand where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from coding.analysis.coverage import Matrix, matrix, person_of, speakers
from coding.analysis.segments import coded
from coding.errors import CodingError
from coding.model import (
    Basis,
    Code,
    Codebook,
    Coding,
    Indicator,
    Link,
    Memo,
    Participant,
    PrintedWords,
    Question,
    Quote,
    Relation,
    Role,
    Speaker,
    TranscriptInfo,
    Voice,
)
from coding.survey.joint import Display, Material, lay_out
from coding.survey.layout import Layout, LayoutItem, fit_to_keep, layout_from
from coding.survey.telling import (
    balance_line,
    heard,
    k_of_n,
    note_on,
    otherwise,
    rows_of,
    sources,
    stance_line,
    stances_of,
    theme_line,
)

BOOK = Codebook(
    (
        Code(id="safety", name="Safety"),
        Code(id="street", name="In the street", parent="safety", indicators=("safe_street",)),
        Code(id="work", name="Work"),
        Code(id="rest", name="Rest"),
    )
)
PEOPLE = {key: Participant(id=key, pseudonym=f"name of {key}") for key in ("P1", "P2", "P3")}
SPOKEN = {"t1": "P1", "t2": "P2", "t3": "P3"}


def spoken_by(codings: Iterable[Coding]) -> dict[str, str]:
    return {coding.id: SPOKEN[coding.transcript] for coding in codings}


def figure(key: str, question: str, subgroup: str = "") -> Indicator:
    return Indicator(
        id=key, question_id=question, question=f"{question}?", option=key, printed="60",
        value=60.0, subgroup=subgroup, base_n=200,
    )  # fmt: skip


def question(key: str, *figures: Indicator) -> Question:
    return Question(
        id=key, text=f"{key}?", type="single", title="", ref="", indicators=tuple(figures)
    )


QUESTIONS = [
    question("q1", figure("safe", "q1"), figure("unsafe", "q1"), figure("safe_men", "q1", "men")),
    question("q2", figure("safe_street", "q2")),
    question("q3", figure("paid", "q3")),
]


def coding(key: str, transcript: str, start: int, code: str, length: int = 40) -> Coding:
    return Coding(
        id=key, transcript=transcript, start=start, end=start + length, text="x" * length,
        code=code, coder="Ana", created="2024-01-01T10:00:00.000+00:00",
    )  # fmt: skip


def quote(of: Coding) -> Quote:
    return Quote(
        coding=of.id, transcript=of.transcript, name=of.transcript, start=of.start, end=of.end,
        text=of.text, translation="", participant=SPOKEN[of.transcript],
        attribution=f"attributes of {SPOKEN[of.transcript]}", codes=(of.code,),
    )  # fmt: skip


def link(
    code: str,
    indicator: str,
    relation: Relation,
    of: str = "",
    note: str = "",
    minority: bool = False,
) -> Link:
    return Link(
        id=f"{code}{of}{indicator}", code=code, coding=of, indicator=indicator, relation=relation,
        note=note, minority=minority,
    )  # fmt: skip


def material(
    links: Sequence[Link] = (), codings: Sequence[Coding] = (), **more: object
) -> Material:
    given: dict[str, object] = {
        "questions": QUESTIONS,
        "book": BOOK,
        "links": links,
        "codings": codings,
        "quotes": {coded.id: quote(coded) for coded in codings},
        "spoken": spoken_by(codings),
        "people": PEOPLE,
        **more,
    }
    return Material(**given)  # type: ignore[arg-type]


def items(*rows: str) -> tuple[LayoutItem, ...]:
    """Return rows of a layout; what begins with # is a heading."""
    return tuple(
        LayoutItem(heading=row[2:]) if row.startswith("# ") else LayoutItem(question=row)
        for row in rows
    )


def shown(display: Display) -> list[tuple[str, str]]:
    return [(row.group, row.question.id) for row in display.rows]


def test_rows_come_as_the_survey_has_them_until_some_are_chosen() -> None:
    """A contradiction comes no earlier; what codebook.yaml merely names (q2) makes no row."""
    links = [
        link("work", "paid", Relation.CONTRADICTS, note="They say why."),
        link("safety", "safe", Relation.CONFIRMS),
    ]
    display = lay_out(material(links))
    assert shown(display) == [("", "q1"), ("", "q3")]
    assert display.more == ()
    assert [q.id for q in display.silent_questions] == ["q2"]


def test_chosen_rows_stand_in_their_order_under_their_headings() -> None:
    """q2 was chosen though nothing is beside it, q9 is in no survey any more, q1 waits."""
    links = [
        link("safety", "safe", Relation.CONFIRMS),
        link("work", "paid", Relation.EXPANDS),
    ]
    layout = Layout(title="Mine", items=items("q3", "# Streets", "q2", "q9"), version=4)
    display = lay_out(material(links, layout=layout))
    assert shown(display) == [("", "q3"), ("Streets", "q2")]
    assert [row.question.id for row in display.more] == ["q1"]
    assert display.gone == ("q9",)
    assert display.layout.title == "Mine"
    assert lay_out(material(links, layout=Layout(items=()))).rows == ()


def test_a_relation_is_the_word_on_a_figure_and_a_theme_and_nothing_else() -> None:
    """Quotes that contradict do not touch it, and two words are not made into one."""
    codings = [coding("a", "t1", 0, "safety"), coding("b", "t2", 0, "work")]
    links = [
        link("safety", "safe", Relation.CONFIRMS, note="On the street."),
        link("safety", "safe", Relation.CONTRADICTS, of="a", note="Not at the border."),
    ]
    [row] = lay_out(material(links, codings)).rows
    assert [(t.code.id, t.figure.id, t.relation, t.note) for t in row.themes] == [
        ("safety", "safe", Relation.CONFIRMS, "On the street.")
    ]
    assert row.relation is Relation.CONFIRMS
    two = [*links, link("work", "unsafe", Relation.EXPANDS)]
    [row] = lay_out(material(two, codings)).rows
    assert row.relation is None
    assert [theme_line(theme, row) for theme in row.themes] == [
        "Safety × safe, 60 %: confirms",
        "Work × unsafe, 60 %: expands",
    ]
    quotes_alone = [link("work", "paid", Relation.CONTRADICTS, of="b", note="Why.")]
    [row] = lay_out(material(quotes_alone, codings)).rows
    assert (row.relation, row.themes) == (None, ())


def test_only_quotes_that_somebody_placed_stand_on_it() -> None:
    """A passage with the theme's code that nobody set beside the figure is no voice of it."""
    codings = [coding("a", "t1", 0, "work"), coding("b", "t2", 0, "work")]
    links = [
        link("work", "paid", Relation.CONFIRMS),
        link("work", "paid", Relation.EXPANDS, of="a"),
        link("work", "paid", Relation.SILENT, of="b"),
    ]
    [row] = lay_out(material(links, codings)).rows
    assert [(s.quote.coding, s.relation) for s in row.quotes] == [("a", Relation.EXPANDS)]
    [named] = lay_out(material(links[:1], codings)).rows
    assert named.quotes == ()


def test_quotes_stand_by_figure_and_stance_whatever_came_first() -> None:
    codings = [coding(key, "t1", at, "work") for at, key in enumerate("abcd")]
    links = [
        link("work", "unsafe", Relation.CONFIRMS, of="a"),
        link("work", "safe", Relation.CONTRADICTS, of="b", note="n", minority=True),
        link("work", "safe", Relation.PARTLY_AGREES, of="c"),
        link("work", "safe", Relation.EXPANDS, of="d"),
    ]
    [row] = lay_out(material(links, codings)).rows
    assert [(s.figure.id, s.quote.coding) for s in row.quotes] == [
        ("safe", "d"),
        ("safe", "c"),
        ("safe", "b"),
        ("unsafe", "a"),
    ]
    columns = [(name, [s.quote.coding for s in placed])
               for name, placed in stances_of(row, row.beside[0])]  # fmt: skip
    assert columns == [("qualifies", ["d", "c"]), ("contradicts", ["b"])]
    assert [stance_line(s) for s in row.quotes] == [
        "(attributes of P1) expands",
        "(attributes of P1) partly agrees",
        "(attributes of P1) a minority voice",
        "(attributes of P1)",
    ]


def test_a_theme_that_does_what_none_of_its_quotes_does_says_so() -> None:
    """The word on the theme stays as it is; where a quote does the same, nothing is said."""
    codings = [coding(key, "t1", at, "work") for at, key in enumerate("abc")]
    theme = link("work", "safe", Relation.PARTLY_AGREES)
    placed = [
        link("work", "safe", Relation.CONTRADICTS, of="a", note="n"),
        link("work", "safe", Relation.EXPANDS, of="b"),
        link("work", "unsafe", Relation.PARTLY_AGREES, of="c"),
    ]
    [row] = lay_out(material([theme, *placed], codings)).rows
    assert otherwise(row, row.themes[0]).endswith("chosen here 1 expands and 1 contradicts.")
    placed[0] = link("work", "safe", Relation.PARTLY_AGREES, of="a")
    [row] = lay_out(material([theme, *placed], codings)).rows
    assert otherwise(row, row.themes[0]) == ""
    [row] = lay_out(material([theme], codings)).rows
    assert otherwise(row, row.themes[0]) == ""


def test_k_counts_people_with_a_stance_and_n_all_who_speak() -> None:
    """P1 says two things that confirm and one that contradicts; who is not known is nobody."""
    codings = [
        coding("a", "t1", 0, "work"),
        coding("b", "t1", 500, "work"),
        coding("c", "t2", 0, "work"),
        coding("d", "t1", 900, "work"),
        coding("e", "t3", 0, "work"),
    ]
    links = [link("work", "paid", Relation.CONFIRMS, of=key) for key in "abce"]
    links.append(link("work", "paid", Relation.CONTRADICTS, of="d", note="n"))
    spoken = {**spoken_by(codings), "e": ""}
    display = lay_out(material(links, codings, spoken=spoken))
    [row] = display.rows
    told = {tally.relation: tally.people for tally in row.tallies}
    assert told == {Relation.CONFIRMS: ("P1", "P2"), Relation.CONTRADICTS: ("P1",)}
    [paid] = row.beside
    assert k_of_n(heard(row, paid, [Relation.CONFIRMS]), display) == "2 of 3"
    assert heard(row, paid, [Relation.CONTRADICTS, Relation.CONFIRMS]) == ("P1", "P2")


def test_one_passage_under_two_codes_or_coders_is_one_quote_and_one_count() -> None:
    """What one of them noted and marked stays."""
    codings = [
        coding("a", "t1", 0, "work"),
        replace(coding("b", "t1", 0, "safety"), coder="Bo"),
        coding("c", "t1", 0, "rest"),
    ]
    links = [
        link("work", "paid", Relation.CONFIRMS, of="a", note="Paid.", minority=True),
        link("safety", "paid", Relation.CONFIRMS, of="b"),
        link("rest", "paid", Relation.EXPANDS, of="c"),
    ]
    [row] = lay_out(material(links, codings)).rows
    assert [(s.relation, s.note, s.minority) for s in row.quotes] == [
        (Relation.CONFIRMS, "Paid.", True),
        (Relation.EXPANDS, "", False),
    ]
    assert lay_out(material(links, codings)).balance.quotes == 1


def test_a_quote_has_the_words_that_a_section_prints_of_it() -> None:
    codings = [coding("a", "t1", 0, "work"), coding("b", "t2", 0, "work")]
    links = [link("work", "paid", Relation.CONFIRMS, of=key) for key in "ab"]
    [row] = lay_out(material(links, codings, printed={"a": PrintedWords(words="short […]")})).rows
    assert [s.printed.words for s in row.quotes] == ["short […]", "x" * 40]


def test_the_figures_of_everybody_stand_with_those_linked_and_subgroups_only_if_linked() -> None:
    by_sex = figure("safe@sex=women", "q1", "women")
    plain = lay_out(material([link("safety", "unsafe", Relation.CONFIRMS)]))
    assert [f.id for f in plain.rows[0].figures] == ["safe", "unsafe"]
    assert [f.id for f in plain.rows[0].beside] == ["unsafe"]
    of_men = lay_out(material([link("safety", "safe_men", Relation.CONFIRMS)]))
    assert [f.id for f in of_men.rows[0].figures] == ["safe_men"]
    worked_out = lay_out(
        material([link("safety", by_sex.id, Relation.CONFIRMS)], groups={by_sex.id: by_sex})
    )
    assert [f.id for f in worked_out.rows[0].figures] == ["safe", "unsafe", "safe@sex=women"]


def test_a_row_credits_its_own_sources_and_no_other() -> None:
    ours = replace(figure("safe", "q1"), source="Park 2025", ref="Graph 15", weighted=True,
                   field_dates="May 2025")  # fmt: skip
    theirs = replace(figure("paid", "q2"), source="Other 2024", ci_low=53.0, ci_high=66.0,
                     weighted=True, weight="W1", basis=Basis.ASKED)  # fmt: skip
    questions = [question("q1", ours), question("q2", theirs)]
    links = [link("safety", key, Relation.CONFIRMS) for key in ("safe", "paid")]
    first, second = lay_out(material(links, questions=questions)).rows
    assert (sources(first), sources(second)) == ("Park 2025, Graph 15", "Other 2024")
    assert note_on(first) == [
        "Wording: “q1?”",
        "All respondents, n = 200.",
        "Weighted.",
        "Asked May 2025.",
    ]
    assert note_on(second) == [
        "Wording: “q2?”",
        "All respondents, n = 200.",
        "Shares are of those who were asked.",
        "Weighted by W1.",
        "Whiskers: 95 % intervals (Wilson), as if the sample were unweighted.",
    ]


def test_what_has_no_counterpart_is_named() -> None:
    """`street` lies below `safety`, which is linked; `rest` is coded and has no figure."""
    codings = [coding("a", "t1", 0, "street"), coding("b", "t1", 500, "rest")]
    display = lay_out(material([link("safety", "safe", Relation.CONFIRMS)], codings))
    assert [q.id for q in display.silent_questions] == ["q2", "q3"]
    assert [c.id for c in display.silent_codes] == ["rest"]


def test_the_balance_is_of_the_quotes_on_the_display() -> None:
    codings = [coding("a", "t1", 0, "work"), coding("b", "t2", 0, "rest")]
    links = [
        link("work", "paid", Relation.CONFIRMS, of="a"),
        link("safety", "safe", Relation.CONFIRMS),
    ]
    display = lay_out(material(links, codings))
    assert balance_line(display) == (
        "1 of 3 participants are quoted, under 1 label; 1 chosen quote. 1 of 2 rows have no quote."
    )


def test_links_to_figures_that_are_gone_are_passed_over() -> None:
    assert lay_out(material([link("work", "gone", Relation.CONFIRMS)])).rows == ()


def test_a_layout_is_kept_as_plain_data() -> None:
    layout = Layout(title="Mine", items=items("# Home", "q1"), version=3)
    assert layout_from(layout.as_data()) == layout
    assert layout_from(Layout(version=1).as_data()) == Layout(version=1)
    assert layout_from(None) == layout_from("odd") == Layout()
    assert fit_to_keep(items("#  At \n home ", "q1")) == items("# At home", "q1")
    for wrong in (items("q1", "q1"), items("#  ")):
        with pytest.raises(CodingError):
            fit_to_keep(wrong)
    assert len(fit_to_keep(items("# Home", "q1", "# Home"))) == 3


def test_the_display_is_plain_data_for_scripts() -> None:
    memo = Memo(
        id="m", kind="question", about="q3", coder="Ana", text="So.", created="", updated=""
    )
    links = [
        link("work", "paid", Relation.CONFIRMS, of="a"),
        link("work", "paid", Relation.EXPANDS, note="More."),
    ]
    display = lay_out(material(links, [coding("a", "t1", 0, "work")], memos={"q3": memo}))
    [row] = rows_of(display)
    assert (row["question_id"], row["relation"], row["inference"]) == ("q3", "expands", "So.")
    assert row["figures"][0]["indicator"] == "paid"
    assert row["figures"][0]["value"] == "60"
    assert row["themes"] == [
        {"code": "work", "name": "Work", "indicator": "paid", "relation": "expands",
         "note": "More."}
    ]  # fmt: skip
    assert row["stances"] == [
        {"indicator": "paid", "relation": "confirms", "k": 1, "n": 3, "participants": ["P1"]}
    ]
    assert [(q["coding"], q["relation"], q["text"]) for q in row["quotes"]] == [
        ("a", "confirms", "x" * 40)
    ]


def info(key: str, participant: str = "", *cast: tuple[str, Role, str]) -> TranscriptInfo:
    return TranscriptInfo(
        id=key, name=f"name of {key}", language="en", participant=participant, translation_of="",
        file=f"{key}.txt", sha256=key, notes=(), speakers=(), turns=1, words=9, length=50,
        imported="", cast=tuple(Speaker(label=name, name=name, role=role, participant=person)
                                for name, role, person in cast),
    )  # fmt: skip


def test_who_speaks_comes_in_the_order_of_the_participants_file() -> None:
    """t2 has nobody and speaks for itself; P9 is in no file; P3 is in the file and never speaks."""
    listed = [info("t1", "P2"), info("t2"), info("t3", "P1"), info("t4", "P9")]
    people = speakers(listed, PEOPLE.values())
    assert list(people) == ["P1", "P2", "t2", "P9"]
    assert people["t2"].pseudonym == "name of t2"


def test_each_of_a_group_counts_for_themselves_and_who_asks_for_nobody() -> None:
    ana, ilya = ("Ana", Role.PARTICIPANT, "P2"), ("Ilya", Role.PARTICIPANT, "")
    group = info("g", "P1", ("I", Role.INTERVIEWER, ""), ana, ilya)
    people = speakers([group], PEOPLE.values())
    assert list(people) == ["P2", "g#Ilya"]
    assert people["g#Ilya"].pseudonym == "name of g, Ilya"
    said = {name: person_of(group, Voice(role, who, name)) for name, role, who in (ana, ilya)}
    assert said == {"Ana": "P2", "Ilya": "g#Ilya"}
    asides = (Role.INTERVIEWER, Role.UNKNOWN, Role.OTHER)
    assert {person_of(group, Voice(role)) for role in asides} == {""}
    alone = info("v", "P3", ("Vera", Role.PARTICIPANT, ""))
    assert person_of(alone, Voice(Role.PARTICIPANT, "", "Vera")) == "P3"


def by_person(codings: Sequence[Coding], spoken: dict[str, str] | None = None) -> Matrix:
    said = spoken or spoken_by(codings)
    ordered = sorted(codings, key=lambda c: (c.transcript, c.start))
    segments = [(segment, said[segment.codings[0].id]) for segment in coded(ordered)]
    return matrix(BOOK, segments, list(PEOPLE), lambda _, who: who)


def test_a_segment_counts_once_for_its_code_and_for_each_above() -> None:
    """P1's street is safety as well, beside a segment of safety itself; a code gone is nothing."""
    codings = [
        coding("a", "t1", 0, "street"),
        coding("b", "t1", 0, "street"),
        coding("c", "t1", 0, "safety"),
        coding("d", "t2", 0, "work"),
        coding("e", "t2", 0, "burnt"),
    ]
    covered = by_person(codings)
    assert {key: cell.segments for key, cell in covered.cells.items()} == {
        ("safety", "P1"): 2,
        ("street", "P1"): 1,
        ("work", "P2"): 1,
    }
    assert [code.id for code in covered.codes] == ["safety", "street", "work"]
    assert covered.cases == ("P1", "P2", "P3")
    assert covered.cell("work", "P3").segments == 0
    assert sorted(covered.cell("safety", "P1").codings) == ["a", "b", "c"]


def test_overlapping_codings_of_a_code_are_one_segment_and_their_words_count_once() -> None:
    """Ana: words 1 to 4, Bo: 3 to 6; whoever drew the edges, it is not said twice."""
    text = "one two six ten war old"
    ana = replace(coding("a", "t1", 0, "work"), end=15, text=text[:15])
    bo = replace(coding("b", "t1", 8, "work"), end=23, text=text[8:], coder="Bo")
    within = replace(coding("c", "t1", 4, "work"), end=7, text="two")
    later = replace(coding("d", "t1", 90, "work"), end=93, text="far")
    cell = by_person([bo, ana]).cell("work", "P1")
    assert (cell.segments, cell.words, cell.people) == (1, 6, ("P1",))
    assert cell.firsts == ("a",), "as many are shown as are counted"
    cell = by_person([ana, within, later]).cell("work", "P1")
    assert (cell.segments, cell.words) == (2, 5)
    assert cell.firsts == ("a", "d")


def test_what_no_participant_says_covers_nothing() -> None:
    codings = [coding("a", "t1", 0, "work"), coding("b", "t2", 0, "work")]
    covered = by_person(codings, {"a": "P1", "b": ""})
    assert list(covered.cells) == [("work", "P1")]
