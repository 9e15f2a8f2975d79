"""A PDF of 300 pages is read within the time and the memory that a laptop has for it.

    python -m pytest -m bench tests/bench/test_formats_bench.py -s -n 0

Memory is that of a process that does nothing else; seconds are the processor's, so that what else
runs on the machine does not count.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from pdf_files import Paper, pdf

from bench.corpus import Speech

pytestmark = pytest.mark.bench

PAGES, LINES = 300, 44
SECONDS, MEMORY = 20.0, 512

RUN = """
import json, resource, sys, time
from pathlib import Path
from coding.transcripts import read
begun = time.process_time()
found = read(Path(sys.argv[1]))
seconds = time.process_time() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([seconds, peak, found.words, len(found.turns)]))
"""


def book(*, numbered: bool) -> tuple[bytes, int]:
    """Return a PDF of full pages with heads and page numbers, and how many words are said in it."""
    speech = Speech(3)
    papers: list[Paper] = []
    lines: list[str] = []
    words = 0
    while len(lines) < PAGES * LINES:
        for who, size in (("Interviewer", 25), ("Anna", 160)):
            said = speech.sentences(size)
            words += len(said.split())
            lines += textwrap.wrap(f"{who}: {said}", 84)
    for page in range(PAGES):
        paper = Paper()
        paper.write(70, 812, "Mill towns and after", size=8)
        paper.write(290, 20, str(page + 1), size=8)
        for i, line in enumerate(lines[page * LINES : (page + 1) * LINES]):
            if numbered:
                paper.write(40, 780 - 17 * i, str(i + 1), size=8)
            paper.write(70, 780 - 17 * i, line)
        papers.append(paper)
    words -= sum(len(line.split()) for line in lines[PAGES * LINES :])
    return pdf(*papers), words


@pytest.mark.parametrize("numbered", [False, True])
def test_a_pdf_of_300_pages_is_read_in_time(tmp_path: Path, numbered: bool) -> None:
    data, words = book(numbered=numbered)
    path = tmp_path / "book.pdf"
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(path)], check=True, capture_output=True, text=True
    )
    seconds, memory, said, turns = json.loads(done.stdout)
    print(
        f"\n{PAGES} pages, {len(data) / 1e6:.1f} MB, {said:,} words, {turns:,} turns:"
        f" {seconds:.1f} s of the processor (bar {SECONDS:g}), {memory:.0f} MB (bar {MEMORY});"
        f" load {os.getloadavg()[0]:.1f}"
    )
    assert abs(said - words) <= 0.001 * words
    assert seconds <= SECONDS
    assert memory <= MEMORY
