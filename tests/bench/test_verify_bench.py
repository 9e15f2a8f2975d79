"""Measure how long a draft takes to check, and how that grows with the interviews.

    python -m pytest -m bench tests/bench/test_verify_bench.py -s -n 0

A draft of 20,000 words with 100 quotations and some hundred figures, against 15, 30 and 60
interviews of 10,000 words each, and a shorter one repeated: the processor's time for the whole
command, start of Python included.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from marked_drafts import DRAFTS, plain

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]

ROOT = Path(__file__).resolve().parents[2]
SYLLABLES = [a + b for a in "k l m n r s t v".split() for b in "a e i o u".split()]
SMALL = "we and the to a in was that it so there my is not of they with had".split()


def interview(chance: random.Random) -> list[str]:
    """Return the lines of an interview of 10,000 words, every other one of the interviewee."""
    rare = [a + b + c for a in SYLLABLES for b in SYLLABLES[:12] for c in ("", "n")]
    lines: list[str] = []
    words = 0
    while words < 10_000:
        size = chance.choice((10, 40, 90))
        spoken = [chance.choice(rare if chance.random() < 0.5 else SMALL) for _ in range(size)]
        speaker = "Interviewer" if len(lines) % 2 == 0 else "Anna"
        lines.append(f"{speaker}: {' '.join(spoken)}.")
        words += size
    return lines


def study(folder: Path, interviews: list[list[str]]) -> Path:
    """Make a project of interviews with the bundled survey."""
    (folder / "transcripts").mkdir(parents=True)
    (folder / "survey").mkdir()
    (folder / "survey" / "toplines.csv").write_bytes((ROOT / "survey/toplines.csv").read_bytes())
    (folder / "codebook.yaml").write_text("codes:\n  - {id: a, name: A}\n")
    for number, lines in enumerate(interviews):
        (folder / "transcripts" / f"T{number}.txt").write_text("\n\n".join(lines))
    run("status", "--project", folder)
    return folder


def draft(interviews: list[list[str]], chance: random.Random, words: int, quotes: int) -> str:
    """Return a draft with quotations of interviews; nine of ten paragraphs have no figure."""
    text, _ = plain((DRAFTS / "report-en.md").read_text(encoding="utf-8"))
    paragraphs = text.split("\n\n")
    filler = " ".join(chance.choices(text.replace("%", "").split(), k=400))
    plain_words = "".join(c for c in filler if not c.isdigit())
    while sum(len(one.split()) for one in paragraphs) < words:
        paragraphs.append(" ".join(chance.sample(plain_words.split(), 120)) + ".")
    said = [one.partition(": ")[2] for lines in interviews for one in lines[1::2]]
    for _ in range(quotes):
        turn = chance.choice([one for one in said if len(one.split()) > 35]).split()
        quote = f"One says: “{' '.join(turn[3:22])}” (Female, 30–39)"
        paragraphs.insert(chance.randrange(len(paragraphs)), quote)
    return "\n\n".join(paragraphs)


def run(*given: str | Path) -> tuple[float, str]:
    """Run a command; return the processor's seconds, start of Python included, and what it says."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    before = os.times()
    command = [sys.executable, "-m", "coding", *given]
    result = subprocess.run(command, env=env, capture_output=True, check=True, text=True)
    after = os.times()
    spent = after.children_user + after.children_system
    return spent - before.children_user - before.children_system, result.stdout


def cost(path: Path, folder: Path, quotes: int) -> float:
    """Return the seconds that a draft takes to be checked, whose quotations are all found."""
    seconds, said = run("verify", path, "--project", folder, "--json")
    examined = json.loads(said)["examined"]
    verdicts = Counter(e["verdict"] for e in examined if e["kind"] == "quotation")
    figures = sum(e["kind"] == "figure" for e in examined)
    words = len(path.read_text(encoding="utf-8").split())
    print(f"\n{folder.name}: {words:,} words, {figures} figures: {seconds:.2f} s  {dict(verdicts)}")
    assert verdicts["verbatim"] >= quotes
    return seconds


def test_a_long_draft_is_checked_in_ten_seconds_and_cost_is_linear_in_interviews(
    tmp_path: Path,
) -> None:
    """The same draft against 15, 30 and 60 interviews: what is added with each doubles at most."""
    chance = random.Random(6)
    interviews = [interview(chance) for _ in range(60)]
    path = tmp_path / "draft.md"
    path.write_text(draft(interviews[:15], chance, 18_500, 100), encoding="utf-8")
    taken = {
        many: cost(path, study(tmp_path / f"{many} interviews", interviews[:many]), 100)
        for many in (15, 30, 60)
    }
    assert taken[60] < 10
    assert taken[60] - taken[30] < 2.5 * max(taken[30] - taken[15], 0.3)


def test_cost_is_linear_in_the_draft(tmp_path: Path) -> None:
    """The same draft once, twice and four times over, 5,000 to 20,000 words."""
    chance = random.Random(7)
    interviews = [interview(chance) for _ in range(15)]
    folder = study(tmp_path / "15 interviews", interviews)
    text = draft(interviews, chance, 4_600, 25)
    taken = {}
    for times in (1, 2, 4):
        path = tmp_path / f"draft-{times}.md"
        path.write_text("\n\n".join([text] * times), encoding="utf-8")
        taken[times] = cost(path, folder, 25 * times)
    assert taken[4] - taken[2] < 2.5 * max(taken[2] - taken[1], 0.3)
