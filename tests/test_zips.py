"""One guard stands before every packed document, and its limits are where they are said to be."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
from transcript_files import repacked, word

from coding import drafts, transcripts
from coding.errors import CodingError, FileError
from coding.files import zips
from coding.files.table_writing import write_rows
from coding.files.tables import read_rows


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def passes(data: bytes) -> bool:
    try:
        zips.check(data, "a.docx")
    except FileError:
        return False
    return True


def test_two_thousand_members_pass_and_one_more_does_not() -> None:
    assert passes(packed({f"{n}.xml": b"" for n in range(2_000)}))
    assert not passes(packed({f"{n}.xml": b"" for n in range(2_001)}))


def test_a_hundred_thousand_bytes_may_be_packed_as_tightly_as_they_go() -> None:
    assert passes(packed({"a.xml": b" " * 100_000}))
    assert not passes(packed({"a.xml": b" " * 100_001}))


@pytest.mark.parametrize(("noise", "inside"), [(3_560, True), (3_500, False)])
def test_above_that_a_member_unfolds_to_two_hundred_times_its_size(
    noise: int, inside: bool
) -> None:
    content = random.Random(1).randbytes(noise) + b" " * (1_000_000 - noise)
    data = packed({"a.bin": content})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        ratio = len(content) / archive.infolist()[0].compress_size
    assert ratio == pytest.approx(200, rel=0.02)
    assert (ratio <= 200) == inside
    assert passes(data) == inside


@pytest.mark.parametrize("limit", ["MAX_ENTRY", "MAX_TOTAL"])
def test_members_together_and_alone_may_be_so_large_and_no_larger(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limits themselves, 64 and 200 million bytes, would only cost time here."""
    assert (zips.MAX_ENTRY, zips.MAX_TOTAL) == (64_000_000, 200_000_000)
    monkeypatch.setattr(zips, limit, 3_000)
    largest = {"a.xml": b"a" * 3_000} if limit == "MAX_ENTRY" else {"a": b"a" * 1_000}
    if limit == "MAX_TOTAL":
        largest["b"] = b"b" * 2_000
    assert passes(packed(largest, zipfile.ZIP_STORED))
    name = "a.xml" if limit == "MAX_ENTRY" else "b"
    assert not passes(packed({**largest, name: largest[name] + b"a"}, zipfile.ZIP_STORED))


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("word/extra.xml", True),
        ("word/extra.bin", True),
        ("customXml/_rels/a.rels", True),
        ("word/media/chart.svg", False),
        ("word/afchunk.htm", False),
    ],
)
def test_declarations_are_refused_but_in_what_nobody_parses(name: str, refused: bool) -> None:
    """A chart drawn by a program has a DOCTYPE of its own, and harms nobody."""
    declared = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg/>'
    for content in (declared, declared.decode().encode("utf-16")):
        assert passes(packed({name: content})) != refused


def test_every_door_has_the_guard(tmp_path: Path) -> None:
    """The bomb is small enough for what stood before tables and drafts alone."""
    bomb = {"word__bomb": b" " * 500_000}
    document = repacked(word("Anna: Hi."), **bomb)
    path = tmp_path / "a.xlsx"
    write_rows(path, [{"text": "yes"}], ["text"])
    sheet = repacked(path.read_bytes(), **bomb)
    path.write_bytes(sheet)
    for read in (
        lambda: transcripts.read_bytes(document, "a.docx"),
        lambda: drafts.read_bytes(document, "a.docx"),
        lambda: read_rows(path, required=["text"]),
    ):
        with pytest.raises(CodingError, match="zip bomb"):
            read()


def test_a_large_table_of_equal_rows_is_no_bomb(tmp_path: Path) -> None:
    rows = [{"answer": "yes", "n": 1, "note": ""}] * 20_000
    write_rows(tmp_path / "a.xlsx", rows, ["answer", "n", "note"])
    assert len(read_rows(tmp_path / "a.xlsx", required=["n"])) == 20_000
