"""Recordings: which file is kept and how, what is served of it and to whom, when turns begin."""

from __future__ import annotations

import json
import shutil
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from own_addresses import asked
from page_steps import open_page, words
from sounds import sound
from studies import code, study

from coding.__main__ import main
from coding.commands.recordings import seconds
from coding.errors import CodingError, FileError, NotFound
from coding.files.mp3 import frames_of
from coding.project import Project
from coding.project.recordings import LONGEST


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a study whose interview with Vera has a recording of 844 bytes."""
    project = study(tmp_path / "p")
    monkeypatch.setenv("CODING_PROJECT", str(project.folder))
    sound(project.folder / "recordings" / "Vera.wav")
    project.recordings.set("Vera", Path("recordings/Vera.wav"), coder="ana")
    return project


def address(project: Project, name: str = "Vera") -> str:
    """Return where the recording of a transcript is heard."""
    return f"/recordings/{project.transcripts.info(name).id}"


# ── what is kept ──


def test_a_file_inside_the_project_is_kept_from_there_and_any_other_from_the_root(
    tmp_path: Path,
) -> None:
    project = study(tmp_path / "p")
    inside = sound(project.folder / "recordings" / "Вера, первый разговор.wav")
    outside = sound(tmp_path / "my disk" / "Vera 1.wav")
    vera = project.transcripts.info("Vera").id
    project.recordings.set("Vera", inside, coder="ana")
    assert project.store.recordings.file(vera) == "recordings/Вера, первый разговор.wav"
    project.recordings.set("Vera", outside, coder="ana")
    assert project.store.recordings.file(vera) == str(outside)
    assert project.recordings.of("Vera") == outside


def test_setting_a_recording_is_an_act_that_names_no_path_and_is_taken_back(
    served: Project,
) -> None:
    vera = served.transcripts.info("Vera").id
    served.recordings.set("Vera", None, coder="ana")
    assert served.recordings.of("Vera") is None
    assert served.log.undo(coder="ana").summary == "no recording of Vera"
    assert served.store.recordings.file(vera) == "recordings/Vera.wav"
    assert served.log.undo(coder="ana").summary == "recording of Vera"
    assert served.recordings.of("Vera") is None
    served.log.undo(coder="ana", redo=True)
    assert served.store.recordings.file(vera) == "recordings/Vera.wav"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.txt", b"RIFF\0\0\0\0WAVE"),
        ("secret.mp3", b"root:x:0:0:root"),
        ("song.wav", b"ID3\x03 and more"),
        ("empty.ogg", b""),
    ],
)
def test_only_what_is_a_recording_by_name_and_first_bytes_is_taken(
    tmp_path: Path, name: str, content: bytes
) -> None:
    project = study(tmp_path / "p")
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError):
        project.recordings.set("Vera", tmp_path / name, coder="ana")
    for odd in (tmp_path / "nowhere.mp3", tmp_path, Path("a\0b.wav")):
        with pytest.raises(FileError):
            project.recordings.set("Vera", odd, coder="ana")
    assert project.recordings.of("Vera") is None


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("a.MP3", b"ID3\x04"),
        ("b.mp3", b"\xff\xfb\x90\x00"),
        ("c.m4a", b"\0\0\0\x20ftypM4A "),
        ("d.mp4", b"\0\0\0\x18ftypmp42"),
        ("e.ogg", b"OggS\0\x02"),
        ("f.webm", b"\x1a\x45\xdf\xa3\x9f"),
        ("g.wav", b"RIFF\x24\0\0\0WAVE"),
    ],
)
def test_each_kind_of_recording_is_taken_whatever_the_capitals(
    tmp_path: Path, name: str, first: bytes
) -> None:
    project = study(tmp_path / "p")
    (tmp_path / name).write_bytes(first + b"\0" * 20)
    project.recordings.set("Vera", tmp_path / name, coder="ana")
    assert project.recordings.for_desk(project.transcripts.info("Vera").id)["file"] == name


def test_what_lies_in_the_folder_for_recordings_is_proposed_by_the_transcripts_name(
    tmp_path: Path,
) -> None:
    project = study(tmp_path / "p")
    for name in ("Anna.wav", "Oleg 2024-05.wav", "VERA.wav", "notes.txt"):
        sound(project.folder / "recordings" / name)
    assert project.recordings.proposed("Vera")[0].name == "VERA.wav"
    assert [path.name for path in project.recordings.proposed("Oleg")] == [
        *("Oleg 2024-05.wav", "Anna.wav", "VERA.wav")
    ]


@pytest.mark.parametrize("way", ["qdpx", "csv", "xlsx", "html", "folder"])
def test_where_a_recording_lies_is_in_nothing_that_is_handed_on(tmp_path: Path, way: str) -> None:
    project = study(tmp_path / "p")
    code(project, "Vera", "I would not go back now.", "return")
    project.recordings.set("Vera", sound(tmp_path / "disk" / "zebra.wav"), coder="ana")
    project.recordings.set_time("Vera", 2, 7.0, coder="ana")
    out = tmp_path / f"out.{way}"
    told = CliRunner().invoke(
        main, ["export", way, str(out), "--ids", "--project", str(project.folder)]
    )
    assert told.exit_code == 0, told.output
    files = [path for path in (out, *out.rglob("*")) if path.is_file()]
    written = [path.read_bytes() for path in files]
    for path in files:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                written += [archive.read(name) for name in archive.namelist()]
    assert files
    assert [b"zebra" in content for content in written] == [False] * len(written)


def test_a_colleagues_copy_brings_times_and_no_path(tmp_path: Path) -> None:
    mine, other = study(tmp_path / "p"), tmp_path / "other"
    shutil.copytree(mine.folder, other)
    theirs = Project(other)
    theirs.recordings.set("Vera", sound(tmp_path / "zebra.wav"), coder="ben")
    theirs.recordings.set_time("Vera", 2, 7.0, coder="ben")
    told = CliRunner().invoke(main, ["import-project", str(other), "--project", str(mine.folder)])
    assert told.exit_code == 0, told.output
    assert mine.recordings.of("Vera") is None
    assert mine.recordings.times("Vera") == {2: 7.0}


def test_the_command_sets_tells_and_takes_back(tmp_path: Path) -> None:
    project = study(tmp_path / "p")
    path = sound(tmp_path / "a b.wav")

    def said(*told: str) -> Any:
        told = ("recording", "Vera", *told, "--json", "--project", str(project.folder))
        result = CliRunner().invoke(main, told)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    assert said() == {"transcript": "Vera", "recording": "", "missing": False, "times": []}
    document = said(str(path), "--time", "2=1:05")
    assert document["recording"] == str(path)
    assert document["times"] == [{"turn": 2, "second": 65.0}]
    assert said("--time", "2=")["times"] == []
    path.unlink()
    assert said()["missing"]
    assert said("--none")["recording"] == ""
    wrong = ["recording", "Vera", "--time", "2=soon", "--project", str(project.folder)]
    assert CliRunner().invoke(main, wrong).exit_code == 2


# ── what is served ──


@pytest.mark.parametrize(
    ("wanted", "told", "piece"),
    [
        ("bytes=0-9", "bytes 0-9/844", slice(0, 10)),
        ("bytes=400-499", "bytes 400-499/844", slice(400, 500)),
        ("bytes=844-", "bytes */844", None),
        ("bytes=840-", "bytes 840-843/844", slice(840, 844)),
        ("bytes=-4", "bytes 840-843/844", slice(840, 844)),
        ("bytes=800-99999", "bytes 800-843/844", slice(800, 844)),
        ("bytes=5000-6000", "bytes */844", None),
    ],
)
def test_a_piece_is_served_as_it_was_asked_for(
    served: Project, wanted: str, told: str, piece: slice | None
) -> None:
    whole = (served.folder / "recordings" / "Vera.wav").read_bytes()
    status, headers_, body = asked(address(served), range=wanted)
    assert (status, headers_["content-range"]) == (416 if piece is None else 206, told)
    if piece is not None:
        assert (body, headers_["content-type"]) == (whole[piece], "audio/wav")


def test_several_pieces_and_the_whole_are_served(served: Project) -> None:
    whole = (served.folder / "recordings" / "Vera.wav").read_bytes()
    status, told, body = asked(address(served), range="bytes=0-3,100-103")
    assert (status, told["content-type"].partition(";")[0]) == (206, "multipart/byteranges")
    assert b"bytes 0-3/844\r\n\r\n" + whole[:4] in body
    assert b"bytes 100-103/844\r\n\r\n" + whole[100:104] in body
    status, told, body = asked(address(served))
    assert (status, told["accept-ranges"], body) == (200, "bytes", whole)
    assert (told["cache-control"], told["x-content-type-options"]) == ("no-store", "nosniff")
    assert "media-src 'self'" in told["content-security-policy"]


# ── an mp3 of changing bitrate ──

HEADS = {64: b"\xff\xfb\x50\xc4", 128: b"\xff\xfb\x90\xc4"}
"""The beginning of a frame: MPEG 1, layer III, 44,100 Hz, one channel, so many kbit a second."""


def mp3(kbits: Sequence[int], *, junk: bytes = b"", tag: int = 0) -> bytes:
    """Return frames of these bitrates, each filled with its number; `junk` after the tenth."""
    tagged = b"ID3\x04\0\0\0\0\0" + bytes([tag]) + bytes(tag) if tag else b""
    frames = []
    for number, kbit in enumerate(kbits):
        length = 144_000 * kbit // 44_100
        frames.append(HEADS[kbit] + bytes([number]) * (length - 4))
        frames.append(junk if number == 9 else b"")
    return tagged + b"".join(frames)


CHANGING = [64, 128, 64, 64, 128, 128] * 5


def placed(content: bytes) -> list[tuple[bytes, int]]:
    """Return the first bytes and the number of each frame, as an MP4's own tables place them."""

    def table(kind: bytes) -> bytes:
        at = content.index(kind)
        return content[at + 8 : at + int.from_bytes(content[at - 4 : at]) - 4]

    lengths = struct.unpack(f">{len(CHANGING)}I", table(b"stsz")[8:])
    chunks = list(struct.iter_unpack(">3I", table(b"stsc")[4:]))
    starts = [row[0] for row in struct.iter_unpack(">Q", table(b"co64")[4:])]
    found = []
    for (_, count, _), start in zip(chunks, starts, strict=True):
        for _ in range(count):
            frame = content[start : start + lengths[len(found)]]
            assert set(frame[4:]) == {frame[4]}
            found.append((frame[:4], frame[4]))
            start += len(frame)
    return found


@pytest.mark.parametrize(("junk", "tag"), [(b"", 0), (b"\xff\xfbjunk between", 60)])
def test_every_frame_of_a_changing_mp3_is_found_at_its_place(
    served: Project, junk: bytes, tag: int
) -> None:
    """So that a moment is heard where it is, and not where the mean would have it."""
    data = mp3(CHANGING, junk=junk, tag=tag)
    path = served.folder / "recordings" / "Vera.mp3"
    path.write_bytes(data)
    served.recordings.set("Vera", path, coder="ana")
    status, told, whole = asked(address(served))
    assert (status, told["content-type"], told["content-length"]) == (
        200,
        "video/mp4",
        str(len(whole)),
    )
    assert whole.endswith(data)
    assert placed(whole) == [(HEADS[kbit], number) for number, kbit in enumerate(CHANGING)]
    seam = len(whole) - len(data)
    for wanted, piece in (
        (f"bytes={seam - 5}-{seam + 5}", whole[seam - 5 : seam + 6]),
        (f"bytes={seam + 900}-", whole[seam + 900 :]),
        ("bytes=-7", whole[-7:]),
        ("bytes=0-3", whole[:4]),
    ):
        status, told, body = asked(address(served), range=wanted)
        assert (status, body) == (206, piece), wanted
    assert told["content-range"] == f"bytes 0-3/{len(whole)}"
    assert asked(address(served), range=f"bytes={len(whole)}-")[0] == 416


def test_a_steady_mp3_and_one_that_is_none_are_served_as_they_are(served: Project) -> None:
    path = served.folder / "recordings" / "Vera.mp3"
    for data in (mp3([64] * 30), mp3(CHANGING[:9]), b"ID3 and nothing else"):
        path.write_bytes(data)
        served.recordings.set("Vera", path, coder="ana")
        assert asked(address(served))[2] == data


def test_the_frame_that_tells_of_the_others_holds_no_sound() -> None:
    told = bytearray(mp3([64, *CHANGING]))
    told[36:40] = b"Xing"
    frames = frames_of(bytes(told))
    assert frames is not None
    assert (len(frames.starts), frames.steady, frames.rate, frames.samples) == (
        30,
        False,
        44100,
        1152,
    )


def test_names_with_spaces_and_in_cyrillic_are_served_from_outside_the_project(
    served: Project, tmp_path: Path
) -> None:
    path = sound(tmp_path / "мой диск" / "Вера № 1 (май).wav", 20)
    served.recordings.set("Oleg", path, coder="ana")
    status, told, body = asked(address(served, "Oleg"), range="bytes=0-3")
    assert (status, told["content-range"], body) == (206, "bytes 0-3/64", b"RIFF")


def test_no_path_is_ever_asked_for_and_a_transcript_without_recording_has_none(
    served: Project,
) -> None:
    sound(served.folder / "recordings" / "other.wav")
    for path in (
        address(served, "Oleg"),
        "/recordings/recordings/Vera.wav",
        "/recordings/..%2Fproject.db",
        "/recordings/../project.db",
        "/recordings/other.wav",
        "/recordings/",
    ):
        assert asked(path)[0] == 404, path


def test_a_transcript_that_is_taken_out_is_not_heard_any_more(served: Project) -> None:
    at = address(served)
    served.transcripts.remove("Vera", coder="ana")
    assert asked(at)[0] == 404
    served.log.undo(coder="ana")
    assert asked(at)[0] == 200


def test_a_link_is_followed_when_it_is_set_and_never_after(served: Project, tmp_path: Path) -> None:
    real = sound(tmp_path / "elsewhere" / "talk.wav")
    link = served.folder / "recordings" / "link.wav"
    link.symlink_to(real)
    served.recordings.set("Oleg", link, coder="ana")
    assert served.recordings.of("Oleg") == real
    assert asked(address(served, "Oleg"))[0] == 200
    kept = served.folder / "recordings" / "Vera.wav"
    kept.unlink()
    kept.symlink_to(real)
    assert asked(address(served))[0] == 404
    kept.unlink()
    assert asked(address(served))[0] == 404


@pytest.mark.parametrize("kept", ["../outside.wav", "project.db", "/etc/passwd", "recordings"])
def test_a_path_that_somebody_wrote_into_the_database_leads_nowhere(
    served: Project, kept: str
) -> None:
    sound(served.folder.parent / "outside.wav")
    vera = served.transcripts.info("Vera").id
    with served.store.writing(coder="ana", verb="recording", summary="by hand") as w:
        w.put_setting(f"recording {vera}", kept)
    assert asked(address(served))[0] == 404
    assert served.recordings.for_desk(vera)["missing"]


@pytest.mark.parametrize(
    "headers_",
    [{"origin": "http://evil.example"}, {"sec_fetch_site": "cross-site"}, {"origin": "null"}],
)
def test_a_page_of_another_origin_hears_nothing(served: Project, headers_: dict[str, str]) -> None:
    status, _, body = asked(address(served), **headers_)
    assert (status, body) == (403, b"Foreign origin")
    assert asked(address(served))[1]["cross-origin-resource-policy"] == "same-origin"


# ── when turns begin ──


def test_a_time_stays_on_its_turn_when_turns_before_it_are_split(served: Project) -> None:
    vera = served.transcripts.get("Vera")
    served.recordings.set_time("Vera", 3, 62.504, coder="ana")
    assert served.recordings.times("Vera") == {3: 62.5}
    first = vera.turns[1]
    at = vera.text.index("My daughter", first.start)
    served.speakers.split_turn("Vera", 2, at, coder="ana")
    assert served.recordings.times("Vera") == {4: 62.5}
    served.log.undo(coder="ana")
    assert served.log.undo(coder="ana").summary == "time at turn 3 of Vera"
    assert served.recordings.times("Vera") == {}


def test_a_moment_that_is_none_and_a_turn_that_is_none_are_refused(served: Project) -> None:
    for second in (-0.01, float("nan"), float("inf"), LONGEST + 0.01, 1e9):
        with pytest.raises(CodingError):
            served.recordings.set_time("Vera", 1, second, coder="ana")
    for second in (0.0, LONGEST):
        served.recordings.set_time("Vera", 1, second, coder="ana")
        assert served.recordings.times("Vera") == {1: second}
    with pytest.raises(NotFound):
        served.recordings.set_time("Vera", 9, 1.0, coder="ana")


def test_the_desk_sets_a_time_and_is_told_it_and_no_path(served: Project) -> None:
    vera = served.transcripts.info("Vera")
    op = {"kind": "turn.time", "transcript": vera.id, "turn": 2, "second": 7, "seen": vera.edition}
    outbox = {"coder": "ana", "transcript": vera.id, "rev": -1, "ops": [{"id": "a1", **op}]}
    told = served.desk.serve(outbox, {})
    assert told["recording"] == {"file": "Vera.wav", "missing": False, "times": [[2, 7.0]]}
    assert str(served.folder) not in str(served.desk.snapshot("Vera", "ana"))
    known = {**outbox, "rev": told["rev"], "ops": []}
    there = {"file": "Vera.wav", "missing": False}
    assert served.desk.serve(known, {})["recording"] == there  # times are told once
    served.recordings.set_time("Vera", 3, 9.0, coder="ben")
    assert served.desk.serve(known, {})["recording"]["times"] == [[2, 7.0], [3, 9.0]]
    served.recordings.set("Vera", None, coder="ben")
    assert served.desk.serve(known, {})["recording"]["file"] == ""
    assert "recording" not in served.desk.serve({**known, "rev": served.log.revision()}, {})
    late = {**op, "id": "a2", "seen": "an older one"}
    refused = served.desk.serve({**outbox, "ops": [late]}, {})["refused"]
    assert refused[0]["message"] == "the turns were corrected in the meantime"


@pytest.mark.parametrize(
    ("told", "second"), [("1:02:03.5", 3723.5), ("90:00", 5400.0), ("7", 7.0), (" 0:07 ", 7.0)]
)
def test_times_are_read_as_people_write_them(told: str, second: float) -> None:
    assert seconds(told) == second


# ── the page ──


def test_the_page_proposes_a_recording_takes_it_and_says_when_it_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = study(tmp_path / "p")
    path = sound(project.folder / "recordings" / "vera.wav")
    vera = project.transcripts.info("Vera").id
    app = open_page(monkeypatch, "transcripts", project.folder, transcript=vera)
    app.button(key=f"likely-{vera}-0").click().run()
    assert not app.exception
    assert project.recordings.of("Vera") == path
    assert "Heard from recordings/vera.wav" in words(app)
    assert "coding open" in words(app)
    path.rename(path.with_name("vera new.wav"))
    app.run()
    assert any("is not there now" in warning.value for warning in app.warning)
    app.text_input(key=f"recording_path-{vera}-{path}").input("recordings/nowhere.wav")
    app.button(key=f"keep_recording-{vera}").click().run()
    assert any("there is no such file" in error.value for error in app.error)
    app.button(key=f"likely-{vera}-0").click().run()
    assert project.recordings.of("Vera") == path.with_name("vera new.wav")
