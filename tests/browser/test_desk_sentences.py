"""A sentence taken on the desk ends where the cutter of all languages ends it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from desk import open_transcript, opened, selected
from desk_server import Shown
from playwright.sync_api import Browser
from studies import lay_out

from coding.language.sentences import sentences

SAID = {
    "en": "🙂 Dr. Ana came. We left... in March. “Go!” she said. It cost 5.50 or so. So I did.",
    "ru": "Это было в 2022 г. из города. Мы уехали... в марте. Так и т.д. Всё.",
}
CHOSEN = {
    "en": ["🙂 Dr. Ana came.", "We left... in March."],
    "ru": ["Это было в 2022 г. из города.", "Мы уехали... в марте."],
}


@pytest.mark.parametrize("language", SAID)
def test_a_sentence_chosen_by_key_ends_where_a_proposed_passage_would(
    browser: Browser, show: Callable[..., Shown], tmp_path: Path, language: str
) -> None:
    """An abbreviation, an ellipsis before a small letter and a price end no sentence."""
    words = SAID[language]
    folder = lay_out(
        tmp_path / "p",
        {"Ana.txt": f"Interviewer: Well?\n\nAna: {words}\n"},
        others={"index.csv": f"file,participant,language\nAna.txt,P01,{language}\n"},
    )
    cut = [words[a:b] for a, b in sentences(words, language=language)]
    assert cut[:2] == CHOSEN[language]
    with opened(browser) as page:
        open_transcript(page, show(folder), "Ana", turn=2)
        page.keyboard.press("j")
        page.keyboard.press("k")
        page.keyboard.press("j")
        taken = []
        for n in range(len(cut)):
            page.keyboard.press("s" if n == 0 else "Shift+ArrowDown")
            taken.append(selected(page))
    starts = [words.index(sentence) for sentence in cut]
    assert taken == [
        words[: start + len(sentence)] for start, sentence in zip(starts, cut, strict=True)
    ]
