"""A large study goes out for other programs, and comes in, within the time a person waits.

Processor time of this process and its children is measured, so that what else runs on the machine
does not count; memory is that of a process that does nothing else.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from coding.exchange.guids import guid_of
from coding.exchange.refi_write import write_qdpx
from coding.model.exchange import ForeignCode, ForeignCoding, ForeignProject, ForeignSource

pytestmark = pytest.mark.bench

INTERVIEWS, WORDS, EACH = 1_000, 5_000, 4
EXPORT, IMPORT, MEMORY = 3.0, 10.0, 500

RUN = """
import json, resource, sys
from pathlib import Path
from coding.exchange.reading import read
from coding.project import Project
folder, file, what = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
project = Project(folder) if folder.exists() else Project.new(folder)
def used():
    both = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in both)
before = used()
if what == "import":
    taken = project.exchange.take_in(read(file), coder="x")
    told = [taken.sources, taken.codings]
else:
    done = project.exchange.write(file)
    told = [done.sources, done.codings]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([used() - before, peak, *told]))
"""


def run(folder: Path, file: Path, what: str) -> tuple[float, float, int, int]:
    """Return seconds of processor time, MB of memory, sources and codings of one run."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(folder), str(file), what],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, memory, sources, codings = json.loads(done.stdout)
    print(f"{what}: {seconds:.1f} s, {memory:.0f} MB")
    return seconds, memory, sources, codings


@pytest.mark.timeout(600)
def test_a_thousand_interviews_come_in_and_go_out(tmp_path: Path) -> None:
    from bench.corpus import Speech

    speech, chance = Speech(), random.Random(3)
    sources, codings = [], []
    codes = tuple(ForeignCode(key=guid_of("code", str(n)), name=f"Code {n}") for n in range(60))
    for number in range(INTERVIEWS):
        text = speech.interview(WORDS).replace("Anna: ", "Anna: Ёлка 🏠 ", 3)
        source = ForeignSource(key=guid_of("source", str(number)), name=f"P{number}", text=text)
        sources.append(source)
        for n in range(EACH):
            start = text.index(" ", chance.randint(0, len(text) - 3_000)) + 1
            end = text.index(" ", start + chance.randint(50, 900))
            codings.append(
                ForeignCoding(
                    key=guid_of("coding", f"{number} {n}"),
                    source=source.key,
                    start=start,
                    end=end,
                    text=text[start:end],
                    code=chance.choice(codes).key,
                    coder=chance.choice("AB"),
                )
            )
    theirs = ForeignProject(
        program="x", codes=codes, sources=tuple(sources), codings=tuple(codings)
    )
    write_qdpx(theirs, tmp_path / "theirs.qdpx", "Another 1.0")
    for file, folder in (("theirs.qdpx", "one"), ("ours.qdpx", "two")):
        seconds, memory, texts, coded = run(tmp_path / folder, tmp_path / file, "import")
        assert (texts, coded) == (INTERVIEWS, INTERVIEWS * EACH)
        assert (seconds < IMPORT, memory < MEMORY) == (True, True)
        seconds, memory, texts, coded = run(tmp_path / folder, tmp_path / "ours.qdpx", "export")
        assert (texts, coded) == (INTERVIEWS, INTERVIEWS * EACH)
        assert (seconds < EXPORT, memory < MEMORY) == (True, True)
