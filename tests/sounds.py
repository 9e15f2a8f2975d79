"""Write recordings to test with."""

from __future__ import annotations

import wave
from pathlib import Path


def sound(path: Path, frames: int = 800) -> Path:
    """Write a wav of 8 kHz, one channel, 8 bits, in which each byte tells where it stands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes(n % 251 for n in range(frames)))
    return path
