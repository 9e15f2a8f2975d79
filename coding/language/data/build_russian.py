"""Build `russian.npz`: a static vector for each frequent Russian word, from navec.

    python -m venv build && build/bin/pip install numpy navec==0.10.0 pymorphy3==2.0.6
    build/bin/pip download --no-deps natasha==1.6.0
    build/bin/python coding/language/data/build_russian.py natasha-1.6.0-*.whl

The wheel carries navec's news vectors (MIT): 250,000 word forms with their counts, 300 numbers
each. The forms of one dictionary word are averaged, each by its count; the `WORDS` most frequent
are kept, turned to 256 principal components and rounded to one byte as for English (see
`build_english.py`), with the same weights for rarity.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
from build_english import SIF, reduced, save

WHEEL = "e12b130d05a0b4d2eb6442092ed5b5769a68a311c17f2095b1aa739fb8d6dc78"
WORDS = 40_000
LETTERS = re.compile(r"[а-яё]+(?:-[а-яё]+)*")


def main(wheel: Path, out: Path) -> None:
    """Take the words and vectors out of the wheel into `out`."""
    from navec import Navec
    from pymorphy3 import MorphAnalyzer

    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != WHEEL:
        raise SystemExit(f"{wheel.name} is not the expected release: {found}")
    name = "natasha/data/emb/navec_news_v1_1B_250K_300d_100q.tar"
    with tempfile.TemporaryDirectory() as place, zipfile.ZipFile(wheel) as archive:
        navec = Navec.load(archive.extract(name, place))
    morph = MorphAnalyzer(lang="ru")
    forms: dict[str, list[tuple[int, str]]] = {}
    for form, count in zip(navec.vocab.words, navec.vocab.counts, strict=False):
        if LETTERS.fullmatch(form):
            word = morph.parse(form.replace("ё", "е"))[0].normal_form.replace("ё", "е")
            forms.setdefault(word, []).append((int(count), form))
    totals = {word: sum(count for count, _ in listed) for word, listed in forms.items()}
    words = sorted(totals, key=lambda word: (-totals[word], word))[:WORDS]
    vectors = np.array([
        sum(count * navec[form] for count, form in forms[word]) / totals[word] for word in words
    ])  # fmt: skip
    shares = np.array([totals[word] for word in words]) / sum(totals.values())
    save(out, words, reduced(vectors), SIF / (SIF + shares))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).with_name("russian.npz"))
