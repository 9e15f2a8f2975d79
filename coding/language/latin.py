"""Write names in Latin letters, as ids that people can read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

LETTERS = dict(zip("абвгдезийклмнопрстуфыэёђјћ", "abvgdeziyklmnoprstufyeedjc", strict=True)) | {
    "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "",
    "ю": "yu", "я": "ya", "љ": "lj", "њ": "nj", "џ": "dz", "đ": "dj", "ђ": "dj", "ß": "ss",
    "ł": "l", "ø": "o", "æ": "ae",
}  # fmt: skip
"""Letters that are no Latin letter with a mark, as people write them in ASCII."""

LONGEST = 40


def readable_id(name: str, taken: Collection[str], *, otherwise: str = "code") -> str:
    """Return a readable id for a name, unlike all that are taken.

    It has only a-z, 0-9 and _, and at most 40 of them before a number; `otherwise` is what a
    name without a letter is called.

    >>> readable_id("Дом и семья", {"dom_i_semya"}), readable_id("!", ())
    ('dom_i_semya_2', 'code')
    """
    letters = unicodedata.normalize("NFC", name).lower()
    latin = "".join(LETTERS.get(letter, letter) for letter in letters)
    ascii_only = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", ascii_only)
    stem = "_".join(words)[:LONGEST].strip("_") or otherwise
    tries = (stem if n == 1 else f"{stem}_{n}" for n in range(1, len(taken) + 2))
    return next(key for key in tries if key not in taken)
