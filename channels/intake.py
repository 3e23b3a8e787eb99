"""The way in of every channel: raw things are stored before anything else happens to them, and counted once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.models import Inbound, InboundState

DUPLICATE: Final = "duplicate"
SPAM: Final = "spam"


@dataclass(frozen=True, slots=True)
class RawThing:
    """One thing as a provider gave it. `key` makes receiving it twice harmless; content_hash finds it under other keys.

    raw: its bytes, zlib, when they are few; blob: else where they lie. payload: JSON that its reader wants to know, with
    "role" "spam" where it came from a place for spam. An `error` says that it could not even be fetched. peer: things
    of helpdesk.raw_things.IMPORTED wait for all others.
    """

    key: str
    content_hash: str | None = None
    payload: dict[str, Any] | None = None
    raw: bytes | None = None
    blob: str | None = None
    size: int | None = None
    error: str | None = None
    peer: str = ""


def store_raw(session: Session, channel_id: int, things: Sequence[RawThing]) -> int:
    """Store raw things in their order and return how many wait now to be drained; what is known already is left as it is.

    Bytes that came before under another key are noted as a duplicate, unless they lay among the spam and now no more.
    """
    if not things:
        return 0
    known = _known_contents(session, channel_id, {thing.content_hash for thing in things if thing.content_hash})
    rows: list[dict[str, Any]] = []  # columns of Inbound
    for thing in things:
        is_spam = _is_spam(thing.payload)
        only_spam = known.get(thing.content_hash or "")
        rows.append(_row(channel_id, thing, is_copy=only_spam is not None and (is_spam or not only_spam)))
        if thing.content_hash is not None:
            known[thing.content_hash] = is_spam and only_spam is not False
    session.flush()
    session.connection().execute(_insert_or_ignore(session), rows)
    return sum(row["state"] is InboundState.PENDING for row in rows)


def _known_contents(session: Session, channel_id: int, hashes: set[str]) -> dict[str, bool]:
    """Return for each content that came before whether it only ever lay among the spam."""
    if not hashes:
        return {}
    found = session.execute(
        select(Inbound.content_hash, Inbound.payload).where(
            Inbound.channel_id == channel_id, Inbound.content_hash.in_(hashes)
        )
    )
    known: dict[str, bool] = {}
    for content_hash, payload in found:
        known[content_hash] = known.get(content_hash, True) and _is_spam(payload)
    return known


def _is_spam(payload: dict[str, Any] | None) -> bool:
    return (payload or {}).get("role") == SPAM


def _row(channel_id: int, thing: RawThing, *, is_copy: bool) -> dict[str, Any]:
    now = clock.now()
    state = InboundState.DONE if is_copy else InboundState.QUARANTINED if thing.error else InboundState.PENDING
    return {
        "channel_id": channel_id,
        "key": thing.key,
        "content_hash": thing.content_hash,
        "peer": thing.peer,
        "payload": thing.payload,
        "raw": None if is_copy else thing.raw,
        "blob": thing.blob,
        "size": thing.size,
        "state": state,
        "attempts": 0,
        "error": thing.error,
        "disposition": DUPLICATE if is_copy else None,
        "received_at": now,
        "done_at": now if is_copy else None,
    }


def _insert_or_ignore(session: Session) -> Insert:
    key = ["channel_id", "key"]
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(Inbound).on_conflict_do_nothing(index_elements=key)
    return postgresql.insert(Inbound).on_conflict_do_nothing(index_elements=key)
