"""Ten thousand waiting tickets, four workers, one of them killed: nobody is overfilled, nothing is assigned twice."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from helpdesk import clock, db
from helpdesk.actions.workspace.team_routing import change_routing
from helpdesk.models import (
    Agent,
    AgentLanguage,
    Assignment,
    Category,
    ChannelKind,
    Presence,
    Priority,
    Role,
    Status,
    Ticket,
    TicketNumber,
    TicketType,
)
from helpdesk.team_routing import TeamRouting
from tests.cast import Desk

SEED = 20_261
TICKETS = 10_000
AGENTS = 150
WORKERS = 4
LIMIT = 2  # chats at once: less than some have room for
ROUNDS = int(os.environ.get("HELPDESK_TEST_ROUTING_ROUNDS", "2"))  # 40 drain everything
WORKER = (
    "import sys; from helpdesk import db; from routing import jobs; db.connect(sys.argv[1]);"
    " sys.stdin.readline(); jobs.route(); db.disconnect()"
)


@pytest.mark.timeout(600)
def test_four_workers_never_overfill_and_never_assign_twice(either_desk: Desk, tmp_path: Path) -> None:
    desk = either_desk
    _fill(desk)
    with db.transaction() as session:
        change_routing(session, None, TeamRouting(limits={ChannelKind.WEBCHAT: LIMIT}), by=desk.cast.dora)
    given = 0
    for number in range(ROUNDS):
        codes = _route_with_workers(desk, points=_one_dies(tmp_path) if number == 0 else None)

        assert sorted(codes) == ([-signal.SIGKILL, 0, 0, 0] if number == 0 else [0] * WORKERS)
        _check()
        round_given = _finish_all()
        assert round_given > AGENTS // 2, "hardly anybody was given anything, so nothing was proved"
        given += round_given
    assert given == _assigned_in_all()


def _one_dies(folder: Path) -> Path:
    """Have whoever first has claims that are not committed yet die with them."""
    (folder / "routing.amid_claim").touch()
    return folder


def _route_with_workers(desk: Desk, *, points: Path | None) -> list[int]:
    command = [sys.executable, "-c", WORKER, desk.config.resolved_database_url]
    environ = os.environ | ({"HELPDESK_CRASH_POINTS": str(points)} if points else {})
    workers = [subprocess.Popen(command, stdin=subprocess.PIPE, text=True, env=environ) for _ in range(WORKERS)]
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.close()
    return [worker.wait(300) for worker in workers]


def _check() -> None:
    with db.reading() as session:
        twice = session.scalars(
            select(Assignment.ticket_id)
            .where(Assignment.ended_at.is_(None))
            .group_by(Assignment.ticket_id)
            .having(func.count() > 1)
        ).all()
        overfilled = session.execute(
            select(Assignment.agent_id, func.sum(Assignment.units), Agent.capacity_units)
            .join(Agent, Agent.id == Assignment.agent_id)
            .join(Ticket, Ticket.id == Assignment.ticket_id)
            .where(Assignment.ended_at.is_(None), Ticket.category.in_((Category.NEW, Category.OPEN)))
            .group_by(Assignment.agent_id, Agent.capacity_units)
            .having(func.sum(Assignment.units) > Agent.capacity_units)
        ).all()
        above_limit = session.scalars(
            select(Assignment.agent_id)
            .where(Assignment.ended_at.is_(None))
            .join(Ticket, Ticket.id == Assignment.ticket_id)
            .where(Ticket.category.in_((Category.NEW, Category.OPEN)))
            .group_by(Assignment.agent_id)
            .having(func.count() > LIMIT)
        ).all()
        disagreeing = session.scalars(
            select(Ticket.id)
            .join(Assignment, Assignment.ticket_id == Ticket.id)
            .where(Assignment.ended_at.is_(None), Ticket.assignee_id != Assignment.agent_id)
        ).all()
    assert (twice, overfilled, above_limit, disagreeing) == ([], [], [], [])


def _finish_all() -> int:
    """Have everybody resolve what they hold; return how many tickets that were."""
    with db.transaction() as session:
        resolved = session.scalars(select(Status.id).where(Status.category == Category.RESOLVED)).one()
        return db.changed(
            session,
            update(Ticket)
            .where(Ticket.assignee_id.is_not(None), Ticket.category == Category.NEW)
            .values(category=Category.RESOLVED, status_id=resolved, waiting_since=None),
        )


def _assigned_in_all() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(Assignment)) or 0


def _fill(desk: Desk) -> None:
    chance = random.Random(SEED)
    now = clock.now()
    with db.transaction() as session:
        for number in range(AGENTS):
            agent = Agent(
                email=f"a{number}@desk.example",
                name=f"A{number}",
                role=Role.AGENT,
                capacity_units=chance.choice((4, 8, 12)),
                created_at=now,
            )
            agent.languages = [AgentLanguage(language=word) for word in chance.choice((["en"], ["uk"], ["en", "ru"]))]
            session.add(agent)
            session.flush()
            session.add(Presence(agent_id=agent.id, changed_at=now, last_seen_at=_later(), is_online=True))
        new = session.scalars(select(Status.id).where(Status.category == Category.NEW)).one()
        type_id = session.scalars(select(TicketType.id).limit(1)).one()
        session.execute(insert(TicketNumber), [{"id": number} for number in range(1, TICKETS + 1)])
        session.execute(insert(Ticket), list(_tickets(desk, chance, status_id=new, type_id=type_id)))


def _tickets(desk: Desk, chance: random.Random, *, status_id: int, type_id: int) -> Iterable[dict[str, object]]:
    now = clock.now()
    for number in range(1, TICKETS + 1):
        yield {
            "number": number,
            "subject": f"Ticket {number}",
            "customer_id": desk.cast.vera_id,
            "channel_id": desk.channel_id,
            "language": chance.choice(("en", "ru", "uk")),
            "type_id": type_id,
            "priority": Priority(chance.randint(1, 4)),
            "status_id": status_id,
            "category": Category.NEW,
            "created_at": now,
            "updated_at": now,
            "last_message_at": now,
            "waiting_since": now - timedelta(hours=1),  # too old to be kept for the customer's usual agent
            "classified_at": now,
        }


def _later() -> datetime:
    """A sign of life that stays fresh however long a slow machine takes."""
    return clock.now() + timedelta(hours=1)
