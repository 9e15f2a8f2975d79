"""The joint display's rules, without a project: which figures, voices and relations stand where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from coding.analysis.coverage import passages, person_of, speakers
from coding.model import (
    Code,
    Codebook,
    Coding,
    Indicator,
    Link,
    Memo,
    Participant,
    Question,
    Quote,
    Relation,
    Role,
    Speaker,
    TranscriptInfo,
    Voice,
)
from coding.survey.joint import Material, lay_out, voices
from coding.survey.telling import balance_line, rows_of, said_by, silent_lines, stance_line

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
    return Material(
        questions=QUESTIONS,
        book=BOOK,
        codings=codings,
        links=links,
        spoken=spoken_by(codings),
        people=PEOPLE,
        quotes=[quote(coded) for coded in codings],
        **more,  # type: ignore[arg-type]
    )


def test_the_most_telling_relation_of_its_links_places_a_row() -> None:
    """Of q1 a confirmation and a contradiction: before q3, which expands, and q2, merely named."""
    display = lay_out(
        material(
            [
                link("work", "paid", Relation.EXPANDS),
                link("safety", "safe", Relation.CONFIRMS),
                link("safety", "unsafe", Relation.CONTRADICTS, note="They say why."),
            ]
        )
    )
    assert [(row.question.id, row.relation) for row in display.rows] == [
        ("q1", Relation.CONTRADICTS),
        ("q3", Relation.EXPANDS),
        ("q2", None),
    ]
    [theme] = display.rows[0].themes
    assert (theme.relation, theme.note) == (Relation.CONTRADICTS, "They say why.")
    assert theme.indicators == ("safe", "unsafe")


def test_a_theme_is_told_by_those_who_speak_of_it_or_of_a_code_below_it() -> None:
    codings = [coding("a", "t3", 0, "street"), coding("b", "t1", 0, "safety")]
    display = lay_out(material([link("safety", "safe", Relation.CONFIRMS)], codings))
    theme = display.rows[0].themes[0]
    assert theme.speaking == ("P1", "P3")
    assert said_by(theme, display) == "2 of 3"


def test_the_figures_of_everybody_stand_with_those_linked_and_subgroups_only_if_linked() -> None:
    by_sex = figure("safe@sex=women", "q1", "women")
    plain = lay_out(material([link("safety", "unsafe", Relation.CONFIRMS)]))
    assert [f.id for f in plain.rows[0].figures] == ["safe", "unsafe"]
    of_men = lay_out(material([link("safety", "safe_men", Relation.CONFIRMS)]))
    assert [f.id for f in of_men.rows[0].figures] == ["safe_men"]
    worked_out = lay_out(
        material([link("safety", by_sex.id, Relation.CONFIRMS)], groups={by_sex.id: by_sex})
    )
    assert [f.id for f in worked_out.rows[0].figures] == ["safe", "unsafe", "safe@sex=women"]


def test_linked_quotes_come_first_then_a_voice_for_each_theme_that_has_none() -> None:
    codings = [
        coding("a", "t1", 0, "work"),
        coding("b", "t2", 0, "work"),
        coding("c", "t1", 500, "safety"),
    ]
    display = lay_out(
        material(
            [
                link("work", "paid", Relation.CONFIRMS, of="a"),
                link("work", "paid", Relation.CONTRADICTS, of="b", note="Not paid.", minority=True),
                link("safety", "paid", Relation.EXPANDS),
            ],
            codings,
        )
    )
    row = next(row for row in display.rows if row.question.id == "q3")
    assert [(s.quote.coding, s.linked, s.minority) for s in row.quotes] == [
        ("b", True, True),
        ("a", True, False),
        ("c", False, False),
    ]
    assert stance_line(row.quotes[0]) == "(attributes of P2) contradicts, a minority voice"
    assert stance_line(row.quotes[2]) == "(attributes of P1)"


def test_who_was_quoted_least_has_the_word() -> None:
    """P1 speaks first of work, but stands on the row before already."""
    codings = [
        coding("a", "t1", 0, "safety"),
        coding("b", "t1", 500, "work"),
        coding("c", "t2", 0, "work"),
    ]
    display = lay_out(
        material(
            [link("safety", "safe", Relation.CONFIRMS), link("work", "paid", Relation.CONFIRMS)],
            codings,
        )
    )
    said = {row.question.id: [s.quote.coding for s in row.quotes] for row in display.rows}
    assert (said["q1"], said["q3"]) == (["a"], ["c"])


def test_a_silent_theme_has_no_voice() -> None:
    codings = [coding("a", "t1", 0, "work")]
    display = lay_out(material([link("work", "paid", Relation.SILENT)], codings))
    assert next(row for row in display.rows if row.question.id == "q3").quotes == ()


def test_a_voice_nobody_chose_is_neither_too_short_nor_too_long() -> None:
    for length, there in ((39, False), (40, True), (400, True), (401, False)):
        codings = [coding("a", "t1", 0, "work", length)]
        display = lay_out(material([link("work", "paid", Relation.CONFIRMS)], codings))
        assert bool(display.rows[0].quotes) is there, length


def test_a_row_is_full_with_three_voices() -> None:
    """Linked quotes all stand; no voice is added to three of them."""
    codings = [coding(f"a{n}", "t1", 500 * n, "work") for n in range(3)]
    codings.append(coding("s", "t2", 0, "safety"))
    for linked, more in ((2, 1), (3, 0)):
        links = [link("work", "paid", Relation.CONFIRMS, of=f"a{n}") for n in range(linked)]
        links.append(link("safety", "paid", Relation.CONFIRMS))
        display = lay_out(material(links, codings))
        row = next(row for row in display.rows if row.question.id == "q3")
        assert len([s for s in row.quotes if not s.linked]) == more


def test_what_nobody_is_known_to_say_makes_nobody_heard_and_stands_back() -> None:
    """Of 1 participant there are never 2 quoted; who is known has the word for a theme."""
    codings = [coding("a", "t1", 0, "work"), coding("b", "t2", 500, "work")]
    shown = material([link("work", "paid", Relation.CONFIRMS)], codings)
    shown = replace(shown, spoken={"a": "", "b": "P2"})
    [stance] = lay_out(shown).rows[0].quotes
    assert stance.quote.coding == "b"
    both = replace(shown, picked=[quote(c) for c in codings])
    assert (lay_out(both).balance.quotes, lay_out(both).balance.speaking) == (2, 1)
    silent = replace(shown, spoken={"a": "", "b": ""})
    assert len(lay_out(silent).rows[0].quotes) == 1
    assert lay_out(silent).balance.speaking == 0


def test_what_has_no_counterpart_is_named() -> None:
    """`street` lies below `safety`, which is linked; `rest` is coded and stands on no row."""
    codings = [coding("a", "t1", 0, "street"), coding("b", "t1", 500, "rest")]
    display = lay_out(material([link("safety", "safe", Relation.CONFIRMS)], codings))
    assert [q.id for q in display.silent_questions] == ["q3"]
    assert [c.id for c in display.silent_codes] == ["rest"]
    assert silent_lines(display) == [
        "Figures with no voice: q3?.",
        "Themes with no figure: Rest.",
    ]


def test_the_balance_is_of_what_is_in_baskets_else_of_what_is_shown() -> None:
    codings = [coding("a", "t1", 0, "work"), coding("b", "t2", 0, "rest")]
    links = [link("work", "paid", Relation.CONFIRMS, of="a")]
    shown = lay_out(material(links, codings)).balance
    assert (shown.quotes, shown.speaking, shown.most_quoted) == (1, 1, "attributes of P1")
    twice = [quote(codings[1]), quote(codings[1])]
    display = lay_out(material(links, codings, picked=twice))
    assert (display.balance.quotes, display.balance.most_quoted) == (1, "attributes of P2")
    assert balance_line(display) == (
        "1 of 3 participants are quoted, under 1 different labels; 1 quotes, 100 % of them from"
        " attributes of P2. 1 of 3 questions have no voice beside them."
    )
    assert lay_out(material(links, codings, picked=[])).balance.quotes == 0


def test_links_to_figures_that_are_gone_are_passed_over() -> None:
    display = lay_out(material([link("work", "gone", Relation.CONFIRMS)]))
    assert [row.question.id for row in display.rows] == ["q2"]


def test_only_codes_that_stand_beside_figures_lend_their_voices() -> None:
    links = [link("work", "paid", Relation.CONFIRMS), link("rest", "gone", Relation.CONFIRMS)]
    assert voices(BOOK, [*links, link("burnt", "safe", Relation.CONFIRMS)], QUESTIONS) == [
        "street",
        "work",
    ]


def test_the_display_is_plain_data_for_scripts() -> None:
    memo = Memo(
        id="m", kind="question", about="q3", coder="Ana", text="So.", created="", updated=""
    )
    display = lay_out(
        material(
            [link("work", "paid", Relation.CONFIRMS, of="a")],
            [coding("a", "t1", 0, "work")],
            memos={"q3": memo},
        )
    )
    row = rows_of(display)[0]
    assert (row["question_id"], row["relation"], row["inference"]) == ("q3", "confirms", "So.")
    assert row["figures"][0] == {
        "indicator": "paid", "option": "paid", "subgroup": "", "value": "60", "ci_low": None,
        "ci_high": None, "base_n": 200,
    }  # fmt: skip
    assert row["themes"][0]["said_by"] == "1 of 3"
    assert [q["coding"] for q in row["quotes"]] == ["a"]


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


def test_a_passage_counts_once_for_its_code_and_for_those_above() -> None:
    codings = [
        coding("a", "t1", 0, "street"),
        coding("b", "t1", 0, "street"),
        coding("c", "t1", 0, "safety"),
        coding("d", "t2", 0, "work"),
        coding("e", "t2", 0, "burnt"),
    ]
    counted = passages(BOOK, codings, spoken_by(codings), PEOPLE)
    assert {(code.id, who): n for code, who, n in counted if n} == {
        ("safety", "name of P1"): 1,
        ("street", "name of P1"): 1,
        ("work", "name of P2"): 1,
    }
    assert len(counted) == 3 * 3
    by_nothing = passages(BOOK, codings, spoken_by(codings), PEOPLE, attribute="gender")
    assert {who for _, who, _ in by_nothing} == {""}
