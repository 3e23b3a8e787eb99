"""The desk as a system."""

from typing import Any

from web.api.schemas.shown import Shown


class AuditEntry(Shown):
    """Something done. agent: who did it, null for the desk itself and for whom nobody signed in; object: "team:3".

    name: of what the desk is made of; data: ids, numbers and words of ours.
    """

    id: int
    at: str
    agent_id: int | None
    agent: str | None
    verb: str
    object: str
    name: str | None
    address: str
    data: dict[str, Any]


class AuditPage(Shown):
    """A part of the audit log; before: what to ask on from, null at the end."""

    entries: list[AuditEntry]
    before: int | None


class DatabaseView(Shown):
    """kind: "sqlite" or "postgresql"; size in bytes; revision: of its schema; skew_ms: how far its clock is behind ours."""

    kind: str
    version: str
    size: int
    answer_ms: float
    revision: str | None
    skew_ms: float


class RedisView(Shown):
    """state: "ok" or "down", then the rest is unknown. memory in bytes; jobs: wake-ups nobody has taken yet, the oldest since jobs_oldest_s."""

    state: str
    version: str | None
    answer_ms: float | None
    memory: int | None
    skew_ms: float | None
    jobs: int
    jobs_oldest_s: float
    workers: int


class PartView(Shown):
    """What runs once: "relay", "clock", "channel:1". owner: which process has it, None for nobody ever."""

    name: str
    owner: str | None
    is_alive: bool
    seen_until: str | None


class QueueView(Shown):
    """name: events, inbound, replies or unclassified. limit_s: after how long somebody should look."""

    name: str
    count: int
    oldest_s: float
    limit_s: float


class WayView(Shown):
    """One direction of a channel; code: what is wrong."""

    direction: str
    is_working: bool
    code: str
    since: str | None


class SystemChannelView(Shown):
    """A channel and its ways, none before it was first used."""

    id: int
    name: str
    kind: str
    is_paused: bool
    ways: list[WayView]


class CountsView(Shown):
    """What waits for a person."""

    quarantined: int
    unsettled_replies: int


class DiskView(Shown):
    """Where the data lies, in bytes."""

    total: int
    free: int


class BackupView(Shown):
    """every_hours: 0 for never by itself. size in bytes and seconds: of the last one.

    state: "no_key", "waiting", "running" or "failed", then words say why; None before the clock has ever run.
    """

    last_at: str | None
    size: int | None
    seconds: float | None
    state: str | None
    words: str
    is_asked: bool
    every_hours: int
    is_overdue: bool


class SystemView(Shown):
    """All of it. schema: the revision this code wants. troubles: each a code and what its words need."""

    at: str
    version: str
    python: str
    schema: str
    database: DatabaseView
    redis: RedisView
    parts: list[PartView]
    queues: list[QueueView]
    counts: CountsView
    channels: list[SystemChannelView]
    disk: DiskView
    backup: BackupView
    troubles: list[dict[str, Any]]  # JSON by the code
