"""What was read of short answers is kept beside the study, and nothing else of them."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from studies import study
from test_open_answer_suggestions import FIRST

from coding.files import readings
from coding.files.readings import KEY, ROW
from coding.language import bert, encoder
from coding.model import Role
from coding.project import Project
from coding.suggest.reasons import reasons

PLACE = Path("readings", "answers")
TOLD = "\n\n".join(f"R{n}: {text} I am number {n}." for n, (text, _) in enumerate(FIRST[:10]))
ANSWERS = "\n\n".join(f"R{n}: {text}" for n, (text, _) in enumerate(FIRST))


@pytest.fixture
def answers(tmp_path: Path) -> Project:
    found = study(tmp_path / "study", {"a.txt": ANSWERS, "b.txt": TOLD})
    assert found.learning.machine().reads_whole
    return found


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the texts that are read from now on, as by a process that has read none."""
    counted: list[int] = []
    outputs = bert.outputs

    def told(weights: Any, texts: Sequence[Sequence[int]]) -> Any:
        counted.append(len(texts))
        return outputs(weights, texts)

    monkeypatch.setattr(bert, "outputs", told)
    monkeypatch.setattr(encoder, "_kept", type(encoder._kept)())
    return counted


def machine_of(project: Project) -> Any:
    """Return the machine of the study as it is opened anew, all proposed and with its reasons."""
    made = Project(project.folder).learning.machine()
    for proposed in made.propose(most=0):
        reasons(made, proposed)
    return made


def test_after_a_start_no_answer_is_read_again(answers: Project, read: list[int]) -> None:
    before, file = answers.learning.machine(), answers.folder / PLACE
    written = file.stat().st_ino
    after = machine_of(answers)
    assert not read
    assert file.stat().st_ino == written, "nor is it written again"
    assert after.reads_whole
    assert np.array_equal(before.sides[0].vectors, after.sides[0].vectors)
    assert np.array_equal(before.sides[0].code_vectors, after.sides[0].code_vectors)


def test_of_new_answers_these_alone_are_read(
    answers: Project, read: list[int], tmp_path: Path
) -> None:
    new = tmp_path / "c.txt"
    new.write_text("R1: A bench by the river.\n\nR2: Nothing at all.\n", encoding="utf-8")
    answers.transcripts.import_files([new], coder="Ana")
    machine_of(answers)
    assert sum(read) == 2
    read.clear()
    encoder._kept.clear()
    machine_of(answers)
    assert not read


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: data[: -KEY - ROW],
        lambda data: data[:-5],
        lambda data: b"",
    ],
)
def test_what_is_damaged_is_thrown_away_and_made_again(
    answers: Project, read: list[int], damage: Any
) -> None:
    file = answers.folder / PLACE
    sound = file.read_bytes()
    file.write_bytes(damage(sound))
    machine_of(answers)
    assert sum(read) == len(sound) // (KEY + ROW)
    assert len(file.read_bytes()) == len(sound)


def test_what_was_read_with_other_weights_is_read_again(
    answers: Project, read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder.weights()
    monkeypatch.setattr(encoder, "SHA256", "0" * 64)
    machine_of(answers)
    assert read


def test_numbers_that_are_none_are_read_again(answers: Project, read: list[int]) -> None:
    stamp = bytes.fromhex(encoder.SHA256)
    kept = readings.kept(answers.folder, stamp)
    none = np.full(256, np.nan, np.float16).tobytes()
    readings.keep(answers.folder, stamp, dict.fromkeys(kept, none))
    assert np.isfinite(machine_of(answers).sides[0].vectors).all()
    assert sum(read) == len(kept)


def test_of_a_text_that_is_taken_out_nothing_is_kept(answers: Project) -> None:
    file, stamp = answers.folder / PLACE, bytes.fromhex(encoder.SHA256)
    before = set(readings.kept(answers.folder, stamp))
    answers.transcripts.remove("b", coder="Ana")
    assert not file.exists()
    answers.learning.machine()
    after = set(readings.kept(answers.folder, stamp))
    assert len(before - after) == 20, "the ten answers, and a sentence of each that is in no other"
    assert after < before
    answers.transcripts.remove("a", coder="Ana")
    answers.learning.machine()
    assert not file.exists()


def test_where_answers_are_no_longer_read_as_wholes_nothing_is_kept(answers: Project) -> None:
    answers.speakers.set_role("a", "R0", Role.INTERVIEWER, coder="Ana")
    assert not answers.learning.machine().reads_whole
    assert not (answers.folder / PLACE).exists()


def test_no_word_is_kept_and_nobody_else_gets_it(answers: Project, tmp_path: Path) -> None:
    """Its owner alone may read it; it is in no backup, and git leaves it out."""
    file = answers.folder / PLACE
    assert len(file.read_bytes()) % (KEY + ROW) == KEY
    for word in (b"rent", b"Rent", b"bus", b"R1", b"a.txt"):
        assert word not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert (file.parent / ".gitignore").read_text() == "*\n"
    assert str(PLACE) not in answers.place.open_to_others()
    file.chmod(0o644)
    assert str(PLACE) in answers.place.open_to_others()
    copy = tmp_path / "backup.zip"
    answers.backups.write(copy)
    with zipfile.ZipFile(copy) as packed:
        assert "project.db" in packed.namelist()
        assert not [name for name in packed.namelist() if "readings" in name]


def test_where_nothing_can_be_written_nothing_is_kept(answers: Project, read: list[int]) -> None:
    shutil.rmtree(answers.folder / "readings")
    (answers.folder / "readings").write_text("in the way", encoding="utf-8")
    assert machine_of(answers).reads_whole
    assert read
    assert (answers.folder / "readings").read_text(encoding="utf-8") == "in the way"
