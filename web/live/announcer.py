"""Telling every console how the desk is made up, after an admin changed it."""

import asyncio
from collections.abc import Mapping, Set
from typing import Final

from sqlalchemy.orm import Session

from helpdesk.models import Role
from helpdesk.permissions import Actor, ActorKind
from helpdesk.queries.rows import Json
from helpdesk.queries.workspace import SEES_EMAILS, workspace
from web.live.feed import Feed
from web.live.hub import Hub
from web.live.news import encoded
from web.live.reader import Reader

REST_S: Final = 0.25
ADMINS_ONLY: Final = frozenset({"second_factor"})
Frames = Mapping[int, bytes]
# Reads what admins see; what others may not see of their colleagues is taken out again.
_anyone: Final = Actor(ActorKind.AGENT, role=Role.ADMIN)


class Announcer:
    """Reads the workspace once per change and tells each console its own view of it."""

    def __init__(self, hub: Hub, feed: Feed, reader: Reader) -> None:
        self._hub = hub
        self._feed = feed
        self._reader = reader
        self._changed = asyncio.Event()

    def change(self) -> None:
        """Say that agents, teams, skills, statuses, types or channels have changed."""
        self._changed.set()

    async def turn(self) -> None:
        """Wait for a change, read, tell, and rest a quarter of a second."""
        await self._changed.wait()
        self._changed.clear()
        actors = {socket.agent_id: socket.actor for socket in self._hub.sockets}
        if actors:
            position = self._feed.position
            frames = await self._reader.reading(lambda session: workspace_frames(session, actors, position))
            for socket in list(self._hub.sockets):
                if socket.agent_id in frames:
                    socket.send(frames[socket.agent_id])
        await asyncio.sleep(REST_S)


def workspace_frames(session: Session, actors: Mapping[int, Actor], position: int) -> Frames:
    """Return the workspace frame of each of these agents, read once and encoded as seldom as possible."""
    whole = workspace(session, _anyone)
    by_role = {Role.ADMIN: _frame(whole, position)}
    frames: dict[int, bytes] = {}
    for agent_id, actor in actors.items():
        if actor.role not in SEES_EMAILS:
            frames[agent_id] = _frame(_without(whole, ADMINS_ONLY | {"email"}, own_id=agent_id), position)
        else:
            if actor.role not in by_role:
                by_role[actor.role] = _frame(_without(whole, ADMINS_ONLY), position)
            frames[agent_id] = by_role[actor.role]
    return frames


def _frame(whole: Json, position: int) -> bytes:
    return encoded({"t": "workspace", "p": position, "workspace": whole | {"position": position}})


def _without(whole: Json, hidden: Set[str], *, own_id: int | None = None) -> Json:
    """Leave out what somebody may not see of others; their own address they may."""
    return whole | {
        "agents": [
            {
                key: value
                for key, value in agent.items()
                if key not in hidden or (key == "email" and agent["id"] == own_id)
            }
            for agent in whole["agents"]
        ]
    }
