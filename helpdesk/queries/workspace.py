"""The desk as its people see it: agents, presence, teams, skills, statuses, types, channels, tags."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, selectinload

from helpdesk import clock, presence, settings
from helpdesk.errors import NotFound
from helpdesk.models import Agent, Presence, Role, SecondFactor, Skill, Status, Tag, Team, TeamMember, TicketType
from helpdesk.models.channels import Channel, ChannelKind
from helpdesk.models.mail import ChannelHealth, Direction
from helpdesk.outbox import last_position
from helpdesk.permissions import Actor
from helpdesk.queries import pictures
from helpdesk.queries.rows import Json, iso
from helpdesk.queries.service_levels import policy_names
from helpdesk.queries.team_routing import pull_team_ids

LANGUAGES: Final = ("en", "ru", "uk")
MAX_EACH: Final = 5_000
SEES_EMAILS: Final = (Role.SUPERVISOR, Role.ADMIN)


def workspace(session: Session, actor: Actor) -> Json:
    """Return everything a console needs to name what tickets point to; e-mail addresses only for those who may know."""
    return {
        "position": last_position(session),
        "name": settings.get(session, "desk_name"),
        "agents": agents(session, actor),
        "presence": presences(session),
        "teams": teams(session),
        "skills": skills(session),
        "statuses": _statuses(session),
        "types": types(session),
        "channels": _channels(session),
        "tags": _tags(session),
        "sla_policies": policy_names(session),
        "pull_team_ids": pull_team_ids(session),
        "presence_reasons": settings.get(session, "presence_reasons"),
        "languages": list(LANGUAGES),
    }


def agents(session: Session, actor: Actor) -> list[Json]:
    """Return all agents, inactive ones too: they are still named on what they did."""
    found = session.scalars(_with_all().order_by(Agent.name, Agent.id).limit(MAX_EACH))
    shown, proven = pictures.names_of(session), _with_second_factor(session, actor)
    return [_agent(agent, actor, picture=shown.get(agent.id), proven=proven) for agent in found]


def agent(session: Session, actor: Actor, agent_id: int) -> Json:
    """Return one agent as the actor may see them."""
    found = session.scalar(_with_all().where(Agent.id == agent_id).execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    picture = pictures.names_of(session, [agent_id]).get(agent_id)
    return _agent(found, actor, picture=picture, proven=_with_second_factor(session, actor))


def presences(session: Session, agent_ids: Iterable[int] | None = None) -> list[Json]:
    """Return who is at the desk: of all active agents, or of these."""
    wanted = select(Presence).join(Agent, Agent.id == Presence.agent_id).where(Agent.is_active)
    if agent_ids is not None:
        wanted = wanted.where(Presence.agent_id.in_(list(agent_ids)))
    return [presence_view(found) for found in session.scalars(wanted.order_by(Presence.agent_id).limit(MAX_EACH))]


def presence_view(found: Presence) -> Json:
    """Return one presence in the shape of the API."""
    return {
        "agent_id": found.agent_id,
        "status": found.status.value,
        "online": presence.is_online(found, clock.now()),
        "reason": found.reason,
        "since": iso(found.changed_at),
        "leaves_at": iso(found.leaves_at),
    }


def teams(session: Session) -> list[Json]:
    """Return all teams with the ids of their members."""
    members: dict[int, list[int]] = {}
    for team_id, agent_id in session.execute(
        select(TeamMember.team_id, TeamMember.agent_id).order_by(TeamMember.agent_id)
    ):
        members.setdefault(team_id, []).append(agent_id)
    found = session.scalars(select(Team).order_by(Team.name, Team.id).limit(MAX_EACH))
    return [
        {
            "id": team.id,
            "name": team.name,
            "member_ids": members.get(team.id, []),
            "others_tickets": team.others_tickets.value,
        }
        for team in found
    ]


def skills(session: Session) -> list[Json]:
    """Return all skills."""
    found = session.scalars(select(Skill).order_by(Skill.name, Skill.id).limit(MAX_EACH))
    return [{"id": skill.id, "name": skill.name} for skill in found]


def types(session: Session) -> list[Json]:
    """Return the types a ticket can have, in their order."""
    found = session.scalars(select(TicketType).order_by(TicketType.position, TicketType.id).limit(MAX_EACH))
    return [{"id": type.id, "key": type.key, "name": type.name, "position": type.position} for type in found]


def _with_all() -> Select[Agent]:
    return select(Agent).options(
        selectinload(Agent.skills), selectinload(Agent.languages), selectinload(Agent.memberships)
    )


def _with_second_factor(session: Session, actor: Actor) -> frozenset[int] | None:
    """Return who has a second factor, for an admin; None for others, whom it does not concern."""
    if actor.role is not Role.ADMIN:
        return None
    return frozenset(session.scalars(select(SecondFactor.agent_id).where(SecondFactor.since.is_not(None))))


def _agent(found: Agent, actor: Actor, *, picture: str | None, proven: frozenset[int] | None) -> Json:
    view = {
        "id": found.id,
        "name": found.name,
        "role": found.role.value,
        "is_active": found.is_active,
        "locale": found.locale,
        "time_zone": found.time_zone,
        "capacity_units": found.capacity_units,
        "calendar_id": found.calendar_id,
        "team_ids": sorted(membership.team_id for membership in found.memberships),
        "skills": [
            {"skill_id": skill.skill_id, "level": skill.level}
            for skill in sorted(found.skills, key=lambda skill: skill.skill_id)
        ],
        "languages": sorted(language.language for language in found.languages),
        "picture": picture,
    }
    if actor.role in SEES_EMAILS or actor.agent_id == found.id:
        view["email"] = found.email
    if proven is not None:
        view["second_factor"] = found.id in proven
    return view


def _statuses(session: Session) -> list[Json]:
    found = session.scalars(select(Status).order_by(Status.position, Status.id).limit(MAX_EACH))
    return [
        {
            "id": status.id,
            "key": status.key,
            "name": status.name,
            "category": status.category.value,
            "position": status.position,
        }
        for status in found
    ]


def _channels(session: Session) -> list[Json]:
    is_out = and_(
        ChannelHealth.channel_id == Channel.id,
        ChannelHealth.direction == Direction.OUT,
        ChannelHealth.is_working.is_(False),
    )
    wanted = select(Channel, ChannelHealth.since).outerjoin(ChannelHealth, is_out)
    found = session.execute(wanted.order_by(Channel.name, Channel.id).limit(MAX_EACH))
    return [
        {
            "id": channel.id,
            "kind": channel.kind.value,
            "name": channel.name,
            "is_paused": channel.is_paused,
            "out_since": iso(out_since),
            "addresses": _addresses(channel),
        }
        for channel, out_since in found
    ]


def _addresses(channel: Channel) -> list[str]:
    """Return the desk's own addresses of a mailbox, to which no mail of ours goes."""
    if channel.kind is not ChannelKind.EMAIL:
        return []
    config = channel.config
    return [str(address) for address in (config.get("address", ""), *config.get("aliases", ())) if address]


def _tags(session: Session) -> list[Json]:
    found = session.scalars(select(Tag).order_by(Tag.name, Tag.id).limit(MAX_EACH))
    return [{"id": tag.id, "name": tag.name, "color": tag.color} for tag in found]
