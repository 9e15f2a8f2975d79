"""What stands round a quote: context, the words beside it in the other language."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from coding.model import Role, Turn
from coding.quotes.parallel import NOT_ALIGNED, Parallel
from coding.quotes.quoting import context


def test_context_has_whole_words_on_one_line_and_reads_on() -> None:
    text = "We left quickly.\nIt is safe here,\n\nat last."
    start = text.index("safe")
    assert context(text, start, start + 4, width=14) == ("It is ", " here, at")
    assert context(text, 0, len(text)) == ("", "")


def test_context_is_eighty_characters_wide_unless_told() -> None:
    text = "x" * 200
    assert context(text, 100, 101) == ("x" * 80, "x" * 80)


@given(st.text("ab \n", max_size=60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 20))
def test_context_never_fails_nor_grows(text: str, one: int, other: int, width: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    before, after = context(text, start, end, width=width)
    assert len(before) <= width
    assert len(after) <= width
    assert "\n" not in before + after


def turns(*spoken: tuple[str, str]) -> tuple[str, list[Turn]]:
    """Build a transcript from `("I" or "P", words)`."""
    text, made = "", []
    roles = {"I": Role.INTERVIEWER, "P": Role.PARTICIPANT, "-": Role.OTHER}
    for number, (who, words) in enumerate(spoken, start=1):
        text += f"{who}: "
        turn = Turn(number=number, start=len(text), end=len(text) + len(words), role=roles[who])
        made.append(turn)
        text += f"{words}\n"
    return text, made


RU = "Мы уехали быстро. Здесь спокойно. Дети гуляют одни."
EN = "We left in a hurry. It is calm here. The children walk alone."


def beside(mine: tuple[str, list[Turn]], other: tuple[str, list[Turn]], words: str) -> str:
    start = mine[0].index(words)
    return Parallel.of(mine[1], mine[0], other[1], other[0]).beside(start, start + len(words))


def test_turns_are_paired_by_number_and_sentences_by_proportion() -> None:
    mine, other = turns(("I", "Как?"), ("P", RU)), turns(("I", "How?"), ("P", EN))
    assert beside(mine, other, RU) == EN
    assert beside(mine, other, "Здесь спокойно.") == "It is calm here."
    assert beside(mine, other, "спокойно") == "It is calm here."
    assert beside(mine, other, "Как?") == "How?"


def test_a_short_turn_is_returned_whole() -> None:
    mine, other = turns(("P", "Да. Спокойно.")), turns(("P", "Yes. It is calm."))
    assert beside(mine, other, "Да.") == "Yes. It is calm."


def test_a_header_in_one_of_the_two_does_not_shift_the_pairs() -> None:
    mine = turns(("I", "Как?"), ("P", RU), ("I", "А ещё?"), ("P", "Всё."))
    other = turns(("-", "Translated."), ("I", "How?"), ("P", EN), ("I", "More?"), ("P", "Enough."))
    assert beside(mine, other, "Всё.") == "Enough."


def test_turns_that_are_missing_beside_have_nothing_beside_them() -> None:
    """No place in the text makes up for them: what is not there is not shown."""
    mine = turns(("P", RU), ("I", "Когда?"), ("P", "Конец, больше ничего."))
    other = turns(("P", EN), ("P", "The end, nothing more."))
    assert beside(mine, other, "Конец, больше ничего.") == "The end, nothing more."
    assert beside(mine, other, "Когда?") == ""


def test_where_it_is_doubtful_what_stands_beside_it_says_so() -> None:
    mine = turns(("P", "Да, конечно."), ("P", "Да, конечно."))
    other = turns(("P", "Yes, of course."))
    assert beside(mine, other, "Да, конечно.") == NOT_ALIGNED


def test_a_segment_across_turns_has_each_beside_it() -> None:
    mine = turns(("P", "Да."), ("I", "И?"), ("P", "Да."))
    other = turns(("P", "Yes."), ("I", "And?"), ("P", "Yes."))
    assert beside(mine, other, mine[0].strip()) == "Yes.\nAnd?\nYes."


def test_nothing_stands_beside_a_label_or_without_turns() -> None:
    text, made = turns(("P", "Да."))
    assert Parallel.of(made, text, made, text).beside(0, 2) == ""
    assert Parallel.of([], "", made, text).beside(0, 9) == ""
    assert Parallel.of(made, text, [], "").beside(0, 9) == ""
    empty = Turn(number=1, start=3, end=3, role=Role.PARTICIPANT)
    assert Parallel.of([empty], text, made, text).beside(0, 9) == ""


def told(*spoken: tuple[str, str]) -> tuple[str, list[Turn]]:
    """Build a transcript in which each of several people answers."""
    text, made = turns(*(("P", words) for _, words in spoken))
    return text, [
        replace(turn, participant=who) for turn, (who, _) in zip(made, spoken, strict=True)
    ]


def test_people_of_a_group_have_their_own_words_beside_theirs() -> None:
    """The translation lacks a turn of Ana's: Ilya's words stand beside Ilya's all the same."""
    mine = told(("ana", "Да."), ("ilya", "Нет."), ("ana", "Ну."), ("ilya", "Вот и всё."))
    other = told(("ana", "Yes."), ("ilya", "No."), ("ilya", "That is all."))
    assert [beside(mine, other, words) for words in ("Нет.", "Вот и всё.")] == [
        "No.",
        "That is all.",
    ]
    assert beside(mine, other, "Ну.") == ""
    mine = told(("ana", "Да, я живу тут с осени."), ("ilya", "Нет."), ("ana", "Ну, посмотрим ещё."))
    swapped = told(("ilya", "No."), ("ana", "Yes, since autumn."), ("ana", "Well, we shall see."))
    said = [beside(mine, swapped, words) for words in ("Да, я живу тут с осени.", "Нет.")]
    assert said in (["Yes, since autumn.", "No."], [NOT_ALIGNED, NOT_ALIGNED])
