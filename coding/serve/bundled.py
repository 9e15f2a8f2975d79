"""Find what travels with the program: the app's front door and the sample project."""

from __future__ import annotations

from pathlib import Path


def bundle() -> Path:
    """Return the folder with app.py, codebook.yaml, transcripts/ and survey/.

    In a checkout that is the repository's root, in an installed package `coding/bundle`.
    """
    package = Path(__file__).resolve().parents[1]
    inside = package / "bundle"
    return inside if inside.is_dir() else package.parent
