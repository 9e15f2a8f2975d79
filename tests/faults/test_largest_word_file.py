"""Read the Word document with as many tags as may be: no word in it, and the next one is read.

    python -m pytest -m faults tests/faults/test_largest_word_file.py -s -n 0

A document a tenth as large stands in `test_apart.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from test_apart import refused_and_the_next_is_read

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]


def test_as_many_tags_as_may_be_are_refused_and_the_next_is_read(tmp_path: Path) -> None:
    refused_and_the_next_is_read(tmp_path, b"<w:p/>" * 1_999_000)
