"""Tell how long the processor has worked for a test: a bar of time that no other program moves."""

from __future__ import annotations

import os
import time
from pathlib import Path

QUIET = 0.066
"""Seconds of the processor for a million squares on the quiet machine that bars were set on."""


def worked() -> float:
    """Return the seconds for which this process and its children that still run were worked on.

    Where there is no `/proc`, the children are left out.
    """
    return time.process_time() + sum(map(_seconds, _children()))


def shared() -> float:
    """Return how many times as long work takes just now, with what else there is to do."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1)) * pace()


def _children() -> list[list[str]]:
    """Return what `/proc` tells of this process's children, from the state on (proc(5))."""
    me, found = str(os.getpid()), []
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = file.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        if told[1] == me:
            found.append(told)
    return found


def _seconds(told: list[str]) -> float:
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def pace() -> float:
    """Return how many times as long this processor takes just now as when bars were set.

    What else runs on the same chip may make each second of it do half the work. Never below 1.
    """
    begun = time.process_time()
    sum(n * n for n in range(1_000_000))
    return max(1.0, (time.process_time() - begun) / QUIET)
