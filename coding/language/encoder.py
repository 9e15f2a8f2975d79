"""Read a short text as a whole: the sentence encoder MiniLM, worked out with numpy alone.

Unlike a sum of words' vectors (`vectors`) it tells *man bites dog* from *dog bites man*, and that
takes about half a millisecond for a word. Its weights come with the program (`data/minilm.npz`,
made by `data/build_encoder.py`), one byte each; what was read once is kept by its hash.
"""

from __future__ import annotations

import hashlib
import io
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from coding.errors import CodingError
from coding.language import bert

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAME = "minilm.npz"
SHA256 = "f4930efc9a0b0fdc9f737d0656c4687103ea9f25191bff10315135b1ff736df3"

LONGEST = 126
"""Word pieces of a text that are read; of a longer one the rest is left out."""

TOGETHER = 250
"""Word pieces that go through the layers together: what lies between the products of matrices then
stays near the processor, and they are as quick as those of more."""

KEPT = 20_000
"""Texts whose vectors are kept, 512 bytes each."""

_kept: OrderedDict[bytes, NDArray[Any]] = OrderedDict()
_keeping = threading.Lock()


def encoded(texts: Sequence[Sequence[int]]) -> NDArray[Any]:
    """Return a unit vector for each text, given as rows of word pieces: texts × 256.

    A text without any has a row of zeros. Raises CodingError if the weights are damaged.
    """
    import numpy as np

    keys = _keys(texts)
    with _keeping:
        found = {key: _kept[key] for key in keys if key in _kept}
    fresh = {
        key: text[:LONGEST] for key, text in zip(keys, texts, strict=True)
        if key and key not in found
    }  # fmt: skip
    read = weights()
    for batch in _batches(fresh):
        rows = axes_of(bert.outputs(read, [fresh[key] for key in batch]), read).astype(np.float16)
        found.update(zip(batch, rows, strict=True))
    with _keeping:
        _kept.update((key, found[key]) for key in fresh)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    size = len(read["axes"])
    listed = [found[key] if key else np.zeros(size) for key in keys]
    return np.array(listed, np.float32).reshape(-1, size)


def _keys(texts: Sequence[Sequence[int]]) -> list[bytes]:
    """Return a hash for each text, `b""` for one without pieces."""
    import numpy as np

    said = [np.asarray(text[:LONGEST], np.int32).tobytes() for text in texts]
    return [hashlib.sha256(pieces).digest() if pieces else b"" for pieces in said]


def readings(texts: Sequence[Sequence[int]]) -> dict[bytes, bytes]:
    """Return a hash of each text that was read → its vector, 256 numbers in half precision."""
    with _keeping:
        return {key: _kept[key].tobytes() for key in _keys(texts) if key in _kept}


def recall(found: Mapping[bytes, bytes]) -> None:
    """Take `readings` for known, if they were made with these weights: no text is read again."""
    import numpy as np

    for key, row in found.items():
        vector = np.frombuffer(row, np.float16)
        if np.isfinite(vector).all():
            with _keeping:
                _kept.setdefault(key, vector)


def _batches(texts: Mapping[bytes, Sequence[int]]) -> Iterator[list[bytes]]:
    """Yield texts of about the same length, `TOGETHER` pieces at a time."""
    batch: list[bytes] = []
    for key in sorted(texts, key=lambda key: len(texts[key])):
        if batch and (len(batch) + 1) * (len(texts[key]) + 2) > TOGETHER:
            yield batch
            batch = []
        batch.append(key)
    if batch:
        yield batch


def axes_of(rows: NDArray[Any], read: Mapping[str, Any]) -> NDArray[Any]:
    """Turn outputs (rows × 384) to the axes that are kept, about what is usual: rows × 256."""
    import numpy as np

    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    turned = (rows - read["usual"]) @ read["axes"].T
    return np.asarray(turned / np.linalg.norm(turned, axis=1, keepdims=True))


@cache
def weights() -> Mapping[str, Any]:
    """Read the weights that come with the program.

    Raises CodingError if they are missing or not the ones this version was made with.
    """
    hint = "Install the program again."
    try:
        data = (files("coding.language") / "data" / NAME).read_bytes()
    except OSError as error:
        raise CodingError("the sentence encoder is missing", NAME, hint) from error
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise CodingError("the sentence encoder is damaged", NAME, hint)
    return unpacked(data)


def unpacked(data: bytes) -> Mapping[str, Any]:
    """Return weights for use: layers in full precision, words' own vectors one byte a number."""
    import numpy as np

    with np.load(io.BytesIO(data), allow_pickle=False) as kept:
        read: dict[str, Any] = {name: kept[name] for name in kept.files}
    wide = {
        name: (read.pop(name) * read.pop(f"{name}_scale")[..., None]).transpose(0, 2, 1).copy()
        for name in ("qkv", "out", "up", "down")
    }
    parts = (*wide, *(f"{n}_bias" for n in wide), "out_norm", "down_norm")
    stacked = {name: wide[name] if name in wide else read.pop(name) for name in parts}
    read["layers"] = [
        {name: stacked[name][at] for name in parts} for at in range(len(stacked["qkv"]))
    ]
    read["begin"], read["end"] = read.pop("ends").tolist()
    return read
