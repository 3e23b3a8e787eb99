"""The database's file is read ahead after a start: the newest part of it, as far as memory goes, and not once it ends."""

import os
import threading
from pathlib import Path

import pytest

from runtime import warming

needs_linux = pytest.mark.skipif(not hasattr(os, "posix_fadvise"), reason="This system cannot be asked to read ahead.")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "helpdesk.sqlite3"
    path.write_bytes(b"x" * (3 * warming.PIECE + 5))
    return path


def goes_on(_seconds: float) -> bool:
    return False


@needs_linux
def test_the_whole_file_is_asked_for(file: Path) -> None:
    assert warming.read_ahead(file, 10 * warming.PIECE, goes_on) == 3 * warming.PIECE + 5


@needs_linux
def test_of_a_file_larger_than_memory_the_newest_part_is(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "posix_fadvise", lambda _file, start, length, _advice: asked.append((start, length)))

    assert warming.read_ahead(file, warming.PIECE + 5, goes_on) == warming.PIECE + 5
    assert asked == [(2 * warming.PIECE, warming.PIECE), (3 * warming.PIECE, 5)]


@needs_linux
def test_it_stops_with_its_part(file: Path) -> None:
    assert warming.read_ahead(file, 10 * warming.PIECE, lambda _seconds: True) == warming.PIECE


@needs_linux
def test_half_of_the_memory_nobody_needs_is_for_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = file.with_name("meminfo")
    memory.write_text("MemTotal: 64 kB\nMemAvailable:       16 kB\n")
    monkeypatch.setattr(warming, "MEMORY", memory)
    asked: list[tuple[int, int]] = []
    is_done = threading.Event()

    def note(_file: int, start: int, length: int, _advice: int) -> None:
        asked.append((start, length))
        is_done.set()

    monkeypatch.setattr(os, "posix_fadvise", note)
    warming.begin(file, goes_on)

    assert is_done.wait(10)
    assert asked == [(3 * warming.PIECE + 5 - 8 * 1024, 8 * 1024)]


@needs_linux
def test_where_memory_is_not_told_nothing_is_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "MEMORY", file.with_name("none"))
    read: list[float] = []
    monkeypatch.setattr(warming, "read_ahead", lambda _file, at_most, _wait: read.append(at_most))
    warming.begin(file, goes_on)
    for thread in threading.enumerate():
        if thread.name == "warming":
            thread.join(10)

    assert read == [0.0]


def test_nothing_begins_without_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading.Thread, "start", lambda _thread: pytest.fail("It began."))
    warming.begin(tmp_path / "none", goes_on)
