"""The axes of a study's words are those that scikit-learn would find."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import random as drawn
from sklearn.utils.extmath import randomized_svd

from coding.arithmetic.axes import first_axes


@pytest.mark.parametrize(("rows", "columns"), [(60, 90), (90, 60), (5, 400)])
def test_axes_are_those_of_scikit_learn_but_for_their_signs(rows: int, columns: int) -> None:
    matrix = drawn(rows, columns, 0.2, "csr", np.float32, random_state=3)
    count = min(4, rows)
    _, _, across = randomized_svd(matrix, count, n_iter=2, random_state=0)
    found = first_axes(matrix, count)
    assert found.shape == (columns, count)
    assert np.allclose(abs(found.T @ across.T), np.eye(count), atol=1e-3)


PROGRAM = """
import sys
from pathlib import Path
from coding.project import Project
project = Project(Path(sys.argv[1]))
proposed = project.suggestions.propose(coder="Nina", limit=3)
print(project.learning.machine().learned, len(proposed), "sklearn" in sys.modules)
"""


def test_suggesting_does_not_wait_for_scikit_learn(sample_folder: Path) -> None:
    """It takes a second to import, longer than it takes to read a study of 1,000 passages."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(sample_folder)], capture_output=True, text=True
    )
    assert (done.stdout, done.returncode) == ("True 3 False\n", 0), done.stderr
