"""Open the project that the app was started on, once for all pages."""

from __future__ import annotations

import gc
import os
import shlex
import subprocess
from pathlib import Path

import streamlit as st

from coding.errors import DamageError
from coding.pages.parts.mistakes import mistakes
from coding.project import Project


@st.cache_resource(show_spinner="Reading the project …")
def _open(folder: str) -> Project:
    opened = Project(Path(folder))
    opened.learning.stays_apart = True
    gc.freeze()  # see `leave_loaded`
    return opened


def project() -> Project:
    """Return the open project; stop the page with a message if it cannot be opened.

    Raises DamageError: there is more to do about that than to read a message.
    """
    with mistakes(stop=True, but=DamageError):
        return _open(str(project_folder()))


def project_folder() -> Path:
    """Return the folder of the project that the app was started on."""
    return Path(os.environ.get("CODING_PROJECT") or os.getcwd())


def written_folder() -> str:
    """Return the folder as it is written on this machine's command line."""
    folder = str(project_folder())
    return subprocess.list2cmdline([folder]) if os.name == "nt" else shlex.quote(folder)


@st.cache_resource(show_spinner=False)
def leave_loaded(page: str) -> None:
    """Keep what a page has loaded, by its first run, out of every later search for garbage.

    It is none as long as the app runs, and to look through it took a fifth to two fifths of what a
    page of a large study cost.
    """
    gc.freeze()


def reopen() -> None:
    """Open the project anew at the next run: what is on the disk has been exchanged."""
    _open.clear()
    gc.unfreeze()
    leave_loaded.clear()
