"""How the parts of the desk are doing, for the administrators' System page: numbers, names of parts, no texts of anybody."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, func, select, text
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.models import Channel, ChannelHealth, DeliveryState, Event, Inbound, InboundState, Lease, Message, Ticket
from helpdesk.models.deliveries import UNDELIVERED
from helpdesk.queries.classifying import TO_CLASSIFY
from helpdesk.queries.rows import Json, iso
from helpdesk.schema_version import revision_of

EXPECTED: Final = ("relay", "clock")
# How long the oldest may wait before somebody should look, in seconds.
JOBS_PATIENCE_S: Final = 60.0
PATIENCE_S: Final = {"events": 5.0, "inbound": 60.0, "replies": 300.0, "unclassified": 30.0}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One queue: how many wait, since when the oldest does (seconds), after how long that is too long."""

    name: str
    count: int
    oldest_s: float
    limit_s: float


def database(session: Session) -> Json:
    """Return which database this is, how large, how fast it answers, which schema it has, and what its clock says."""
    began = time.monotonic()
    session.execute(select(1))
    answer_ms = (time.monotonic() - began) * 1000
    kind = session.get_bind().dialect.name
    version, size, skew_ms = _postgresql(session) if kind == "postgresql" else _sqlite(session)
    return {
        "kind": kind,
        "version": version,
        "size": size,
        "answer_ms": round(answer_ms, 2),
        "revision": revision_of(session.connection()),
        "skew_ms": skew_ms,
    }


def parts(session: Session) -> list[Json]:
    """Return who runs what must run once: relay, clock, and each channel; what nobody runs has no owner."""
    now = clock.now()
    leases = {lease.name: lease for lease in session.scalars(select(Lease).order_by(Lease.name))}
    served = [f"channel:{id}" for id in session.scalars(select(Channel.id).where(Channel.is_paused.is_(False)))]
    return [_part(name, leases.get(name), now) for name in (*EXPECTED, *served)]


def queues(session: Session) -> list[Json]:
    """Return what waits to be done; each count comes from an index of what is not done yet."""
    now = clock.now()
    due = func.coalesce(Message.next_attempt_at, Message.release_at, Message.created_at)
    found = [
        _waiting(session, "events", now, Event.created_at, Event.position.is_(None)),
        _waiting(session, "inbound", now, Inbound.received_at, Inbound.state == InboundState.PENDING),
        _waiting(session, "replies", now, due, UNDELIVERED, Message.delivery_state == DeliveryState.QUEUED, due <= now),
        _waiting(session, "unclassified", now, Ticket.created_at, TO_CLASSIFY),
    ]
    return [asdict(one) for one in found]


def trouble_counts(session: Session) -> Json:
    """Return how much waits for a person: mails nobody could read, replies that failed or whose fate nobody knows."""
    states = (DeliveryState.FAILED, DeliveryState.UNKNOWN)
    return {
        "quarantined": _count(session, select(func.count()).where(Inbound.state == InboundState.QUARANTINED)),
        "unsettled_replies": _count(
            session, select(func.count()).where(UNDELIVERED, Message.delivery_state.in_(states))
        ),
    }


def channels(session: Session) -> list[Json]:
    """Return every channel with what is known of its ways in and out."""
    health: dict[int, list[ChannelHealth]] = {}
    for one in session.scalars(select(ChannelHealth).order_by(ChannelHealth.channel_id, ChannelHealth.direction)):
        health.setdefault(one.channel_id, []).append(one)
    return [
        {
            "id": channel.id,
            "name": channel.name,
            "kind": channel.kind.value,
            "is_paused": channel.is_paused,
            "ways": [_way(one) for one in health.get(channel.id, [])],
        }
        for channel in session.scalars(select(Channel).order_by(Channel.id))
    ]


def _part(name: str, lease: Lease | None, now: datetime) -> Json:
    is_alive = lease is not None and lease.expires_at > now
    return {
        "name": name,
        "owner": lease.owner if lease else None,
        "is_alive": is_alive,
        "seen_until": iso(lease.expires_at) if lease else None,
    }


def _way(one: ChannelHealth) -> Json:
    return {
        "direction": one.direction.value,
        "is_working": one.is_working,
        "code": one.code,
        "since": iso(one.since),
    }


def _waiting(session: Session, name: str, now: datetime, at: Any, *conditions: Any) -> Waiting:
    # at, conditions: expressions of SQL, some of them plain text.
    count, oldest = session.execute(select(func.count(), func.min(at)).where(*conditions)).one()
    age_s = max(0.0, (now - oldest).total_seconds()) if oldest is not None else 0.0
    return Waiting(name, count, round(age_s, 1), PATIENCE_S[name])


def _count(session: Session, statement: Select[int]) -> int:
    return session.scalar(statement) or 0


def _postgresql(session: Session) -> tuple[str, int, float]:
    version, size, at = session.execute(
        text("SELECT current_setting('server_version'), pg_database_size(current_database()), clock_timestamp()")
    ).one()
    return str(version).split()[0], int(size), round((clock.now() - at).total_seconds() * 1000, 1)


def _sqlite(session: Session) -> tuple[str, int, float]:
    version = session.scalar(text("SELECT sqlite_version()"))
    pages, page_size = (session.scalar(text(f"PRAGMA {name}")) for name in ("page_count", "page_size"))
    return str(version), int(pages or 0) * int(page_size or 0), 0.0


def troubles(found: Json) -> Sequence[Json]:
    """Return what is wrong, the worst first, by codes the console has a remedy for. Pure."""
    said: list[Json] = []
    if found["redis"]["state"] != "ok":
        said.append({"code": "redis_down"})
    if found["database"]["revision"] != found["schema"]:
        said.append({"code": "needs_migration"})
    said += [{"code": "part_gone", "part": part["name"]} for part in found["parts"] if not part["is_alive"]]
    if found["redis"]["state"] == "ok" and found["redis"]["workers"] == 0:
        said.append({"code": "no_worker"})
    elif found["redis"]["jobs_oldest_s"] > JOBS_PATIENCE_S:
        said.append({"code": "jobs_late", "seconds": found["redis"]["jobs_oldest_s"], "count": found["redis"]["jobs"]})
    said += [
        {"code": f"{queue['name']}_late", "seconds": queue["oldest_s"], "count": queue["count"]}
        for queue in found["queues"]
        if queue["oldest_s"] > queue["limit_s"]
    ]
    said += [
        {"code": "channel_down", "channel": channel["name"], "kind": channel["kind"]}
        for channel in found["channels"]
        if not channel["is_paused"] and any(not way["is_working"] for way in channel["ways"])
    ]
    return [*said, *_of_machine(found)]


def _of_machine(found: Json) -> list[Json]:
    said: list[Json] = []
    disk, backup = found["disk"], found["backup"]
    if disk["free"] < min(disk["total"] * 0.1, 2_000_000_000):
        said.append({"code": "disk_full", "free": disk["free"]})
    if backup["is_overdue"]:
        said.append({"code": "backup_overdue"})
    elif backup["last_at"] is None:
        said.append({"code": "no_backup"})
    skew_ms = max((found["database"]["skew_ms"], found["redis"]["skew_ms"] or 0.0), key=abs)
    if abs(skew_ms) > 1_000:
        said.append({"code": "clock_skew", "seconds": round(abs(skew_ms) / 1000, 1)})
    if found["counts"]["quarantined"]:
        said.append({"code": "quarantined", "count": found["counts"]["quarantined"]})
    if found["counts"]["unsettled_replies"]:
        said.append({"code": "unsettled_replies", "count": found["counts"]["unsettled_replies"]})
    return said
