"""What the router sees: waiting tickets and agents, read from the database in a bounded number of statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from helpdesk.models import UNITS, ChannelKind, Ticket
from helpdesk.models.channels import Channel
from helpdesk.models.tickets import WAITS_FOR_AGENT
from helpdesk.team_routing import LIVE
from routing import people, seldom, tickets
from routing.gates import Gates
from routing.held import NOTHING, Load, loads
from routing.hurdles import Bar, Bars
from routing.people import Seat
from routing.shapes import Reason, RoutableAgent, WaitingTicket

MAX_WAITING = 5_000
EXPLAINED = 200
_COLUMNS = (
    Ticket.id,
    Ticket.language,
    Ticket.priority,
    Ticket.type_id,
    Ticket.waiting_since,
    Ticket.created_at,
    Ticket.next_due_at,
    Ticket.customer_id,
    Ticket.first_responded_at,
    Ticket.team_id,
)
# Built once: looked at whenever anything happens.
_WAITING = (
    select(*_COLUMNS, Channel.kind)
    .join(Channel, Channel.id == Ticket.channel_id)
    .where(WAITS_FOR_AGENT, Ticket.classified_at.is_not(None), Ticket.snoozed_until.is_(None))
    .order_by(Ticket.priority, Ticket.waiting_since, Ticket.id)
)
_URGENT = _WAITING.limit(EXPLAINED)


@dataclass(frozen=True, slots=True)
class Picture:
    """One moment of the desk; times are seconds since the epoch.

    bars: by ticket whom its team's rules keep from it, and why. closed: tickets that nobody is given now, and why.
    overflows: when other teams join in, by ticket, and who of them has.
    """

    now: float
    waiting: list[WaitingTicket]
    agents: list[RoutableAgent]
    bars: Mapping[Any, Bars] = field(default_factory=dict)  # by ticket id
    closed: Mapping[Any, Bar] = field(default_factory=dict)
    overflows: Mapping[Any, tuple[float, int, frozenset[int]]] = field(default_factory=dict)
    teams: Mapping[Any, int] = field(default_factory=dict)

    def rules_said(self, ticket_id: Any, agent_id: Any) -> list[Reason]:  # ids as the strategy gives them back
        """Return what the team's own rules have to do with a choice, for whoever asks why."""
        at, _, helpers = self.overflows.get(ticket_id, (self.now, 0, frozenset()))
        team_id = self.teams.get(ticket_id, 0)
        return [("overflow", team_id)] if at <= self.now and agent_id in helpers else []

    def given_out(self) -> list[WaitingTicket]:
        """Return the tickets that may be given to somebody now."""
        return [ticket for ticket in self.waiting if ticket.id not in self.closed]


def load(session: Session, now: datetime, *, ticket_id: int | None = None, asked_by: int | None = None) -> Picture:
    """Read the up to 5,000 most urgent waiting tickets (or just one, to explain it) and all active agents.

    Where nobody could start on anything now the 200 most urgent do: a backlog must not be read again and again.
    asked_by: the agent who wants one of all that wait, whatever else they have in hand.
    """
    known, seats, held = seldom.of(session), people.seats(session, now), loads(session)
    gates = Gates(known, seats, loads=held, now=now)
    if asked_by is not None:
        found = tickets_of(session, select_waiting().where(tickets.within_reach(gates, asked_by)))
    else:
        found = _tickets(session, ticket_id, kinds=_startable(seats, held), closed=gates.closed())
    spoken = frozenset(ticket.language for ticket in found).union(*known.languages.values())
    routable = people.routable(seats, known, loads=held, spoken=spoken, now=now)
    # What goes before thousands is read by the condition; of a few, a backlog behind them must not be read as well.
    ids = [ticket.id for ticket in found] if len(found) <= EXPLAINED else None
    seen = tickets.Reader(session, known, gates=gates, agents=routable, ids=ids, now=now)
    return Picture(
        now=now.timestamp(),
        waiting=[seen.waiting(ticket) for ticket in found],
        agents=routable,
        bars=seen.bars,
        closed=seen.closed,
        overflows=seen.overflows,
        teams={ticket.id: ticket.team_id for ticket in found if ticket.team_id is not None},
    )


def select_waiting() -> Any:  # a Select of rows
    """Return the statement for all that wait, most urgent first."""
    return _WAITING


def tickets_of(session: Session, wanted: Any) -> list[Any]:  # rows
    """Return at most 5,000 of them."""
    return list(session.execute(wanted.limit(MAX_WAITING)))


def _startable(seats: Sequence[Seat], held: Mapping[int, Load]) -> frozenset[ChannelKind]:
    """Return the kinds of channels that somebody could start on a ticket of now; never too few."""
    kinds: set[ChannelKind] = set()
    for seat in seats:
        load = held.get(seat.id, NOTHING)
        if not seat.is_routable or load.awaiting:
            continue
        room = seat.capacity_units - load.used_units
        kinds |= {kind for kind in UNITS if UNITS[kind] <= room and (kind in LIVE or not load.unanswered_email)}
    return frozenset(kinds)


def _tickets(
    session: Session, ticket_id: int | None, *, kinds: Collection[ChannelKind], closed: Collection[int | None]
) -> list[Any]:  # rows
    wanted = select_waiting()
    if ticket_id is not None:
        return list(session.execute(wanted.where(Ticket.id == ticket_id)))
    urgent = list(session.execute(_URGENT))
    if not kinds or len(urgent) < EXPLAINED:
        return urgent
    known = {ticket.id for ticket in urgent}
    # What is not given out must not fill the places of what is.
    found = tickets_of(session, wanted.where(Channel.kind.in_(kinds), *_open_teams(closed)))
    return urgent + [ticket for ticket in found if ticket.id not in known]


def _open_teams(closed: Collection[int | None]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    named = [team_id for team_id in closed if team_id is not None]
    if named:
        conditions.append(or_(Ticket.team_id.is_(None), Ticket.team_id.not_in(named)))
    if None in closed:
        conditions.append(Ticket.team_id.is_not(None))
    return conditions
