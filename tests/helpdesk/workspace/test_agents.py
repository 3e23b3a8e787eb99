"""What admins change about agents, and what that does to work and sessions."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions.accounts import sessions
from helpdesk.actions.workspace.agents import AgentChanges, change_agent, choose_presence
from helpdesk.actions.workspace.skills import create_skill
from helpdesk.errors import Conflict, DeskError, Forbidden, Invalid
from helpdesk.models import Agent, Assignment, Event, PresenceStatus, Role
from helpdesk.queries import workspace
from tests.cast import Desk
from tests.helpdesk.workspace.traces import traces
from tests.stories import takes, ticket_of, visitor_writes


def change(desk: Desk, changes: AgentChanges, *, who: str = "anna") -> None:
    agent_id = getattr(desk.cast, who).agent_id
    with db.transaction() as session:
        change_agent(session, agent_id, changes, by=desk.cast.dora)


def test_all_of_an_agent_can_be_arranged_at_once(desk: Desk) -> None:
    with db.transaction() as session:
        skill = create_skill(session, name="Law", by=desk.cast.dora)

    teams = {desk.cast.billing_id}
    change(desk, AgentChanges("Anna B", Role.SUPERVISOR, True, teams, {skill.id: 5}, {"ru", "uk"}, 20))

    with db.reading() as session:
        anna = workspace.agent(session, desk.cast.dora, desk.cast.anna.agent_id or 0)
    assert (anna["name"], anna["role"], anna["capacity_units"]) == ("Anna B", "supervisor", 20)
    assert (anna["team_ids"], anna["languages"]) == ([desk.cast.billing_id], ["ru", "uk"])
    assert anna["skills"] == [{"skill_id": skill.id, "level": 5}]


def test_changing_nothing_records_nothing(desk: Desk) -> None:
    same = AgentChanges("Anna", Role.AGENT, True, {desk.cast.support_id}, {}, {"en", "uk"}, 12)

    change(desk, same)
    change(desk, AgentChanges())

    assert traces() == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (AgentChanges(capacity_units=0), "capacity_units"),
        (AgentChanges(capacity_units=101), "capacity_units"),
        (AgentChanges(skills={1: 6}), "skills"),
        (AgentChanges(skills={1: 0}), "skills"),
        (AgentChanges(skills={999: 3}), "skills"),
        (AgentChanges(languages=["tlh"]), "languages"),
        (AgentChanges(team_ids=[999]), "team_ids"),
        (AgentChanges(name=" "), "name"),
    ],
)
def test_what_cannot_be_is_refused_naming_the_field(desk: Desk, changes: AgentChanges, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        change(desk, changes)

    assert field in refused.value.fields
    assert traces() == []


@pytest.mark.parametrize("changes", [AgentChanges(role=Role.AGENT), AgentChanges(is_active=False)])
def test_the_last_admin_stays(desk: Desk, changes: AgentChanges) -> None:
    with pytest.raises(DeskError) as refused:
        change(desk, changes, who="dora")

    assert refused.value.code in ("last_admin", "yourself")


def test_nobody_shuts_themselves_out(desk: Desk) -> None:
    change(desk, AgentChanges(role=Role.ADMIN))

    with pytest.raises(Conflict) as refused:
        change(desk, AgentChanges(is_active=False), who="dora")

    assert refused.value.code == "yourself"


def test_one_of_two_admins_may_step_down(desk: Desk) -> None:
    change(desk, AgentChanges(role=Role.ADMIN))
    change(desk, AgentChanges(role=Role.AGENT), who="dora")

    with db.reading() as session:
        assert session.get_one(Agent, desk.cast.dora.agent_id).role is Role.AGENT


def test_open_tickets_of_a_deactivated_agent_go_back_to_the_queue_with_their_age(desk: Desk) -> None:
    with clock.fixed(clock.now() - timedelta(hours=3)):
        ticket = ticket_of(visitor_writes(desk))
        takes(ticket.id, by=desk.cast.anna)

    change(desk, AgentChanges(is_active=False))

    back = ticket_of(visitor_writes(desk, browser="other"))
    assert back.id != ticket.id
    with db.reading() as session:
        ticket = session.merge(ticket, load=True)
        ends = session.scalars(select(Assignment.ended_at).where(Assignment.ticket_id == ticket.id)).all()
        kinds = session.scalars(select(Event.kind).where(Event.ticket_id == ticket.id)).all()
    assert all(ends)
    assert "ticket.unassigned" in kinds
    assert ticket.waiting_since is not None
    assert ticket.waiting_since < clock.now() - timedelta(hours=2)


def test_a_deactivated_agent_is_signed_out_everywhere(desk: Desk) -> None:
    with db.transaction() as session:
        anna = session.get_one(Agent, desk.cast.anna.agent_id)
        sessions.start(session, anna, address="127.0.0.1", browser="Firefox")

    change(desk, AgentChanges(is_active=False))

    with db.reading() as session:
        assert sessions.list_of(session, desk.cast.anna.agent_id or 0) == []


def test_a_supervisor_sets_presence_for_their_own_team_only(desk: Desk) -> None:
    boris = desk.cast.boris
    with db.transaction() as session:
        seen = choose_presence(session, desk.cast.anna.agent_id or 0, status=PresenceStatus.AWAY, reason=None, by=boris)
        with pytest.raises(Forbidden):
            choose_presence(session, desk.cast.charlie.agent_id or 0, status=PresenceStatus.AWAY, reason=None, by=boris)

    assert seen.status is PresenceStatus.AWAY


def test_addresses_of_agents_are_for_those_who_may_know(desk: Desk) -> None:
    cast = desk.cast
    with db.reading() as session:
        known = {
            name: {agent["name"] for agent in workspace.agents(session, actor) if "email" in agent}
            for name, actor in (("anna", cast.anna), ("boris", cast.boris), ("dora", cast.dora))
        }

    everybody = {"Anna", "Boris", "Charlie", "Dora"}
    assert known == {"anna": {"Anna"}, "boris": everybody, "dora": everybody}
