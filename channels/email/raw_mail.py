"""A mail as it is stored before anybody reads it: small ones in the row, compressed, large ones beside the files."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from channels.intake import RawThing
from helpdesk import raw_things, storage

SMALL_BYTES: Final = 65_536


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail was found. role: of its folder. before: what is dated earlier is old mail, taken over in silence."""

    key: str
    folder: str
    role: str
    uid: int
    received_at: datetime | None = None
    before: datetime | None = None

    @property
    def payload(self) -> dict[str, Any]:
        """What the reader wants to know of it."""
        found: dict[str, Any] = {"folder": self.folder, "role": self.role, "uid": self.uid}
        if self.received_at is not None:
            found["received_at"] = self.received_at.isoformat()
        if self.before is not None:
            found["before"] = self.before.isoformat()
        return found


def packed(mails: Sequence[tuple[Place, bytes]]) -> list[RawThing]:
    """Return mails ready to be stored; the large ones are on the disk when this returns."""
    large = [data for _, data in mails if len(data) > SMALL_BYTES]
    blobs = dict(zip(map(id, large), storage.put_many(large), strict=True))
    return [_packed(place, data, blobs.get(id(data))) for place, data in mails]


def packed_pieces(place: Place, pieces: Iterable[bytes], *, max_bytes: int) -> RawThing:
    """Return a mail that is too large to be held in memory, stored piece by piece."""
    blob, size = storage.put(pieces, max_bytes=max_bytes)
    return RawThing(place.key, blob, place.payload, blob=blob, size=size)


def too_large(place: Place, head: bytes, *, size: int) -> RawThing:
    """Return what is taken in of a mail over the limit: its header. The rest stays on the server."""
    content_hash = hashlib.sha256(head + str(size).encode()).hexdigest()
    payload = {**place.payload, "too_large": size}
    return RawThing(place.key, content_hash, payload, raw=raw_things.packed(head), size=len(head))


def unfetched(place: Place, *, size: int, error: str) -> RawThing:
    """Return a mail that the server would not give; it is looked for again when mailbox and desk are compared."""
    return RawThing(place.key, None, {**place.payload, "unfetched": True}, size=size, error=error)


def _packed(place: Place, data: bytes, blob: str | None) -> RawThing:
    if blob is not None:
        return RawThing(place.key, blob, place.payload, blob=blob, size=len(data))
    content_hash = hashlib.sha256(data).hexdigest()
    return RawThing(place.key, content_hash, place.payload, raw=raw_things.packed(data), size=len(data))
