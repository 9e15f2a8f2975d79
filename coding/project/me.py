"""Know who codes in a project on this machine, once they have said so."""

from __future__ import annotations

import getpass
import json
import platform
from contextlib import suppress
from pathlib import Path

from coding.errors import CodingError
from coding.files.writing import replacing
from coding.project.part import ProjectPart

FILE = ".coders.json"
"""Has account@machine → coder; it is no part of the study and stands in no backup."""


class Me(ProjectPart):
    """Who codes under this account of this machine; asked for once in each project."""

    def known(self) -> str:
        """Return who it is, "" as long as nobody has said so."""
        return said_in(self.project.folder)

    def remember(self, name: str) -> None:
        """Keep who it is; where the folder cannot be written to, it is asked again another day."""
        everybody = _read(self.project.folder) | {_here(): name}
        with suppress(OSError, CodingError), replacing(self.project.folder / FILE) as temporary:
            temporary.write_text(json.dumps(everybody, ensure_ascii=False, indent=1), "utf-8")
            temporary.chmod(0o600)


def said_in(folder: Path) -> str:
    """Return who codes in a project's folder on this machine, "" if nobody has said so."""
    return _read(folder).get(_here(), "")


def _read(folder: Path) -> dict[str, str]:
    try:
        kept = json.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in kept.items()} if isinstance(kept, dict) else {}


def _here() -> str:
    try:
        return f"{getpass.getuser()}@{platform.node()}"
    except (OSError, KeyError):
        return platform.node()
