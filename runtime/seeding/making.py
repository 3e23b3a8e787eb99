"""Making an invented desk: planned, told, and written down day by day."""

import gc
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.actions.report_facts import EDITION
from helpdesk.errors import Misconfigured
from helpdesk.models import Customer, Setting, Ticket
from helpdesk.reporting.progress import PROGRESS as FACTS_PROGRESS
from helpdesk.reporting.reading import calendar_of
from runtime.seeding.ledger import Ledger
from runtime.seeding.people import People
from runtime.seeding.planning import plans
from runtime.seeding.shapes import Desk, Order, Person, Plan, Step, Story
from runtime.seeding.sink import FLUSH_ROWS, Sink, sink_of
from runtime.seeding.staff import hire
from runtime.seeding.telling import Teller
from runtime.seeding.tickets import TicketRows
from runtime.seeding.times import DAY_MS, Times

MARK: Final = "seed"  # a setting: {"state": "begun" | "done", ...}
COUNTED: Final = (
    "organisation",
    "customer",
    "identity",
    "visitor",
    "ticket",
    "message",
    "event",
    "inbound",
    "assignment",
)


@dataclass(frozen=True, slots=True)
class Made:
    """How many rows there are of each table, and how long they took (CPU: of this process)."""

    rows: dict[str, int]
    write_s: float
    index_s: float
    whole_s: float
    cpu_s: float


def seed(order: Order, *, adds: bool = False) -> Made:
    """Fill the connected database; Misconfigured when there are tickets already, unless `adds`."""
    began, cpu = time.monotonic(), time.process_time()
    gc.disable()  # nothing here refers to itself, and looking for what does takes as long as all the rest
    try:
        return _seed(order, began, cpu, adds=adds)
    finally:
        gc.enable()


def _seed(order: Order, began: float, cpu: float, *, adds: bool) -> Made:
    with db.transaction() as session:
        _expect_room(session, adds=adds)
        desk = hire(session, order)
        has_calendar = calendar_of(session)[1] is not None  # then the desk makes the facts of reports itself
        _keep(session, {"state": "begun"})
    with db.current().writes.connect() as connection:
        sink = sink_of(connection)
        if db.current().is_sqlite:
            _hurry(connection, keeps_journal=adds)
        with connection.begin():
            first = _first_ids(connection)
            sink.begin()
            position = _write(desk, order, sink, first, has_facts=not has_calendar)
            written = time.monotonic()
            _number(connection, first["number"] + order.tickets - 1)
            sink.finish()
        if db.current().is_sqlite:
            _settle(connection)
        connection.invalidate()  # its settings are for nobody else
    with db.transaction() as session:
        if not has_calendar:
            _keep_facts(session, position)
        _keep(session, {"state": "done", "tickets": order.tickets, "messages": order.messages, "seed": order.seed})
    done = time.monotonic()
    return Made(
        dict(sink.written),
        round(written - began, 1),
        round(done - written, 1),
        round(done - began, 1),
        round(time.process_time() - cpu, 1),
    )


def _expect_room(session: Session, *, adds: bool) -> None:
    mark = session.get(Setting, MARK)
    if mark is not None and mark.value.get("state") == "begun":
        raise Misconfigured("An earlier `helpdesk seed` did not come to its end. Begin with an empty database.")
    if not adds and (_any(session, Ticket) or _any(session, Customer)):
        raise Misconfigured("There is a desk in this database already. Use an empty one, or say --add.")


def _any(session: Session, kind: type[Ticket] | type[Customer]) -> bool:
    return session.query(kind.id).limit(1).first() is not None


def _keep(session: Session, value: dict[str, Any]) -> None:  # JSON
    session.merge(Setting(key=MARK, value=value, updated_at=clock.now()))


def _hurry(connection: Connection, *, keeps_journal: bool) -> None:
    """Let SQLite use memory for sorting and leave syncing to the end; a desk that was empty needs no way back."""
    pragmas = ["synchronous=OFF", "foreign_keys=OFF", "temp_store=MEMORY", "cache_size=-400000"]
    for pragma in pragmas if keeps_journal else ["journal_mode=OFF", *pragmas]:
        connection.connection.cursor().execute(f"PRAGMA {pragma}")
    connection.rollback()


def _settle(connection: Connection) -> None:
    """Have everything on the disk, and the journal as it was."""
    cursor = connection.connection.cursor()
    for statement in (
        "PRAGMA analysis_limit=1000",
        "PRAGMA optimize",
        "PRAGMA synchronous=FULL",
        "PRAGMA journal_mode=WAL",
    ):
        cursor.execute(statement)
    connection.rollback()


def _first_ids(connection: Connection) -> dict[str, int]:
    first = {name: _next(connection, name, "id") for name in COUNTED}
    return first | {"position": _next(connection, "event", "position"), "number": _next(connection, "ticket", "number")}


def _next(connection: Connection, table: str, column: str) -> int:
    # Names are constants of ours.
    return int(connection.execute(text(f'SELECT max("{column}") FROM "{table}"')).scalar() or 0) + 1  # noqa: S608


def _number(connection: Connection, last: int) -> None:
    connection.execute(text("INSERT INTO ticket_number (id) VALUES (:last)"), {"last": last})
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT setval(pg_get_serial_sequence('ticket_number', 'id'), :last)"), {"last": last})


def _write(desk: Desk, order: Order, sink: Sink, first: dict[str, int], *, has_facts: bool) -> int:
    """Write everything down in the order in which it happened; return the last position."""
    times = Times()
    people = People(desk, order, sink, times, first).make()
    chance = _chance("stories", order, first)
    teller = Teller(desk, chance, until_ms=order.until_ms, first_stay_id=first["assignment"] - 1)
    rows = TicketRows(desk, order, sink, times, _chance("labels", order, first), has_facts=has_facts)
    ledger = Ledger(desk, sink, times, first, _chance("files", order, first))
    days: defaultdict[int, list[tuple[int, int, int, Story, Step]]] = defaultdict(list)
    day = 0
    for plan in plans(order):
        if plan.at_ms // DAY_MS != day:
            _write_days(days, plan.at_ms // DAY_MS, ledger, rows)
            day = plan.at_ms // DAY_MS
            sink.flush(at_least=FLUSH_ROWS)
        story = teller.story(
            plan, _whose(people, chance), id=first["ticket"] + plan.nth, number=first["number"] + plan.nth
        )
        rows.begin(story)
        _spread(story, plan, days)
    _write_days(days, order.until_ms // DAY_MS + 2, ledger, rows)
    sink.flush()
    return ledger.last_position


def _chance(what: str, order: Order, first: dict[str, int]) -> random.Random:
    return random.Random(f"{what} {order.seed} {first['ticket']}")  # noqa: S311 - repeatable, not secret


def _whose(people: Sequence[Person], chance: random.Random) -> Person:
    """Choose who writes: some come back again and again, most once or twice."""
    return people[int(len(people) * chance.random() ** 1.5)]


def _spread(story: Story, plan: Plan, days: defaultdict[int, list[tuple[int, int, int, Story, Step]]]) -> None:
    for step in story.steps:
        days[step[0] // DAY_MS].append((step[0], plan.nth, step[1], story, step))


def _write_days(
    days: defaultdict[int, list[tuple[int, int, int, Story, Step]]], before: int, ledger: Ledger, rows: TicketRows
) -> None:
    for day in sorted(day for day in days if day < before):
        for _, _, _, story, step in sorted(days.pop(day), key=_when):
            if ledger.take(story, step):
                rows.end(story)


def _when(item: tuple[int, int, int, Story, Step]) -> tuple[int, int, int]:
    return item[0], item[1], item[2]


def _keep_facts(session: Session, position: int) -> None:
    """Say that the facts of reports are level with the events, as they are."""
    hours, _ = calendar_of(session)
    now = clock.now()
    value = {"position": position, "edition": f"{EDITION}/{hours}", "rebuilt_to": None, "changed_at": now.isoformat()}
    session.merge(Setting(key=FACTS_PROGRESS, value=value, updated_at=now))
