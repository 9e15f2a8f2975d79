"""What the check of an edited quote promises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.quotes.editing import elide, printed_is_faithful

SOURCE = "Well, I would not go back now, not really. It’s “calm” here in 2022–2023."


@pytest.mark.parametrize(
    "printed",
    [
        SOURCE,
        'well, I would not go back now, not really. It\'s "calm" here in 2022-2023',
        "Well,\u00a0I would not go back now … It’s “calm” here in 2022–2023.",
        "... I would not go back [...]",
        "I would not go back",
        "Would not go back now […] It’s “calm”",
        "[…] I would not go back [to Russia] now, not really. (...)",
        "… not [at all] really…",
        "…",
        "[W]ell, I would not g[o] back now, not really[.] It’s calm here in 2022–2023.",
    ],
)
def test_omissions_and_insertions_that_are_shown_are_faithful(printed: str) -> None:
    assert printed_is_faithful(SOURCE, printed) == []


@pytest.mark.parametrize(
    ("printed", "problems"),
    [
        ("I go back", ["the word 'not' is missing without an ellipsis"]),
        (
            "I not go back now to Belgrade",
            ["'to Belgrade' are not in the source and not in brackets"],
        ),
        ("I not go Back now", None),
        ("I now not go back", None),
        ("I not go [away] now", ["the word 'back' is missing without an ellipsis"]),
        ("[He left]", ["the words 'I not go back now' are missing without an ellipsis"]),
        ("", ["the words 'I not go back now' are missing without an ellipsis"]),
    ],
)
def test_a_change_that_is_not_shown_is_named(printed: str, problems: list[str] | None) -> None:
    named = printed_is_faithful("I not go back now.", printed)
    assert named
    if problems is not None:
        assert named == problems


def test_a_figure_is_a_word() -> None:
    assert printed_is_faithful("about 50% of 3.5 in 2022–2023", "about 5% of 35 in 2022")
    assert printed_is_faithful("it was -5", "it was 5")


def test_a_word_of_the_source_at_another_place_is_not_called_foreign() -> None:
    assert "'now' is not at this place in the source and not in brackets" in (
        printed_is_faithful("I go back now.", "Now I now go back …")
    )


def test_a_source_s_own_brackets_may_stay_or_go_behind_an_ellipsis() -> None:
    source = "He said [laughs] no."
    assert printed_is_faithful(source, source) == []
    assert printed_is_faithful(source, "He said … no.") == []
    assert printed_is_faithful(source, "He said (laughs) no.") == []
    assert elide(source, source) == source
    town = "I left [town] then."
    assert printed_is_faithful(town, "I left then.") == [
        "the word 'town' is missing without an ellipsis"
    ]


def test_a_sound_may_go_without_a_mark_and_nobody_puts_one_in() -> None:
    """`[laughs]` is the transcript's, whatever the language; an editor's words are none of it."""
    assert printed_is_faithful("He said [laughs] no.", "He said no.") == []
    assert printed_is_faithful("Она [смеётся] ушла.", "Она ушла.") == []
    assert printed_is_faithful("He said [laughs out loud] no.", "He said no.") == []
    assert printed_is_faithful("He said (she laughs) no.", "He said no.") != []
    for printed in ("He said [laughs] no.", "He said no (pause)."):
        [problem] = printed_is_faithful("He said no.", printed)
        assert problem.startswith("the interview notes no ")
        assert elide("He said no.", printed).startswith("He said no")
        assert printed_is_faithful("He said no.", elide("He said no.", printed)) == []
    assert printed_is_faithful("No [laughs].", "No [laughs]. [laughs]") == [
        "the interview notes no [laughs] here"
    ]


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("I would not go back now.", "I would not go back now."),
        ("I would go back.", "I would […] go back."),
        ("I would not go back to Belgrade now.", "I would not go back [to Belgrade] now."),
        ("Not go back now.", "Not go back now."),
        ("Not go home now.", "Not go […] [home] now."),
        ("They left.", "[…] [They left]."),
        ("I would … back now!", "I would … back now!"),
        ("", "[…]"),
    ],
)
def test_elide_shows_what_was_done_and_keeps_what_is_shown(printed: str, shown: str) -> None:
    assert elide("I would not go back now.", printed) == shown


TEXT = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="abAB .…[](){}'’-–—,5\n\"“/*\u0301\u200b", max_size=40),
    st.lists(st.sampled_from(["I", "would", "not", "go", "…", "[go]", "[W]e", "-", "2022–3"])).map(
        " ".join
    ),
)


@given(TEXT, TEXT)
def test_whatever_elide_returns_is_faithful_and_stays(source: str, printed: str) -> None:
    shown = elide(source, printed)
    assert printed_is_faithful(source, shown) == []
    assert elide(source, shown) == shown


@given(st.lists(st.sampled_from(["i", "you", "go", "stay", "not"]), min_size=1), st.data())
def test_a_word_dropped_between_others_is_noticed_and_at_an_end_it_may_go(
    words: list[str], data: st.DataObject
) -> None:
    """Dropped from "go go", what is left may be the other one: such cuts are left out."""
    gone = data.draw(st.integers(0, len(words) - 1))
    rest = words[:gone] + words[gone + 1 :]
    stands = any(words[i : i + len(rest)] == rest for i in range(2))
    noticed = printed_is_faithful(" ".join(words), " ".join(rest))
    assert bool(noticed) == (not stands or not rest)


def test_up_to_eight_missing_words_are_named_and_of_more_the_first_and_last_four() -> None:
    eight = "one two three four five six seven eight"
    [problem] = printed_is_faithful(f"there {eight} here", "there here")
    assert f"'{eight}'" in problem
    [problem] = printed_is_faithful(f"there {eight} nine here", "there here")
    assert "'one two three four … six seven eight nine'" in problem
