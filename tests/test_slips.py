"""A slip is read as the word that is meant, where the study or its codebook says that."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from page_steps import open_page
from studies import study

from coding.__main__ import main
from coding.language import words as reading
from coding.model import Code, Codebook, Coding, Role, Transcript, Turn
from coding.suggest.corpus import Prepared, prepare
from coding.suggest.machine import Machine
from coding.suggest.slips import Misspelling, meant, misspellings

BOOK = Codebook(
    codes=(
        Code(id="people", name="People", definition="Friends and neighbours."),
        Code(id="flat", name="Flat", definition="The apartment one lives in."),
    )
)


def answered(*answers: str, language: str = "en") -> Transcript:
    """Return answers as a transcript, each a turn."""
    text, turns = "", []
    for number, said in enumerate(answers, 1):
        turns.append(
            Turn(number=number, start=len(text), end=len(text) + len(said), speaker="P",
                 role=Role.PARTICIPANT)
        )  # fmt: skip
        text += said + "\n"
    return Transcript(id="t", name="t", text=text, turns=tuple(turns), language=language)


def machine_on(*answers: str, language: str = "en") -> tuple[Machine, Prepared]:
    """Return a machine that has answers before it, and how it reads them."""
    machine = Machine([prepare(answered(*answers, language=language))], BOOK)
    return machine, machine.sides[0].prepared[0]


def lemmas(read: Prepared) -> list[str]:
    return [reading.spelled(int(key), read.language) for key in read.words.lemma]


@pytest.mark.parametrize(
    ("slip", "of"),
    [("insurence", "insurance"), ("begining", "beginning"), ("appartment", "apartment"),
     ("freinds", "friends")],
)  # fmt: skip
def test_another_letter_one_fewer_one_more_or_two_swapped_is_a_slip(slip: str, of: str) -> None:
    assert meant([slip, of, "weather"], [], "en") == {slip: of}


@pytest.mark.parametrize(
    ("said", "told", "language"),
    [
        (["tablex", "stable"], [], "en"),  # two letters away
        (["wating", "eating", "waiting"], [], "en"),  # either of two words
        (["sooo", "soon"], [], "en"),  # too short to tell
        (["friend", "fiend"], [], "en"),  # both in the dictionary
        (["platfrom", "platform"], ["platfrom"], "en"),  # the codebook's own word
        (["freinds", "friends"], [], "xx"),  # no dictionary to tell
    ],
)
def test_what_is_no_slip_for_sure_is_left(said: list[str], told: list[str], language: str) -> None:
    assert meant(said, told, language) == {}


def test_two_forms_of_one_word_are_one_word() -> None:
    assert meant(["potatos", "potato", "potatoes"], [], "en").keys() == {"potatos"}


def test_a_slip_has_lemma_and_vector_of_the_word_meant_and_the_text_stays() -> None:
    _, read = machine_on("freinds", "a bigger appartment please")
    _, plain = machine_on("friends", "a bigger apartment please")
    assert lemmas(read) == lemmas(plain)
    assert np.array_equal(read.vectors, plain.vectors)
    assert read.text == "freinds\na bigger appartment please\n"
    assert read.said(0, 7) == "friends"
    assert read.said(8, 34) == "a bigger apartment please"
    assert read.said(8, 16) == "a bigger"


def test_what_is_written_as_a_name_stays() -> None:
    _, read = machine_on("I met Freinds there", "Freinds")
    assert [(start, word) for start, _, word in read.slips] == [(20, "friends")]


def test_a_code_is_proposed_for_a_slip_as_for_the_word() -> None:
    machine, _ = machine_on("freinds", "the rain")
    plain, _ = machine_on("friends", "the rain")
    assert np.allclose(machine.scores(0, np.arange(2)), plain.scores(0, np.arange(2)))


def test_a_keyword_that_a_slip_stands_for_is_called_spelled_alike() -> None:
    machine, _ = machine_on("other poeple", "other people")
    slip, plain = ([hit.near for hit in machine.sides[0].hits.of(row, 0)[0]] for row in (0, 1))
    assert (slip, plain) == ([True], [False])


def test_sentences_and_what_was_coded_mean_what_is_meant() -> None:
    said = ["other poeple", "a flat", "old freinds", "the apartment"] * 6
    meant_so = ["other people", "a flat", "old friends", "the apartment"] * 6
    machines = []
    for answers in (said, meant_so):
        machine, read = machine_on(*answers, "poeple people freinds friends")
        codings = [
            Coding(id=str(at), transcript="t", start=passage.start, end=passage.end, text="",
                   code=BOOK.codes[at % 2].id, coder="Ana", created="")
            for at, passage in enumerate(read.passages[:-1])
        ]  # fmt: skip
        machine.learn(codings, ())
        machines.append(machine)
    one, other = (machine.spans.block(0, "t") for machine in machines)
    assert np.allclose(one.meant, other.meant)
    assert np.allclose(one.likeness, other.likeness, atol=1e-5)
    one, other = (machine.spans.accepted(0, 0)[1] for machine in machines)
    assert len(one) == 12
    assert np.allclose(one, other)


# ── what was read as another word is listed ──

ASKED = "Interviewer: And who is it that helps you when you are not well?\n\n"


def test_each_word_read_as_another_is_listed_with_how_often_and_in_how_many_turns() -> None:
    """`Freinds` begins an answer; `freinds` stands twice in the last; `Insurence` is a name."""
    answers = ("my friends, insurance", "Freinds help", "an Insurence", "freinds of freinds")
    _, read = machine_on(*answers, "cheap insurence")
    assert misspellings([read]) == [
        Misspelling("en", "freinds", "friends", times=3, turns=2),
        Misspelling("en", "insurence", "insurance", times=1, turns=1),
    ]
    talk = " ".join(["My freinds came to the old house by the river again."] * 12)
    _, long = machine_on("nobody", talk, "friends")
    assert len(long.passages) > 3, "a long turn has several passages"
    assert misspellings([long]) == [Misspelling("en", "freinds", "friends", times=12, turns=1)]
    again = replace(read, transcript="u")
    assert [(word.times, word.turns) for word in misspellings([read, again])] == [(6, 4), (2, 2)]
    assert misspellings([prepare(answered("all is well"))]) == []


def test_the_list_is_of_a_transcript_or_of_all_and_the_command_has_it(tmp_path: Path) -> None:
    told = {
        "a.txt": f"{ASKED}Vera: My friends do.\n\n{ASKED}Vera: It is only freinds.\n",
        "b.txt": f"{ASKED}Oleg: The freinds that I have.\n",
        "c.txt": f"{ASKED}Nina: There was nobody.\n",
    }
    project = study(tmp_path / "p", told)
    suggestions = project.suggestions
    assert suggestions.misspellings() == [Misspelling("en", "freinds", "friends", 2, 2)]
    assert suggestions.misspellings("b") == [Misspelling("en", "freinds", "friends", 1, 1)]
    assert suggestions.misspellings("c") == []
    ask = ["suggest", "--project", str(project.folder), "--coder", "Ana"]
    done = CliRunner().invoke(main, ask)
    assert "words read as others, and how often: freinds → friends (2)\n" in done.stdout
    assert "read as" not in CliRunner().invoke(main, [*ask, "--transcript", "c"]).stdout
    document = json.loads(CliRunner().invoke(main, [*ask, "--json"]).stdout)
    assert document["read_as_others"] == [
        {"language": "en", "written": "freinds", "read_as": "friends", "times": 2, "turns": 2}
    ]


def test_the_page_lists_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = study(tmp_path / "p", {"a.txt": f"{ASKED}Vera: My friends and freinds.\n"})
    app = open_page(
        monkeypatch, "suggestions", project.folder, suggestions_view="How far to trust them"
    )
    [listed] = app.expander
    assert listed.label == "1 word read as another"
    assert listed.dataframe[0].value.to_dict("records") == [
        {"Written": "freinds", "Read as": "friends", "Times": 1, "Turns": 1, "Language": "English"}
    ]
    book = project.folder / "codebook.yaml"
    book.write_text(f"{book.read_text('utf-8')}\n  - id: pals\n    name: Pals freinds\n", "utf-8")
    app = open_page(
        monkeypatch, "suggestions", project.folder, suggestions_view="How far to trust them"
    )
    assert not app.expander, "what the codebook has is read as it stands"
