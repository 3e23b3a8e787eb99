"""Blobs: files named by the SHA-256 of their bytes, on disk before any row names them."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from helpdesk.errors import TooLarge

CHUNK = 1 << 20
SMALL = "small"

_root = Path("data/files")


def connect(root: Path) -> None:
    """Keep blobs below `root`."""
    global _root
    _root = root


def put(chunks: Iterable[bytes], *, max_bytes: int | None = None) -> tuple[str, int]:
    """Store bytes durably and return (SHA-256, size); TooLarge beyond max_bytes, leaving nothing behind."""
    _root.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=_root, prefix=".incoming-")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            digest, size = _copy(chunks, file, max_bytes)
            os.fsync(file.fileno())
        _keep(temporary, digest)
    finally:
        temporary.unlink(missing_ok=True)
    return digest, size


def put_bytes(data: bytes) -> str:
    """Store bytes durably and return their SHA-256."""
    return put([data])[0]


def put_many(several: Sequence[bytes]) -> list[str]:
    """Store several blobs durably and return their SHA-256 in order; after the first the disk has little left to do."""
    if not several:
        return []
    _root.mkdir(parents=True, exist_ok=True)
    digests = [hashlib.sha256(data).hexdigest() for data in several]
    written: dict[str, Path] = {}
    try:
        for digest, data in dict(zip(digests, several, strict=True)).items():
            written[digest] = _write(data)
        for temporary in written.values():
            _sync(temporary)
        for digest, temporary in written.items():
            path(digest).parent.mkdir(exist_ok=True)
            temporary.replace(path(digest))
        for folder in {path(digest).parent for digest in written}:
            _sync(folder)
    finally:
        for temporary in written.values():
            temporary.unlink(missing_ok=True)
    return digests


def read(blob: str) -> bytes:
    """Return all bytes of a blob; FileNotFoundError when it is not there."""
    return path(blob).read_bytes()


def path(blob: str) -> Path:
    """Return where a blob lies; `blob` must be a SHA-256 in hex."""
    if len(blob) != 64 or not set(blob) <= set("0123456789abcdef"):
        raise ValueError("Not a blob name.")
    return _root / blob[:2] / blob


def small_path(blob: str) -> Path:
    """Return where the small copy of a picture is kept; an empty file there says that none can be made."""
    return _root / SMALL / path(blob).parent.name / blob


def put_small(blob: str, data: bytes) -> None:
    """Keep the small copy of a picture as long as the picture itself; a lost one is made again, so nothing is synced."""
    kept = small_path(blob)
    kept.parent.mkdir(parents=True, exist_ok=True)
    _write(data).replace(kept)
    if not path(blob).is_file():
        kept.unlink(missing_ok=True)


def orphaned_small() -> list[str]:
    """Return the names of small copies whose picture is gone."""
    return [one.name for one in _root.glob(f"{SMALL}/*/*") if len(one.name) == 64 and not path(one.name).is_file()]


def delete(blob: str) -> None:
    """Remove a blob that no row names any more, and the small copy of it."""
    path(blob).unlink(missing_ok=True)
    small_path(blob).unlink(missing_ok=True)


def _copy(chunks: Iterable[bytes], file: BinaryIO, max_bytes: int | None) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if max_bytes is not None and size > max_bytes:
            raise TooLarge(max_bytes=max_bytes)
        digest.update(chunk)
        file.write(chunk)
    return digest.hexdigest(), size


def _keep(temporary: Path, digest: str) -> None:
    target = path(digest)
    target.parent.mkdir(exist_ok=True)
    temporary.replace(target)
    _sync(target.parent)


def _write(data: bytes) -> Path:
    descriptor, name = tempfile.mkstemp(dir=_root, prefix=".incoming-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _sync(known: Path) -> None:
    descriptor = os.open(known, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
