"""Blobs: durable before anything names them, one file for the same bytes."""

from pathlib import Path

import pytest

from helpdesk import storage
from helpdesk.config import Config


def test_many_blobs_are_stored_at_once(config: Config) -> None:
    several = [b"one", b"two", b"one", b""]

    digests = storage.put_many(several)

    assert [storage.read(digest) for digest in digests] == several
    assert digests[0] == storage.put_bytes(b"one")


def test_nothing_is_left_behind_when_the_disk_refuses(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(known: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage, "_sync", full)

    with pytest.raises(OSError, match="No space"):
        storage.put_many([b"one", b"two"])
    assert [path for path in (config.data_dir / "files").rglob("*") if path.is_file()] == []
