"""A quotation is judged by what it changes, and a label by whom it lets be recognised."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from checked_drafts import (
    SHE,
    STUDY,
    WORDS,
    found,
    interview,
    verdict,
)
from hypothesis import given
from hypothesis import strategies as st

from coding import drafts
from coding.model import (
    Level,
    Role,
)
from coding.project import Project
from coding.verify import Study, verify


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"“My daughter, um, walks to school alone” {SHE}", "verbatim"),
        (f"„My daughter, um, walks to school alone“ {SHE}", "verbatim"),
        (f"«My daughter, um, walks to school alone» {SHE}", "verbatim"),
        (f'"My daughter, um, walks to school alone," {SHE}', "verbatim"),
        (f"**“My daughter, um, walks to school alone”**[^3]\n{SHE}", "verbatim"),
        (f"> My daughter, um, walks to school alone\n> {SHE}", "verbatim"),
        (f"“It’s… it’s too much for us” {SHE}", "verbatim"),
        (f"“My daughter walks to school alone” {SHE}", "cleaned"),
        (f"“my daughter walks to school alone, and I would not go back” {SHE}", "cleaned"),
        (f"“It’s too much for us, but we manage” {SHE}", "cleaned"),
        (f"“My daughter […] walks to school alone […] The rent is five hundred” {SHE}", "verbatim"),
        (f"“and I would not [ever] go back to Moscow” {SHE}", "edited"),
        (f"“My daughter [who is seven] walks to school alone” {SHE}", "edited"),
        (f"“My daughter, um, walks to the school alone” {SHE}", "edited"),
        (f"“My daughter, um, walks to schooll alone” {SHE}", "edited"),
        (f"“and I would go back to Moscow” {SHE}", "meaning at risk"),
        (f"“and I would not go back to Minsk” {SHE}", "meaning at risk"),
        (f"“The rent is six hundred. It’s… it’s too much” {SHE}", "meaning at risk"),
        ("“I never felt safe at night” (Male, 40–49 years old)", "meaning at risk"),
        (f"“The rent is five hundred […] My daughter, um, walks to school” {SHE}", "stitched"),
        ("“My daughter, um, walks to school alone” (Male, 40–49 years old)", "wrong speaker"),
        ("“My daughter, um, walks to school alone” (Igor)", "wrong speaker"),
        (f"“Do you feel safe here” {SHE}", "wrong speaker"),
        (f"“Nobody has ever asked me about the sea” {SHE}", "not found"),
        ("The “special military operation” goes on.", "external"),
        ("“The situation has changed for the worse” (World Bank 2024, p. 3)", "external"),
        ("He read “The Master and Margarita Again” at night.", "external"),
        ("“The number of all permits has grown again”, says the ministry.", "external"),
    ],
)
def test_a_quotation_is_judged_by_what_it_changes(text: str, expected: str) -> None:
    assert verdict(text) == expected


def test_a_match_in_the_translation_counts_and_says_so() -> None:
    translated = replace(STUDY.transcripts[0], translation_of="two")
    report = verify(
        drafts.read_bytes(f"“The rent is five hundred” {SHE}".encode(), "a.md"),
        Study(transcripts=[translated], participants=STUDY.participants),
    )
    assert report.examined[0].verdict == "verbatim"
    assert "translation" in report.examined[0].message


def test_a_letter_that_is_written_either_way_changes_no_word() -> None:
    study = Study(transcripts=[interview("Вера: Я её не видела ещё с того лета.\n", "one", "P01")])
    assert verdict("«Я ее не видела еще с того лета» (Вера)", study) == "cleaned"


def test_what_is_printed_twice_is_found_where_its_label_fits() -> None:
    """Two people say the same: the attribution decides which of them is meant."""
    same = "Interviewer: And?\n{}: I would leave tomorrow if I could.\n"
    study = Study(
        transcripts=[
            interview(same.format("Vera"), "one", "P01"),
            interview(same.format("Igor"), "two", "P02"),
        ],
        participants=STUDY.participants,
    )
    for label in ("Female, 30–39", "Male, 40–49"):
        assert verdict(f"“I would leave tomorrow if I could” ({label})", study) == "verbatim"


def test_a_draft_without_labels_is_judged_by_what_most_of_its_quotations_are() -> None:
    text = (
        "“My daughter, um, walks to school alone”, one says. “The rent is five hundred”, another."
        " “I never felt unsafe at night”, a third. “The sea is what I miss the most of all.”"
    )
    report = verify(drafts.read_bytes(text.encode(), "a.md"), STUDY)
    assert [e.verdict for e in report.examined] == ["verbatim"] * 3 + ["not found"]


def test_short_words_are_from_an_interview_where_a_draft_prints_interviews() -> None:
    """Two words alone are a term; among bare quotations that are all from interviews they count."""
    long = [
        "“My daughter, um, walks to school alone”",
        "“The rent is five hundred”",
        "“I never felt unsafe at night”",
    ]
    assert verdict("They say “at night” a lot.") == "external"
    text = f"{', then '.join(long)}, then “at night”, then “at dawn”."
    report = verify(drafts.read_bytes(text.encode(), "a.md"), STUDY)
    assert [e.verdict for e in report.examined] == ["verbatim"] * 4 + ["external"]


def test_labels_are_counted_with_how_many_they_fit() -> None:
    text = f"“The rent is five hundred” {SHE}\n\n“My daughter, um, walks to school” {SHE}"
    report = verify(drafts.read_bytes(text.encode(), "a.md"), STUDY)
    [note] = report.notes
    assert "Female, 30–39 years old: k = 1, quoted 2×" in note
    assert [f.verdict for f in report.findings if f.check == "attributions"] == ["k = 1"]


def alterations(chance: random.Random, words: list[str]) -> str:
    """Change a quotation in one of seven ways, in its middle."""
    way, at = chance.randrange(7), chance.randrange(1, len(words) - 4)
    words = list(words)
    if way == 0:
        words[at : at + 1] = []
    elif way == 1:
        words[at] = f"{words[at][:-1]}z"
    elif way == 2:
        words.insert(at, "not")
    elif way == 3:
        words[at], words[at + 1] = words[at + 1], words[at]
    elif way == 4:
        words[at] = "seventeen"
    elif way == 5:
        words.insert(at, "really")
    else:
        words[at : at + 3] = []
    return " ".join(words)


@pytest.mark.parametrize("seed", range(3))
def test_of_250_quotations_none_altered_is_verbatim_and_none_true_is_worse(
    sample: Project, seed: int
) -> None:
    """215 passages word for word and 35 altered ones, attributed, in one draft."""
    chance = random.Random(seed)
    people = {p.id: p for p in sample.participants.all()}
    pool = []
    for info in sample.transcripts.all():
        one = sample.transcripts.get(info.id)
        who = people[one.participant].attributes
        label = f"({who['gender']}, {who['age_band']} years old)"
        for turn in one.turns:
            spoken = one.text[turn.start : turn.end].split()
            if turn.role is not Role.PARTICIPANT or len(spoken) < 8:
                continue
            for _ in range(3):
                size = chance.randint(8, min(60, len(spoken)))
                first = chance.randint(0, len(spoken) - size)
                words = spoken[first : first + size]
                if not set('“”"«»„[]') & set("".join(words)):
                    pool.append((words, label))
    chance.shuffle(pool)
    whole = {" ".join(sample.transcripts.get(i.id).text.split()) for i in sample.transcripts.all()}
    made = [(" ".join(words), label, True) for words, label in pool[:215]]
    for words, label in pool[215:]:
        altered = alterations(chance, words)
        if len(made) < 250 and not any(altered in text for text in whole):
            made.append((altered, label, False))
    chance.shuffle(made)
    text = "\n\n".join(f"One says: “{words}” {label}" for words, label, _ in made)
    report = sample.drafts.verify(drafts.read_bytes(text.encode(), "a.md"))
    verdicts = [e.verdict for e in report.examined if e.kind == "quotation"]
    assert len(verdicts) == 250
    worse = [
        v
        for v, (_, _, true) in zip(verdicts, made, strict=True)
        if true and v not in ("verbatim", "cleaned")
    ]
    passed = [
        w for v, (w, _, true) in zip(verdicts, made, strict=True) if not true and v == "verbatim"
    ]
    assert (worse, passed) == ([], [])


@pytest.fixture(scope="module", autouse=True)
def words_are_loaded() -> None:
    """Read the packs of words once, so that no example is timed with it."""
    assert verdict(f"“{WORDS.splitlines()[1].partition(': ')[2]}” {SHE}")


@given(st.data())
def test_any_run_of_four_words_of_an_interview_is_verbatim(data: st.DataObject) -> None:
    said = WORDS.splitlines()[1].partition(": ")[2].split()
    first = data.draw(st.integers(0, len(said) - 4))
    last = data.draw(st.integers(first + 4, len(said)))
    assert verdict(f"“{' '.join(said[first:last])}” {SHE}") == "verbatim"


# ── attributions ──


def test_a_label_narrower_than_the_scheme_is_an_error() -> None:
    quotes = [f"“Words that were said number {n}” (Female, {b})" for n, b in
              enumerate(["20–29", "20–29", "30–39", "24–28"])]  # fmt: skip
    [one] = found("\n\n".join(quotes))
    assert (one.verdict, one.level, one.excerpt) == ("narrower label", Level.ERROR, "Female, 24–28")


def test_an_exact_age_among_bands_is_narrower_too() -> None:
    quotes = [f"“Words that were said number {n}” (Male, {b})" for n, b in
              enumerate(["20–29", "30–39", "34 years old"])]  # fmt: skip
    assert [f.verdict for f in found("\n\n".join(quotes))] == ["narrower label"]


def test_age_groups_of_the_survey_are_no_labels() -> None:
    text = "“Words that were said here” (Male, 20–29)\n\nOf women (women, 18–24: 12.2%) few agree."
    assert found(text) == []
