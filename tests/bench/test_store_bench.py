"""Measure what a study of 1,000 interviews costs; each figure is printed with its size and bar.

    python -m pytest -m bench tests/bench -s -n 0

`apply` and the commands are told by their median, the others by the best of five runs, since
other work on the machine can only add to them. Peak memory is that of a process that does nothing
else (Linux only: getrusage would count what the process that started it had).
"""

from __future__ import annotations

import csv
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from faults.campaigns import crowded
from faults.killing import nursery

from bench.corpus import Speech, write_interviews
from coding.model import IdentifierChoice
from coding.project import Project
from coding.serve.bundled import bundle

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]

ROOT = Path(__file__).resolve().parents[2]
INTERVIEWS, WORDS = 1_000, 5_000
CODINGS, CODES = 4_000, 30
SIZES = (1_000, 10_000, 100_000)
ENGLISH = ("Interviewer: Do you feel safe here, and why?", "Vera: Yes, the rent is high.")


def told(what: str, figure: float, unit: str, bar: float, *, least: bool = False) -> None:
    """Print a figure and hold it against its bar."""
    sign = "≥" if least else "≤"
    load = os.getloadavg()[0]
    print(f"\n{what:<68} {figure:>9,.1f} {unit:<8} bar {sign} {bar:g}  (load {load:.1f})", end="")
    assert figure >= bar if least else figure <= bar, what


def milliseconds(act: Callable[[], object], times: int = 1) -> list[float]:
    """Return how long each of several runs of an act took."""
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        act()
        found.append((time.perf_counter() - begin) * 1000)
    return found


def p95(figures: list[float]) -> float:
    return sorted(figures)[int(len(figures) * 0.95)]


def in_a_process(program: str, *arguments: object) -> dict[str, float]:
    """Run a program on its own; return what it printed as JSON, with its peak memory in MB."""
    ending = (
        "import json, re\n"
        "status = Path('/proc/self/status').read_text()\n"
        "peak = int(re.search(r'VmHWM:\\s+(\\d+) kB', status)[1]) / 1024\n"
        "print(json.dumps({**figures, 'peak': peak}))\n"
    )
    beginning = "import sys, time\nfrom pathlib import Path\nfrom coding.project import Project\n"
    done = subprocess.run(
        [sys.executable, "-c", beginning + program + ending, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


@dataclass(frozen=True)
class Study:
    """A project with 1,000 interviews and 4,000 codings, and what it took to import them."""

    folder: Path
    imported: dict[str, float]


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Import 1,000 interviews into a new project, in a process of its own."""
    place = tmp_path_factory.mktemp("big")
    write_interviews(place / "corpus", INTERVIEWS, WORDS)
    project = Project.new(place / "p")
    codes = "".join(f"  - {{id: c{n}, name: Code {n}}}\n" for n in range(CODES))
    (project.folder / "codebook.yaml").write_text(f"codes:\n{codes}", encoding="utf-8")
    rows = "".join(f"P{n:04}.txt,P{n:04}\n" for n in range(INTERVIEWS))
    (project.folder / "transcripts" / "index.csv").write_text(f"file,participant\n{rows}")
    imported = in_a_process(
        "project = Project(Path(sys.argv[1]))\n"
        "paths = sorted(Path(sys.argv[2]).iterdir())\n"
        "begin = time.perf_counter()\n"
        "report = project.transcripts.import_files(paths, coder='ana')\n"
        "figures = {'seconds': time.perf_counter() - begin, 'added': len(report.added)}\n",
        project.folder,
        place / "corpus",
    )
    assert imported["added"] == INTERVIEWS
    code_at_random(project, place / "codings.csv")
    return Study(project.folder, imported)


def code_at_random(project: Project, table: Path) -> None:
    """Put 4,000 codings on the interviews, and say who the participants are."""
    chance = random.Random(1)
    infos = project.transcripts.all()
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["transcript", "code", "coder", "start", "end"])
        for n in range(CODINGS):
            info = chance.choice(infos)
            start = chance.randrange(info.length - 400)
            rows.writerow(
                [info.name, f"c{n % CODES}", "ana", start, start + chance.randrange(40, 400)]
            )
    assert project.codings.read_table(table, coder="ana").added == CODINGS
    people = "".join(f"{t.name},x,Female,30-39\n" for t in infos)
    (project.folder / "transcripts" / "participants.csv").write_text(
        f"participant,pseudonym,gender,age_band\n{people}", encoding="utf-8"
    )


@pytest.fixture(scope="module")
def project(big: Study) -> Project:
    """Return the project, with three more interviews of different length."""
    project = Project(big.folder)
    speech = Speech(7)
    for words in SIZES:
        path = big.folder.parent / f"words{words}.txt"
        path.write_text(speech.interview(words), encoding="utf-8")
        project.transcripts.import_files([path], coder="ana")
    return project


def test_import(big: Study) -> None:
    size = f"import of {INTERVIEWS:,} txt interviews of {WORDS:,} words"
    told(size, INTERVIEWS / big.imported["seconds"], "files/s", 200, least=True)
    told(f"{size}: peak memory", big.imported["peak"], "MB", 250)


@pytest.mark.parametrize(
    ("language", "asked", "said", "first"),
    [
        ("English", ENGLISH[0], ENGLISH[1], ""),
        ("English with an emoji", ENGLISH[0], ENGLISH[1] * 3, "Vera: 😀 Hi.\n\n"),
        (
            "Russian",
            "Интервьюер: Вы чувствуете себя в безопасности?",
            "Вера: Да, дочка ходит одна.",
            "",
        ),
    ],
)
def test_memory_of_the_largest_text(
    tmp_path: Path, language: str, asked: str, said: str, first: str
) -> None:
    """Just below the limit of 50 MB, in which there are half a million turns and more.

    An emoji lets Python keep four bytes of every letter; turns are longer there.
    """
    part = f"{asked}\n\n{said}\n\n"
    path = tmp_path / "largest.txt"
    path.write_text(first + part * (49_900_000 // len(part.encode())), encoding="utf-8")
    Project.new(tmp_path / "p")
    found = in_a_process(
        "project, path = Project(Path(sys.argv[1])), Path(sys.argv[2])\n"
        "report = project.transcripts.import_files([path], coder='ana')\n"
        "figures = {'added': len(report.added)}\n",
        tmp_path / "p",
        path,
    )
    assert found["added"] == 1
    told(f"import of a {language} txt of 49.9 MB: peak memory", found["peak"], "MB", 512)


def test_quotes_to_csv(project: Project, tmp_path: Path) -> None:
    assert len(project.codings.all()) == CODINGS
    named = [risk for risk in project.disclosure.look(everything=True) if risk.stops]
    project.identifiers.decide(named, IdentifierChoice.KEPT, reason="made-up words", coder="ana")

    def act() -> None:
        project.quotes.export(tmp_path / "quotes.csv", project.quotes.find(around=False))

    size = f"all quotes of {CODINGS:,} codings in {INTERVIEWS:,} interviews to csv"
    told(size, min(milliseconds(act, 5)), "ms", 200)


def test_apply(project: Project) -> None:
    """The sizes take turns, so that a busy moment of the machine falls on all of them."""
    ids = {words: project.transcripts.info(f"words{words}").id for words in SIZES}
    figures: dict[int, list[float]] = {words: [] for words in SIZES}
    for n in range(200):
        for words, key in ids.items():
            length = project.transcripts.info(key).length
            at = n * 7919 % (length - 100)

            def act(key: str = key, at: int = at, n: int = n) -> None:
                project.codings.apply(key, at, at + 40 + n % 40, [f"c{n % CODES}"], coder="ben")

            figures[words] += milliseconds(act)
    for words, found in figures.items():
        size = f"apply in a transcript of {words:,} words, {INTERVIEWS:,} others"
        told(f"{size}: median", statistics.median(found), "ms", 5)
        told(f"{size}: p95", p95(found), "ms", 50)
    medians = [statistics.median(figures[words]) for words in SIZES]
    told("apply: longest transcript against shortest", medians[-1] / medians[0], "times", 1.5)


def test_search(project: Project) -> None:
    words = Speech().words
    queries = {
        "the commonest word": words[0],
        "a common word": words[30],
        "a rare word": words[15_000],
        "a common phrase": f'"{words[0]} {words[1]}"',
        "a rare phrase": f'"{words[20]} {words[300]}"',
        "two words": f"{words[5]} {words[4_000]}",
        "a beginning": f"{words[200]}*",
    }
    total = project.status()["words"]
    for what, query in queries.items():
        hits = len(project.transcripts.search(query))
        found = milliseconds(lambda query=query: project.transcripts.search(query), 5)
        size = f"search for {what} in {total:,} words ({hits} hits)"
        told(size, min(found), "ms", 50)


def test_backup(project: Project, tmp_path: Path) -> None:
    """It is made behind the page, in the same process, while somebody codes."""
    info = project.transcripts.info("words1000")
    begin = time.process_time()
    project.backups.write(tmp_path / "alone.zip")
    alone = time.process_time() - begin
    size = f"backup of {INTERVIEWS:,} interviews, {project.status()['words']:,} words"
    told(f"{size}: of the processor", alone, "s", 12)
    told(f"{size}: its size", (tmp_path / "alone.zip").stat().st_size / 1e6, "MB", 200)
    project.backups.keep_up()
    job = project.backups.work.running()[0]
    figures: list[float] = []
    for n in itertools.count():
        at = n * 31 % (info.length - 100)

        def act(at: int = at, n: int = n) -> None:
            project.codings.apply(info.id, at, at + 40, [f"c{n % CODES}"], coder=f"eva {n}")

        figures += milliseconds(act)
        if job.ready:
            break
    job.outcome()
    meanwhile = f"apply during such a backup ({len(figures)} acts)"
    told(f"{meanwhile}: median", statistics.median(figures), "ms", 25)
    told(f"{meanwhile}: p95", p95(figures), "ms", 100)
    told(f"{meanwhile}: slowest", max(figures), "ms", 400)


def test_memory_of_search(project: Project) -> None:
    words = Speech().words
    found = in_a_process(
        "project = Project(Path(sys.argv[1]))\n"
        "search = project.transcripts.search\n"
        "figures = {'hits': sum(len(search(query)) for query in sys.argv[2:])}\n",
        project.folder,
        *(words[0], words[30], f"{words[200]}*"),
    )
    told(f"search in {INTERVIEWS * WORDS:,} words: peak memory", found["peak"], "MB", 250)


def test_opening_a_project(project: Project) -> None:
    def act() -> None:
        assert Project(project.folder).status()["transcripts"] >= INTERVIEWS

    size = f"opening a project of {INTERVIEWS:,} interviews, with its check values"
    told(size, min(milliseconds(act, 5)), "ms", 500)


def test_eight_writers(tmp_path: Path) -> None:
    with nursery() as workers:
        outcome = crowded(workers, tmp_path, "codings", crew=8, acts=100)
    assert (outcome.found, outcome.acknowledged) == ([], 800)
    size = "one coding while 7 others write"
    told(f"{size}: median", statistics.median(outcome.milliseconds), "ms", 100)
    told(f"{size}: p95", p95(outcome.milliseconds), "ms", 100)


def test_opening_a_long_transcript(project: Project) -> None:
    def act() -> None:
        Project(project.folder).transcripts.get("words100000")

    size = "opening the project and a transcript of 100,000 words"
    told(size, min(milliseconds(act, 5)), "ms", 300)


def test_the_command_line(tmp_path: Path) -> None:
    sample = tmp_path / "sample"
    Project.new(sample, sample=bundle())
    for arguments, bar in ((["--help"], 300), (["status", "--project", str(sample)], 1_000)):

        def act(arguments: list[str] = arguments) -> None:
            command = [sys.executable, "-m", "coding", *arguments]
            env = {**os.environ, "PYTHONPATH": str(ROOT)}
            subprocess.run(command, check=True, capture_output=True, env=env)

        size = f"coding {arguments[0]}{' on the sample' if arguments[0] == 'status' else ''}"
        told(size, statistics.median(milliseconds(act, 5)), "ms", bar)
