"""Roles and activity: only admins change them, and one admin always stays."""

import pytest
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions.accounts import roles, sessions
from helpdesk.errors import Conflict, Forbidden, NotFound
from helpdesk.models import Agent, Audit, Role
from tests.cast import Cast


def test_a_new_role_ends_the_sessions_of_the_old_one(cast: Cast) -> None:
    assert cast.anna.agent_id is not None
    with db.transaction() as session:
        agent = session.get_one(Agent, cast.anna.agent_id)
        token = sessions.start(session, agent, address="", browser="").token

    with db.transaction() as session:
        roles.set_role(session, cast.anna.agent_id, role=Role.SUPERVISOR, by=cast.dora)

    with db.reading() as session:
        assert sessions.identify(session, token) is None
        entry = session.scalars(select(Audit).where(Audit.verb == "agent.role_changed")).one()
        assert (entry.agent_id, entry.data) == (cast.dora.agent_id, {"from": "agent", "to": "supervisor"})


def test_the_last_admin_keeps_the_role_and_stays_active(cast: Cast) -> None:
    assert cast.dora.agent_id is not None
    with db.transaction() as session:
        with pytest.raises(Conflict, match="at least one administrator"):
            roles.set_role(session, cast.dora.agent_id, role=Role.AGENT, by=cast.dora)
        with pytest.raises(Conflict, match="at least one administrator"):
            roles.set_active(session, cast.dora.agent_id, is_active=False, by=cast.dora)


def test_shutting_out_and_letting_in_again_is_written_down_once_each(cast: Cast) -> None:
    assert cast.charlie.agent_id is not None
    for is_active in (False, False, True, True):
        with db.transaction() as session:
            roles.set_active(session, cast.charlie.agent_id, is_active=is_active, by=cast.dora)

    with db.reading() as session:
        verbs = session.scalars(select(Audit.verb).where(Audit.verb.like("agent.%activated")).order_by(Audit.id)).all()
        assert verbs == ["agent.deactivated", "agent.activated"]


@pytest.mark.parametrize("name", ["anna", "boris", "charlie"])
def test_nobody_but_an_admin_changes_roles(cast: Cast, name: str) -> None:
    assert cast.anna.agent_id is not None
    with db.transaction() as session, pytest.raises(Forbidden):
        roles.set_role(session, cast.anna.agent_id, role=Role.ADMIN, by=getattr(cast, name))


def test_the_role_of_nobody_is_not_found(cast: Cast) -> None:
    with db.transaction() as session, pytest.raises(NotFound):
        roles.set_role(session, 999, role=Role.ADMIN, by=cast.dora)
