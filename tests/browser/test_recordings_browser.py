"""On the desk a long recording is heard at once, followed, timed by hand, and told when it is gone."""

from __future__ import annotations

import re
import wave
from pathlib import Path

import pytest
from desk import open_transcript, wait_for, wait_saved
from desk_server import Shown, Watch
from playwright.sync_api import Page, expect
from processor import shared
from steps import Show
from studies import upload

from coding.project import Project

SECONDS = 90 * 60
BAR = 500
"""Milliseconds from a click until the recording sounds."""
TIMED = """WEBVTT

00:00:02.000 --> 00:00:09.000
<v Interviewer>Do you feel safe here?

01:20:00.000 --> 01:20:09.000
<v Vera>Yes. The rent is high, well, you know.

01:29:00.000 --> 01:29:30.000
<v Interviewer>Would you go back?
"""
FRAMES = SECONDS * 16_000 // 576
SILENT = [b"\xff\xf3\x88\xc4" + bytes(284), b"\xff\xf3\x18\xc4" + bytes(32)]
"""Frames of 64 and 8 kbit/s that sound of nothing: MPEG 2, layer III, 16,000 Hz, one channel."""
UNTIMED = """\
Interviewer: Do you feel safe here?

Oleg: Safe, yes, but the rent eats us up.

Interviewer: Would you go back?
"""
CODES = "codes:\n  - {id: fear, name: Fear}\n  - {id: safe, name: Safety}\n"
NOTE = """
  window.sounded = null;
  document.querySelector(".cd-player video").addEventListener(
    "playing", () => { window.sounded ??= performance.now() - window.clicked; });
  document.addEventListener("click", () => { window.clicked = performance.now(); }, true);
"""
MEDIA = "document.querySelector('.cd-player video')"


@pytest.fixture
def app(show: Show, tmp_path: Path) -> Shown:
    """Return the app on two interviews, with and without times, and a long recording of each."""
    folder = tmp_path / "study"
    project = Project.new(folder)
    (folder / "codebook.yaml").write_text(CODES, encoding="utf-8")
    upload(project, "Vera.vtt", TIMED.encode(), coder="tester")
    upload(project, "Oleg.txt", UNTIMED.encode(), coder="tester")
    long = folder / "recordings" / "разговор 1.wav"
    long.parent.mkdir()
    with wave.open(str(long), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes([128]) * 8000 * SECONDS)
    changing = long.with_name("разговор 2.mp3")
    changing.write_bytes(b"".join(frame * (FRAMES // 2) for frame in SILENT))
    for name, path in (("Vera", long), ("Oleg", changing)):
        project.recordings.set(name, path, coder="tester")
    return show(folder, coder="tester")


def now(page: Page) -> float:
    """Return the second at which the recording is."""
    return float(page.evaluate(f"{MEDIA}.currentTime"))


def test_a_long_recording_sounds_at_once_from_a_turns_time_and_is_followed(
    page: Page, app: Shown, watch: Watch
) -> None:
    open_transcript(page, app, "Vera")
    page.evaluate(NOTE)
    page.get_by_role("button", name="Hear turn 2 from 1:20:00").click()
    wait_for(page, "window.sounded !== null")
    assert page.evaluate("window.sounded") < BAR * shared()
    assert 4800 <= now(page) < 4810
    expect(page.locator(".cd-playing")).to_have_attribute("id", "cd-turn-2")
    page.keyboard.press("z")
    wait_for(page, f"{MEDIA}.paused")
    at = now(page)
    page.keyboard.press("Shift+Z")
    assert now(page) == pytest.approx(at - 3, abs=0.01)
    page.keyboard.press("Shift+(")
    page.keyboard.press("Shift+L")
    wait_for(page, f"!{MEDIA}.paused && {MEDIA}.currentTime >= 4800")
    assert page.evaluate(f"{MEDIA}.playbackRate") == 0.9
    page.evaluate(f"{MEDIA}.currentTime = 5345")  # behind the turn's end: begins anew
    wait_for(page, f"{MEDIA}.currentTime < 4850")
    page.keyboard.press("Shift+)")
    page.keyboard.press("z")
    pieces = [url for url in watch.requests if "/recordings/" in url]
    assert pieces
    assert all(url.startswith(app.url) for url in pieces)


def test_times_are_set_by_hand_those_between_are_estimated_and_a_missing_file_is_told(
    page: Page, app: Shown
) -> None:
    open_transcript(page, app, "Oleg")
    expect(page.locator(".cd-speaker time")).to_have_count(0)
    wait_for(page, f"{MEDIA}.duration > 0")
    # By its first frames' bitrate it were 51 minutes long: a browser alone misses every moment.
    assert page.evaluate(f"{MEDIA}.duration") == pytest.approx(SECONDS, abs=0.1)
    page.evaluate(f"{MEDIA}.currentTime = 30")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Shift+I")
    times = page.locator(".cd-speaker time")
    expect(times).to_have_count(3)
    expect(times.nth(0)).to_have_text("≈ 00:00")
    expect(times.nth(1)).to_have_text(re.compile("^≈ 00:1"))
    expect(times.nth(2)).to_have_text("00:30")
    wait_saved(page)
    page.keyboard.press("Control+z")
    expect(times).to_have_count(0)
    page.keyboard.press("Control+Shift+z")
    expect(times.nth(2)).to_have_text("00:30")
    # The other interview's times go on to 1:29:00: this is not what was said there.
    short = app.folder / "recordings" / "short.wav"
    with wave.open(str(short), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(2 * 8000 * 45))
    study = Project(app.folder)
    vera = next(info for info in study.transcripts.all() if info.name == "Vera")
    study.recordings.set(vera.id, Path("recordings/short.wav"), coder="tester")
    told = page.locator(".cd-player")
    expect(told).not_to_contain_text("is it the recording")
    open_transcript(page, app, "Vera")
    expect(told).to_contain_text(
        "It ends at 00:45, and by the text somebody still begins to speak at 1:29:00"
    )
    expect(told.get_by_role("button", name="Hear from here")).to_be_visible()
    (app.folder / "recordings" / "разговор 2.mp3").unlink()
    open_transcript(page, app, "Oleg")
    expect(told).to_contain_text("The recording разговор 2.mp3 is not where it was.")
    expect(told.get_by_role("button", name="Open Transcripts")).to_be_visible()
