"""Let things go wrong, many times over, and count what is lost."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coding.project import Project
from faults import cutting, filling
from faults.acts import ACTS, CODERS, TWOFOLD, attempt, small_study
from faults.killing import Moment, Nursery, Told
from faults.looking import losses, prints

WAYS: tuple[cutting.Content, ...] = ("all", "synced", "some")
"""What a disk may hold of what was not synced yet."""


@dataclass
class Outcome:
    """How often something went wrong, on how many acknowledged acts, and what was lost."""

    tried: int = 0
    acknowledged: int = 0
    found: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)


def lived_in(folder: Path, *, acts: int = 60, seed: int = 1) -> Path:
    """Make a study on which every kind of act has been tried, and some taken back."""
    chance = random.Random(seed)
    project = Project(small_study(folder))
    for n in range(acts):
        attempt(project, list(ACTS)[n % len(ACTS)], chance)
    for coder in CODERS:  # something that can be redone
        project.memos.write("project", "", "Taken back", coder=coder)
        project.log.undo(coder=coder)
    return folder


def acknowledged_in(folder: Path) -> dict[int, str]:
    """Return number → print of all acts there are."""
    with Project(folder).store.reading() as db:
        return prints(db, 0)


def kills(
    nursery: Nursery, study: Path, place: Path, times: int, *, seed: int, block: int = 25
) -> Outcome:
    """Kill workers at random moments, every so many on a fresh copy of a study."""
    chance = random.Random(seed)
    outcome = Outcome()
    folder, known = study, Told()
    for n in range(times):
        if n % block == 0:
            folder = Path(shutil.copytree(study, place / f"killed {n // block}"))
            known = Told(acts=acknowledged_in(folder), kinds=known.kinds)
        kinds = list(TWOFOLD) if chance.random() < 0.5 else list(ACTS)
        moment, fate = Moment.some(chance), chance.randrange(10**9)
        nursery.kill_at(moment, known, folder=str(folder), kinds=kinds, seed=fate)
        outcome.tried += 1
        outcome.acknowledged = known.kinds.total()
        found = losses(folder, known.acts)
        if found:
            outcome.found += [f"kill {n} ({moment}, {known.lines[-1:]}): {what}" for what in found]
            break  # what comes after rests on what is broken
        known.acts |= acknowledged_in(folder)  # whatever was done has been seen now
    outcome.kinds = known.kinds
    return outcome


def cuts(
    study: Path, place: Path, states: int, *, seed: int, acts: int, kinds: Sequence[str] = ()
) -> Outcome:
    """Cut the power at moments all over a trace, three ways at each; look at each state.

    Every third moment comes right after an act was acknowledged.
    """
    chance = random.Random(seed)
    study = Path(shutil.copytree(study, place / "traced"))
    known = acknowledged_in(study)
    disk = cutting.Disk(study)
    # Another seed than the study was made with: the same interviews would come in once more.
    steps = cutting.record(study, kinds or list(ACTS), acts=acts, seed=seed + 1)
    chosen = moments(steps, states // len(WAYS), chance)
    outcome = Outcome()
    for n, step in enumerate(steps):
        disk.play(step)
        if n not in chosen:
            continue
        worker = Told()
        worker.note(disk.said)
        for way in WAYS:
            state = place / "state"
            shutil.rmtree(state, ignore_errors=True)
            disk.write_out(state, way, chance)
            outcome.tried += 1
            found = losses(state, known | worker.acts, brought_from=place / "from traced")
            outcome.found += [f"cut after step {n} of {len(steps)}, {way}: {w}" for w in found]
    worker = Told()
    worker.note(disk.said)
    outcome.acknowledged, outcome.kinds = len(worker.acts), worker.kinds
    return outcome


def moments(steps: Sequence[cutting.Step], wanted: int, chance: random.Random) -> set[int]:
    """Return so many moments after which the power is cut."""
    begin = next(n for n, step in enumerate(steps) if step.line.startswith("ready"))
    told = [n for n, step in enumerate(steps) if step.line.startswith("did ")]
    chosen = set(chance.sample(told, min(len(told), wanted // 3)))
    others = [n for n in range(begin, len(steps)) if n not in chosen]
    return chosen | set(chance.sample(others, min(len(others), wanted - len(chosen))))


def full_disks(
    study: Path, place: Path, pages: Sequence[int], kinds: Sequence[str]
) -> tuple[Outcome, Outcome]:
    """Try acts with less and less room; return what was half done, and what was said and not so."""
    (place / "disk").mkdir()
    tried = [t for t in filling.fill(place / "disk", study, kinds, pages) if t.said]
    half = Outcome(tried=len(tried))
    half.found = [f"{t.kind} with {t.free} pages ({t.said}): {w}" for t in tried for w in t.found]
    half.kinds = Counter(t.kind for t in tried)
    false = Outcome(tried=len(tried))
    false.found = [f"{t.kind} with {t.free} pages: {t.said}" for t in tried if t.false]
    return half, false


def crowded(nursery: Nursery, place: Path, what: str, *, crew: int, acts: int) -> Outcome:
    """Let a crew write to one study at once; whatever was acknowledged must be there."""
    project = Project(small_study(place / f"crowd {what}"))
    if what == "memo":
        project.memos.write("project", "", "Begun.", coder="ana")
    known = nursery.crowd(project.folder, what, crew=crew, acts=acts)
    done = [line.removeprefix("did ").split("\t") for line in known.lines if line[:4] == "did "]
    there = {
        "codings": lambda: {coding.id for coding in project.codings.all()},
        "memo": lambda: set(project.memos.all(kind="project")[0].text.split()),
        "definition": lambda: set(project.codes.get("fear").definition.split()),
        "participants": lambda: {person.id for person in project.participants.all()},
    }[what]()
    outcome = Outcome(tried=crew * acts, acknowledged=len(done))
    outcome.kinds = Counter(conflicts=known.lines.count("conflict"))
    outcome.found = [f"{key} is lost" for key, _ in done if key not in there]
    outcome.found += losses(project.folder, {})
    if len(done) + known.lines.count("conflict") != crew * acts:
        outcome.found.append("some were neither acknowledged nor told of a conflict")
    outcome.milliseconds = [float(took) for _, took in done]
    return outcome
