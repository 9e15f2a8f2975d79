"""Whatever form a file's labels have: each word is with who said it, or it is asked about."""

from __future__ import annotations

import re

import pytest
from transcript_files import said, text

from coding.model import DoubtKind, ReadingAnswers, Role, Transcript

TALK = [
    "How did you come to the mill?",
    "My aunt worked here. She said: try it, they pay on Fridays.",
    "And did you like it?",
    "Like it... no. The dust was terrible – you cannot imagine.",
    "What happened in the flood?",
    "At 10:30 the siren went. We carried the sacks upstairs, all of us.",
    "Who decided that?",
    "Nobody - we just did. Note that the boss was away (as always).",
]


def interview(ask: str, answer: str, gap: str = "\n\n") -> str:
    return gap.join((answer if i % 2 else ask).replace("%", said) for i, said in enumerate(TALK))


def heard(t: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, t.text[turn.start : turn.end]) for turn in t.turns]


def expected(ask: str, answer: str) -> list[tuple[str, str]]:
    return [(answer if i % 2 else ask, said) for i, said in enumerate(TALK)]


FORMS = [
    *(("Vera: %", "Mr Toth: %", "Vera", "Mr Toth"), ("VERA: %", "TOTH: %", "VERA", "TOTH")),
    *(("vera: %", "toth: %", "vera", "toth"), ("V: %", "T: %", "V", "T")),
    *(("I: %", "P7: %", "I", "P7"), ("R1: %", "R2: %", "R1", "R2")),
    *(("#Vera: %", "#Toth: %", "Vera", "Toth"), ("@Vera: %", "@Toth: %", "Vera", "Toth")),
    *(("#Vera %", "#Toth %", "", ""), ("[Vera] %", "[Toth] %", "Vera", "Toth")),
    *(("{Vera} %", "{Toth} %", "Vera", "Toth"), ("<Vera> %", "<Toth> %", "Vera", "Toth")),
    *(("«Vera» %", "«Toth» %", "Vera", "Toth"), ("/Vera/ %", "/Toth/ %", "Vera", "Toth")),
    *(("Vera> %", "Toth> %", "Vera", "Toth"), ("Vera - %", "Toth - %", "Vera", "Toth")),
    *(("Vera – %", "Toth – %", "Vera", "Toth"), ("Vera = %", "Toth = %", "Vera", "Toth")),
    *(("Vera -- %", "Toth -- %", "Vera", "Toth"), ("Vera ~ %", "Toth ~ %", "Vera", "Toth")),
    *(("Vera?: %", "Toth: %", "Vera", "Toth"), ("Vera*: %", "Toth*: %", "Vera", "Toth")),
    *(('"Vera": %', '"Toth": %', "Vera", "Toth"), ("*Vera*: %", "*Toth*: %", "Vera", "Toth")),
    *(("**Vera** %", "**Toth** %", "Vera", "Toth"), ("__Vera:__ %", "__Toth:__ %", "Vera", "Toth")),
    *(("VERA\n%", "TOTH\n%", "VERA", "TOTH"), ("VERA\n\n%", "TOTH\n\n%", "VERA", "TOTH")),
    *(("Vera:\n%", "Toth:\n%", "Vera", "Toth"), ("### Vera\n%", "### Toth\n%", "Vera", "Toth")),
    *(("## Vera\n\n%", "## Toth\n\n%", "Vera", "Toth"), ("Q. %", "A. %", "Q", "A")),
    *(("1 I: %", "2 T: %", "I", "T"), ("14. I: %", "15. T: %", "I", "T")),
    *(("I; %", "T; %", "I", "T"), ("- Vera: %", "- Toth: %", "Vera", "Toth")),
    *(("> Vera: %", "> Toth: %", "Vera", "Toth"), ("Vera :%", "Toth :%", "Vera", "Toth")),
    *(("Вера: %", "Тот: %", "Вера", "Тот"), ("Βέρα: %", "Τόθ: %", "Βέρα", "Τόθ")),
    *(("वेरा: %", "तोथ: %", "वेरा", "तोथ"), ("ورا: %", "توث: %", "ورا", "توث")),
    *(("ורה: %", "טות: %", "ורה", "טות"), ("ヴェラ：%", "トート：%", "ヴェラ", "トート")),
    *(("வேரா: %", "தோத்: %", "வேரா", "தோத்"), ("เวร่า: %", "โทธ: %", "เวร่า", "โทธ")),
    (
        "Dr Vera Kovacs-Szabo (Institute of History): %",
        "Mr Janos Laszlo Toth the Younger of Szeged: %",
        "Dr Vera Kovacs-Szabo (Institute of History)",
        "Mr Janos Laszlo Toth the Younger of Szeged",
    ),
]


@pytest.mark.parametrize(
    ("ask", "answer", "asks", "answers", "gap"),
    [
        (*form, gap)
        for form in FORMS
        for gap in ("\n", "\n\n")
        if gap == "\n\n" or "\n" not in form[0]
    ],
)
def test_a_label_of_any_form_names_who_speaks(
    ask: str, answer: str, asks: str, answers: str, gap: str
) -> None:
    """A form that nobody can be sure of leaves all words nobody's."""
    t = text(interview(ask, answer, gap), "a.md")
    if asks:
        assert heard(t) == expected(asks, answers)
        assert t.turns[0].role is Role.INTERVIEWER or t.doubts[0].about == asks
    else:
        assert {turn.role for turn in t.turns} <= {Role.UNKNOWN, Role.OTHER}
        assert t.doubts


MIXED = [
    *(("Vera – %", "Toth: %"), ("#Vera: %", "Toth: %"), ("Vera?: %", "Toth: %")),
    *(("[Vera] %", "Toth: %"), ("**Vera:** %", "Toth: %"), ("Vera; %", "Toth: %")),
]


@pytest.mark.parametrize(("ask", "answer"), MIXED)
def test_two_forms_in_one_file_are_both_labels(ask: str, answer: str) -> None:
    assert heard(text(interview(ask, answer, "\n"))) == expected("Vera", "Toth")


def test_a_colon_forgotten_beside_a_label_that_has_one_is_no_other_speaker() -> None:
    lines = interview("RA: %", "P7: %").split("\n\n")
    lines[4] = lines[4].replace("RA:", "RA")
    assert heard(text("\n\n".join(lines))) == expected("RA", "P7")


def test_semicolons_and_full_stops_beside_colons_are_slips() -> None:
    lines = interview("I: %", "T: %", "\n").split("\n")
    lines[2], lines[4], lines[5] = (
        lines[2].replace("I:", "I;"),
        lines[4].replace("I:", "I."),
        lines[5].replace("T:", "T."),
    )
    assert heard(text("\n".join(lines))) == expected("I", "T")


@pytest.mark.parametrize(("ask", "answer"), [("Q", "A"), ("Vera", "Toth"), ("INT", "P7")])
def test_question_and_answer_in_one_paragraph_are_two_turns(ask: str, answer: str) -> None:
    pairs = [f"{ask}: {q} {answer}: {a}" for q, a in zip(TALK[::2], TALK[1::2], strict=True)]
    for gap in ("\n", "\n\n", " "):
        assert heard(text(gap.join(pairs))) == expected(ask, answer)


def test_where_a_file_takes_turns_within_its_lines_names_are_speakers_whatever_they_mean() -> None:
    pairs = ["Mark: How was it? Hope: it was fine.", "Mark: And then? Hope: we hope so."] * 2
    read = text("\n\n".join(pairs))
    assert [turn.speaker for turn in read.turns] == ["Mark", "Hope"] * 4
    assert not [d for d in read.doubts if d.kind is DoubtKind.LABEL]


def test_who_comes_in_in_brackets_has_a_turn_and_the_other_goes_on() -> None:
    t = text("I: Why?\n\nT: We left (I: Mhm.) in spring [I: Yes?] by train.\n\nI: So?\n\nT: Ok.\n")
    assert heard(t)[1:6] == [
        *(("T", "We left"), ("I", "Mhm."), ("T", "in spring"), ("I", "Yes?"), ("T", "by train.")),
    ]


@pytest.mark.parametrize(("ask", "answer"), [("Q", "A"), ("Question ", "Answer "), ("I", "T")])
def test_labels_that_only_number_what_is_said_are_two_speakers(ask: str, answer: str) -> None:
    """Q1, A1, Q2, A2 were as many speakers as there are questions; P1 to P4 are four people."""
    lines = [f"{answer if i % 2 else ask}{i // 2 + 1}: {said}" for i, said in enumerate(TALK)]
    assert heard(text("\n".join(lines))) == expected(ask.strip(), answer.strip())
    group = ("I: Who?", "P1: Me.", "P2: I.", "P3: I.", "I: Oh?", "P4: Yes.", "P1: No.")
    assert text("\n".join(group)).speakers == ("I", "P1", "P2", "P3", "P4")
    once = ("I: Who?", "P1: Me.", "P2: I.", "P3: I.", "I: Oh?")
    assert text("\n".join(once)).speakers == ("I", "P1", "P2", "P3")


def among(line: str, name: str = "Hope") -> list[str]:
    """Return an interview of Mark with somebody, and a line of Mark's in the middle of it."""
    before = ("Mark: How was it?", f"{name}: It was fine.", "Mark: And then?", f"{name}: Home.")
    return [*before, line, f"{name}: Yes, thanks.", "Mark: Thanks."]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Hope", "Mark: Good. Hope: that is all."),
        ("Hope", "Mark: I hope so. Hope: That is all. Hope: Or not."),
        ("Will", "Mark: Good. Will: my last. Will: his also."),
        ("Anna", "Mark: She came in. Anna: You go."),
    ],
)
def test_a_name_in_a_line_that_may_be_a_word_is_asked_about_there_alone(
    name: str, line: str
) -> None:
    lines = among(line, name)
    words = line.partition(f" {name}: ")[2]
    times = line.count(f"{name}: ")
    open_ = text("\n\n".join(lines))
    assert [(d.about, d.count) for d in open_.doubts if d.kind is DoubtKind.LABEL] == [
        (f"… {name}", times)
    ]
    first = words.partition(f" {name}: ")[0]
    assert ("", f"{name}: {first}") in heard(open_)
    assert [turn.role for turn in open_.turns if not turn.speaker] == [Role.UNKNOWN] * times
    assert heard(open_)[-2:] == [(name, "Yes, thanks."), ("Mark", "Thanks.")]
    its = text("\n\n".join(lines), answers=ReadingAnswers(speakers=frozenset({f"… {name}"})))
    assert (name, first) in heard(its)
    mine = text("\n\n".join(lines), answers=ReadingAnswers(words=frozenset({f"… {name}"})))
    assert heard(mine)[4:] == [
        *(("Mark", line.removeprefix("Mark: ")), (name, "Yes, thanks."), ("Mark", "Thanks.")),
    ]
    assert not [d for t in (its, mine) for d in t.doubts if d.kind is DoubtKind.LABEL]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Anna", "Mark: Good. Anna: That is all. Mark: Fine. Anna: Or not."),
        ("P7", "Mark: Good. P7: That is all."),
        ("T", "Mark: I don't. T: That is all. Mark: Fine. T: Or not."),
        ("Interviewee", "Mark: Good. Interviewee: That is all."),
    ],
)
def test_a_name_in_lines_that_comes_back_or_can_be_nothing_else_is_the_speaker(
    name: str, line: str
) -> None:
    read = text("\n\n".join(among(line, name)))
    assert (name, "That is all.") in heard(read)
    assert not [d for d in read.doubts if d.kind is DoubtKind.LABEL]


RETOLD = "\n\n".join(
    (
        "I: What did he say?",
        "T: He came in. Boss: where is the flour? Me: upstairs. Boss: why? That was all.",
        *("I: And then?", "T: Then he left.", "I: Angry?", "T: Not at all."),
    )
)


def test_a_conversation_that_is_retold_is_asked_about() -> None:
    t = text(RETOLD)
    assert ("Boss", "where is the flour?") not in heard(t)
    assert DoubtKind.LABEL in {doubt.kind for doubt in t.doubts}
    assert {turn.speaker for turn in t.turns} == {"I", "T", ""}


THINKING_ALOUD = "\n\n".join(
    (
        *("Moderator: Please say aloud what you think.", "So I open the page and see a map."),
        *("Moderator: Mhm.", "I click on it. Nothing happens.", "Odd. Now there is a table."),
        *("Moderator: What do you expect?", "A filter, at the top.", "There it is."),
    )
)


def test_words_between_labels_of_one_who_asks_are_not_given_to_him() -> None:
    """In real transcripts 84 of 100 words went to the moderator, who had said four."""
    t = text(THINKING_ALOUD)
    moderator = [words for who, words in heard(t) if who == "Moderator"]
    assert moderator == ["Please say aloud what you think.", "Mhm.", "What do you expect?"]
    assert [turn.role for turn in t.turns].count(Role.UNKNOWN) == 5
    assert t.doubts[0].count == 5


def test_lines_that_a_program_broke_are_one_paragraph_and_others_are_asked_about() -> None:
    wide = "It was in the spring of that year, and the river stood as high as"
    lines = ["I: What was it like in those days, when you were still a child at home?"]
    lines += [f"T: {wide}", "the windows of our kitchen, where my", "I: And your mother, what did"]
    lines += ["she say?", f"T: {wide}", "I told you. The rest of it nobody remembers today."]
    t = text("\n".join(lines))
    assert heard(t)[1] == ("T", "\n".join(lines[1:3])[3:])
    assert heard(t)[2] == ("I", "And your mother, what did\nshe say?")
    t = text("I: Why?\nT: It rained.\nWe left.\nI: When?\nT: Then.\n")
    assert heard(t)[2] == ("", "We left.")


def test_an_indented_paragraph_goes_on_where_labels_stand_at_the_margin() -> None:
    t = text("I: Why?\n\nT: It rained.\n\n   We left.\n\nI: When?\n\nT: Then.\n")
    assert heard(t)[1] == ("T", "It rained.\n\n   We left.")


@pytest.mark.parametrize(
    "line",
    [
        "We left at 10:30: it rained.",
        "It was [00:01:02] then that (inaudible 00:12) we left [crosstalk].",
        "[crosstalk] We left.",
        "(laughs) No - I never did.",
        "Well - I left – and so on.",
        "No; we left.",
        "A. it rained, B. we left.",
        "<coughs> So.",
        "1998 – that was the year.",
        "Monday. Then Tuesday.",
        "Anna - my sister - left.",
        "What I mean = nothing.",
    ],
)
def test_signs_in_speech_split_no_speaker(line: str) -> None:
    t = text(f"I: Why?\n\nT: {line}\n\nI: So?\n\nT: {line}\n\nI: Oh?\n\nT: {line}\n")
    assert said(t)[::2] == [("I", "Why?"), ("I", "So?"), ("I", "Oh?")]
    assert said(t)[1::2] == [("T", line)] * 3


def test_a_time_in_the_middle_of_a_sentence_splits_no_speaker() -> None:
    lines = ["It was [00:01:02] then that we left.", "The mill [00:02:02] burned.", "Yes."]
    t = text("\n\n".join(f"I: Why?\n\nT: {line}" for line in lines))
    assert [words for who, words in heard(t) if who == "T"] == lines


def test_names_that_do_not_take_turns_are_no_speakers() -> None:
    days = ["Monday", "Monday", "Monday", "Tuesday", "Tuesday", "Tuesday"]
    t = text("\n".join(f"{day} - {line}" for day, line in zip(days, TALK, strict=False)))
    assert t.speakers == ()
    assert t.doubts


def test_a_form_that_few_paragraphs_have_is_asked_about() -> None:
    names = ["Vera - Yes.", "Toth - No.", "Vera - So.", "Toth - Oh."]
    t = text("\n\n".join(line for name in names for line in (*TALK[:7], name)))
    assert t.speakers == ()
    assert {d.about for d in t.doubts if d.kind is DoubtKind.LABEL} == {"Vera", "Toth"}


def test_one_who_is_quoted_in_each_answer_is_no_speaker() -> None:
    turns = ("I: And then?", "T: He came in. Boss: why are you late? I said nothing.")
    t = text("\n\n".join(turns * 4))
    assert t.speakers == ("I", "T")
    assert [d.about for d in t.doubts if d.kind is DoubtKind.LABEL] == ["Boss"]


def test_one_of_two_who_have_labels_of_those_who_answer_is_proposed_and_not_taken() -> None:
    t = text(interview("R1: %", "R2: %"))
    assert {turn.role for turn in t.turns} == {Role.PARTICIPANT}
    assert (t.doubts[0].kind, t.doubts[0].about) == (DoubtKind.ASKER, "R1")


STUTTER = "I: Why?\n\nT: So.\n\nI - I don't know.\n\nI: Oh?\n\nT: Yes.\n\nI - I left.\n"


def test_who_stutters_is_not_the_one_who_asks() -> None:
    assert ("I", "I don't know.") not in heard(text(STUTTER))
    assert {words for who, words in heard(text(STUTTER)) if not who} == {
        *("I - I don't know.", "I - I left."),
    }


@pytest.mark.parametrize("word", ["Mhm", "Right", "Exactly"])
def test_words_of_who_listens_are_no_names(word: str) -> None:
    """A transcript without labels, and without full stops after the small words."""
    told = [f"{word}\n\nThen we left the mill", "Okay\n\nThe dust was everywhere"]
    t = text("\n\n".join((*told, *told, *told)))
    assert t.speakers == ()
    assert {turn.role for turn in t.turns} == {Role.UNKNOWN}


@pytest.mark.parametrize("first", ["  1 ", "1\t", "001 "])
def test_printed_line_numbers_are_no_words(first: str) -> None:
    lines = ["I: How long have you", "lived here?", "T: Three years, and", "it was hard.", "I: Oh?"]
    width = len(first.strip())
    numbered = [
        f"{str(i).zfill(width) if first.startswith('0') else i}{first[-1]}{line}"
        for i, line in enumerate(lines, 1)
    ]
    t = text("\n".join(numbered))
    assert not re.search(r"\d", t.text)
    assert "Left out: 5 printed line numbers." in t.notes
    assert heard(t)[0] == ("I", "How long have you\nlived here?")


@pytest.mark.parametrize(
    ("label", "other", "doubt"),
    [
        *(("Ilya", "Ilya, off camera", True), ("Mila", "Mila P.", True), ("I", "l", True)),
        *(("Mila Novak", "Mila", True), ("Interviewer", "Interviewr", True)),
        *(("P1", "P2", False), ("Ana", "Eva", False), ("Speaker 1", "Speaker 10", False)),
    ],
)
def test_two_labels_that_may_be_one_speaker_are_asked_about(
    label: str, other: str, doubt: bool
) -> None:
    lines = (f"{label}: So.", "Zora: Ok?", f"{label}: Yes.", f"{other}: No.", "Zora: Oh?")
    t = text("\n".join((*lines, f"{other}: Bye.", f"{label}: Bye.")))
    about = [{d.about, d.beside} for d in t.doubts if d.kind is DoubtKind.SAME]
    assert about == ([{label, other}] if doubt else [])
