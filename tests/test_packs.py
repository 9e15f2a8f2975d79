"""What is known of a language is data: packs are checked, found by their code, and can be added."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from coding import drafts
from coding.errors import LanguageError
from coding.language import kept, negation, packs, phrases, words
from coding.language.guess import guess
from coding.language.sentences import sentences
from coding.language.words import stem
from coding.model import Indicator, Level
from coding.suggest.rules import Keywords
from coding.survey.plausibility import is_total
from coding.verify import Study, verify
from coding.verify.evidence.wording import risky
from coding.verify.reading import numbers

TOY = """
language: tok
name: Toki
scripts: latin
common: mi, li, e, pona, jan, ona, lon, tawa, ni, ala
stop: li, e, la
negations: ala, weka*
turns: taso
abbreviations: j
quantifiers:
  - {words: mute suli, low: 50, high: 100, strict: true}
totals: ale, jan ale
hedges: {over: mute tan}
answers: {"yes": lon, "no": ala lon}
"""


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    (tmp_path / "tok.yaml").write_text(TOY, encoding="utf-8")
    return tmp_path


def test_a_new_language_is_a_new_file(toy: Path) -> None:
    """Its negations, sentences, small words and totals are understood without a module changed."""
    told = "Ona li weka pona taso pona. J. Sonja li tawa."
    assert words.base("tok") == "xx"
    with packs.using(toy):
        assert words.base("tok") == "tok"
        keywords = Keywords([["pona"]], "tok")
        met = keywords.find(words.read(told, "tok"))
        assert [hit.negated for hit in met] == [True, False]
        assert [told[a:b] for a, b in sentences(told, language="tok")] == [
            "Ona li weka pona taso pona.",
            "J. Sonja li tawa.",
        ]
        assert words.stop_words("tok") >= {"li", "e", "la"}
        assert guess("mi tawa. ona li pona. jan ni li lon. ni li pona ala.") == "tok"
        assert "jan ale" in packs.together("totals")
        assert packs.pack("tok").quantifiers[0].words == ("mute suli",)
        assert "ala lon" in packs.together("answers.no")
    assert words.base("tok") == "xx"
    assert "jan ale" not in packs.together("totals")


def test_verify_understands_a_new_language_by_its_file_alone(toy: Path) -> None:
    """A quantifier its figure does not bear out, a hedge, a denial left out, a row of totals."""
    draft = drafts.read_bytes(b"Mute suli (44 %) li pona.", "a.md")
    assert verify(draft, Study()).findings == ()
    named = {"id": "a", "question_id": "q", "question": "", "option": "Jan ale"}
    whole = Indicator(**named, printed="100", value=100.0)
    assert not is_total(whole)
    with packs.using(toy):
        (wrong,) = verify(draft, Study()).findings
        assert (wrong.check, wrong.level) == ("quantifiers", Level.ERROR)
        assert [n.about for n in numbers.find("mute tan 44 % li pona")] == ["over"]
        assert risky(["ona", "ala", "pona"], ["ona", "pona"]) == "a negation"
        assert is_total(whole)


def test_a_pack_of_a_known_language_adds_to_it(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("language: en\nnegations: nary, not", encoding="utf-8")
    assert not negation.denies("nary", "en")
    with packs.using(tmp_path):
        assert negation.denies("nary", "en")
        assert negation.denies("never", "en")
        assert packs.pack("en").name == "English"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("negation: not\nlanguage: en", "no such key. Do you mean `negations`?"),
        ("name: Nameless", "does not say its language"),
        ("language: en\nnegations: {a: b}", "are no words"),
        ("language: en\nquantifiers: most", "a list of rows"),
        ("language: en\nquantifiers:\n- {words: most, low: 50}", "row 1: `high` is missing"),
        ("language: en\nquantifiers:\n- {words: m, low: 60, high: 50}", "`low` is 60"),
        ("language: en\nquantifiers:\n- {words: m, low: x, high: 50}", "'x' is no number"),
        ("language: en\nhedges: {above: more}", "no such key"),
        ("language: en\nstop: *a", "line 2"),
    ],
)
def test_a_pack_that_cannot_be_used_says_where_and_why(text: str, said: str) -> None:
    with pytest.raises(LanguageError) as caught:
        packs.read(text, "en.yaml")
    assert said in str(caught.value)
    assert str(caught.value).startswith("en.yaml")


def test_every_pack_is_sound() -> None:
    """Each has a name, and what it calls a phrase can be looked for."""
    for pack in packs.every():
        assert all((pack.name, pack.common, pack.scripts))
        assert phrases.compiled(pack.negations + pack.overall + pack.answers.dont_know)
        assert all("_" in word or word == word.lower() for word in pack.stop)


def test_the_command_line_starts_without_reading_a_pack() -> None:
    loaded = "[m for m in sys.modules if m.startswith(('ruamel', 'spacy'))]"
    told = f"import coding.__main__, sys; print({loaded})"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_serbian_words_count_in_both_alphabets() -> None:
    assert {"većina", "већина", "većinu", "већину"} <= set(packs.pack("sr").quantifiers[1].words)
    assert negation.denies("нећемо", "hr")


def test_phrases_are_words_a_researcher_can_edit() -> None:
    shape = phrases.compiled(["vot*", "teško * reći", "%", "ещё"])
    assert shape.findall("Voters, pivoting; teško mi je reći") == ["Voters"]
    assert shape.findall("teško je\nreći, 42% еще") == ["teško je\nreći", "%", "еще"]
    assert not phrases.compiled(()).search("anything")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("approve", "approval", True),
        ("votes", "voting", True),
        ("safe", "safer", True),
        ("went", "goes", True),
        ("support", "suppose", False),
        ("government", "governor", False),
        ("trust", "trustworthy", False),
        ("important", "unimportant", False),
    ],
)
def test_stems_tell_words_apart_that_begin_alike(one: str, other: str, alike: bool) -> None:
    assert (stem(one, "en") == stem(other, "en")) is alike


def test_a_negation_reaches_three_words_and_no_further() -> None:
    told = ["never", "a", "b", "fear", "fear"]
    assert negation.denied(told, "en", reach=words.REACH)[3:] == [True, False]
    keywords = Keywords([["fear"]], "en")
    for text, negated in (
        ("I never felt real fear.", True),
        ("I never felt any real fear.", False),
        ("I did not go, fear was there.", False),
        ("not only fear", False),
    ):
        assert [h.negated for h in keywords.find(words.read(text, "en"))] == [negated], text


def test_packs_that_were_read_once_are_kept_until_one_of_them_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kept file that is damaged, or of other packs, is read over."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    pack = tmp_path / "tok.yaml"
    pack.write_text(TOY, encoding="utf-8")
    first = kept.packs_in(tmp_path)
    assert first == kept.read_all(tmp_path)
    with monkeypatch.context() as nothing_read:
        nothing_read.setattr(kept, "read_all", lambda _: ())
        assert kept.packs_in(tmp_path) == first
    (place,) = (tmp_path / "__pycache__").iterdir()
    place.write_bytes(place.read_bytes()[:-9])
    assert kept.packs_in(tmp_path) == first
    pack.write_text(TOY.replace("Toki", "Toki Pona"), encoding="utf-8")
    assert [made.name for made in kept.packs_in(tmp_path)] == ["Toki Pona"]
