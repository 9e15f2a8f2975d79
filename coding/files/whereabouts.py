"""Tell whether a folder is synchronised with other machines, or lies on another one.

Such a folder is known by the name or the marks that its program gives it, a network drive by its
file system. A folder that carries neither is taken to be this machine's own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path, PureWindowsPath

NAMES: Mapping[str, str] = {
    r"Dropbox( \(.*\))?|Dropbox - .*": "Dropbox",
    r"OneDrive( - .*)?|OneDrive-.*": "OneDrive",
    r"iCloud ?Drive|com~apple~CloudDocs|Mobile Documents": "iCloud Drive",
    r"Google ?Drive|GoogleDrive-.*|My Drive": "Google Drive",
    r"Nextcloud\d*|ownCloud\d*": "Nextcloud",
    r"pCloud ?Drive|Box Sync|MEGA( ?sync)?|Seafile|Tresorit|ProtonDrive-.*|Proton Drive": "a cloud",
}
"""Pattern of a folder's whole name → the program that synchronises it."""

MARKS: Mapping[str, str] = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".tmp.drivedownload": "Google Drive",
    ".stfolder": "Syncthing",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "Nextcloud",
}
"""A file or folder that such a program puts into the one it synchronises → its name."""

NETWORK = frozenset(
    "nfs nfs4 cifs smb3 smbfs afs ncpfs ceph fuse.sshfs fuse.davfs2 davfs fuse.rclone"
    " fuse.gvfsd-fuse fuse.glusterfs fuse.s3fs fuse.smbnetfs fuse.curlftpfs".split()
)
"""File systems, as /proc/mounts calls them, that lie on another machine."""


def synchronised_by(folder: Path) -> str:
    """Name the program that synchronises a folder or one above it; "" for none."""
    for place in (folder, *folder.parents):
        for pattern, program in NAMES.items():
            if re.fullmatch(pattern, place.name, re.IGNORECASE):
                return program
        for mark, program in MARKS.items():
            if os.path.lexists(place / mark) and place != Path.home():
                return program
    return ""


def network_drive(folder: Path, mounts: str | None = None) -> str:
    """Name the file system of a folder that lies on another machine; "" for this one's own.

    `mounts` is what /proc/mounts says, where there is one.
    """
    if PureWindowsPath(folder).drive.startswith("\\\\"):
        return "a network drive"
    if mounts is None:
        try:
            mounts = Path("/proc/mounts").read_text("utf-8", "replace")
        except OSError:
            return ""
    kind, nearest = "", -1
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        place = Path(re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), fields[1]))
        if folder.is_relative_to(place) and len(place.parts) >= nearest:
            kind, nearest = fields[2], len(place.parts)
    return kind.removeprefix("fuse.") if kind in NETWORK else ""
