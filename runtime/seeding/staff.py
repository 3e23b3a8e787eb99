"""The desk the invented tickets belong to: teams, agents, channels, tags."""

import random
from collections import defaultdict
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, storage
from helpdesk.bots import BotConfig
from helpdesk.mailboxes import MailboxConfig
from helpdesk.models import (
    Agent,
    AgentLanguage,
    AgentSkill,
    Category,
    ChannelKind,
    Presence,
    Priority,
    Role,
    Skill,
    Status,
    Tag,
    Team,
    TeamMember,
    TicketType,
)
from helpdesk.models.channels import Channel
from helpdesk.sla_policies import in_force
from helpdesk.sla_shapes import Described
from helpdesk.tokens import new_name
from runtime.seeding.phrases import PHRASES
from runtime.seeding.shapes import Desk, Hand, Order, Promised, Way

TEAMS: Final = ("Support", "Billing", "Delivery", "Returns")
SKILLS: Final = ("Payments", "Deliveries", "Accounts", "Complaints")
TAGS: Final = (
    "delivery",
    "refund",
    "login",
    "outage",
    "product",
    "complaint",
    "invoice",
    "idea",
    "vip",
    "urgent",
    "callback",
    "photo",
)
MAIL_DOMAIN: Final = "support.seed.example"
FILE_BYTES: Final = (400, 2_000, 9_000, 40_000, 120_000, 300_000)


def hire(session: Session, order: Order) -> Desk:
    """Make what tickets refer to, and return it."""
    chance = random.Random(f"staff {order.seed}")  # noqa: S311 - repeatable, not secret
    teams = {name: _team(session, name) for name in TEAMS}
    skills = [_named(session, Skill, name) for name in SKILLS]
    tags = {name: _named(session, Tag, name) for name in TAGS}
    hands: defaultdict[int, list[Hand]] = defaultdict(list)
    for nth in range(order.agents):
        team_id = teams[TEAMS[(nth * 7 // 4) % len(TEAMS)]]
        hands[team_id].append(_agent(session, nth, team_id, skills[nth % len(skills)], order, chance))
    for team_id in teams.values():
        hands[team_id] = hands[team_id] or hands[teams[TEAMS[0]]]
    return Desk(
        channels=_channels(session),
        hands=dict(hands),
        team_ids=teams,
        type_ids={one.key: one.id for one in session.scalars(select(TicketType)) if one.key},
        statuses=_statuses(session),
        skill_ids=skills,
        tag_ids=tags,
        promises=_promises(session),
        blobs=_files(chance),
    )


def _team(session: Session, name: str) -> int:
    return _named(session, Team, name)


def _named(session: Session, kind: type[Team] | type[Skill] | type[Tag], name: str) -> int:
    known = session.scalar(select(kind.id).where(kind.name == name))
    if known is not None:
        return known
    row = kind(name=name, created_at=clock.now()) if kind is Team else kind(name=name)
    session.add(row)
    session.flush()
    return row.id


def _agent(session: Session, nth: int, team_id: int, skill_id: int, order: Order, chance: random.Random) -> Hand:
    language = ("en", "ru", "uk")[nth % 3]
    phrases, now = PHRASES[language], clock.now()
    name = f"{chance.choice(phrases.first_names)} {chance.choice(phrases.last_names)}"
    email = f"agent{nth + 1}.{order.seed}@seed.example"
    known = session.scalar(select(Agent).where(Agent.email == email))
    if known is not None:
        return Hand(known.id, known.name, team_id)
    agent = Agent(
        email=email,
        name=name,
        role=Role.SUPERVISOR if nth % 10 == 9 else Role.AGENT,
        locale=language,
        created_at=now,
    )
    session.add(agent)
    session.flush()
    session.add_all(
        [
            Presence(agent_id=agent.id, changed_at=now),
            TeamMember(team_id=team_id, agent_id=agent.id),
            AgentSkill(agent_id=agent.id, skill_id=skill_id, level=1 + nth % 5),
            *(AgentLanguage(agent_id=agent.id, language=known) for known in {language, "en"}),
        ]
    )
    return Hand(agent.id, name, team_id)


def _channels(session: Session) -> list[Way]:
    """Return two chats, two mailboxes and a bot, paused: what is invented must reach nobody."""
    bot = BotConfig(bot_id=7_000_001, username="seed_bot", name="Seed").as_json()
    wanted: list[tuple[ChannelKind, str, dict[str, Any]]] = [
        (ChannelKind.WEBCHAT, "Seed: shop", {}),
        (ChannelKind.WEBCHAT, "Seed: help pages", {}),
    ]
    wanted += [
        (ChannelKind.EMAIL, f"Seed: {name}", MailboxConfig(address=f"{name}@{MAIL_DOMAIN}").as_json())
        for name in ("support", "orders")
    ]
    wanted.append((ChannelKind.TELEGRAM, "Seed: bot", bot))
    found: list[Way] = []
    for kind, name, config in wanted:
        channel = session.scalar(select(Channel).where(Channel.kind == kind, Channel.name == name))
        if channel is None:
            paused = kind is not ChannelKind.WEBCHAT
            channel = Channel(
                kind=kind, name=name, public_key=new_name(), config=config, is_paused=paused, created_at=clock.now()
            )
            session.add(channel)
            session.flush()
        found.append(Way(channel.id, kind, str(config.get("address", "")), MAIL_DOMAIN))
    return found


def _statuses(session: Session) -> dict[Category, int]:
    found = session.scalars(select(Status).order_by(Status.is_default, Status.position.desc()))
    return {status.category: status.id for status in found}


def _promises(session: Session) -> dict[tuple[ChannelKind, int], Promised]:
    """Return what the desk's policies promise by kind of channel and priority; policies with other conditions count too."""
    policies, found = in_force(session), {}
    for kind in ChannelKind:
        for priority in Priority:
            described = Described(
                type_id=0, priority=priority, channel_id=0, language="", team_id=None, channel_kind=kind.value
            )
            policy = policies.matching(described)
            if policy is None:
                found[kind, int(priority)] = Promised(0, 0, {}, None)
                continue
            promise = policy.promise(priority)
            found[kind, int(priority)] = Promised(policy.id, policy.version, promise.minutes, policy.warn_percent)
    return found


def _files(chance: random.Random) -> list[tuple[str, int]]:
    return [(storage.put_bytes(chance.randbytes(size)), size) for size in FILE_BYTES]
