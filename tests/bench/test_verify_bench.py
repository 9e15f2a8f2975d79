"""Measure how long a draft takes to check, and how that grows with the interviews.

    python -m pytest -m bench tests/bench/test_verify_bench.py -s -n 0

A draft of 20,000 words with 100 quotations and some hundred figures, against 15, 30 and 60
interviews of 10,000 words each: the whole command, start of Python included.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from marked_drafts import DRAFTS, plain

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]

ROOT = Path(__file__).resolve().parents[2]
SYLLABLES = [a + b for a in "k l m n r s t v".split() for b in "a e i o u".split()]
SMALL = "we and the to a in was that it so there my is not of they with had".split()


def study(folder: Path, interviews: int, chance: random.Random) -> list[list[str]]:
    """Make a project; return what each interviewee says, turn by turn."""
    (folder / "transcripts").mkdir(parents=True)
    (folder / "survey").mkdir()
    (folder / "survey" / "toplines.csv").write_bytes((ROOT / "survey/toplines.csv").read_bytes())
    (folder / "codebook.yaml").write_text("codes:\n  - {id: a, name: A}\n")
    rare = [a + b + c for a in SYLLABLES for b in SYLLABLES[:12] for c in ("", "n")]
    said = []
    for number in range(interviews):
        lines: list[str] = []
        words = 0
        while words < 10_000:
            size = chance.choice((10, 40, 90))
            spoken = [chance.choice(rare if chance.random() < 0.5 else SMALL) for _ in range(size)]
            speaker = "Interviewer" if len(lines) % 2 == 0 else "Anna"
            lines.append(f"{speaker}: {' '.join(spoken)}.")
            words += size
        (folder / "transcripts" / f"T{number}.txt").write_text("\n\n".join(lines))
        said.append([one.partition(": ")[2] for one in lines[1::2]])
    return said


def draft(said: list[list[str]], chance: random.Random) -> str:
    """Return a draft of 20,000 words with 100 quotations; nine of ten paragraphs have no figure."""
    text, _ = plain((DRAFTS / "report-en.md").read_text(encoding="utf-8"))
    paragraphs = text.split("\n\n")
    filler = " ".join(chance.choices(text.replace("%", "").split(), k=400))
    plain_words = "".join(c for c in filler if not c.isdigit())
    while sum(len(one.split()) for one in paragraphs) < 18_500:
        paragraphs.append(" ".join(chance.sample(plain_words.split(), 120)) + ".")
    for _ in range(100):
        turn = chance.choice([t for one in said for t in one if len(t.split()) > 35]).split()
        quote = f"One says: “{' '.join(turn[3:22])}” (Female, 30–39)"
        paragraphs.insert(chance.randrange(len(paragraphs)), quote)
    return "\n\n".join(paragraphs)


def test_a_long_draft_is_checked_in_ten_seconds_and_cost_is_linear(tmp_path: Path) -> None:
    """Under 10 s at 60 interviews; twice the interviews cost no more than twice the time."""
    chance = random.Random(6)
    taken = {}
    for interviews in (15, 30, 60):
        folder = tmp_path / str(interviews)
        said = study(folder, interviews, chance)
        path = tmp_path / f"draft-{interviews}.md"
        path.write_text(draft(said, chance), encoding="utf-8")
        command = [sys.executable, "-m", "coding"]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        subprocess.run([*command, "status", "--project", folder], env=env, capture_output=True)
        began = time.perf_counter()
        result = subprocess.run(
            [*command, "verify", path, "--project", folder, "--json"],
            env=env, capture_output=True, check=True,
        )  # fmt: skip
        taken[interviews] = time.perf_counter() - began
        told = json.loads(result.stdout)
        verdicts = Counter(e["verdict"] for e in told["examined"] if e["kind"] == "quotation")
        words = len(path.read_text(encoding="utf-8").split())
        figures = sum(e["kind"] == "figure" for e in told["examined"])
        print(
            f"\n{interviews} interviews, {words:,} words, {figures} figures:"
            f" {taken[interviews]:.2f} s  {dict(verdicts)}"
        )
        assert verdicts["verbatim"] >= 100
    assert taken[60] < 10
    # What is there without interviews is the same each time; only the rest may double.
    assert taken[60] - taken[30] < 2.5 * max(taken[30] - taken[15], 0.3)
