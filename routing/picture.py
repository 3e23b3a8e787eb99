"""What the router sees: waiting tickets and agents, read from the database in a bounded number of statements."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, TextClause, and_, case, func, select
from sqlalchemy.orm import Session

from helpdesk import settings
from helpdesk.models import (
    ROUTABLE,
    UNITS,
    Agent,
    AgentLanguage,
    AgentSkill,
    Assignment,
    ChannelKind,
    Presence,
    Skill,
    TeamMember,
    Ticket,
    TicketSkill,
)
from helpdesk.models.channels import Channel
from helpdesk.models.tickets import WAITS_FOR_AGENT
from helpdesk.presence import is_routable
from routing.shapes import RoutableAgent, WaitingTicket

MAX_WAITING = 5_000
EXPLAINED = 200
LIVE = (ChannelKind.WEBCHAT, ChannelKind.TELEGRAM)
_COLUMNS = (
    Ticket.id,
    Ticket.language,
    Ticket.priority,
    Ticket.waiting_since,
    Ticket.created_at,
    Ticket.next_due_at,
    Ticket.customer_id,
    Ticket.first_responded_at,
    Ticket.team_id,
)


@dataclass(frozen=True, slots=True)
class Picture:
    """One moment of the desk; times are seconds since the epoch."""

    now: float
    waiting: list[WaitingTicket]
    agents: list[RoutableAgent]


@dataclass(frozen=True, slots=True)
class Load:
    """What an agent has in hand."""

    used_units: int = 0
    open_tickets: int = 0
    awaiting: int = 0
    unanswered_email: int = 0


def load(session: Session, now: datetime, *, ticket_id: int | None = None) -> Picture:
    """Read the up to 5,000 most urgent waiting tickets (or just one, to explain it) and all active agents.

    Where nobody could start on anything now the 200 most urgent do: a backlog must not be read again and again.
    """
    agents = session.execute(
        select(Agent, Presence).outerjoin(Presence, Presence.agent_id == Agent.id).where(Agent.is_active)
    ).all()
    loads = _loads(session)
    tickets = _tickets(session, ticket_id, kinds=_startable(agents, loads, now))
    agent_ids = frozenset(agent.id for agent, _ in agents)
    languages = _languages(session)
    spoken = frozenset(ticket.language for ticket in tickets).union(*languages.values())
    return Picture(
        now=now.timestamp(),
        waiting=_waiting(session, tickets, ticket_id, agent_ids=agent_ids, now=now),
        agents=_agents(session, agents, loads=loads, languages=languages, spoken=spoken, now=now),
    )


def _startable(
    agents: Collection[tuple[Agent, Presence | None]], loads: Mapping[int, Load], now: datetime
) -> frozenset[ChannelKind]:
    """Return the kinds of channels that somebody could start on a ticket of now; never too few."""
    kinds: set[ChannelKind] = set()
    for agent, presence in agents:
        held = loads.get(agent.id, Load())
        if presence is None or not is_routable(presence, now) or held.awaiting:
            continue
        room = agent.capacity_units - held.used_units
        kinds |= {kind for kind in UNITS if UNITS[kind] <= room and (kind in LIVE or not held.unanswered_email)}
    return frozenset(kinds)


def _tickets(session: Session, ticket_id: int | None, *, kinds: Collection[ChannelKind]) -> list[Any]:  # rows
    wanted = (
        select(*_COLUMNS, Channel.kind)
        .join(Channel, Channel.id == Ticket.channel_id)
        .where(WAITS_FOR_AGENT, Ticket.classified_at.is_not(None))
        .order_by(Ticket.priority, Ticket.waiting_since, Ticket.id)
    )
    if ticket_id is not None:
        return list(session.execute(wanted.where(Ticket.id == ticket_id)))
    urgent = list(session.execute(wanted.limit(EXPLAINED)))
    if not kinds or len(urgent) < EXPLAINED:
        return urgent
    known = {ticket.id for ticket in urgent}
    found = session.execute(wanted.where(Channel.kind.in_(kinds)).limit(MAX_WAITING))
    return urgent + [ticket for ticket in found if ticket.id not in known]


def _waiting(
    session: Session, tickets: list[Any], ticket_id: int | None, *, agent_ids: frozenset[int], now: datetime
) -> list[WaitingTicket]:
    # By the condition, not by thousands of ids.
    meant = WAITS_FOR_AGENT if ticket_id is None else Ticket.id == ticket_id
    skills = _ticket_skills(session, meant)
    outsiders = _outsiders(session, agent_ids)
    usual = _usual_agents(session, meant, now=now)
    attempts = _attempts(session, meant)
    return [
        WaitingTicket(
            id=ticket.id,
            channel=ticket.kind.value,
            units=UNITS[ticket.kind],
            skills=skills.get(ticket.id, {}),
            language=ticket.language,
            priority=int(ticket.priority),
            waiting_since=(ticket.waiting_since or ticket.created_at).timestamp(),
            # Where nobody waits for an answer, no answer is due: what is left is the day by which all is to be solved.
            due_at=_seconds(ticket.next_due_at) if ticket.waiting_since else None,
            customer_id=ticket.customer_id,
            preferred_agent_id=usual.get(ticket.customer_id),
            responded=ticket.first_responded_at is not None,
            attempts=attempts.get(ticket.id, 0),
            excluded=outsiders.get(ticket.team_id or 0, agent_ids) if ticket.team_id else frozenset(),
        )
        for ticket in tickets
    ]


def _agents(
    session: Session,
    agents: Collection[tuple[Agent, Presence | None]],
    *,
    loads: Mapping[int, Load],
    languages: Mapping[int, frozenset[str]],
    spoken: frozenset[str],
    now: datetime,
) -> list[RoutableAgent]:
    skills = _agent_skills(session)
    return [
        RoutableAgent(
            id=agent.id,
            skills=skills.get(agent.id, {}),
            # Whoever names no language is asked for all: a desk that does not care need not fill anything in.
            languages=languages.get(agent.id, spoken),
            capacity_units=agent.capacity_units,
            used_units=held.used_units,
            open_tickets=held.open_tickets,
            awaiting=held.awaiting,
            unanswered_email=held.unanswered_email,
            last_assigned_at=_seconds(presence.last_assigned_at if presence else None),
            idle_since=_seconds(presence.idle_since if presence else None),
            online=presence is not None and is_routable(presence, now),
        )
        for agent, presence in agents
        for held in [loads.get(agent.id, Load())]
    ]


def _seconds(at: datetime | None) -> float | None:
    return at.timestamp() if at else None


def _ticket_skills(session: Session, meant: ColumnElement[bool] | TextClause) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    rows = session.execute(
        select(TicketSkill.ticket_id, Skill.name, TicketSkill.level)
        .join(Skill, Skill.id == TicketSkill.skill_id)
        .join(Ticket, Ticket.id == TicketSkill.ticket_id)
        .where(meant)
    )
    for ticket_id, name, level in rows:
        found.setdefault(ticket_id, {})[name] = level
    return found


def _agent_skills(session: Session) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    rows = session.execute(
        select(AgentSkill.agent_id, Skill.name, AgentSkill.level).join(Skill, Skill.id == AgentSkill.skill_id)
    )
    for agent_id, name, level in rows:
        found.setdefault(agent_id, {})[name] = level
    return found


def _languages(session: Session) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for agent_id, language in session.execute(select(AgentLanguage.agent_id, AgentLanguage.language)):
        found.setdefault(agent_id, set()).add(language)
    return {agent_id: frozenset(languages) for agent_id, languages in found.items()}


def _outsiders(session: Session, agent_ids: frozenset[int]) -> dict[int, frozenset[int]]:
    members: dict[int, set[int]] = {}
    for team_id, agent_id in session.execute(select(TeamMember.team_id, TeamMember.agent_id)):
        members.setdefault(team_id, set()).add(agent_id)
    return {team_id: agent_ids - inside for team_id, inside in members.items()}


def _usual_agents(session: Session, meant: ColumnElement[bool] | TextClause, *, now: datetime) -> dict[int, int]:
    since = now - timedelta(days=settings.get(session, "usual_agent_days"))
    customers = select(Ticket.customer_id).where(meant).scalar_subquery()
    newest = (
        select(func.max(Assignment.id))
        .join(Ticket, Ticket.id == Assignment.ticket_id)
        .where(Ticket.customer_id.in_(customers), Assignment.assigned_at >= since)
        .group_by(Ticket.customer_id)
    )
    rows = session.execute(
        select(Ticket.customer_id, Assignment.agent_id)
        .join(Ticket, Ticket.id == Assignment.ticket_id)
        .where(Assignment.id.in_(newest))
    )
    return dict(rows.all())


def _attempts(session: Session, meant: ColumnElement[bool] | TextClause) -> dict[int, int]:
    rows = session.execute(
        select(Assignment.ticket_id, func.count())
        .join(Ticket, Ticket.id == Assignment.ticket_id)
        .where(meant, Assignment.ended_at.is_not(None))
        .group_by(Assignment.ticket_id)
    )
    return dict(rows.all())


def _loads(session: Session) -> dict[int, Load]:
    waits = Ticket.waiting_since.is_not(None)
    awaiting = case((and_(waits, Channel.kind.in_(LIVE)), 1), else_=0)
    unanswered = case((and_(waits, Channel.kind == ChannelKind.EMAIL), 1), else_=0)
    rows = session.execute(
        select(Assignment.agent_id, func.sum(Assignment.units), func.count(), func.sum(awaiting), func.sum(unanswered))
        .join(Ticket, Ticket.id == Assignment.ticket_id)
        .join(Channel, Channel.id == Ticket.channel_id)
        .where(Assignment.ended_at.is_(None), Ticket.category.in_(ROUTABLE))
        .group_by(Assignment.agent_id)
    )
    return {agent_id: Load(int(used), count, int(live), int(mail)) for agent_id, used, count, live, mail in rows}
