"""Advice on the codebook: words, passages and codes, each from what people coded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from studies import study

from coding.__main__ import main
from coding.model import Choice, Code, Codebook, Coding, Decision
from coding.project import Project
from coding.suggest.advice import Advisor, SaidInLanguage, Spoken, confused

CALM = Code(
    id="calm", name="Calm", definition="Sleeping well at night.", keywords={"en": ("rest",)}
)
COST = Code(id="cost", name="Prices", definition="What rent and food cost.")
BOOK = Codebook((CALM, COST))


def spoken(*texts: str, interviews: int = 2, codes: tuple[str, ...] = ()) -> list[Spoken]:
    return [
        Spoken(
            transcript="t", start=0, end=1, text=text, interview=f"i{n % interviews}",
            codes=frozenset(codes),
        )
        for n, text in enumerate(texts)
    ]  # fmt: skip


def advisor(coded: Sequence[Spoken], passages: Sequence[Spoken]) -> Advisor:
    return Advisor(BOOK, SaidInLanguage("en", coded, passages))


# ── keywords ──


def advised(inside: Sequence[Spoken], outside: Sequence[Spoken]) -> list[tuple[str, int, int]]:
    coded = [replace(passage, codes=frozenset({"calm"})) for passage in inside]
    found = advisor(coded, [*coded, *outside]).keywords("calm")
    return [(advice.word, advice.inside, advice.outside) for advice in found]


def test_a_word_of_the_codes_passages_that_others_lack_is_advised_as_it_is_said() -> None:
    inside = spoken(*["The lakes were quiet.", "We walked by a lake.", "Lakes everywhere."] * 2)
    outside = spoken(*["The rent is high.", "He bought bread."] * 10, "A lake.")
    assert advised(inside, outside)[0] == ("lakes", 6, 1)


def test_small_words_and_keywords_that_a_code_has_are_not_advised() -> None:
    inside = spoken(*["The rest of it was the calm."] * 6)
    outside = spoken(*["He bought bread."] * 20)
    assert advised(inside, outside) == []


def test_a_word_of_one_interview_alone_is_none() -> None:
    said, rest = ["We walked by a lake."] * 6, spoken(*["He bought bread."] * 20)
    assert advised(spoken(*said, interviews=1), rest) == []
    assert "lake" in [word for word, *_ in advised(spoken(*said), rest)]


def test_a_word_that_is_common_everywhere_is_none() -> None:
    inside = spoken(*["By the lake."] * 6)
    outside = spoken(*["By the lake."] * 60)
    assert advised(inside, outside) == []


# ── unlike ──


def test_a_passage_nearer_to_another_codes_text_is_told_with_that_code() -> None:
    coded = spoken(
        "I sleep well at night.", "The rent is too high and food costs a lot.", codes=("calm",)
    )
    rest = spoken("My brother came on Sunday.", "Prices of bread go up.", "We slept all night.")
    [found] = advisor(coded, [*coded, *rest]).unlike("calm", kin={"calm"})
    assert (found.place.text, found.other) == (coded[1].text, "cost")
    assert found.likeness < found.other_likeness


def test_what_is_coded_with_both_and_codes_of_one_theme_are_no_others() -> None:
    rest = spoken("I sleep well at night.", "My brother came.")
    [both] = spoken("The rent is too high.", codes=("calm", "cost"))
    [rent] = spoken("The rent is too high.", codes=("calm",))
    assert advisor([both], [both, *rest]).unlike("calm", kin={"calm"}) == []
    assert advisor([rent], [rent, *rest]).unlike("calm", kin={"calm", "cost"}) == []
    assert advisor([rent], [rent, *rest]).unlike("calm", kin={"calm"}) != []


# ── confused ──


def coding(code: str, coder: str, start: int, end: int) -> Coding:
    return Coding(
        id=f"{code}{coder}{start}",
        transcript="t",
        start=start,
        end=end,
        text="",
        code=code,
        coder=coder,
        created="",
    )


def refused(code: str, coder: str, start: int, end: int) -> Decision:
    return Decision(
        id=f"d{code}{start}",
        transcript="t",
        start=start,
        end=end,
        code=code,
        coder=coder,
        choice=Choice.REJECT,
        score=0.5,
        raw=0.5,
    )


def test_two_coders_confuse_codes_where_each_put_another_on_the_same_words() -> None:
    """Not where one put both, and not where the words hardly overlap."""
    several = [
        coding(code, coder, start, start + 10)
        for start in (0, 20, 40)
        for code, coder in (("calm", "ana"), ("cost", "ben"))
    ]
    both = [coding("calm", "ana", 60, 70), coding("cost", "ana", 60, 70)]
    beside = [coding("cost", "ben", 60, 70), coding("calm", "ana", 80, 90)]
    far = [coding("cost", "ben", 86, 96)]
    told = confused([*several, *both, *beside, *far], [], {})
    assert [(c.other, c.coders, c.machine) for c in told["calm"]] == [("cost", 3, 0)]
    assert [(c.other, c.coders) for c in told["cost"]] == [("calm", 3)]


def test_machine_and_person_confuse_codes_where_one_is_refused_and_the_other_put() -> None:
    put = [coding("calm", "ana", start, start + 10) for start in (0, 20, 40)]
    no = [refused("cost", "ana", start, start + 10) for start in (0, 20, 40)]
    assert [(c.other, c.machine) for c in confused(put, no, {})["cost"]] == [("calm", 3)]
    assert confused(put, no[:2], {}) == {}
    assert confused(put, no, {"cost": {"calm"}, "calm": {"cost"}}) == {}


# ── in a project ──


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a study of two interviews in which `fear` is put on eight passages about the lake."""
    said = [f"The lake was loud on day {n}." for n in range(4)]
    other = [f"He bought bread number {n}." for n in range(10)]
    turns = "".join(f"I: Well {n}?\nR: {words}\n" for n, words in enumerate(said + other))
    texts = {f"{name}.txt": f"I: Hello {name}.\nR: Hello.\n{turns}" for name in ("One", "Two")}
    made = study(tmp_path / "p", texts)
    for name in ("One", "Two"):
        text = made.transcripts.get(name).text
        for words in said:
            start = text.index(words)
            made.codings.apply(name, start, start + len(words), ["fear"], coder="ana")
    return made


def test_following_advice_changes_the_codebook_in_one_act_that_undo_takes_back(
    project: Project,
) -> None:
    before = project.codes.get("fear")
    [advice] = project.advice.all(enough=8)
    assert (advice.code, advice.codings) == ("fear", 8)
    words = [word.word for word in advice.keywords]
    assert "lake" in words
    project.advice.add_keywords("fear", [("en", "lake")], coder="ana")
    assert "lake" in [
        word for listed in project.codes.get("fear").keywords.values() for word in listed
    ]
    assert "lake" not in [w.word for w in project.advice.all(enough=8)[0].keywords]
    project.advice.add_example("fear", "The lake\nwas loud.", coder="ana")
    assert project.codes.get("fear").examples[-1] == "The lake was loud."
    project.advice.tell_apart("fear", "prices", coder="ana")
    assert project.codes.get("fear").exclude[-1].startswith("What is “")
    for _ in range(3):
        project.log.undo(coder="ana")
    assert project.codes.get("fear") == before


def test_what_is_coded_meanwhile_counts_although_what_is_said_is_read_once(
    project: Project,
) -> None:
    def lake() -> tuple[int, int]:
        [advice] = project.advice.all(enough=8)
        return next((w.inside, w.outside) for w in advice.keywords if w.word == "lake")

    assert lake() == (8, 0)
    text = project.transcripts.get("One").text
    start = text.index("He bought bread number 3.")
    text_before = text[: start + 25]
    project.codings.apply("One", text_before.rindex("The lake"), start + 25, ["fear"], coder="ana")
    assert lake() == (9, 0)
    project.log.undo(coder="ana")
    assert lake() == (8, 0)


def test_nothing_is_advised_before_a_code_is_used_often_enough(project: Project) -> None:
    assert project.advice.all() == []
    assert project.advice.all(enough=9) == []


def test_the_command_line_tells_it_and_takes_the_keywords(project: Project) -> None:
    def run(*words: str) -> list[dict[str, object]]:
        there = ["--project", str(project.folder), "--coder", "ana", "--json"]
        done = CliRunner().invoke(main, ["advise", *words, *there])
        assert done.exit_code == 0, done.output
        told: list[dict[str, object]] = json.loads(done.stdout)
        return told

    assert run() == []
    [told] = run("--enough", "8", "--code", "fear", "--take")
    assert "lake" in str(told["keywords"])
    assert "lake" in str(project.codes.get("fear").keywords)
