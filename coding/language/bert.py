"""Work out the outputs of a small BERT (Devlin et al. 2019, arXiv:1810.04805) with numpy alone.

Nearly all of its time goes into products of matrices of full precision: what lies between them is
done in place, and texts are never filled up to one length.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEADS = 12
"""Attention heads of a layer."""

ERF = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
ERF_AT = 0.3275911
"""The series of the error function, Abramowitz and Stegun 7.1.26: wrong by less than 2e-7."""


def outputs(read: Mapping[str, Any], texts: Sequence[Sequence[int]]) -> NDArray[Any]:
    """Run BERT on rows of word pieces; return their mean outputs (texts × 384, float32).

    `read` are weights as `encoder.unpacked` returns them. The pieces of all texts lie below each
    other, texts of one length together.
    """
    import numpy as np

    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    lengths = np.array([len(texts[at]) + 2 for at in order])
    alike = [(int(size), int((lengths == size).sum())) for size in np.unique(lengths)]
    pieces = [piece for at in order for piece in (read["begin"], *texts[at], read["end"])]
    x = read["words"][pieces] * read["words_scale"][pieces][:, None]
    x += np.concatenate([read["places"][:size] for size in lengths])
    x = _normed(x, read["norm"])
    for layer in read["layers"]:
        mixed = _attended(_dense(x, layer, "qkv"), alike)
        x = _normed(x + _dense(mixed, layer, "out"), layer["out_norm"])
        inner = gelu(_dense(x, layer, "up"))
        x = _normed(x + _dense(inner, layer, "down"), layer["down_norm"])
    found = np.empty((len(texts), x.shape[1]), np.float32)
    found[order] = np.add.reduceat(x, np.cumsum(lengths) - lengths) / lengths[:, None]
    return found


def _dense(x: NDArray[Any], layer: Mapping[str, NDArray[Any]], name: str) -> NDArray[Any]:
    """Apply a linear layer."""
    found = x @ layer[name]
    found += layer[f"{name}_bias"]
    return found


def _attended(projected: NDArray[Any], alike: Sequence[tuple[int, int]]) -> NDArray[Any]:
    """Return what each piece takes from those of its text (pieces × 384).

    `projected` has queries, keys and values; `alike` how long texts are and how many of them.
    """
    import numpy as np

    mixed = np.empty((len(projected), projected.shape[1] // 3), projected.dtype)
    start = 0
    for size, many in alike:
        end = start + size * many
        parts = projected[start:end].reshape(many, size, 3, HEADS, -1)
        queries, keys, values = parts.transpose(2, 0, 3, 1, 4)
        shares = queries @ keys.swapaxes(-1, -2)
        shares *= shares.dtype.type(keys.shape[-1] ** -0.5)
        shares -= shares.max(-1, keepdims=True)
        np.exp(shares, out=shares)
        shares /= shares.sum(-1, keepdims=True)
        mixed[start:end] = (shares @ values).swapaxes(1, 2).reshape(end - start, -1)
        start = end
    return mixed


def _normed(x: NDArray[Any], norm: NDArray[Any]) -> NDArray[Any]:
    """Apply layer normalisation, in place."""
    import numpy as np

    x -= x.mean(-1, keepdims=True)
    spread = np.einsum("ij,ij->i", x, x) / x.shape[1] + 1e-12
    x /= np.sqrt(spread)[:, None].astype(x.dtype)
    x *= norm[0]
    x += norm[1]
    return x


def gelu(x: NDArray[Any]) -> NDArray[Any]:
    """Return x·Φ(x) = max(x, 0) - ½·|x|·(1 - erf(|x|/√2)), in place.

    The error function of scipy takes longer than the products of matrices beside it.
    """
    import numpy as np

    number = x.dtype.type
    size = np.abs(x)
    z = size * number(0.5**0.5)
    t = z * number(ERF_AT)
    t += 1
    np.reciprocal(t, out=t)
    z *= -z
    np.exp(z, out=z)
    series = t * number(ERF[0])
    for term in ERF[1:]:
        series += number(term)
        series *= t
    series *= z
    series *= size
    series *= number(0.5)
    np.maximum(x, 0, out=x)
    x -= series
    return x
