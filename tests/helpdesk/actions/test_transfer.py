"""Passing a ticket on: one action with a note, to an agent, a team or a skill."""

import pytest
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions import label
from helpdesk.actions.transfer import Target, transfer
from helpdesk.actions.writing import Writing
from helpdesk.errors import Invalid, NotFound
from helpdesk.models import Event, Message, MessageKind, Skill, TicketSkill
from helpdesk.permissions import SYSTEM, Actor
from helpdesk.queries.entries import entries
from tests.cast import Desk
from tests.stories import takes, ticket_of, visitor_writes


def of_anna(desk: Desk) -> Message:
    asked = visitor_writes(desk)
    with db.transaction() as session:
        label.set_team(session, asked.ticket_id, team_id=desk.cast.support_id, by=SYSTEM)
    takes(asked.ticket_id, by=desk.cast.anna)
    return asked


def passes(asked: Message, to: Target, *, by: Actor, note: str = "") -> None:
    with db.transaction() as session:
        transfer(session, asked.ticket_id, to, by=by, note=Writing(note, "passed") if note else None)


def told(asked: Message) -> list[str]:
    with db.reading() as session:
        return [entry["kind"] for entry in entries(session, asked.ticket_id, since=None)]


def test_a_team_gets_it_into_its_queue_with_the_note(desk: Desk) -> None:
    asked = of_anna(desk)
    since = ticket_of(asked).waiting_since

    passes(asked, Target(team_id=desk.cast.billing_id), by=desk.cast.anna, note="Please look at the invoice")

    found = ticket_of(asked)
    assert (found.team_id, found.assignee_id, found.waiting_since) == (desk.cast.billing_id, None, since)
    with db.reading() as session:
        notes = session.scalars(select(Message.text).where(Message.kind == MessageKind.NOTE)).all()
    assert notes == ["Please look at the invoice"]


def test_the_timeline_tells_it_once_and_the_steps_are_events_all_the_same(desk: Desk) -> None:
    asked = of_anna(desk)

    passes(asked, Target(team_id=desk.cast.billing_id), by=desk.cast.anna)

    assert told(asked)[-1] == "ticket.transferred"
    with db.reading() as session:
        kinds = session.scalars(select(Event.kind).where(Event.ticket_id == asked.ticket_id)).all()
    assert {"ticket.unassigned", "ticket.team_changed"} <= set(kinds)


def test_the_same_note_again_changes_nothing(desk: Desk) -> None:
    asked = of_anna(desk)
    for _ in range(2):
        passes(asked, Target(agent_id=desk.cast.boris.agent_id), by=desk.cast.anna, note="Yours")

    assert told(asked).count("ticket.transferred") == 1


def test_an_agent_of_another_team_gets_it_in_a_team_of_theirs(desk: Desk) -> None:
    asked = of_anna(desk)

    passes(asked, Target(agent_id=desk.cast.charlie.agent_id), by=desk.cast.anna)

    found = ticket_of(asked)
    assert (found.team_id, found.assignee_id) == (desk.cast.billing_id, desk.cast.charlie.agent_id)


def test_a_skill_is_asked_for_besides_the_others(desk: Desk) -> None:
    asked = of_anna(desk)
    with db.transaction() as session:
        law, customs = Skill(name="law"), Skill(name="customs")
        session.add_all([law, customs])
        session.flush()
        label.set_skills(session, asked.ticket_id, levels={law.id: 2}, by=SYSTEM)
        law_id, customs_id = law.id, customs.id

    passes(asked, Target(skill_id=customs_id, level=3), by=desk.cast.anna)

    with db.reading() as session:
        levels = dict(session.execute(select(TicketSkill.skill_id, TicketSkill.level)).all())
    assert levels == {law_id: 2, customs_id: 3}
    assert ticket_of(asked).assignee_id is None
    assert ticket_of(asked).team_id == desk.cast.support_id


def test_who_may_not_see_a_ticket_cannot_pass_it_on(desk: Desk) -> None:
    asked = of_anna(desk)

    with pytest.raises(NotFound):
        passes(asked, Target(team_id=desk.cast.billing_id), by=desk.cast.charlie)


@pytest.mark.parametrize(
    "to", [Target(), Target(agent_id=1, skill_id=1), Target(agent_id=9_999), Target(skill_id=9_999)]
)
def test_what_is_no_target_is_refused(desk: Desk, to: Target) -> None:
    asked = of_anna(desk)

    with pytest.raises(Invalid):
        passes(asked, to, by=desk.cast.anna)


def test_a_team_that_is_not_there_is_refused(desk: Desk) -> None:
    asked = of_anna(desk)

    with pytest.raises(Invalid):
        passes(asked, Target(team_id=9_999), by=desk.cast.anna)

    assert ticket_of(asked).assignee_id == desk.cast.anna.agent_id
