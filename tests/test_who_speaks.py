"""Names in two spellings, in series, above their words, in brackets; voices told by form."""

from __future__ import annotations

from typing import Any

import pytest
from transcript_files import docx, has_note, text

from coding.model import TURNS, DoubtKind, ReadingAnswers, Role, Transcript
from coding.transcripts import read_bytes
from coding.transcripts.roles import assign

SAID = (
    *("When did you leave?", "In the second year.", "And why was that?"),
    *("There was nothing left to do.", "Did you go alone?", "With my sister. She was nine."),
)


def interview(*names: str, form: str = "{}: {}", gap: str = "\n\n") -> str:
    """Return the words of six turns, each with its speaker's name in some form."""
    return gap.join(form.format(name, said) for name, said in zip(names, SAID, strict=True))


def who(t: Transcript) -> list[str]:
    assert [t.text[x.start : x.end] for x in t.turns if x.role is not Role.OTHER] == [*SAID]
    return [x.speaker for x in t.turns if x.role is not Role.OTHER]


def asked(t: Transcript, kind: DoubtKind) -> list[tuple[str, str]]:
    return [(doubt.about, doubt.beside) for doubt in t.doubts if doubt.kind is kind]


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        *(
            ("JB", "J.B."),
            ("JB", "J. B."),
            ("Marija", "Marija (by phone)"),
            ("Ana-Marija", "AnaMarija"),
        ),
        *(("Respondent", "Respondant"), ("Respondent", "Repsondent"), ("Danica", "Danca")),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_another_spelling_of_a_speaker_has_its_words_and_is_asked_about(
    usual: str, other: str, gap: str
) -> None:
    names = ("Vera", usual, "Vera", other, "Vera", usual)
    t = text(interview(*names, gap=gap))
    assert who(t) == [*names]
    assert asked(t, DoubtKind.SAME) == [(other, usual)]
    assert not asked(t, DoubtKind.LABEL)
    assert not asked(t, DoubtKind.PERSON)


@pytest.mark.parametrize("once", ["Interveiwer", "INTERVIEWER (Daria)", "Inter-viewer"])
def test_who_asks_does_so_in_either_spelling(once: str) -> None:
    t = text(interview("Interviewer", "Ana", once, "Ana", "Interviewer", "Ana"))
    assert who(t)[2] == once
    roles = {speaker.label: speaker.role for speaker in t.cast}
    assert (roles[once], roles["Ana"]) == (Role.INTERVIEWER, Role.PARTICIPANT)
    turned = text(interview("Daria (interviewer)", "Ana", "Daria", "Ana", "Daria", "Ana"))
    assert [x.role for x in turned.turns[::2]] == [Role.INTERVIEWER] * 3


@pytest.mark.parametrize(("one", "other"), [("Tim", "Tom"), ("Ana (sister)", "Ana (aunt)")])
def test_two_names_are_no_two_spellings(one: str, other: str) -> None:
    t = text(interview("I", one, "I", other, "I", one))
    assert (other, one) not in asked(t, DoubtKind.SAME)
    assert "Time" not in text("Tim: So.\n\nI: Why?\n\nTim: I left.\n\nTime: 10:30\n").speakers


@pytest.mark.parametrize(("first", "once"), [("B1", "B2"), ("W 1", "W 2"), ("Žena 1", "Žena 2")])
def test_one_of_a_numbered_series_speaks_although_only_once(first: str, once: str) -> None:
    names = ("Moderator", first, "Moderator", once, "Moderator", first)
    t = text(interview(*names))
    assert who(t) == [*names]
    assert not asked(t, DoubtKind.LABEL)


@pytest.mark.parametrize("form", ["{}\n{}", "{}\n\n{}"])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NADIA", "MRS. OKAFOR"),
        ("НАДЯ", "ИВАН ПЕТРОВИЧ"),
        ("Nadia", "Mrs. Okafor"),
        ("Надя", "Иван"),
    ],
)
@pytest.mark.parametrize("title", ["", "INTERVIEW NINE\n\n", "Held in spring\n\n"])
def test_names_on_lines_above_the_words_are_speakers(
    form: str, one: str, other: str, title: str
) -> None:
    t = text(title + interview(*(one, other) * 3, form=form))
    assert who(t) == [one, other] * 3
    assert has_note(t, "Please check:", "by the form of the file", one, other)


def test_names_above_words_without_stops_are_speakers() -> None:
    words = "\n\n".join(
        f"{('NADIA', 'TOBIAS')[i % 2]}\n{said.lower().rstrip('.?')}" for i, said in enumerate(SAID)
    )
    assert [x.speaker for x in text(words).turns] == ["NADIA", "TOBIAS"] * 3


def test_one_name_in_brackets_above_paragraphs_without_any_is_a_speaker() -> None:
    parts = [said if i % 2 else f"[Nadia] {said}" for i, said in enumerate(SAID)]
    t = text("\n\n".join(parts))
    assert who(t) == ["Nadia", ""] * 3
    assert has_note(t, "Please check:", "by the form of the file", "“Nadia”")
    assert has_note(t, "3 paragraphs have no label: who says them?")
    for noise in ("[laughs]", "[Pause]", "[Music]"):
        noisy = "\n\n".join(part.replace("[Nadia]", noise) for part in parts)
        assert text(noisy).speakers == ()
    assert text("\n".join(parts)).speakers == ()  # nobody can tell where she ends
    assert text("\n\n".join(f"[Nadia] {said}" for said in SAID)).speakers == ()  # nor who else


def test_times_above_labels_part_the_words_and_times_within_do_not() -> None:
    above = (
        "00:00:01\nVera: Did you leave?\n00:00:06\nBoris: We did. All of us.\n00:00:14\nAnd then we"
        " came.\n00:00:20\nVera: And the house?\n00:00:25\nBoris: It stayed,\n00:00:30\nand so on."
    )
    t = text(above)
    got = [(x.speaker, x.time, t.text[x.start : x.end]) for x in t.turns]
    assert got[2] == ("", 14.0, "And then we came.")
    assert got[-1] == ("Boris", 25.0, "It stayed, and so on.")
    assert asked(t, DoubtKind.UNLABELLED)


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("mark", ["#00:00:{:02}-0#", "[00:00:{:02}]", "(00:{:02})"])
def test_a_time_at_a_paragraphs_end_is_its_end_and_the_next_ones_start(mark: str, gap: str) -> None:
    names = ("I", "B") * 3
    lines = interview(*names, gap="\n").split("\n")
    t = text(gap.join(f"{line} {mark.format(5 * i)}" for i, line in enumerate(lines, start=1)))
    assert who(t) == [*names]
    assert [(x.time, x.time_end) for x in t.turns] == [(5 * i, 5 * i + 5) for i in range(6)]


def test_a_paragraph_before_the_marked_one_has_the_start_and_no_end() -> None:
    t = text("I: Why? #00:00:05-0#\n\nB: So.\n\nIt was. #00:00:09-0#\n\nI: Oh? #00:00:12-0#")
    times = [(x.time, x.time_end) for x in t.turns]
    assert times == [(0.0, 5.0), (5.0, None), (None, 9.0), (9.0, 12.0)]


def bold_questions(document: Any) -> None:
    for said in SAID:
        document.add_paragraph().add_run(said).bold = said.endswith("?")


FORMED = [
    (docx(bold_questions), "P1.docx", ("Bold paragraphs", "Other paragraphs")),
    ("\n".join(f"— {said}" for said in SAID).encode(), "P1.txt", ("First voice", "Second voice")),
    ("\n\n".join(f"– {said}" for said in SAID).encode(), "P1.md", ("First voice", "Second voice")),
    (
        "\n\n".join(f"**{said}**" if "?" in said else said for said in SAID).encode(),
        *("P1.md", ("Bold paragraphs", "Other paragraphs")),
    ),
]


@pytest.mark.parametrize(("data", "file", "voices"), FORMED)
def test_voices_by_form_are_nobodys_until_somebody_says_that_they_take_turns(
    data: bytes, file: str, voices: tuple[str, str]
) -> None:
    t = read_bytes(data, file)
    assert {x.role for x in t.turns} == {Role.UNKNOWN}
    assert asked(t, DoubtKind.UNLABELLED) == [("", TURNS)]
    assert has_note(t, "Two voices seem to take turns")
    told = read_bytes(data, file, answers=ReadingAnswers(unlabelled=TURNS))
    assert told.text == t.text
    assert [x.speaker for x in told.turns] == [*voices] * 3
    assert [x.role for x in told.turns][:2] == [Role.INTERVIEWER, Role.PARTICIPANT]
    assert asked(told, DoubtKind.ASKER) == [(voices[0], "")]


def test_paragraphs_without_such_a_form_do_not_take_turns() -> None:
    headings = "\n\n".join(f"**Part {i}**\n\nWe left. It was late." for i in range(4))
    for words in ("\n\n".join(SAID), headings, "- Bread.\n- Salt.\n- Oil.\n\nSo.\n\nYes.\n\nNo."):
        t = text(words, "P1.md")
        assert all(doubt.beside != TURNS for doubt in t.doubts)
        told = read_bytes(words.encode(), "P1.md", answers=ReadingAnswers(unlabelled=TURNS))
        assert asked(told, DoubtKind.UNLABELLED)  # the answer does not fit: it is asked on


def test_initials_are_one_name_with_or_without_a_colon() -> None:
    for form in ("{}: {}", "{} {}"):
        t = text(interview(*("A. K.", "M. S.") * 3, form=form))
        assert [name.rstrip(".") for name in who(t)] == ["A. K", "M. S"] * 3
    court = "Q. Where?\n\nA. There.\n\nMR. HALE: I object.\n\nQ. When?\n\nA. In May.\n"
    assert set(text(court).speakers) == {"Q", "A"}  # no MR says "HALE: I object."


def test_who_comes_as_often_under_a_name_like_anothers_has_a_role_of_her_own() -> None:
    t = text(interview(*("Maria", "Mario") * 3))
    assert who(t) == ["Maria", "Mario"] * 3
    assert [speaker.role for speaker in t.cast] == [Role.INTERVIEWER, Role.PARTICIPANT]
    assert asked(t, DoubtKind.SAME) == [("Mario", "Maria")]


@pytest.mark.parametrize("label", ["Interpreter", "Переводчица", "Dolmetscherin", "Prevodilac"])
def test_an_interpreter_neither_asks_nor_answers(label: str) -> None:
    t = text(interview("Interviewer", label, "Olena", label, "Olena", label))
    roles = {speaker.label: speaker.role for speaker in t.cast}
    assert roles == {
        "Interviewer": Role.INTERVIEWER,
        label: Role.OTHER,
        "Olena": Role.PARTICIPANT,
    }
    assert not asked(t, DoubtKind.PERSON)


@pytest.mark.parametrize(
    "form",
    [
        *("[12.03.22, 14:0{}:00] {}: {}", "12/03/2022, 14:0{} - {}: {}"),
        *(
            "3/12/22, 2:0{} PM - {}: {}",
            "[14:0{}, 12/03/2022] {}: {}",
            "[2022-03-12 14:0{}] {}: {}",
        ),
    ],
)
def test_chats_have_the_time_of_the_day_and_who_wrote(form: str) -> None:
    t = text("\n".join(form.format(i, ("Ana", "Luis M.")[i % 2], x) for i, x in enumerate(SAID)))
    assert who(t) == ["Ana", "Luis M."] * 3
    assert [x.time for x in t.turns] == [14 * 3600 + 60 * i for i in range(6)]


def test_headers_of_mails_and_headings_of_parts_are_no_speakers() -> None:
    mail = "From: Ana <a@x.org>\nTo: Luis <l@y.org>\nSent: 12 March 2022\n\nDear Luis,\n\nWhen?\n\n"
    assert text(mail * 3).speakers == ()
    parts = "Part One: Home\n\nI: Where?\n\nR: In Bor.\n\nPart Two: School\n\nI: And?\n\nR: So.\n"
    assert text(parts).speakers == ("I", "R")


@pytest.mark.parametrize(
    "head", ["Toth {}", "Interview with V. Toth, page {} of 40", "- {} - Toth"]
)
@pytest.mark.parametrize("gap", ["\n\n", "\n", "\n\f"])
def test_heads_of_printed_pages_are_nobodys_words(head: str, gap: str) -> None:
    talk = f"I: Where?\n\nToth: In Bor. It{gap}{head.format(7)}{gap}was cold.\n\nI: And then?\n\n"
    t = text(f"{talk}Toth: We left{gap}{head.format(8)}{gap}in May.\n\nI: So?\n\nToth: So.\n")
    heads = [t.text[x.start : x.end] for x in t.turns if x.role is Role.OTHER]
    assert heads == [head.format(7), head.format(8)]
    assert has_note(t, "heads of pages, nobody’s words", head.format(8))


def test_lines_that_count_no_pages_are_words() -> None:
    for first, second in (("In 1961", "In 1962"), ("Room 4", "Room 9"), ("Bus 8", "Bus 8")):
        t = text(f"I: When?\n\nR: So.\n\n{first}\n\nI: Oh?\n\nR: Yes.\n\n{second}\n\nI: Ah.\n")
        assert [x.role for x in t.turns].count(Role.UNKNOWN) == 2


def test_an_interpreter_is_not_proposed_as_who_asks() -> None:
    t = text(interview("Interpreter", "Olena", "Interpreter", "Vera", "Interpreter", "Olena"))
    assert [x.role for x in t.turns[::2]] == [Role.OTHER] * 3
    assert all(about != "Interpreter" for about, _ in asked(t, DoubtKind.ASKER))


def test_beside_somebody_called_a_participant_the_other_one_asks() -> None:
    said = [("Dan", "Why?", 40), ("Participant", "So.", 90)] + [("Dan", "Fine.", 40)] * 8
    said += [("Dan", "And then?", 40), ("Participant", "Then.", 90)]
    roles, doubts = assign(["Dan", "Participant"], said)
    assert (roles["Dan"], doubts[0].about) == (Role.INTERVIEWER, "Dan")
    assert assign(["Dan", "Participant"], said, others=True)[0]["Dan"] is Role.PARTICIPANT
    named = [(speaker.replace("Participant", "Anna"), *rest) for speaker, *rest in said]
    assert assign(["Dan", "Anna"], named)[0]["Dan"] is Role.PARTICIPANT
