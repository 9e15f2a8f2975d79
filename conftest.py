"""Look for doctests only in modules that have some."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from _pytest.doctest import DoctestModule

PROMPT = b">>>"


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path,
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Let each worker be spared four hundred modules of which it would find no example.

    To look through all that a module has takes longer than to import it.
    """
    found = yield
    return [
        collector
        for collector in found
        if not isinstance(collector, DoctestModule) or PROMPT in file_path.read_bytes()
    ]
