"""Who listens to news of a batch of events: choices, rights and what they know already, in a few statements for all."""

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from helpdesk.actions.news.choices import choices_of
from helpdesk.models import Agent, Notification, PushDevice, ReadMark
from helpdesk.news import Choices, Way
from helpdesk.permissions import Actor, may_see
from helpdesk.queries.rights import actors_of

# Built once: asked every other second for ever.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)  # of any number of ids
_AGENTS: BindParameter[Any] = bindparam("agents", expanding=True)
_KINDS: BindParameter[Any] = bindparam("kinds", expanding=True)
_DEVICES: Final = select(PushDevice.agent_id).where(PushDevice.agent_id.in_(_IDS)).distinct()
_ACTIVE: Final = select(Agent).where(Agent.id.in_(_IDS), Agent.is_active)
_READ: Final = select(ReadMark.ticket_id, ReadMark.agent_id, ReadMark.message_id).where(
    ReadMark.agent_id.in_(_AGENTS), ReadMark.ticket_id.in_(_IDS)
)
_WAITING: Final = (
    select(Notification.kind, Notification.ticket_id, Notification.agent_id)
    .where(Notification.ticket_id.in_(_IDS), Notification.kind.in_(_KINDS), Notification.read_at.is_(None))
    .where(Notification.agent_id.in_(_AGENTS))
    .distinct()
)


@dataclass(frozen=True, slots=True)
class Listeners:
    """Agents who may be told of something, as they are now.

    read: the newest message each has read, by ticket and agent. waiting: kind, ticket and agent of what nobody looked at.
    """

    choices: Mapping[int, Choices]
    reachable: Set[int]
    actors: Mapping[int, Actor]
    read: Mapping[tuple[int, int], int]
    waiting: Set[tuple[str, int, int]]

    def wanting(self, kind: str, agent_ids: Collection[int | None]) -> list[int]:
        """Return those of these agents who want to hear of this kind and whom a way of theirs reaches."""
        return sorted(id for id in agent_ids if id is not None and id in self.choices and self._is_reached(kind, id))

    def may_see(self, agent_id: int, *, team_id: int | None, assignee_id: int | None) -> bool:
        """Say whether somebody still works here and works with the ticket."""
        actor = self.actors.get(agent_id)
        return actor is not None and may_see(actor, team_id=team_id, assignee_id=assignee_id)

    def knows(self, agent_id: int, *, kind: str, ticket_id: int, message_id: int) -> bool:
        """Say whether somebody has read the message, or has not looked yet at what they were told of the one before it."""
        return self.read.get((ticket_id, agent_id), 0) >= message_id or (kind, ticket_id, agent_id) in self.waiting

    def _is_reached(self, kind: str, agent_id: int) -> bool:
        unheard = {Way.SOUND} if agent_id in self.reachable else {Way.SOUND, Way.PUSH}
        return bool(self.choices[agent_id].ways_of(kind) - unheard)


def listeners(
    session: Session, agent_ids: Collection[int], *, ticket_ids: Collection[int], kinds: Collection[str]
) -> Listeners:
    """Return these agents; ticket_ids: whose messages some of them may know; kinds: of news about such messages."""
    ids = sorted(agent_ids)
    if not ids:
        return Listeners({}, frozenset(), {}, {}, frozenset())
    actors = actors_of(session, session.scalars(_ACTIVE, {"ids": ids}).all())
    read: dict[tuple[int, int], int] = {}
    waiting: set[tuple[str, int, int]] = set()
    if ticket_ids:
        about = sorted(ticket_ids)
        read = {
            (ticket_id, agent_id): message_id
            for ticket_id, agent_id, message_id in session.execute(_READ, {"ids": about, "agents": ids})
        }
        found = session.execute(_WAITING, {"ids": about, "agents": ids, "kinds": sorted(kinds)})
        waiting = {(kind, ticket_id, agent_id) for kind, ticket_id, agent_id in found if ticket_id is not None}
    reachable = frozenset(session.scalars(_DEVICES, {"ids": ids}))
    return Listeners(choices_of(session, ids), reachable, actors, read, waiting)
