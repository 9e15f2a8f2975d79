"""Say of a member of a zip from outside what makes it unsafe, whatever the zip is for."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib

MAX_RATIO = 200
"""Times that a member may unfold beyond what it is packed in, once it is large at all."""

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)
"""What Python raises for a zip that is damaged, cut short or packed in a way it does not know."""

_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


def name_of(member: zipfile.ZipInfo) -> str:
    """Return a member's name as it stands in the zip, with slashes.

    ZipInfo cuts its own at a NUL, and turns backslashes on Windows alone.
    """
    return member.orig_filename.replace("\\", "/")


def leads_outside(member: zipfile.ZipInfo) -> bool:
    """Tell whether a member is a link, or named so that it would be written outside its folder.

    >>> [leads_outside(zipfile.ZipInfo(n)) for n in ("a/b.xml", "../a", "/a", "C:a", "a..b")]
    [False, True, True, True, False]
    """
    name = name_of(member)
    outside = name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name
    return outside or stat.S_ISLNK(member.external_attr >> 16)


def is_bomb(size: int, member: zipfile.ZipInfo, *, most: int, harmless: int) -> bool:
    """Tell whether what has unfolded of a member so far, in bytes, is more than it may be.

    `most` bounds it in any case, `MAX_RATIO` from `harmless` bytes. What a zip says of the size
    that a member unfolds to may lie, so it is counted.
    """
    dense = size / max(member.compress_size, 1) > MAX_RATIO
    return size > most or (size > harmless and dense)


def declares(content: bytes) -> bool:
    """Tell whether XML declares a document type or entities, in UTF-8 or UTF-16.

    >>> declares(b"<!DOCTYPE a>"), declares("<!ENTITY".encode("utf-16")), declares(b"<!-- a -->")
    (True, True, False)
    """
    # Without its zero bytes UTF-16 reads like ASCII here.
    return bool(_DECLARATION.search(content) or _DECLARATION.search(content.replace(b"\0", b"")))
