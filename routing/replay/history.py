"""Reading past weeks of the desk from its database, in a bounded number of statements and rows."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from helpdesk import settings
from helpdesk.models import (
    Agent,
    AgentLanguage,
    AgentSkill,
    Assignment,
    AuthorKind,
    Channel,
    Event,
    Message,
    MessageKind,
    PresenceStatus,
    Skill,
    SlaClock,
    SlaTarget,
    TeamMember,
    Ticket,
    TicketSkill,
)
from routing import seldom
from routing.replay.shapes import History, Member, Past, Said, Sign

MAX_TICKETS: Final = 40_000
MAX_MESSAGES: Final = 400_000
PRESENCE_BEFORE: Final = timedelta(days=14)  # how far back somebody may have said last whether they are there
_PRESENCE: Final = "presence.changed"


def load(session: Session, since: datetime, until: datetime, *, max_tickets: int = MAX_TICKETS) -> History:
    """Read what came between two moments, at most `max_tickets` tickets, and what the desk did meanwhile."""
    rows = session.execute(_tickets(since, until).limit(max_tickets + 1)).all()
    is_cut = len(rows) > max_tickets
    if is_cut:
        rows, until = rows[:max_tickets], rows[max_tickets].created_at
    known, now = {row.id for row in rows}, seldom.of(session)
    return History(
        since=since.timestamp(),
        until=until.timestamp(),
        time_zone=settings.get(session, "time_zone"),
        tickets=_past(session, rows, since, until),
        said=_said(session, known, since, until),
        signs=_signs(session, since, until),
        members=_members(session),
        given_at=_given(session, since, until),
        team_rules={team_id or 0: rules for team_id, rules in now.teams.items()},
        calendars=now.calendars,
        skill_names=now.skill_names,
        is_cut=is_cut,
    )


def _tickets(since: datetime, until: datetime) -> Select[*tuple[Any, ...]]:  # columns
    return (
        select(
            Ticket.id,
            Ticket.created_at,
            Ticket.priority,
            Ticket.language,
            Ticket.team_id,
            Ticket.customer_id,
            Ticket.type_id,
            Channel.kind,
        )
        .join(Channel, Channel.id == Ticket.channel_id)
        .where(
            Ticket.created_at >= since,
            Ticket.created_at < until,
            Ticket.spam_at.is_(None),
            Ticket.merged_into_id.is_(None),
        )
        .order_by(Ticket.created_at, Ticket.id)
    )


def _past(session: Session, rows: Sequence[Any], since: datetime, until: datetime) -> list[Past]:  # rows of _tickets
    between = (Ticket.created_at >= since, Ticket.created_at < until)
    skills: dict[int, dict[str, int]] = defaultdict(dict)
    wanted = select(TicketSkill.ticket_id, Skill.name, TicketSkill.level).join(Skill, Skill.id == TicketSkill.skill_id)
    for ticket_id, name, level in session.execute(
        wanted.join(Ticket, Ticket.id == TicketSkill.ticket_id).where(*between)
    ):
        skills[ticket_id][name] = level
    promised = select(SlaClock.ticket_id, SlaClock.due_at).join(Ticket, Ticket.id == SlaClock.ticket_id)
    dues = dict(session.execute(promised.where(*between, SlaClock.target == SlaTarget.FIRST_RESPONSE)).all())
    return [
        Past(
            id=row.id,
            channel=row.kind.value,
            priority=int(row.priority),
            language=row.language or "",
            skills=skills.get(row.id, {}),
            team_id=row.team_id,
            customer_id=row.customer_id,
            due_at=_seconds(dues.get(row.id)),
            type_id=row.type_id,
        )
        for row in rows
    ]


def _said(session: Session, known: set[int], since: datetime, until: datetime) -> list[Said]:
    """Return what customers said on these tickets, and all that agents answered: it took their time on any ticket."""
    found = session.execute(
        select(Message.ticket_id, Message.created_at, Message.kind, Message.author_agent_id)
        .where(
            Message.created_at >= since,
            Message.created_at < until,
            Message.kind.in_((MessageKind.IN, MessageKind.OUT)),
            Message.author_kind.in_((AuthorKind.CUSTOMER, AuthorKind.AGENT)),
            Message.is_auto.is_(False),
        )
        .order_by(Message.created_at, Message.id)
        .limit(MAX_MESSAGES)
    )
    return [
        Said(ticket_id, at.timestamp(), agent_id if kind is MessageKind.OUT else None)
        for ticket_id, at, kind, agent_id in found
        if (kind is MessageKind.OUT and agent_id is not None) or (kind is MessageKind.IN and ticket_id in known)
    ]


def _signs(session: Session, since: datetime, until: datetime) -> list[Sign]:
    """Return every change of presence, and before them what each agent was at the beginning."""
    kinds = (Event.kind == _PRESENCE, Event.agent_id.is_not(None))
    lately = (Event.created_at >= since - PRESENCE_BEFORE, Event.created_at < since)
    before = select(func.max(Event.id)).where(*kinds, *lately)
    whether = Event.data["online"].as_boolean().is_not(None)
    first = [*session.scalars(before.where(whether).group_by(Event.agent_id))]
    first += session.scalars(before.where(~whether).group_by(Event.agent_id))
    wanted = select(Event.agent_id, Event.created_at, Event.data).order_by(Event.id)
    found = [*session.execute(wanted.where(Event.id.in_(first)))]
    found += session.execute(wanted.where(*kinds, Event.created_at >= since, Event.created_at < until))
    return list(_read(found, since.timestamp()))


def _read(rows: Sequence[Any], since: float) -> Iterator[Sign]:
    for agent_id, at, data in rows:
        moment = max(at.timestamp(), since)
        if "online" in data:
            yield Sign(agent_id, moment, online=bool(data["online"]))
        elif "status" in data:
            yield Sign(agent_id, moment, available=data["status"] == PresenceStatus.AVAILABLE.value)


def _members(session: Session) -> list[Member]:
    skills: dict[int, dict[str, int]] = defaultdict(dict)
    wanted = select(AgentSkill.agent_id, Skill.name, AgentSkill.level).join(Skill, Skill.id == AgentSkill.skill_id)
    for agent_id, name, level in session.execute(wanted):
        skills[agent_id][name] = level
    languages: dict[int, set[str]] = defaultdict(set)
    for agent_id, language in session.execute(select(AgentLanguage.agent_id, AgentLanguage.language)):
        languages[agent_id].add(language)
    teams: dict[int, set[int]] = defaultdict(set)
    for agent_id, team_id in session.execute(select(TeamMember.agent_id, TeamMember.team_id)):
        teams[agent_id].add(team_id)
    return [
        Member(id, skills.get(id, {}), frozenset(languages[id]), units, frozenset(teams[id]))
        for id, units in session.execute(select(Agent.id, Agent.capacity_units).order_by(Agent.id))
    ]


def _given(session: Session, since: datetime, until: datetime) -> dict[tuple[int, int], list[float]]:
    found: dict[tuple[int, int], list[float]] = defaultdict(list)
    wanted = select(Assignment.ticket_id, Assignment.agent_id, Assignment.assigned_at).order_by(Assignment.id)
    for ticket_id, agent_id, at in session.execute(
        wanted.where(Assignment.assigned_at >= since, Assignment.assigned_at < until)
    ):
        found[ticket_id, agent_id].append(at.timestamp())
    return found


def _seconds(at: datetime | None) -> float | None:
    return None if at is None else at.timestamp()
