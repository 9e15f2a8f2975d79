"""What offsets promise: `text[start:end]` is the coding's words, whatever signs a text is made of.

Offsets count code points. Emoji of several code points, letters with marks that follow them,
letters written from right to left, line ends of two characters and byte order marks are what
has moved other programs' codings off their words.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from studies import lay_out

from coding.files.clean import tidy
from coding.project import Project

PIECES = (
    *("safe", "I", "well,", "walks", "to", "school.", "ﬁne", "Ǆ", "ß", "İstanbul", "e\u0301tude"),
    *("Безопасно", "всё", "ещё", "Й", "и\u0306", "дом", "Београд", "ђак", "ќе"),
    *("שָׁלוֹם", "בית", "لا", "مَرْحَبًا", "家", "한국", "กำ", "नमस्ते"),
    *("🙂", "👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇷🇸", "𝒳", "☕️", "1️⃣"),
    *("a\u0300\u0323\u0301", "Z\u0351\u036b", "\u0301", "x\u200d", "\u200e", "\u00ad", "\u2060"),
    *("—", "…", "«да»", "“no”", "?", "(laughs)", "10:30", "ﷺ", "\u1e9e", "ǰ"),
)
"""Words and signs that are one, two or many code points, some of them changed by NFC."""

turns = st.lists(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(" ".join),
    min_size=1,
    max_size=5,
)
any_text = st.text(
    st.characters(exclude_categories=["Cs"], include_characters="\n\t "), min_size=1, max_size=120
)


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """Return a folder for the many projects made here."""
    folder = Path(tempfile.mkdtemp())
    yield folder
    shutil.rmtree(folder)


def imported(place: Path, text: str, *, end: str = "\n", mark: str = "") -> Project:
    """Write a text as a researcher's editor would, and import it into a fresh project."""
    folder = place / "p"
    shutil.rmtree(folder, ignore_errors=True)
    project = Project(lay_out(folder, {}, codebook="codes: [{id: c, name: C}, {id: d, name: D}]"))
    path = place / "P01.txt"
    path.write_bytes((mark + text.replace("\n", end)).encode())
    report = project.transcripts.import_files([path], coder="ana")
    assert report.failed == []
    return project


def spans(data: st.DataObject, text: str) -> list[tuple[int, int]]:
    """Draw segments with words in them, one at least; every turn of these texts has an `x`."""
    place = st.integers(0, len(text))
    drawn = data.draw(st.lists(st.tuples(place, place), min_size=1, max_size=4, unique=True))
    pairs = [(min(pair), max(pair)) for pair in drawn]
    found = [(start, end) for start, end in dict.fromkeys(pairs) if text[start:end].strip()]
    return found or [(text.index("x"), text.index("x") + 1)]


few = settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@few
@given(
    data=st.data(),
    said=turns,
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_a_codings_words_are_those_at_its_offsets(
    place: Path, data: st.DataObject, said: list[str], end: str, mark: str
) -> None:
    """In the text, in the database, among the quotes, and when the project is opened again."""
    written = "".join(
        f"{('Interviewer', 'Anna')[n % 2]}: x {words}\n\n" for n, words in enumerate(said)
    )
    project = imported(place, written, end=end, mark=mark)
    text = project.transcripts.get("P01").text
    assert text == tidy(written)[0]
    chosen = spans(data, text)
    for start, stop in chosen:
        project.codings.apply("P01", start, stop, ["c", "d"], coder="ana")
    for coding in project.codings.all():
        assert coding.text == text[coding.start : coding.end]
        assert coding.text == project.store.transcripts.words_at(
            coding.transcript, coding.start, coding.end
        )
    again = Project(project.folder)
    assert {(c.start, c.end, c.text) for c in again.codings.all()} == {
        (start, stop, text[start:stop]) for start, stop in chosen
    }
    assert {(q.start, q.end, q.text) for q in again.quotes.find()} == {
        (start, stop, text[start:stop]) for start, stop in chosen
    }
    assert again.check() == []


@few
@given(data=st.data(), said=turns)
def test_a_codings_words_stay_its_own_when_it_grows_and_moves(
    place: Path, data: st.DataObject, said: list[str]
) -> None:
    project = imported(place, "\n\n".join(f"Anna: x {words}" for words in said))
    text = project.transcripts.get("P01").text
    for start, stop in spans(data, text):
        project.codings.apply("P01", start, stop, ["c"], coder="ana", merge=True)
    ranges = sorted((c.start, c.end) for c in project.codings.all())
    assert all(one[1] <= other[0] for one, other in pairwise(ranges))
    for start, stop in spans(data, text):
        project.codings.move_edges(project.codings.all()[0].id, start, stop, coder="ana")
    assert all(c.text == text[c.start : c.end] for c in project.codings.all())
    for redo in (False, True):
        project.log.undo(coder="ana", redo=redo)
        assert all(c.text == text[c.start : c.end] for c in project.codings.all())
    assert project.check() == []


@few
@given(said=turns, query=st.sampled_from([p for p in PIECES if any(c.isalnum() for c in p)]))
def test_a_hits_words_are_those_at_its_offsets(place: Path, said: list[str], query: str) -> None:
    project = imported(place, "\n\n".join(f"Anna: x {words}" for words in [*said, query]))
    text = project.transcripts.get("P01").text
    for hit in project.transcripts.search(f'"{query}"'):
        assert text[hit.start : hit.end] == hit.hit
        assert hit.hit.strip()
        assert (hit.before + hit.hit + hit.after).replace("\n", " ") in text.replace("\n", " ")


@few
@given(text=any_text)
def test_any_text_at_all_keeps_its_turns_and_offsets(place: Path, text: str) -> None:
    """What cannot be read as an interview is refused; what can is kept whole."""
    folder = place / "any"
    shutil.rmtree(folder, ignore_errors=True)
    project = Project(lay_out(folder, {}, codebook="codes: [{id: c, name: C}]"))
    path = place / "any.txt"
    path.write_bytes(text.encode())
    report = project.transcripts.import_files([path], coder="ana")
    assert len(report.added) + len(report.failed) == 1
    for info in report.added:
        transcript = project.transcripts.get(info.id)
        last = 0
        for turn in transcript.turns:
            assert last <= turn.start < turn.end <= len(transcript.text)
            assert transcript.text[turn.start : turn.end].strip()
            last = turn.end
        first = transcript.turns[0]
        project.codings.apply(info.id, first.start, first.end, ["c"], coder="ana")
        assert project.codings.all()[0].text == transcript.text[first.start : first.end]
    assert project.check() == []
