"""Giving somebody a new password from the command line."""

import pytest
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions.accounts import hashing, passwords, sessions
from helpdesk.errors import Invalid, NotFound
from helpdesk.models import Agent, Audit
from tests.cast import Cast


def test_a_reset_replaces_the_password_and_ends_every_session(cast: Cast) -> None:
    with db.transaction() as session:
        agent = session.get_one(Agent, cast.anna.agent_id)
        token = sessions.start(session, agent, address="", browser="").token

    with db.transaction() as session:
        passwords.reset(session, " ANNA@desk.example", password="quiet orange ladders 8")

    with db.reading() as session:
        assert sessions.identify(session, token) is None
        kept = session.get_one(Agent, cast.anna.agent_id).password_hash
        assert hashing.is_right(kept, "quiet orange ladders 8")
        assert session.scalars(select(Audit.verb)).all() == ["password.reset"]


def test_a_reset_to_a_weak_password_changes_nothing(cast: Cast) -> None:
    with pytest.raises(Invalid), db.transaction() as session:
        passwords.reset(session, "anna@desk.example", password="password1")

    with db.reading() as session:
        assert session.scalars(select(Audit.verb)).all() == []


def test_a_reset_of_nobody_says_so(cast: Cast) -> None:
    with db.transaction() as session, pytest.raises(NotFound, match="signs in with this address"):
        passwords.reset(session, "nobody@desk.example", password="quiet orange ladders 8")
