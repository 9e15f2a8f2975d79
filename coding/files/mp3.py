"""Let an mp3 whose bitrate changes be heard from the very moment that was asked for.

A browser guesses where a second of such a file lies, by a table of a hundred places in it or by the
mean, and is off by half a minute in a long one. So the file's frames are counted, and it is served
as an MP4 (ISO 14496-12) that begins with the place of each: a head that is made here, then the
file's own bytes as they lie. Nothing is copied or written.
"""

from __future__ import annotations

import mmap
import struct
from array import array
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

MOST_BYTES = 1 << 30
MOST_FRAMES = 4_000_000
"""Of longer files the head would be too long to be read before they sound; they are as they are."""

_KBITS = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_FEWEST = 20  # frames that follow each other: else it is no mp3
_LOST = 1 << 16  # bytes in which the next frame is looked for
_INFO = (b"Xing", b"Info", b"VBRI")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mp3Frames:
    """Where the frames of an mp3 begin and how long they are, in bytes; samples a second and frame.

    `steady` says that all have one bitrate: then a browser finds any moment by itself.
    """

    starts: array[int]
    lengths: array[int]
    rate: int
    samples: int
    channels: int
    steady: bool


@lru_cache(maxsize=1)
def _lengths() -> list[int]:
    """Return what a frame's second and third byte say of its length, 0 if they say none."""
    table = [0] * (1 << 16)
    for told in range(0xE000, 1 << 16):
        version, layer = told >> 11 & 3, told >> 9 & 3
        bits, rate = told >> 4 & 15, told >> 2 & 3
        if version == 1 or layer != 1 or not 0 < bits < 15 or rate == 3:
            continue
        kbits = _KBITS[3 if version == 3 else 2][bits]
        per = 144_000 if version == 3 else 72_000
        table[told] = per * kbits // _RATES[version][rate] + (told >> 1 & 1)
    return table


def frames_of(data: bytes | mmap.mmap) -> Mp3Frames | None:
    """Return the frames of an mp3's content; None where it is none, or changes its kind."""
    table = _lengths()
    size = len(data)
    at = _after_tag(data)
    starts, lengths = array("Q"), array("I")
    kind = bitrate = -1
    steady = True
    first = 0
    while at + 4 <= size and len(starts) < MOST_FRAMES:
        told = data[at + 1] << 8 | data[at + 2]
        length = table[told] if data[at] == 0xFF else 0
        if not length or (kind >= 0 and told & 0xFE0C != kind):
            at = _next(data, at + 1, table, kind)
            if at < 0:
                break
            continue
        if not starts and not first and _informs(data[at : at + 200]):
            first, at = 1, at + length  # tells of the others, and holds no sound
            continue
        if kind < 0:
            kind, bitrate = told & 0xFE0C, told & 0xF0
            channels = 1 if data[at + 3] >> 6 == 3 else 2
        steady = steady and told & 0xF0 == bitrate
        if at + length <= size:
            starts.append(at)
            lengths.append(length)
        at += length
    if len(starts) < _FEWEST:
        return None
    version = kind >> 11 & 3
    return Mp3Frames(
        starts=starts,
        lengths=lengths,
        rate=_RATES[version][kind >> 2 & 3],
        samples=1152 if version == 3 else 576,
        channels=channels,
        steady=steady,
    )


def _after_tag(data: bytes | mmap.mmap) -> int:
    """Return where the sound begins behind what is told of it (ID3v2)."""
    if data[:3] != b"ID3" or len(data) < 10:
        return 0
    size = 0
    for part in data[6:10]:
        size = size << 7 | part & 0x7F
    return size + 10


def _next(data: bytes | mmap.mmap, at: int, table: list[int], kind: int) -> int:
    """Return where the next frame begins that another follows, -1 if there is none near."""
    end = min(at + _LOST, len(data) - 4)
    while 0 <= (at := data.find(b"\xff", at, end)) < end:
        told = data[at + 1] << 8 | data[at + 2]
        length = table[told]
        follows = at + length
        if length and (kind < 0 or told & 0xFE0C == kind) and follows + 4 <= len(data):
            after = data[follows + 1] << 8 | data[follows + 2]
            if data[follows] == 0xFF and table[after] and after & 0xFE0C == told & 0xFE0C:
                return at
        at += 1
    return -1


def _informs(frame: bytes) -> bool:
    return any(sign in frame for sign in _INFO)


# ── the head of an MP4 ──


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def _full(kind: bytes, *parts: bytes, flags: int = 0) -> bytes:
    return _box(kind, struct.pack(">I", flags), *parts)


def head_of(frames: Mp3Frames, size: int) -> bytes:
    """Return what makes an MP4 of an mp3 of so many bytes, if it stands before them."""
    count = len(frames.starts)
    length = count * frames.samples
    runs = _runs(frames)
    lengths = array("I", frames.lengths)
    lengths.byteswap()  # as all numbers there: the highest byte first
    unity = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    told = bytes([0x6B if frames.samples == 1152 else 0x69, 0x15]) + bytes(11)
    stream = b"\x03\x13\0\0\0" + b"\x04\x0d" + told[:13] + b"\x06\x01\x02"
    sound = struct.pack(">6xH8xHHHHI", 1, frames.channels, 16, 0, 0, frames.rate << 16)
    entry = _box(b"mp4a", sound, _full(b"esds", stream))

    def made(begin: int) -> bytes:
        places = struct.pack(f">{len(runs)}Q", *(begin + frames.starts[i] for i, _ in runs))
        sizes = [(k + 1, n, 1) for k, (_, n) in enumerate(runs)]
        chunks = struct.pack(f">{3 * len(sizes)}I", *(x for row in sizes for x in row))
        table = _box(
            b"stbl",
            _full(b"stsd", struct.pack(">I", 1), entry),
            _full(b"stts", struct.pack(">3I", 1, count, frames.samples)),
            _full(b"stsc", struct.pack(">I", len(sizes)), chunks),
            _full(b"stsz", struct.pack(">2I", 0, count), lengths.tobytes()),
            _full(b"co64", struct.pack(">I", len(runs)), places),
        )
        here = _box(b"dinf", _full(b"dref", struct.pack(">I", 1), _full(b"url ", flags=1)))
        media = _box(
            b"mdia",
            _full(b"mdhd", struct.pack(">4IHH", 0, 0, frames.rate, length & 0xFFFFFFFF, 0x55C4, 0)),
            _full(b"hdlr", struct.pack(">4x4s12xB", b"soun", 0)),
            _box(b"minf", _full(b"smhd", bytes(4)), here, table),
        )
        seconds = length * 1000 // frames.rate
        track = _full(
            b"tkhd",
            struct.pack(">5I8x4H", 0, 0, 1, 0, seconds, 0, 0, 0x100, 0),
            unity,
            bytes(8),
            flags=7,
        )
        movie = _full(
            b"mvhd",
            struct.pack(">4IIH10x", 0, 0, 1000, seconds, 0x10000, 0x100),
            unity,
            bytes(24),
            struct.pack(">I", 2),
        )
        whole = _box(b"moov", movie, _box(b"trak", track, media))
        rest = struct.pack(">I4sQ", 1, b"mdat", size + 16)
        return _box(b"ftyp", b"isom", bytes(4), b"isommp42") + whole + rest

    return made(len(made(0)))


def _runs(frames: Mp3Frames) -> list[tuple[int, int]]:
    """Return first frame and how many, of frames that stand right behind each other."""
    breaks = [0]
    end = frames.starts[0]
    for i, (start, length) in enumerate(zip(frames.starts, frames.lengths, strict=True)):
        if start != end:
            breaks.append(i)
        end = start + length
    ends = [*breaks[1:], len(frames.starts)]
    return [(first, last - first) for first, last in zip(breaks, ends, strict=True)]


@lru_cache(maxsize=3)
def _head(path: str, size: int, stamp: int) -> bytes:
    with (
        open(path, "rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        frames = frames_of(data)
    return b"" if frames is None or frames.steady else head_of(frames, size)


def head_for(path: Path) -> bytes:
    """Return what is to stand before an mp3 so that every moment of it is found, b"" for nothing.

    Raises OSError where it cannot be read.
    """
    status = path.stat()
    if not 0 < status.st_size <= MOST_BYTES:
        return b""
    return _head(str(path), status.st_size, status.st_mtime_ns)
