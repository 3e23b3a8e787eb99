"""A year of an invented desk, written straight into the tables: what reports are measured on."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.models import (
    Agent,
    AuthorKind,
    Category,
    Channel,
    Customer,
    DeliveryState,
    Event,
    Message,
    MessageKind,
    Priority,
    Role,
    SlaClock,
    SlaPolicy,
    SlaTarget,
    Status,
    Team,
    TeamMember,
    Thread,
    Ticket,
    TicketType,
)

AT_ONCE: Final = 2_000
AGENTS: Final = 40
TEAMS: Final = ("Support", "Billing", "Delivery", "Returns")
LANGUAGES: Final = ("en", "ru", "uk", "")
PROMISED: Final = {SlaTarget.FIRST_RESPONSE: timedelta(hours=2), SlaTarget.RESOLUTION: timedelta(days=3)}

Columns = dict[str, Any]  # of any table


@dataclass(frozen=True, slots=True)
class Desk:
    """What tickets of the past refer to."""

    channel_ids: Sequence[int]
    team_ids: Sequence[int]
    agents: Sequence[tuple[int, int]]  # with their team
    type_ids: Sequence[int]
    statuses: dict[Category, int]
    policy_id: int
    customer_id: int


class Past:
    """Makes tickets with all that happened to them, oldest first."""

    def __init__(self, desk: Desk, *, tickets: int, days: int, seed: int = 1) -> None:
        self._desk = desk
        self._tickets = tickets
        self._days = days
        self._chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self._end = clock.now()
        self._position = 0

    def write(self) -> None:
        """Write them all, some at a time."""
        for begin in range(1, self._tickets + 1, AT_ONCE):
            with db.transaction() as session:
                self._write(session, range(begin, min(begin + AT_ONCE, self._tickets + 1)))

    def _write(self, session: Session, ids: Sequence[int]) -> None:
        rows: dict[type[Any], list[Columns]] = {model: [] for model in (Ticket, Thread, Message, Event, SlaClock)}
        for id in ids:
            for model, row in self._one(id):
                rows[model].append(row)
        for model, some in rows.items():
            if some:
                session.connection().execute(insert(model), some)

    def _one(self, id: int) -> Iterator[tuple[type[Any], Columns]]:
        chance, desk = self._chance, self._desk
        created = self._moment(id)
        agent_id, team_id = chance.choice(desk.agents)
        rounds = chance.choice((1, 1, 1, 2, 3))
        words = [self._words(created, agent_id, n) for n in range(rounds)]
        resolved = words[-1][2] + timedelta(minutes=chance.expovariate(1 / 600))
        is_over = resolved < self._end and chance.random() < 0.97
        category = Category.RESOLVED if is_over else Category.OPEN
        yield Ticket, self._ticket(id, created, category, team_id=team_id, agent_id=agent_id, words=words)
        yield (
            Thread,
            {
                "id": id,
                "ticket_id": id,
                "channel_id": desk.channel_ids[0],
                "peer": "",
                "details": {},
                "created_at": created,
                "is_closed": False,
            },
        )
        for at, kind, more in self._events(id, created, words, resolved if is_over else None, agent_id, team_id):
            self._position += 1
            yield (
                Event,
                {
                    "position": self._position,
                    "kind": kind,
                    "ticket_id": id,
                    "customer_id": desk.customer_id,
                    "message_id": None,
                    "agent_id": None,
                    "actor": "system",
                    "data": {},
                    "created_at": at,
                }
                | more,
            )
        yield from self._messages(id, words)
        yield from self._clocks(id, created, words[0][2], resolved if is_over else None, agent_id, team_id)

    def _moment(self, id: int) -> datetime:
        """Return when a ticket was made: evenly over the days, by day more than by night."""
        begin = self._end - timedelta(days=self._days)
        day = begin + timedelta(days=int((id - 1) * self._days / self._tickets))
        return min(day + timedelta(hours=self._chance.triangular(0, 24, 12)), self._end - timedelta(minutes=5))

    def _words(self, created: datetime, agent_id: int, n: int) -> tuple[int, datetime, datetime]:
        """Return the author of an answer, when it was asked for and when it went."""
        asked = created + timedelta(hours=n * self._chance.uniform(2, 20)) if n else created
        return agent_id, asked, asked + timedelta(minutes=self._chance.expovariate(1 / 70))

    def _ticket(
        self, id: int, created: datetime, category: Category, *, team_id: int, agent_id: int, words: Any
    ) -> Columns:
        chance, desk = self._chance, self._desk
        return {
            "id": id,
            "number": id,
            "subject": f"Ticket {id}",
            "customer_id": desk.customer_id,
            "channel_id": chance.choice(desk.channel_ids),
            "language": chance.choice(LANGUAGES),
            "type_id": chance.choice(desk.type_ids),
            "priority": chance.choice(list(Priority)),
            "status_id": desk.statuses[category],
            "category": category,
            "team_id": team_id,
            "assignee_id": agent_id,
            "created_at": created,
            "updated_at": created,
            "last_message_at": words[-1][2],
            "message_count": 2 * len(words),
            "classified_at": created,
        }

    def _events(
        self, id: int, created: datetime, words: Any, resolved: datetime | None, agent_id: int, team_id: int
    ) -> Iterator[tuple[datetime, str, Columns]]:
        yield created, "ticket.created", {"data": {"channel_id": self._desk.channel_ids[0]}, "actor": "customer"}
        yield created, "message.received", {"message_id": id * 10, "actor": "customer"}
        yield created, "ticket.classified", {"data": {"from_team_id": None, "team_id": team_id}, "actor": "rule"}
        yield created, "ticket.assigned", {"data": {"to_agent_id": agent_id, "by": "routing"}, "actor": "routing"}
        for n, (_, asked, went) in enumerate(words):
            if n:
                yield asked, "message.received", {"message_id": id * 10 + 2 * n, "actor": "customer"}
            yield went, "message.queued", {"message_id": id * 10 + 2 * n + 1, "actor": "agent", "agent_id": agent_id}
        if resolved is not None:
            moved = {"from_category": "open", "to_category": "resolved"}
            yield resolved, "ticket.status_changed", {"data": moved, "actor": "agent", "agent_id": agent_id}

    def _messages(self, id: int, words: Any) -> Iterator[tuple[type[Any], Columns]]:
        for n, (agent_id, asked, went) in enumerate(words):
            shared = {
                "ticket_id": id,
                "thread_id": id,
                "customer_id": self._desk.customer_id,
                "text": "",
                "html": "",
                "is_auto": False,
            }
            yield (
                Message,
                shared
                | {
                    "id": id * 10 + 2 * n,
                    "kind": MessageKind.IN,
                    "author_kind": AuthorKind.CUSTOMER,
                    "author_agent_id": None,
                    "created_at": asked,
                    "delivery_state": None,
                },
            )
            yield (
                Message,
                shared
                | {
                    "id": id * 10 + 2 * n + 1,
                    "kind": MessageKind.OUT,
                    "author_kind": AuthorKind.AGENT,
                    "author_agent_id": agent_id,
                    "created_at": went,
                    "delivery_state": DeliveryState.SENT,
                },
            )

    def _clocks(
        self, id: int, created: datetime, answered: datetime, resolved: datetime | None, agent_id: int, team_id: int
    ) -> Iterator[tuple[type[Any], Columns]]:
        for target, met in ((SlaTarget.FIRST_RESPONSE, answered), (SlaTarget.RESOLUTION, resolved)):
            due = created + PROMISED[target]
            is_late = due < self._end and (met is None or met > due)
            yield (
                SlaClock,
                {
                    "ticket_id": id,
                    "target": target,
                    "policy_id": self._desk.policy_id,
                    "policy_version": 1,
                    "started_at": created,
                    "due_at": due,
                    "met_at": met,
                    "breached_at": due if is_late else None,
                    "agent_id": agent_id,
                    "team_id": team_id,
                },
            )


def staff(session: Session) -> Desk:
    """Hire agents in teams, and return what the past refers to."""
    now = clock.now()
    teams = [Team(name=name, created_at=now) for name in TEAMS]
    agents = [
        Agent(email=f"agent{n}@bench.example", name=f"Agent {n}", role=Role.AGENT, created_at=now)
        for n in range(AGENTS)
    ]
    customer = Customer(name="Vera", created_at=now)
    session.add_all([*teams, *agents, customer])
    session.flush()
    session.add_all(TeamMember(team_id=teams[n % len(teams)].id, agent_id=agent.id) for n, agent in enumerate(agents))
    session.flush()
    return Desk(
        channel_ids=session.scalars(select(Channel.id)).all(),
        team_ids=[team.id for team in teams],
        agents=[(agent.id, teams[n % len(teams)].id) for n, agent in enumerate(agents)],
        type_ids=session.scalars(select(TicketType.id)).all(),
        statuses={status.category: status.id for status in session.scalars(select(Status))},
        policy_id=session.scalars(select(SlaPolicy.id)).first() or 0,
        customer_id=customer.id,
    )
