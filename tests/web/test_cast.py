"""The cast is what every other test relies on."""

from sqlalchemy import select

from helpdesk import db
from helpdesk.models import Agent, Role
from tests.cast import Desk


def test_the_cast_is_hired_with_the_roles_that_tests_rely_on(desk: Desk) -> None:
    with db.reading() as session:
        roles = {agent.name: agent.role for agent in session.scalars(select(Agent))}

    assert roles == {"Anna": Role.AGENT, "Boris": Role.SUPERVISOR, "Charlie": Role.AGENT, "Dora": Role.ADMIN}
    assert desk.cast.anna.team_ids.isdisjoint(desk.cast.charlie.team_ids)
