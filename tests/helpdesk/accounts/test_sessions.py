"""Sessions: how long they live and who may end them."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions.accounts import sessions
from helpdesk.actions.accounts.sessions import SignedIn
from helpdesk.errors import NotFound
from helpdesk.models import Agent, AgentSession, Event, Role
from helpdesk.permissions import Actor
from tests.cast import Cast, Desk


def start(who: Actor) -> str:
    """Sign somebody in and return the token of the cookie."""
    with db.transaction() as session:
        agent = session.get_one(Agent, who.agent_id)
        return sessions.start(session, agent, address="192.0.2.7", browser="Firefox, Linux").token


def find(token: str) -> SignedIn | None:
    """Return who is behind a token."""
    with db.reading() as session:
        return sessions.identify(session, token)


def known(token: str) -> SignedIn:
    """Return who is behind a token that must be good."""
    found = find(token)
    assert found is not None
    return found


def test_a_session_knows_its_agent_with_role_and_teams(either_desk: Desk) -> None:
    signed_in = known(start(either_desk.cast.boris))

    assert signed_in.actor == either_desk.cast.boris
    assert signed_in.role is Role.SUPERVISOR


def test_a_session_ends_after_eight_hours_without_use(cast: Cast) -> None:
    token = start(cast.anna)

    with clock.fixed(clock.now() + timedelta(hours=7, minutes=59)):
        assert find(token)
    with clock.fixed(clock.now() + timedelta(hours=8, minutes=1)):
        assert find(token) is None


@pytest.mark.parametrize(("name", "life"), [("anna", timedelta(days=30)), ("dora", timedelta(hours=12))])
def test_a_session_in_use_ends_all_the_same_when_its_time_is_over(cast: Cast, name: str, life: timedelta) -> None:
    token = start(getattr(cast, name))
    end = clock.now() + life

    _use_until(token, end - timedelta(minutes=5))
    with clock.fixed(end - timedelta(minutes=1)):
        assert find(token)
    with clock.fixed(end + timedelta(minutes=1)):
        assert find(token) is None


def test_use_is_written_down_at_most_once_a_minute(cast: Cast) -> None:
    token = start(cast.anna)
    with clock.fixed(clock.now() + timedelta(seconds=30)):
        assert not sessions.is_due(known(token))
    with clock.fixed(clock.now() + timedelta(seconds=61)):
        assert sessions.is_due(known(token))
        with db.transaction() as session:
            sessions.touch(session, known(token).session_id)
        assert not sessions.is_due(known(token))


def test_of_a_session_only_the_hash_of_its_token_is_kept(desk: Desk) -> None:
    token = start(desk.cast.anna)

    kept = b"".join(file.read_bytes() for file in desk.folder.glob("helpdesk.sqlite3*"))

    assert b"agent_session" in kept
    assert token.encode() not in kept


def test_an_inactive_agent_has_no_session(cast: Cast) -> None:
    token = start(cast.anna)
    with db.transaction() as session:
        session.get_one(Agent, cast.anna.agent_id).is_active = False

    assert find(token) is None


def test_an_agent_ends_another_session_of_their_own_and_sockets_are_told(either_desk: Desk) -> None:
    here, there = start(either_desk.cast.anna), start(either_desk.cast.anna)
    ended = known(there).session_id

    with db.transaction() as session:
        sessions.revoke(session, ended, by=either_desk.cast.anna)

    assert find(there) is None
    assert find(here)
    with db.reading() as session:
        told = session.scalars(select(Event).where(Event.kind == "session.revoked")).one()
        assert (told.agent_id, told.data) == (either_desk.cast.anna.agent_id, {"session_ids": [ended]})
        assert sessions.alive(session, [ended, known(here).session_id]) == {known(here).session_id}


def test_nobody_ends_a_session_of_somebody_else(cast: Cast) -> None:
    token = start(cast.anna)

    with db.transaction() as session, pytest.raises(NotFound):
        sessions.revoke(session, known(token).session_id, by=cast.charlie)

    assert find(token)


def test_sessions_long_over_are_swept_when_their_agent_signs_in_again(cast: Cast) -> None:
    start(cast.anna)

    with clock.fixed(clock.now() + timedelta(days=61)):
        start(cast.anna)

    with db.reading() as session:
        assert len(session.scalars(select(AgentSession)).all()) == 1


@pytest.mark.parametrize("token", ["", "x", "x" * 10_000, "пароль", "\x00", "' OR 1=1 --"])
def test_a_token_nobody_gave_out_names_nobody(cast: Cast, token: str) -> None:
    start(cast.anna)

    assert find(token) is None


def _use_until(token: str, end: datetime) -> None:
    now = clock.now()
    while now < end:
        with clock.fixed(now), db.transaction() as session:
            sessions.touch(session, known(token).session_id)
        now += timedelta(hours=7)
