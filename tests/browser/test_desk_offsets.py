"""Whatever the script, the words that a selection shows are the words that are stored.

Transcripts are put together at random, always the same, from emoji, ZWJ families, flags,
combining marks, Cyrillic, Hebrew and CJK; places in them are chosen at random by code point, so
that many lie inside a character as people see it. Each selection gets a code of its own.
"""

from __future__ import annotations

import random
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from desk import (
    codings,
    open_transcript,
    opened,
    place,
    row,
    select,
    selected,
    study,
    transcript,
    units,
    wait_for,
    wait_saved,
)
from desk_server import Shown, Stage
from playwright.sync_api import Browser, Page

from coding.model import Coding, Transcript

PIECES = {
    "en": """
        plain words, don't|👨‍👩‍👧‍👦|👩🏾‍💻 typed|🇷🇸🇷🇺|🏳️‍🌈 flag|cafe\u0301|nai\u0308ve|Z\u0327\u0351a\u0323\u0307lgo
        |1️⃣ 2️⃣|𝒳𝓎𝓏 letters|well-known|"so," she said|50 %|e\u0301\u0323\u0304x|soft\u00adhyphen
        |zero\u200bwidth|🤷🏽‍♀️🤷🏽‍♀️|नमस्ते क्षत्रिय|한국어 각|ﷺ|ok 🙂🙂 ok""",
    "ru": """
        кафе\u0301 у дома|ё и е\u0308|Й и И\u0306|мы жили в Белграде|🇷🇺 паспорт|👵🏻 бабушка|по-русски
        |«нет», — сказал он|много-много 🙂|потом… вот|Ђорђе Љиљана|зато́|№ 5""",
    "he": """
        שלום עולם|מה שלומך?|שָׁלוֹם|בֵּית הַסֵּפֶר|😀 טוב|2024 שנה|English באמצע|ירושלים, תל־אביב
        |👨‍👩‍👧 משפחה|ג'ירפה|(סוגריים)|צה"ל|🇮🇱""",
    "ja": """
        日本語テキスト|我们住在贝尔格莱德。|𠮷野家で食べた|か\u3099き\u3099く\u3099|ｶﾞｷﾞ|👩‍👩‍👧 家族|「はい」|葛\U000e0100飾区
        |中文，英文 mixed|😀です|東京、大阪|한국말도|ー長音ー""",
}
SELECTIONS = 36
DRAGS = 4
BLANK = " \n\t\u00a0\u3000"

SEEN = """
async (wanted) => {
  // Select as a mouse does, code with a click, and tell what the browser showed as selected.
  const seen = [];
  const pause = () => new Promise((done) => setTimeout(done, 2));
  const point = ([i, unit]) => {
    const words = document.querySelector(`.cd-turn[data-i="${i}"] .cd-words`);
    const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
    let before = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (unit <= before + node.length) return [node, unit - before];
      before += node.length;
    }
  };
  for (const [anchor, focus, altKey, code] of wanted) {
    const target = document.querySelector(`.cd-turn[data-i="${focus[0]}"] .cd-words`);
    const what = { bubbles: true, button: 0, pointerType: "mouse", altKey };
    target.dispatchEvent(new PointerEvent("pointerdown", what));
    getSelection().setBaseAndExtent(...point(anchor), ...point(focus));
    target.dispatchEvent(new PointerEvent("pointerup", what));
    await pause();
    seen.push(getSelection().toString());
    document.querySelector(`.cd-codes li[data-code="${code}"] .cd-code`).click();
    await pause();
  }
  return seen;
}
"""
CHARACTERS = """
(turns) => turns.map((text) => {
  const cuts = [...new Intl.Segmenter("und", { granularity: "grapheme" }).segment(text)];
  return [...cuts.map((cut) => cut.index), text.length];
})
"""


@dataclass(frozen=True)
class Wanted:
    """A selection to make: from `anchor` to `focus`, in either direction."""

    anchor: int
    focus: int
    exactly: bool
    code: str


def composed(language: str, turns: int = 30) -> str:
    """Return an interview put together at random, combining marks as separate characters."""
    chance = random.Random(language)
    pieces = [piece.strip() for piece in PIECES[language].split("|")]
    lines = []
    for number in range(turns):
        speaker = "Interviewer" if number % 3 == 0 else "Вера"
        said = [chance.choice(pieces) for _ in range(chance.randrange(1, 14))]
        lines.append(f"{speaker}: " + " ".join(said))
    return unicodedata.normalize("NFD", "\n".join(lines))


@pytest.fixture(scope="module")
def app(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    folder = tmp_path_factory.mktemp("offsets") / "study"
    (folder / "transcripts").mkdir(parents=True)
    for language in PIECES:
        path = folder / "transcripts" / f"{language}.txt"
        path.write_text(composed(language), encoding="utf-8")
    rows = "".join(f"{language}.txt,P-{language},{language}\n" for language in PIECES)
    index = folder / "transcripts" / "index.csv"
    index.write_text("file,participant,language\n" + rows, encoding="utf-8")
    codes = "".join(f"  - {{id: c{n}, name: Code {n}}}\n" for n in range(SELECTIONS + DRAGS))
    (folder / "codebook.yaml").write_text("codes:\n" + codes, encoding="utf-8")
    with stage.showing(folder) as shown:
        yield shown


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with opened(browser) as page:
        yield page


@pytest.fixture(scope="module", params=PIECES)
def text(request: pytest.FixtureRequest, page: Page, app: Shown) -> Transcript:
    """Return the transcript in one language, open on the page."""
    open_transcript(page, app, request.param)
    return transcript(app.folder, request.param)


@pytest.fixture(scope="module")
def cuts(page: Page, text: Transcript) -> list[int]:
    """Return every place between two characters as people see them, by code point."""
    spoken = [text.text[t.start : t.end] for t in text.turns]
    found = []
    for turn, cuts in zip(text.turns, page.evaluate(CHARACTERS, spoken), strict=True):
        said = text.text[turn.start : turn.end]
        by_unit = {units(said[:n]): turn.start + n for n in range(len(said) + 1)}
        found += [by_unit[cut] for cut in cuts]
    return found


def chosen(text: Transcript, seed: str) -> list[Wanted]:
    """Choose places at random: mostly within a turn, some across turns, some backwards."""
    chance = random.Random(seed)
    found = []
    for number in range(SELECTIONS):
        i = chance.randrange(len(text.turns))
        j = i if chance.random() < 0.75 else min(len(text.turns) - 1, i + chance.randrange(1, 4))
        a = chance.randint(text.turns[i].start, text.turns[i].end)
        b = chance.randint(text.turns[j].start, text.turns[j].end)
        found.append(Wanted(a, b, chance.random() < 0.5, f"c{number}"))
    return [w for w in found if w.anchor != w.focus]


def spoken(text: Transcript, start: int, end: int) -> list[str]:
    """Return what lies in a segment, turn by turn, without the speakers' labels."""
    parts = [text.text[max(t.start, start) : min(t.end, end)] for t in text.turns]
    return [part for part in parts if part]


def check(text: Transcript, cuts: list[int], coding: Coding, shown: str) -> None:
    """Assert what holds for every coding: it is what was shown, whole characters, no more."""
    assert coding.text == text.text[coding.start : coding.end]
    parts = spoken(text, coding.start, coding.end)
    assert "".join(shown.split()) == "".join("".join(parts).split())
    if len(parts) == 1:
        assert shown == coding.text
    assert coding.start in cuts, "its beginning lies inside a character"
    assert coding.end in cuts, "its end lies inside a character"


def test_every_selection_is_stored_as_it_is_shown(
    page: Page, app: Shown, text: Transcript, cuts: list[int]
) -> None:
    wanted = chosen(text, f"select {text.language}")
    ends = [[at(text, w.anchor), at(text, w.focus), w.exactly, w.code] for w in wanted]
    seen: list[str] = page.evaluate(SEEN, ends)
    wait_saved(page)
    stored = {c.code: c for c in codings(app.folder, text.name)}
    painted: dict[str, str] = page.evaluate(
        """() => {
          const found = {};
          for (const mark of document.querySelectorAll(".cd-mark"))
            for (const id of mark.dataset.ids.split(" "))
              found[id] = (found[id] || "") + mark.textContent;
          return found;
        }"""
    )
    for one, shown in zip(wanted, seen, strict=True):
        first, last = sorted((one.anchor, one.focus))
        inside = "".join(spoken(text, first, last))
        if not inside.strip(BLANK) and one.code not in stored:
            continue
        coding = stored[one.code]
        check(text, cuts, coding, shown)
        assert painted[coding.id] == "".join(spoken(text, coding.start, coding.end))
        exact = cuts[bisect_right(cuts, first) - 1], cuts[bisect_left(cuts, last)]
        if one.exactly and first in cuts and last in cuts and inside == inside.strip(BLANK):
            assert "".join(spoken(text, *exact)) == "".join(spoken(text, coding.start, coding.end))
        held = "".join("".join(spoken(text, first, last)).split())
        assert held in "".join("".join(spoken(text, coding.start, coding.end)).split())
        if not one.exactly:
            assert coding.text == coding.text.strip(BLANK), "it has blanks at its edges"
    assert len(stored) >= SELECTIONS * 0.9


def at(text: Transcript, point: int) -> tuple[int, int]:
    """Return turn and UTF-16 offset of a place, which may be the very end of a turn."""
    for i, turn in enumerate(text.turns):
        if turn.start <= point <= turn.end:
            return i, units(text.text[turn.start : point])
    raise AssertionError(f"no turn has the place {point}")


def test_each_turn_runs_in_the_direction_of_its_script(page: Page, text: Transcript) -> None:
    """By its first strong letter, as the standard has it; numbers and signs have none."""
    shown = page.evaluate(
        "[...document.querySelectorAll('.cd-words')].map((e) => getComputedStyle(e).direction)"
    )
    strong = [
        next(
            (
                unicodedata.bidirectional(c)
                for c in said
                if unicodedata.bidirectional(c) in ("L", "R", "AL")
            ),
            "L",
        )
        for turn in text.turns
        for said in [text.text[turn.start : turn.end]]
    ]
    assert shown == ["ltr" if kind == "L" else "rtl" for kind in strong]
    assert "rtl" in shown or text.language != "he"


def test_so_is_every_drag_of_the_mouse(
    page: Page, app: Shown, text: Transcript, cuts: list[int]
) -> None:
    chance = random.Random(f"drag {text.language}")
    for number in range(SELECTIONS, SELECTIONS + DRAGS):
        turn = chance.choice([t for t in text.turns if t.end - t.start > 12])
        i = place(text, turn.start)[0]
        within = [c for c in cuts if turn.start < c < turn.end]
        start = end = turn.start
        while not any(letter.isalnum() for letter in text.text[start:end]):
            start, end = sorted(chance.sample(within, 2))
        select(page, text, start, end)
        shown = selected(page)
        row(page, f"c{number}").locator(".cd-code").click()
        wait_saved(page)
        coding = next(c for c in codings(app.folder, text.name) if c.code == f"c{number}")
        check(text, cuts, coding, shown)
        wait_for(page, f"document.querySelector('.cd-turn[data-i=\"{i}\"] .cd-mark')")


def test_the_interviews_are_as_hard_as_they_should_be(app: Shown) -> None:
    everything = "".join(t.text for t in (transcript(app.folder, k) for k in PIECES))
    assert unicodedata.is_normalized("NFC", everything)
    assert not unicodedata.is_normalized("NFC", "".join(composed(k) for k in PIECES))
    for sign in "\u200d\ufe0f\u0351\u05bc\U0001f1f7\U0001f3fd\U00020bb7лשが":
        assert unicodedata.normalize("NFC", sign) in everything
    assert len(study(app.folder).transcripts.all()) == len(PIECES)
