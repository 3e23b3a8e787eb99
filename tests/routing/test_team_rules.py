"""A team's own rules: who gets its tickets, in what order, and what the waiting are told."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from helpdesk import clock, db, presence
from helpdesk.actions import label, lifecycle, transfer
from helpdesk.actions.workspace.calendars import CalendarChanges, create_calendar
from helpdesk.actions.workspace.team_routing import change_routing
from helpdesk.models import AgentSkill, ChannelKind, Message, Presence, Skill, Ticket
from helpdesk.permissions import SYSTEM, Actor
from helpdesk.queries.ticket import assignment
from helpdesk.team_routing import Closed, Mode, TeamRouting
from routing import jobs
from routing.explain import explain
from tests.cast import Desk
from tests.stories import answers, takes, ticket_of, visitor_writes

ASKED = "Good morning, where is my order please?"
Set = Callable[..., None]


@pytest.fixture(autouse=True)
def fresh_memory() -> None:
    jobs._memory.clear()


@pytest.fixture
def support(desk: Desk) -> Set:
    """`support(mode=...)` sets the rules of the team Support."""

    def change(**rules: Any) -> None:
        with db.transaction() as session:
            change_routing(session, desk.cast.support_id, TeamRouting(**rules), by=desk.cast.dora)

    return change


def arrive(*actors: Actor) -> None:
    with db.transaction() as session:
        presence.mark_seen(session, [actor.agent_id or 0 for actor in actors])


def asks_support(desk: Desk, *, browser: str = "vera") -> Message:
    asked = visitor_writes(desk, ASKED, browser=browser)
    with db.transaction() as session:
        label.set_team(session, asked.ticket_id, team_id=desk.cast.support_id, by=SYSTEM)
    return asked


def codes(asked: Message) -> set[str]:
    with db.reading() as session:
        return {reason["code"] for reason in explain(session, asked.ticket_id)}


def reasons(asked: Message) -> dict[str, Any]:
    with db.reading() as session:
        kept = assignment(session, asked.ticket_id)
    assert kept is not None
    return {reason["name"]: reason["value"] for reason in kept["reasons"]}


def noted(asked: Message) -> str:
    reason = ticket_of(asked).waiting_reason
    return "" if reason is None else str(reason["code"])


def test_a_team_that_pulls_is_given_nothing_and_its_tickets_say_so(desk: Desk, support: Set) -> None:
    support(mode=Mode.PULL)
    arrive(desk.cast.anna)
    asked = asks_support(desk)

    jobs.route()

    assert ticket_of(asked).assignee_id is None
    assert noted(asked) == "team_pulls"


def test_a_limit_per_kind_holds_although_there_is_room(desk: Desk, support: Set) -> None:
    support(limits={ChannelKind.WEBCHAT: 1})
    arrive(desk.cast.anna)
    first = asks_support(desk)
    jobs.route()
    answers(first.ticket_id, by=desk.cast.anna)
    second = asks_support(desk, browser="vasyl")

    jobs.route()

    assert ticket_of(second).assignee_id is None
    assert noted(second) == "channel_limit"


def test_a_limit_of_all_kinds_holds_too(desk: Desk, support: Set) -> None:
    support(most_open=1)
    arrive(desk.cast.anna)
    first = asks_support(desk)
    jobs.route()
    answers(first.ticket_id, by=desk.cast.anna)
    second = asks_support(desk, browser="vasyl")

    jobs.route()

    assert noted(second) == "team_limit"


def test_another_team_joins_in_after_a_while(desk: Desk, support: Set) -> None:
    support(overflow_team_id=desk.cast.billing_id, overflow_after_min=10)
    asked = asks_support(desk)
    arrive(desk.cast.charlie)
    jobs.route()
    assert ticket_of(asked).assignee_id is None
    assert "overflows_at" in codes(asked)

    with clock.fixed(clock.now() + timedelta(minutes=10)):
        arrive(desk.cast.charlie)
        jobs.route()

    assert ticket_of(asked).assignee_id == desk.cast.charlie.agent_id
    assert reasons(asked)["overflow"] == desk.cast.support_id
    assert ticket_of(asked).team_id == desk.cast.support_id


def test_tickets_wait_out_of_hours_and_go_out_when_the_team_opens(desk: Desk, support: Set) -> None:
    sunday = datetime(2026, 11, 22, 12, tzinfo=UTC)
    with db.transaction() as session:
        hours = {"0": [["09:00", "17:00"]]}
        calendar = create_calendar(session, CalendarChanges(name="Mondays", hours=hours), by=desk.cast.dora)
        calendar_id = calendar.id
    support(calendar_id=calendar_id, out_of_hours=Closed.WAIT)
    with clock.fixed(sunday):
        asked = asks_support(desk)
        arrive(desk.cast.anna)
        jobs.route()
        assert noted(asked) == "out_of_hours"

    with clock.fixed(sunday + timedelta(hours=21)):
        arrive(desk.cast.anna)
        jobs.route()

    assert ticket_of(asked).assignee_id == desk.cast.anna.agent_id


def test_out_of_hours_the_other_team_answers(desk: Desk, support: Set) -> None:
    with db.transaction() as session:
        hours = {"0": [["09:00", "17:00"]]}
        calendar = create_calendar(session, CalendarChanges(name="Mondays", hours=hours), by=desk.cast.dora)
        calendar_id = calendar.id
    support(calendar_id=calendar_id, out_of_hours=Closed.OVERFLOW, overflow_team_id=desk.cast.billing_id)

    with clock.fixed(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        asked = asks_support(desk)
        arrive(desk.cast.anna, desk.cast.charlie)
        jobs.route()

    assert ticket_of(asked).assignee_id == desk.cast.charlie.agent_id


def test_who_just_came_is_filled_slowly(desk: Desk, support: Set) -> None:
    support(ramp_min=30)
    arrive(desk.cast.anna)
    first = asks_support(desk)
    jobs.route()
    answers(first.ticket_id, by=desk.cast.anna)
    second = asks_support(desk, browser="vasyl")
    jobs.route()
    assert noted(second) == "ramping"

    with clock.fixed(clock.now() + timedelta(minutes=25)):
        arrive(desk.cast.anna)
        jobs.route()

    assert ticket_of(second).assignee_id == desk.cast.anna.agent_id


def test_a_socket_that_flaps_does_not_start_the_ramp_anew(desk: Desk, support: Set) -> None:
    arrive(desk.cast.anna)
    began = clock.now()
    with clock.fixed(began + timedelta(minutes=2)), db.transaction() as session:
        presence.announce_gone(session)
        presence.mark_seen(session, [desk.cast.anna.agent_id or 0])

    with db.reading() as session:
        found = session.get_one(Presence, desk.cast.anna.agent_id)
    assert found.online_since is not None
    assert found.online_since <= began


def test_a_type_asks_for_the_skills_its_team_says(desk: Desk, support: Set) -> None:
    arrive(desk.cast.anna, desk.cast.boris)
    asked = asks_support(desk)
    with db.transaction() as session:
        skill = Skill(name="customs")
        session.add(skill)
        session.flush()
        session.add(AgentSkill(agent_id=desk.cast.boris.agent_id or 0, skill_id=skill.id, level=4))
        skill_id, type_id = skill.id, session.get_one(Ticket, asked.ticket_id).type_id
        session.execute(update(Ticket).values(classified_at=clock.now(), language="en"))
    support(skills_by_type={type_id: {skill_id: 3}})

    jobs.route()

    assert ticket_of(asked).assignee_id == desk.cast.boris.agent_id
    assert reasons(asked)["skill:customs"] == 4


def test_who_passed_a_ticket_on_to_a_skill_is_asked_last(desk: Desk, support: Set) -> None:
    arrive(desk.cast.anna, desk.cast.boris)
    asked = asks_support(desk)
    takes(asked.ticket_id, by=desk.cast.anna)
    with db.transaction() as session:
        skill = Skill(name="customs")
        session.add(skill)
        session.flush()
        for actor in (desk.cast.anna, desk.cast.boris):
            session.add(AgentSkill(agent_id=actor.agent_id or 0, skill_id=skill.id, level=3))
        session.flush()
        transfer.transfer(session, asked.ticket_id, transfer.Target(skill_id=skill.id, level=2), by=desk.cast.anna)

    jobs.route()

    assert ticket_of(asked).assignee_id == desk.cast.boris.agent_id


@pytest.mark.parametrize(("days", "is_usual"), [(30, True), (0, False)])
def test_a_usual_agent_is_usual_for_as_long_as_the_team_says(
    desk: Desk, support: Set, days: int, *, is_usual: bool
) -> None:
    support(sticky_days=days)
    asked = asks_support(desk)
    takes(asked.ticket_id, by=desk.cast.boris)
    with db.transaction() as session:
        lifecycle.resolve(session, asked.ticket_id, by=desk.cast.boris)
    visitor_writes(desk, "It is still not there")
    arrive(desk.cast.boris)

    jobs.route()

    assert ("usual_agent" in reasons(asked)) is is_usual
