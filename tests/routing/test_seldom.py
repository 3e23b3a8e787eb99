"""What seldom changes is read once, and anew as soon as any of it is different."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from helpdesk import clock, db, presence
from helpdesk.models import (
    AgentLanguage,
    AgentSkill,
    Calendar,
    Rule,
    Setting,
    Skill,
    Team,
    TeamMember,
    TeamRoutingRow,
    TicketType,
)
from routing import jobs, seldom
from tests.cast import Desk
from tests.stories import ticket_of, visitor_writes

Change = Callable[[Session, int], object]

WEEK = {"0": [["09:00", "18:00"]]}


def test_nothing_is_read_again_while_nothing_changes(desk: Desk) -> None:
    before = known()

    visitor_writes(desk)
    jobs.route()

    assert known() is before


CHANGES: dict[str, Change] = {
    "a rule": lambda session, _: session.add(Rule(name="Late", position=1, conditions={"words": ["late"]}, actions={})),
    "a type": lambda session, _: session.execute(update(TicketType).values(name="Something")),
    "a language": lambda session, id: session.add(AgentLanguage(agent_id=id, language="fr")),
    "a member": lambda session, id: session.add(TeamMember(team_id=new_team(session), agent_id=id)),
    "team rules": lambda session, _: session.add(
        TeamRoutingRow(team_id=None, settings={"mode": "pull"}, updated_at=clock.now())
    ),
    "hours": lambda session, _: session.add(Calendar(name="Hours", time_zone="UTC", hours=WEEK, holidays=[])),
    "the usual agent": lambda session, _: session.add(
        Setting(key="usual_agent_days", value={"value": 3}, updated_at=clock.now())
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_what_changes_is_known_to_the_next_who_asks(desk: Desk, change: Change) -> None:
    before = known()

    with db.transaction() as session:
        change(session, desk.cast.anna.agent_id or 0)

    assert known() is not before


def test_a_level_that_rises_is_known_at_once(desk: Desk) -> None:
    anna = desk.cast.anna.agent_id or 0
    with db.transaction() as session:
        skill = Skill(name="billing")
        session.add(skill)
        session.flush()
        session.add(AgentSkill(agent_id=anna, skill_id=skill.id, level=2))
    assert known().levels[anna] == {"billing": 2}

    with db.transaction() as session:
        session.execute(update(AgentSkill).values(level=4))

    assert known().levels[anna] == {"billing": 4}


def test_a_ticket_that_comes_alone_is_given_out_in_thirty_statements(desk: Desk) -> None:
    with db.transaction() as session:
        presence.mark_seen(session, [desk.cast.anna.agent_id or 0])
    jobs.route()  # nothing yet, but all is known
    asked = visitor_writes(desk, "Good morning, where is my order please?")

    with counted() as statements:
        jobs.route()

    assert ticket_of(asked).assignee_id == desk.cast.anna.agent_id
    assert len(statements) <= 30


def known() -> seldom.Seldom:
    with db.reading() as session:
        return seldom.of(session)


def new_team(session: Session) -> int:
    team = Team(name="Another", created_at=clock.now())
    session.add(team)
    session.flush()
    return team.id


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    engines = {db.current().writes, db.current().reads}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
