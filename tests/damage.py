"""Damage a project's database on purpose and look what a researcher would see of it.

`field` makes a project with something of every kind; `flips` turns one random bit after another in
copies of its database, opens each, lists, searches, exports, checks and takes back what it holds,
and counts what came of it.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from studies import code, study

from coding.errors import CodingError
from coding.model import Choice, Memo, Participant, Seen, Suggestion
from coding.project import Project
from coding.serve.bundled import bundle

NOTICED, HARMLESS, WRONG, TRACEBACK = "noticed", "harmless", "shown wrong", "traceback"
QUERIES = ("home", '"at night"', "dog*", "безопасно", "I")


@contextmanager
def in_memory(otherwise: Path) -> Iterator[Path]:
    """Yield a folder that no disk is waited for, if the machine has one; the other one if not."""
    memory = Path("/dev/shm")
    if not memory.is_dir():
        yield otherwise
        return
    with tempfile.TemporaryDirectory(dir=memory) as place:
        yield Path(place)


def field(folder: Path) -> Project:
    """Make the sample project with something of every kind in its database."""
    return furnished(Project.new(folder, sample=bundle()))


def small_field(folder: Path) -> Project:
    """Make a project of two short interviews with something of every kind."""
    project = study(folder)
    for words in ("My daughter walks", "to school alone", "The rent is high"):
        code(project, "Vera", words, "safety", "prices")
    return furnished(project)


def furnished(project: Project) -> Project:
    """Put something of every kind into a project that has codings."""
    coding = project.codings.all()[0]
    project.memos.write("project", "", "Первые мысли: to be sorted out", coder="ana")
    project.memos.write("coding", coding.id, "Is this not pride?", coder="ben")
    basket = project.baskets.add("Report", coder="ana")
    project.baskets.put(basket, [c.id for c in project.codings.all()[:5]], coder="ana")
    info = project.transcripts.all()[0]
    for start in (20, 60, 90):
        project.codings.apply(info.id, start, start + 20, [coding.code], coder="ana")
    project.log.undo(coder="ana")
    proposed = [
        Suggestion(
            id="",
            transcript=info.id,
            start=at,
            end=at + 20,
            text=info.name,
            code=coding.code,
            score=0.7,
            raw=0.65,
        )
        for at in range(4, 60, 9)
    ]
    kept = project.store.suggestions.keep(proposed, coder="ana", model="m1")
    for key, choice in zip(kept, (Choice.ACCEPT, Choice.REJECT, Choice.SKIP), strict=False):
        project.suggestions.decide(key, choice, coder="ana")
    people = [*project.participants.all(), Participant(id="P99", pseudonym="Nobody")]
    project.participants.save(people, coder="ana")
    project.store.places.put("ana", info.id, 3)
    passed = Seen(transcript=info.id, start=4, end=24, coder="ana", codes=("fear",))
    project.seen.note([passed])
    project.memos.write("project", "", "To be taken back", coder="ben")
    project.log.undo(coder="ben")
    return project


def shown(project: Project, out: Path) -> dict[str, Any]:
    """Return everything that the pages, lists and files of a project show."""
    store = project.store
    infos = project.transcripts.all()
    project.quotes.export(out / "quotes.csv", project.quotes.find())
    kept = [store.suggestions.get(key) for key in _suggested(store.path)]
    return {
        "status": project.status(),
        "transcripts": infos,
        "texts": [project.transcripts.get(info.id) for info in infos],
        "searched": [project.transcripts.search(query) for query in QUERIES],
        "words": [store.transcripts.words_at(info.id, 3, 40) for info in infos],
        "codings": project.codings.all(),
        "of one code": [store.codings.all(codes=[code.id]) for code in project.codes.book()],
        "codes": project.codes.book(),
        "memos": project.memos.all(),
        "baskets": project.baskets.all(),
        "suggestions": kept,
        "decisions": store.decisions.all(),
        "links": project.links.all(),
        "rulings": store.rulings.all(),
        "participants": project.participants.all(),
        "places": store.places.all("ana"),
        "seen": store.seen.all(),
        "acts": project.log.acts(),
        "next": project.log.reversible("ana"),
        "quotes": (out / "quotes.csv").read_bytes(),
    }


def _suggested(path: Path) -> list[str]:
    from coding.store.reader import reading

    with reading(path) as db:
        return [row[0] for row in db.execute("SELECT id FROM suggestions ORDER BY id")]


def taken_back(project: Project) -> list[Any]:
    """Take back what somebody did, act by act, and return what stood there each time."""
    stood: list[Any] = []
    for coder in ("ana", "ben"):
        while project.log.reversible(coder)[0]:
            project.log.undo(coder=coder)
            stood.append([_plain(m) for m in project.memos.all()])
            stood.append([(c.id, c.text, c.code) for c in project.codings.all()])
            stood.append([(b.name, len(b.picks)) for b in project.baskets.all()])
            stood.append(project.participants.all())
    return stood


def _plain(memo: Memo) -> tuple[str, str, str]:
    return memo.id, memo.about, memo.text


def seen(folder: Path, out: Path) -> tuple[dict[str, Any], list[Any]]:
    """Open a project, look at everything, check it, then take everything back."""
    project = Project(folder)
    told = shown(project, out)
    project.check()
    return told, taken_back(project)


def flip(path: Path, seed: int, *, holding: bool = False) -> None:
    """Turn one bit of a file; `holding`: of a byte that is not zero."""
    chance = random.Random(seed)
    data = bytearray(path.read_bytes())
    at = chance.choice([n for n, byte in enumerate(data) if byte or not holding])
    data[at] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def came_of(folder: Path, out: Path, truth: object) -> tuple[str, str]:
    """Say what somebody saw of a damaged project, and the words of it."""
    with ThreadPoolExecutor(1) as apart:
        done = apart.submit(seen, folder, out)
        error = done.exception()
    if error is None:
        return (
            (HARMLESS, "") if done.result() == truth else (WRONG, _differing(done.result(), truth))
        )
    if isinstance(error, CodingError) and "\n" not in str(error):
        return NOTICED, str(error)
    return TRACEBACK, repr(error)


def _differing(found: Any, truth: Any) -> str:
    return ", ".join([*(key for key in truth[0] if found[0][key] != truth[0][key]), "or undo"])


def flips(
    project: Project, place: Path, seeds: Iterable[int], *, holding: bool = False
) -> tuple[Counter[str], dict[int, tuple[str, str]]]:
    """Turn one bit for each seed in a copy of a project; count what came of it, and tell each."""
    out = place / "out"
    out.mkdir(exist_ok=True)
    copy = place / "copy"
    shutil.copytree(project.folder, copy)
    truth = seen(copy, out)
    told: dict[int, tuple[str, str]] = {}
    for seed in seeds:
        shutil.rmtree(copy)
        shutil.copytree(project.folder, copy)
        flip(copy / "project.db", seed, holding=holding)
        told[seed] = came_of(copy, out, truth)
    return Counter(verdict for verdict, _ in told.values()), told


def bad(told: dict[int, tuple[str, str]]) -> dict[int, tuple[str, str]]:
    """Return the seeds whose damage was shown, or ended in a traceback."""
    return {seed: what for seed, what in told.items() if what[0] in (WRONG, TRACEBACK)}
