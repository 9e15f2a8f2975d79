"""Tell whether anything of a study has changed since a page of it was drawn, without drawing one.

A page asks for a mark every few seconds and is drawn again when it is another one. Which study is
open in this process the page says when it is drawn.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from coding.errors import CodingError, DamageError

if TYPE_CHECKING:
    from coding.project import Project

UNREADABLE, DAMAGED = "unreadable", "damaged"
"""The marks of a study that cannot be read just now: a page of it has to say so."""

_in_sight: WeakValueDictionary[Path, Project] = WeakValueDictionary()


def keep_in_sight(project: Project) -> None:
    """Let `newest_mark` look at this opened study when its folder is asked for."""
    _in_sight[project.folder] = project


def newest_mark(folder: Path, transcript: str = "") -> str:
    """Return the mark of the study in a folder as it is now; "" as long as no page shows it.

    Whoever asks looks around for the study as well: it has a backup made if it is time for one.
    """
    project = _in_sight.get(folder.resolve())
    if project is None:
        return ""
    try:
        project.backups.keep_up()
        return mark(project, transcript)
    except DamageError:
        return DAMAGED
    except CodingError:
        return UNREADABLE


def mark(project: Project, transcript: str = "") -> str:
    """Return what differs as soon as anything that can be shown has been changed by anybody.

    On the coding page of a transcript also whether its recording is there. Raises DamageError.
    """
    try:
        shown: list[object] = [project.state(), project.hindrance]
        if transcript:
            shown.append(project.recordings.file_for_desk(transcript))
    except DamageError:
        raise
    except CodingError:
        return UNREADABLE
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]
