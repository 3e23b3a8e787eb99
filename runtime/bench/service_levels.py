"""How late breaches are told on a desk full of open tickets, and what a change of such a ticket costs."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from helpdesk import clock, db, migrations, sla_policies
from helpdesk.actions import label, sla_recompute, sla_sweep
from helpdesk.actions.workspace.sla_policies import PolicyChanges, create_policy
from helpdesk.models import (
    Category,
    Channel,
    Customer,
    Event,
    Priority,
    SlaClock,
    SlaPolicy,
    SlaTarget,
    Status,
    Ticket,
    TicketType,
)
from helpdesk.permissions import SYSTEM
from helpdesk.seed import seed_defaults
from runtime.bench.journey import percentile

AT_ONCE: Final = 2_000
LOOK_EVERY_S: Final = 0.25  # as the clock part does
CHANGES: Final = 200
STEPS: Final = 20
PROMISED: Final = timedelta(days=30)
TARGETS: Final = (SlaTarget.FIRST_RESPONSE, SlaTarget.RESOLUTION)


@dataclass(frozen=True, slots=True)
class Load:
    """tickets: open ones, two clocks each; due: how many fall due during `seconds`, one after another; burst: how many
    do so in one moment in the middle of that.
    """

    tickets: int = 100_000
    due: int = 500
    burst: int = 1_000
    seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Times in seconds or milliseconds as their names say. late: from the due time to after the sweep that tells it."""

    told: int
    late_p50_s: float
    late_p99_s: float
    late_worst_s: float
    idle_sweep_ms: float
    change_p50_ms: float
    follow_ms: float


def measure(load: Load) -> Figures:
    """Fill a database of its own and sweep it as the clock part does."""
    with _desk() as _:
        shared = _prepare()
        far = clock.now() + timedelta(days=20)
        _fill(1, [far + timedelta(minutes=n % 10_000) for n in range(load.tickets)], shared)
        change_ms = _changes(load)
        late_s = _sweep(load, shared)
        idle = _timed(sla_sweep.sweep)
        return Figures(
            told=len(late_s),
            late_p50_s=percentile(late_s, 50),
            late_p99_s=percentile(late_s, 99),
            late_worst_s=round(max(late_s), 2),
            idle_sweep_ms=round(idle * 1000, 2),
            change_p50_ms=round(statistics.median(change_ms), 2),
            follow_ms=round(_follow(load) * 1000, 2),
        )


def as_json(load: Load, figures: Figures) -> dict[str, Any]:  # plain JSON
    """Return both as one JSON object."""
    return asdict(load) | asdict(figures)


@contextmanager
def _desk() -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix="helpdesk-bench-") as folder:
        url = f"sqlite:///{Path(folder, 'helpdesk.sqlite3')}"
        migrations.upgrade(url)
        db.connect(url)
        with db.transaction() as session:
            seed_defaults(session)
        yield
        db.disconnect()


def _prepare() -> dict[str, Any]:  # columns
    """Promise one thing to all, and return what all tickets share."""
    with db.transaction() as session:
        session.execute(update(SlaPolicy).values(is_enabled=False))
        promised = {target.value: PROMISED // timedelta(minutes=1) for target in TARGETS}
        targets = {priority.word: promised for priority in Priority}
        create_policy(session, PolicyChanges(name="Bench", targets=targets), by=SYSTEM)
        customer = Customer(name="Vera", created_at=clock.now())
        session.add(customer)
        session.flush()
        return _shared(session, customer.id)


def _shared(session: Session, customer_id: int) -> dict[str, Any]:  # columns
    now = clock.now()
    return {
        "customer_id": customer_id,
        "channel_id": session.scalars(select(Channel.id)).one(),
        "type_id": session.scalars(select(TicketType.id).limit(1)).one(),
        "status_id": session.scalars(select(Status.id).where(Status.category == Category.NEW)).one(),
        "category": Category.NEW,
        "message_count": 1,
        "updated_at": now,
        "last_message_at": now,
        "classified_at": now,
    }


def _fill(first_id: int, dues: Sequence[datetime], shared: dict[str, Any]) -> None:  # columns
    """Insert open tickets that fall due at these times."""
    for begin in range(0, len(dues), AT_ONCE):
        some = [(first_id + begin + n, due) for n, due in enumerate(dues[begin : begin + AT_ONCE])]
        with db.transaction() as session:
            policy_id = session.scalars(select(SlaPolicy.id).where(SlaPolicy.is_enabled)).one()
            session.execute(insert(Ticket), [shared | _ticket(id, due) for id, due in some])
            session.execute(insert(SlaClock), [row for id, due in some for row in _clocks(id, due, policy_id)])


def _ticket(id: int, due: datetime) -> dict[str, Any]:  # columns
    began = due - PROMISED
    return {"id": id, "number": id, "created_at": began, "waiting_since": began, "next_due_at": due}


def _clocks(ticket_id: int, due: datetime, policy_id: int) -> Sequence[dict[str, Any]]:  # columns
    promised = {"ticket_id": ticket_id, "run": 1, "policy_id": policy_id, "policy_version": 1, "due_at": due}
    minutes = PROMISED // timedelta(minutes=1)
    return [
        promised | {"target": target, "started_at": due - PROMISED, "target_minutes": minutes} for target in TARGETS
    ]


def _sweep(load: Load, shared: dict[str, Any]) -> list[float]:  # columns
    """Let tickets fall due and sweep as the clock part does; return for each clock told how late that was."""
    begin = clock.now() + timedelta(seconds=3)
    spread = [begin + timedelta(seconds=load.seconds * n / max(load.due, 1)) for n in range(load.due)]
    _fill(load.tickets + 1, [*spread, *([begin + timedelta(seconds=load.seconds / 2)] * load.burst)], shared)
    until = begin + timedelta(seconds=load.seconds + 3)
    late: list[float] = []
    while clock.now() < until:
        last = _last_event()
        sla_sweep.sweep()
        late += _lateness(last, clock.now())
        time.sleep(LOOK_EVERY_S)
    return late


def _last_event() -> int:
    with db.reading() as session:
        return session.scalar(select(Event.id).order_by(Event.id.desc()).limit(1)) or 0


def _lateness(after_id: int, now: datetime) -> list[float]:
    """Return how late each new breach was known at the latest."""
    with db.reading() as session:
        told = session.scalars(select(Event.data).where(Event.id > after_id, Event.kind == "sla.breached")).all()
    return [(now - datetime.fromisoformat(data["due_at"])).total_seconds() for data in told]


def _changes(load: Load) -> list[float]:
    """Return how many milliseconds changes of single tickets took."""
    last = range(load.tickets - CHANGES, load.tickets)
    return [_timed(partial(_raise_priority, ticket_id)) * 1000 for ticket_id in last]


def _raise_priority(ticket_id: int) -> None:
    with db.transaction() as session:
        label.set_priority(session, ticket_id, priority=Priority.HIGH, by=SYSTEM)


def _follow(load: Load) -> float:
    """Return how long one ticket takes to follow a changed policy, as one of many, without the pauses for others."""
    with db.transaction() as session:
        session.scalars(select(SlaPolicy).where(SlaPolicy.is_enabled)).one().version += 1
        sla_policies.renew(session)
    steps = min(STEPS, load.tickets // sla_recompute.BATCH)
    return sum(sla_recompute.step() or 0.0 for _ in range(steps)) / (steps * sla_recompute.BATCH)


def _timed(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began
