"""Find out whether a PDF has lost something: what reads PDFs goes on in silence with what is left.

Looked at is what every whole file has: an end, a table of its objects where the end says it is,
and packed parts that can be unpacked to their last byte.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_END = 2048
_MOST = 200_000_000  # bytes that are unpacked to look for damage
_STEP = 1 << 16
_STREAM = re.compile(
    rb"(\d{1,9})\s+\d{1,5}\s+obj\b((?:(?!endobj).){0,4000}?)\bstream\r?\n", re.DOTALL
)
_OBJECT = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+obj\b(.{0,4000}?)\b(?:endobj|stream)\b", re.DOTALL)
_FILTER = re.compile(rb"/Filter\s*\[?\s*/(?:FlateDecode|Fl)\b\s*(?:\]|/(?!\w*Decode)|>>|$)")
_ENCRYPTED = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R|/Encrypt\s*<<")
_REFERENCE = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+R")
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_CONTENTS = re.compile(rb"/Contents\s*(?:\[([^\]]*)\]|(\d{1,9}\s+\d{1,5}\s+R))")
_PAGES = re.compile(rb"/Type\s*/Pages\b")
_TABLE = re.compile(rb"\s*(?:xref|\d{1,9}\s+\d{1,5}\s+obj)")
_PARENT = re.compile(rb"/Parent\b")


def damage(data: bytes) -> tuple[list[str], list[int]]:
    """Return what is damaged, in words, and the numbers of the pages whose words are.

    A file that is locked is not looked into.
    """
    told: list[str] = []
    tail = data[-_END:]
    if b"%%EOF" not in tail:
        told.append("it ends too early")
    elif not _table_is_there(data, tail):
        told.append("its table of contents is not where its end says")
    if _ENCRYPTED.search(data):
        return told, []
    broken = list(_broken(data))
    if broken:
        many = "a packed part" if len(broken) == 1 else f"{len(broken)} packed parts"
        told.append(f"{many} of it cannot be unpacked whole")
    return told, _pages_with(data, set(broken)) if broken else []


def _table_is_there(data: bytes, tail: bytes) -> bool:
    found = re.findall(rb"startxref\s+(\d{1,12})", tail)
    if not found:
        return False
    begin = max(data.find(b"%PDF-"), 0)  # what stands before it is not counted by some
    places = (int(found[-1]), int(found[-1]) + begin)
    return any(
        re.match(rb"\s*(?:xref|\d{1,9}\s+\d{1,5}\s+obj)", data[place : place + 40])
        for place in places
    )


def _broken(data: bytes) -> Iterator[int]:
    """Yield the numbers of objects whose packed content is not whole."""
    unpacked = 0
    for found in _STREAM.finditer(data):
        if not _FILTER.search(found[2]):
            continue
        end = data.find(b"endstream", found.end())
        content = data[found.end() : end if end >= 0 else len(data)]
        reader = zlib.decompressobj()
        try:
            rest = content
            while rest and not reader.eof and unpacked < _MOST:
                unpacked += len(reader.decompress(rest, _STEP))
                rest = reader.unconsumed_tail
        except zlib.error:
            yield int(found[1])
            continue
        if unpacked >= _MOST:
            return
        if not reader.eof:
            yield int(found[1])


def _pages_with(data: bytes, broken: set[int]) -> list[int]:
    """Return the numbers of the pages that are written in broken parts, as far as one can tell."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(data)}
    for found in _STREAM.finditer(data):
        if b"/ObjStm" in found[2]:
            end = data.find(b"endstream", found.end())
            objects |= _packed_objects(found[2], data[found.end() : end])
    roots = [n for n, told in objects.items() if _PAGES.search(told) and not _PARENT.search(told)]
    if not roots:
        return []
    pages: list[int] = []
    waiting, met = [roots[-1]], set[int]()
    while waiting:
        number = waiting.pop()
        told = objects.get(number, b"")
        if number in met:
            continue
        met.add(number)
        kids = _KIDS.search(told)
        if kids:
            waiting += [int(x) for x in _REFERENCE.findall(kids[1])][::-1]
        else:
            pages.append(number)
    written = [(n, _CONTENTS.search(objects.get(page, b""))) for n, page in enumerate(pages, 1)]
    return [
        n
        for n, found in written
        if found and broken & {int(x) for x in _REFERENCE.findall(found[1] or found[2] or b"")}
    ]


def _packed_objects(told: bytes, content: bytes) -> dict[int, bytes]:
    """Return number → what an object says, of those packed together."""
    first = re.search(rb"/First\s+(\d{1,9})", told)
    try:
        body = zlib.decompressobj().decompress(content, _MOST // 10)
    except zlib.error:
        return {}
    if not first:
        return {}
    start = int(first[1])
    numbers = [int(x) for x in re.findall(rb"\d{1,9}", body[:start])]
    places = [*numbers[1::2], len(body) - start]
    return {
        key: body[start + places[i] : start + places[i + 1]]
        for i, key in enumerate(numbers[::2])
        if i + 1 < len(places)
    }
