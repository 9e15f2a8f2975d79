"""Give things the GUIDs by which other programs know them: the same at every export."""

from __future__ import annotations

import re
import uuid

NAMESPACE = uuid.UUID("6f1a1f0e-5d0b-5c39-9a55-0c7d2a4e8b11")
"""What the GUIDs of this program are made in (UUIDv5); it must never change."""

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_guid(key: str) -> bool:
    """Tell whether a key can be written as a GUID.

    >>> is_guid("5215cc69-b628-4e02-afb9-9beeaee55808"), is_guid("safety")
    (True, False)
    """
    return bool(_GUID.fullmatch(key))


def guid_of(kind: str, key: str) -> str:
    """Return the GUID of a thing: its key where that is one, else one made of kind and key.

    >>> guid_of("code", "safety") == guid_of("code", "safety") != guid_of("case", "safety")
    True
    """
    low = key.lower()
    return low if is_guid(low) else str(uuid.uuid5(NAMESPACE, f"{kind} {key}"))


def user_guid(name: str) -> str:
    """Return the GUID of a coder, who has no key but the name."""
    return str(uuid.uuid5(NAMESPACE, f"user {name}"))
