"""Agents who are told of news: their choices, their phones, what they were told."""

import time
from datetime import timedelta

import pytest

from helpdesk import clock, db, leases, left
from helpdesk.actions.accounts import sessions
from helpdesk.actions.news import devices, telling
from helpdesk.actions.news.choices import Wishes, choose
from helpdesk.actions.news.devices import Given
from helpdesk.models import Agent, AgentSession, Notification, Presence
from helpdesk.outbox import relay_once
from helpdesk.permissions import Actor
from tests.peers.push_service import Phone, PushService
from tests.relaying import QUIET


def wants(actor: Actor, *, quiet: tuple[int, int] | None = None, after_min: int = 30, **ways: list[str]) -> None:
    """Have an agent choose: `ticket_assigned=["page"]` for the kind ticket.assigned."""
    with db.transaction() as session:
        kinds = {kind.replace("_", ".", 1): chosen for kind, chosen in ways.items()}
        choose(session, Wishes(kinds, quiet, after_min), by=actor)


def phone_of(actor: Actor, service: PushService, name: str) -> Phone:
    """Return a browser the agent is signed in with, which is told of news."""
    phone = service.phone(name)
    given = devices.checked(Given(**phone.given))
    with db.transaction() as session:
        service.key = devices.public_key(session)
        sessions.start(session, session.get_one(Agent, actor.agent_id), address="", browser=name)
        session_id = session.query(AgentSession.id).order_by(AgentSession.id.desc()).first()
        assert session_id is not None
        devices.name_device(session, given, by=actor, session_id=session_id[0], browser=name)
    return phone


def is_at_the_console(actor: Actor) -> None:
    """Have an agent's console open and in use just now."""
    with db.transaction() as session:
        here = session.get_one(Presence, actor.agent_id)
        here.last_seen_at = here.active_at = clock.now()


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """Let time pass for who watches what others have left, whatever the clock says."""
    monkeypatch.setattr(left, "steady", lambda: time.monotonic() + by.total_seconds())


def told() -> int:
    """Number what happened, and tell of it; return how many were told."""
    numbered()
    return telling.tell()


def numbered() -> None:
    """Have the relay number what happened."""
    fence = leases.acquire("relay", "test")
    assert fence is not None
    while relay_once(fence, QUIET):
        pass


def news_of(actor: Actor) -> list[str]:
    """Return the kinds an agent was told of, in order."""
    with db.reading() as session:
        rows = session.query(Notification.kind).where(Notification.agent_id == actor.agent_id)
        return [kind for (kind,) in rows.order_by(Notification.id)]
