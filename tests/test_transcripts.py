"""What reading a transcript promises; each test holds its own few-line interview."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from transcript_files import has_note, refused, said, text

from coding import transcripts
from coding.errors import TranscriptError
from coding.model import Role, Transcript
from coding.transcripts import read, read_bytes


def roles(t: Transcript) -> dict[str, str]:
    return {turn.speaker: turn.role.value for turn in t.turns}


# Speakers in plain text


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Interviewer: Why?", "Anna: Because."),
        ("Interviewer:\nWhy?", "Anna:\n\nBecause."),
        ("I: Why?", "R: Because."),
        ("Q. Why?".replace(".", ":"), "A: Because."),
        ("Int.: Why?", "P1: Because."),
        ("Interviewer (00:01:02): Why?", "Anna (00:01:09): Because."),
        ("Interviewer (00:01:02):\nWhy?", "Anna Petrova (00:01:09):\nBecause."),
        ("[00:01:02] Interviewer: Why?", "[00:01:09] Anna: Because."),
        ("Interviewer [00:01:02]: Why?", "Anna [00:01:09]: Because."),
        ("00:01:02 Interviewer: Why?", "00:01:09 Anna: Because."),
        ("Interviewer   1:02\nWhy?", "Anna Petrova   1:09\nBecause."),
        ("Interviewer [1:02]\nWhy?", "Anna [1:09]\nBecause."),
        ("[Interviewer] 1:02\nWhy?", "[Anna] 1:09\nBecause."),
        ("**Interviewer:** Why?", "**Anna:** Because."),
        ("**Interviewer**: Why?", "**Anna**: Because."),
        ("**Interviewer** [1:02]: Why?", "**Anna** [1:09]: Because."),
        ("Интервьюер: Why?", "Анна: Because."),
        ("И: Why?", "Р: Because."),
        ("В: Why?", "О: Because."),
        ("Istraživač: Why?", "Ispitanica 2: Because."),
        ("ANKETAR: Why?", "Ana: Because."),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_every_common_form_of_a_label_is_recognised(first: str, second: str, gap: str) -> None:
    t = text(first + gap + second + "\n")
    assert [words for _, words in said(t)] == ["Why?", "Because."]
    assert [turn.role for turn in t.turns] == [Role.INTERVIEWER, Role.PARTICIPANT]
    if "02" in first:
        assert [turn.time for turn in t.turns] == [62, 69]
    assert t.notes == ()


def test_the_text_is_the_files_own_and_turns_are_ranges_of_it() -> None:
    """A turn runs from the first character after its label to its last word, over lines."""
    content = "Interviewer:  Why?  \n\nAnna: Because\nof the war.\n\nInterviewer: So? \n"
    t = text(content.replace("\n", "\r\n"))
    assert t.text == content
    assert said(t) == [
        ("Interviewer", "Why?"),
        ("Anna", "Because\nof the war."),
        ("Interviewer", "So?"),
    ]
    assert [turn.number for turn in t.turns] == [1, 2, 3]


def test_text_before_the_first_speaker_is_a_turn_of_nobody() -> None:
    """A title is no speech; a sentence may be somebody's who has no label."""
    t = text("Interview 4\n\nThis is invented.\n\nI: Why?\n\nR: Because.\n")
    assert said(t)[:2] == [("", "Interview 4"), ("", "This is invented.")]
    roles = [turn.role.value for turn in t.turns]
    assert roles == ["other", "unknown", "interviewer", "participant"]
    assert "Taken as a title, nobody’s words: “Interview 4”." in t.notes


def test_a_form_above_the_interview_holds_no_speakers() -> None:
    form = "Date: 4 November 2024\nInterviewer: Milica\nParticipant: P1, female\nLanguage: Russian"
    t = text(form + "\n\nI: Why?\n\nP: Because.\n\nI: And then?\n\nP: We left.\n")
    assert said(t)[0] == ("", form)
    assert t.speakers == ("I", "P")


def test_a_form_of_people_alone_stands_above_labels_that_come_back() -> None:
    form = "Interviewer: Milica\nParticipant: P1, female"
    t = text(form + "\n\nI: Why?\n\nP: Because.\n\nI: And then?\n\nP: We left.\n")
    assert said(t)[0] == ("", form)
    assert t.speakers == ("I", "P")


def test_answers_of_one_respondent_a_line_are_no_form() -> None:
    """The labels of an interview come back; here each stands once, and what it says is short."""
    answers = ["its ok", "Pasta again", "too loud", "10 min left to eat", "no halal", "gross"] * 3
    t = text("\n".join(f"R{n}: {answer}" for n, answer in enumerate(answers)))
    assert said(t) == [(f"R{n}", answer) for n, answer in enumerate(answers)]


def test_front_matter_holds_no_speakers() -> None:
    t = text("---\ntitle: P1\nanna: x\n---\nAnna: Why?\nIvo: So.\nAnna: Ok?\nIvo: Yes.\n", "P1.md")
    assert said(t)[0] == ("", "---\ntitle: P1\nanna: x\n---")
    assert t.speakers == ("Anna", "Ivo")


@pytest.mark.parametrize(
    "line",
    [
        "One thing is clear: I left.",
        "He said: no.",
        "И вот что важно: мы уехали.",
        "See https://example.org/a: it is there.",
        "http://example.org",
        "10:30 was the time: late.",
        "at 10:30",
        "We met at 10:30",
        "Note: this matters.",
        "For example: the police.",
        "The interviewer asked: why?",
        "I spoke with the respondent at 10:30",
        ":) she laughed",
        "Anna :) laughed",
        "Advice: leave early.",
    ],
)
def test_speech_that_looks_like_a_label_stays_speech(line: str) -> None:
    t = text(f"Interviewer: Why?\n\nAnna: Because.\n{line}\n\nInterviewer: So?\n\nAnna: Yes.\n")
    assert t.speakers == ("Interviewer", "Anna")
    assert said(t)[1] == ("Anna", f"Because.\n{line}")


def test_a_doubtful_label_is_kept_as_words_and_named() -> None:
    t = text("Ana: Hi.\nI like it.\nBelgrade: a city.\nMilica: Why?\nAna: So.\nMilica: Ok?\n")
    assert t.speakers == ("Ana", "Milica")
    assert ("", "Belgrade: a city.") in said(t)
    assert has_note(t, "Please check", "kept as words", "“Belgrade:”")


def test_one_who_speaks_once_in_a_group_is_believed_and_named() -> None:
    group = "Moderator: Hi.\nAna: Hi.\nIvo: Hi.\nEva: Yes.\nAna: No.\nIvo: So?\nModerator: Bye.\n"
    t = text(group)
    assert t.speakers == ("Moderator", "Ana", "Ivo", "Eva")
    assert has_note(t, "seen only once", "“Eva:”")


def test_spellings_of_one_label_are_one_speaker() -> None:
    t = text("Interviewer: Why?\nAnna: So.\nINTERVIEWER: When?\nanna: Then.\n")
    assert t.speakers == ("Interviewer", "Anna")
    assert has_note(t, "one speaker", "“INTERVIEWER”")


@pytest.mark.parametrize("letters", ["X", "I"])
def test_a_single_letter_alone_is_no_speaker(letters: str) -> None:
    t = text(f"We talked.\n\nThen we left.\n\n{letters}: what?\n\nAnd came home.\n")
    assert t.speakers == ()


def test_without_speakers_every_paragraph_is_a_turn_of_nobody() -> None:
    t = text("We left\nin spring.\n\nIt is calm.\n")
    assert said(t) == [("", "We left\nin spring."), ("", "It is calm.")]
    assert {turn.role for turn in t.turns} == {Role.UNKNOWN}
    assert has_note(t, "No speakers were recognised")
    assert said(text("We left.\nIt is calm.\n")) == [("", "We left."), ("", "It is calm.")]


def test_markdown_is_kept_and_its_headings_are_nobodys_words() -> None:
    t = text("# P1\n\n**Anna:** *Why?*\n\n## Part 2\n\n**Boris:** So.\n", "P1.md")
    assert said(t) == [("", "# P1"), ("Anna", "*Why?*"), ("", "## Part 2"), ("Boris", "So.")]
    assert t.text.startswith("# P1\n\n**Anna:** *Why?*")


def test_bold_names_without_a_colon_are_speakers_if_they_come_back() -> None:
    t = text("**Anna** Why?\n\n**Boris** So.\n\n**Anna** When?\n\n**Boris** *Then*.\n", "P1.md")
    assert t.speakers == ("Anna", "Boris")
    t = text("**Anna:** Why?\n\n**Boris:** So.\n\n**Really** so.\n\n**Really**.\n", "P1.md")
    assert t.speakers == ("Anna", "Boris")


# Roles


def test_of_two_unknown_names_the_one_who_asks_is_guessed_and_noted() -> None:
    t = text("Milica: Why?\nAna: So.\nMilica: When?\nAna: Then.\nMilica: I see.\nAna: Yes?\n")
    assert roles(t) == {"Milica": "interviewer", "Ana": "participant"}
    assert has_note(t, "Please check: Is “Milica” the interviewer? 2 of 3 turns")


def test_nothing_is_guessed_without_a_clear_margin_and_it_is_asked() -> None:
    t = text("Milica: Why?\nAna: Why not?\nMilica: So.\nAna: I see.\n")
    assert set(roles(t).values()) == {"participant"}
    assert [(d.kind.value, d.about) for d in t.doubts][:1] == [("asker", "Milica")]


def test_who_asks_among_many_is_guessed_and_asked_about() -> None:
    t = text("Ana: Why?\nIvo: So.\nEva: Yes.\nAna: When?\nIvo: Then.\nEva: No.\n")
    assert roles(t) == {"Ana": "interviewer", "Ivo": "participant", "Eva": "participant"}
    assert [d.about for d in t.doubts] == ["Ana", "Ivo", "Eva"]


@pytest.mark.parametrize("pair", ["P O", "П О", "Q A", "I P", "И У", "В О"])
def test_letters_of_a_pair_tell_who_asks(pair: str) -> None:
    asks, answers = pair.split()
    t = text(f"{asks}: Tell me.\n{answers}: So.\n{asks}: Go on.\n{answers}: Then.\n")
    assert roles(t) == {asks: "interviewer", answers: "participant"}


def test_letters_in_a_row_are_names() -> None:
    t = text("А: Да.\nБ: Нет.\nВ: Может.\nА: Вот.\nБ: Так.\nВ: Там.\n")
    assert set(roles(t).values()) == {"participant"}


# Files


def test_read_takes_name_language_and_file_from_its_caller(tmp_path: Path) -> None:
    path = tmp_path / "P1 Ana.TXT"
    path.write_text("I: Why?\nR: So.\n", encoding="utf-8")
    t = read(path, language="en")
    assert (t.name, t.file, t.language) == ("P1 Ana", "P1 Ana.TXT", "en")
    assert read(path, name="Ana").name == "Ana"
    assert read(path).id != t.id


def test_a_name_with_undecodable_bytes_gives_a_printable_one(tmp_path: Path) -> None:
    t = read_bytes(b"I: Why?\nR: So.\n", "P\udcff1 e\u0301.txt")
    assert t.name == "P?1 é"
    t.file.encode()


@pytest.mark.parametrize("ending", [".pdf", ".doc", ".docm", ".pages"])
def test_other_documents_are_refused_with_the_way_out(ending: str) -> None:
    assert ".docx or .txt" in refused(b"x", "P1" + ending).hint


@pytest.mark.parametrize("name", ["P1.xyz", "P1"])
def test_an_unknown_ending_is_refused_and_the_known_ones_named(name: str) -> None:
    assert all(ending in refused(b"x", name).hint for ending in transcripts.SUFFIXES)


def test_what_cannot_be_opened_is_refused_in_words(tmp_path: Path) -> None:
    locked = tmp_path / "locked.txt"
    locked.write_text("Anna: Hi.", encoding="utf-8")
    for path, message in [
        (tmp_path / "none.txt", "no such file"),
        (tmp_path, "folder"),
        (Path("/dev/null"), "not an ordinary file"),
        (Path("a\0b.txt"), "cannot be read"),
    ]:
        with pytest.raises(TranscriptError, match=message):
            read(path)
    locked.chmod(0)
    try:
        locked.read_bytes()
    except PermissionError:
        with pytest.raises(TranscriptError, match="may not be read"):
            read(locked)
    finally:
        locked.chmod(stat.S_IRUSR | stat.S_IWUSR)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)  # sparse: it takes no room
    with pytest.raises(TranscriptError, match=r"huge\.txt: the file is too large \(50\.0 MB"):
        read(path)
