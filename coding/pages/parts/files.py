"""Make files that are handed out, and read those that are dropped, in a room of their own.

Neither is kept in the project's folder; both are gone once their content is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Literal

import streamlit as st

from coding.project import Project


def content_of(study: Project, name: str, write: Callable[[Path], object]) -> bytes:
    """Return what `write` writes to a file of this name; raises what it raises."""
    with study.room() as room:
        path = room / name
        write(path)
        return path.read_bytes()


def save_button(
    study: Project,
    label: str,
    name: str,
    write: Callable[[Path], object],
    *,
    key: str,
    disabled: bool = False,
    width: Literal["stretch", "content"] = "stretch",
) -> None:
    """Show a button that hands out a file of this name, made when it is pressed."""
    st.download_button(
        label,
        data=partial(content_of, study, f"out{Path(name).suffix}", write),
        file_name=name,
        key=key,
        on_click="ignore",
        disabled=disabled,
        width=width,
    )


@contextmanager
def dropped(study: Project, name: str, data: bytes) -> Iterator[Path]:
    """Hand out a file that somebody dropped, under its own name, as long as the block lasts."""
    with study.room() as room:
        path = room / Path(name).name
        path.write_bytes(data)
        yield path
