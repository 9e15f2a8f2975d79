"""Parse XML that comes from outside: without entities, without the network, within bounds."""

from __future__ import annotations

from typing import Any

from coding.errors import FileError

MOST_TAGS = 2_000_000


def parsed(content: bytes, name: str, where: str, what: str) -> Any:
    """Return the root of XML called `name`, a part of `what`; raise FileError if it is unsafe.

    So it does for one that is damaged, or too large to be a text.
    """
    from lxml import etree

    if content.count(b"<") > MOST_TAGS:
        raise FileError(f"{name} is too large to be a text", where)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as e:
        hint = "Open it in the program that it was made with and save it anew."
        raise FileError(f"the {what} is damaged ({name})", where, hint) from e
    if root.getroottree().docinfo.doctype:
        hint = "Open it in the program that it was made with and save it anew."
        raise FileError(f"{name} declares XML entities, which is unsafe", where, hint)
    return root
