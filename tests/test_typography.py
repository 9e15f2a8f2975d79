"""How words are set in a language, and that nothing that was said is changed by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.language.typography import quoted, tag_of, typeset
from coding.quotes.editing import elide, printed_is_faithful


@pytest.mark.parametrize(
    ("language", "words", "printed"),
    [
        ("en", 'He said "I won\'t" - twice', "“He said ‘I won’t’ – twice”"),
        ("en", "the dogs' house", "“the dogs’ house”"),
        ("ru", 'Он сказал: "Не пойду" - и всё', "«Он сказал: „Не пойду“\u00a0— и всё»"),
        ("ru", "Это – «Дом» и «Сад»", "«Это\u00a0— „Дом“ и „Сад“»"),
        ("sr", 'Rekla je "neću" - i gotovo', "„Rekla je ’neću’ – i gotovo”"),
        ("sr", 'Рекла је "нећу"', "„Рекла је ‘нећу‘“"),
        ("de", 'Er sagte "nein"', "„Er sagte ‚nein‘“"),
        ("fr", 'Il a dit "non"', "«\u202fIl a dit “non”\u202f»"),
        ("hr", "Rekla je „ne“", "„Rekla je ‚ne‘“"),
        ("pl", 'Mówi "nie"', "„Mówi «nie»”"),
        ("", 'He said "no"', "“He said ‘no’”"),
        ("en", "He said \"she said 'go' to me\" then", "“He said ‘she said “go” to me’ then”"),
    ],
)
def test_a_quotation_has_the_marks_of_its_language_within_and_without(
    language: str, words: str, printed: str
) -> None:
    assert quoted(words, language) == printed


def test_a_mark_that_closes_nothing_stays() -> None:
    assert typeset('five 5" nails', "en") == 'five 5" nails'
    assert typeset("«так", "ru") == "«так"


def test_ranges_have_a_dash_and_telephones_do_not() -> None:
    assert typeset("in 2022-2023, aged 10-12", "en") == "in 2022–2023, aged 10–12"
    assert typeset("call 381-11-222", "en") == "call 381-11-222"


def test_serbian_is_tagged_by_its_script() -> None:
    assert [tag_of("sr", words) for words in ("Идем", "Idem")] == ["sr-Cyrl", "sr-Latn"]


WORDS = st.lists(
    st.sampled_from(["I", "won't", '"go"', "«да»", "-", "–", "'em", "2022-2023", "dogs'", "…",
                     "…and", "„ne”", "‘so’", "[a]"])
).map(" ".join)  # fmt: skip
LANGUAGES = st.sampled_from(["en", "ru", "sr", "de", "fr", "pl", "hu", "nl", ""])


@given(WORDS | st.text(max_size=40), LANGUAGES)
def test_typesetting_changes_no_word(words: str, language: str) -> None:
    """What is set is still a faithful print of what was said, quoted or not."""
    shown = elide(words, words)
    assert printed_is_faithful(words, typeset(shown, language)) == []
    assert typeset(shown, language).split() != [] or not shown.split()


@given(WORDS, LANGUAGES)
def test_typesetting_twice_is_typesetting_once(words: str, language: str) -> None:
    once = typeset(words, language)
    assert typeset(once, language) == once
