"""Teams are made, staffed and removed without any ticket changing hands unseen."""

import pytest
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions import label, lifecycle
from helpdesk.actions.workspace.rules import Decisions, RuleChanges, create_rule
from helpdesk.actions.workspace.teams import TeamChanges, change_team, create_team, hand_over, remove_team
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import Event, Rule, Team, Ticket
from helpdesk.models.channels import Channel
from helpdesk.queries import workspace
from tests.cast import Desk
from tests.helpdesk.workspace.traces import traces
from tests.stories import ticket_of, visitor_writes


def test_a_new_team_has_its_members(desk: Desk) -> None:
    anna, dora = desk.cast.anna, desk.cast.dora
    with db.transaction() as session:
        team = create_team(session, name="  Returns \n", member_ids=[anna.agent_id or 0], by=dora)

    with db.reading() as session:
        (found,) = [one for one in workspace.teams(session) if one["id"] == team.id]
    assert (found["name"], found["member_ids"]) == ("Returns", [anna.agent_id])
    assert traces() == [("told", "teams"), ("team.made", f"team:{team.id}")]


@pytest.mark.parametrize("name", ["support", "SUPPORT ", "\u200bSupport"])
def test_two_teams_never_look_the_same(desk: Desk, name: str) -> None:
    with db.transaction() as session, pytest.raises(Conflict) as refused:
        create_team(session, name=name, member_ids=[], by=desk.cast.dora)

    assert refused.value.fields == {"name": "taken"}


@pytest.mark.parametrize(("name", "reason"), [("", "empty"), ("\u200b \n", "empty"), ("x" * 81, "too_long")])
def test_a_team_needs_a_name(desk: Desk, name: str, reason: str) -> None:
    with db.transaction() as session, pytest.raises(Invalid) as refused:
        create_team(session, name=name, member_ids=[], by=desk.cast.dora)

    assert refused.value.fields == {"name": reason}


def test_a_member_must_exist(desk: Desk) -> None:
    with db.transaction() as session, pytest.raises(Invalid) as refused:
        create_team(session, name="Ghosts", member_ids=[9999], by=desk.cast.dora)

    assert refused.value.fields == {"member_ids": "unknown", "unknown_ids": [9999]}


def test_changing_nothing_records_nothing(desk: Desk) -> None:
    with db.transaction() as session:
        members = next(one for one in workspace.teams(session) if one["name"] == "Support")["member_ids"]
        change_team(session, desk.cast.support_id, TeamChanges(name="Support", member_ids=members), by=desk.cast.dora)

    assert traces() == []


def test_a_team_may_change_the_case_of_its_own_name(desk: Desk) -> None:
    with db.transaction() as session:
        team = change_team(session, desk.cast.support_id, TeamChanges(name="SUPPORT"), by=desk.cast.dora)

    assert team.name == "SUPPORT"
    assert traces() == [("told", "teams"), ("team.changed", f"team:{team.id}")]


def test_a_team_with_tickets_says_what_depends_on_it(desk: Desk) -> None:
    team_id, dora = desk.cast.support_id, desk.cast.dora
    open_one, ended = (ticket_of(visitor_writes(desk, browser=name)) for name in ("one", "two"))
    with db.transaction() as session:
        for ticket in (open_one, ended):
            label.set_team(session, ticket.id, team_id=team_id, by=dora)
        lifecycle.resolve(session, ended.id, by=dora)
        session.get_one(Channel, desk.channel_id).team_id = team_id
        rule = create_rule(session, RuleChanges(name="All", decisions=Decisions(team_id=team_id)), by=dora)

    with db.transaction() as session, pytest.raises(Conflict) as refused:
        remove_team(session, team_id, by=dora)

    assert refused.value.code == "team_in_use"
    assert refused.value.fields == {
        "open_tickets": 1,
        "tickets": 2,
        "channel_ids": [desk.channel_id],
        "rule_ids": [rule.id],
        "uses": [{"kind": "rule", "id": rule.id, "name": "All"}],
    }


def test_a_team_whose_work_was_handed_over_can_go(desk: Desk) -> None:
    team_id, dora = desk.cast.support_id, desk.cast.dora
    ticket = ticket_of(visitor_writes(desk))
    with db.transaction() as session:
        label.set_team(session, ticket.id, team_id=team_id, by=dora)
        session.get_one(Channel, desk.channel_id).team_id = team_id
        rule = create_rule(session, RuleChanges(name="All", decisions=Decisions(team_id=team_id)), by=dora)

    with db.transaction() as session:
        assert hand_over(session, team_id, to_id=desk.cast.billing_id, limit=10) == 1
        assert hand_over(session, team_id, to_id=desk.cast.billing_id, limit=10) == 0
        remove_team(session, team_id, by=dora)

    with db.reading() as session:
        assert session.get(Team, team_id) is None
        assert session.get_one(Ticket, ticket.id).team_id == desk.cast.billing_id
        assert session.get_one(Channel, desk.channel_id).team_id == desk.cast.billing_id
        assert session.get_one(Rule, rule.id).actions["team_id"] == desk.cast.billing_id
        kinds = session.scalars(select(Event.kind).where(Event.ticket_id == ticket.id)).all()
    assert kinds.count("ticket.team_changed") == 2


def test_there_is_no_team_to_change_or_remove(desk: Desk) -> None:
    with db.transaction() as session:
        with pytest.raises(NotFound):
            change_team(session, 9999, TeamChanges(name="x"), by=desk.cast.dora)
        with pytest.raises(NotFound):
            remove_team(session, 9999, by=desk.cast.dora)


def test_the_id_of_a_removed_team_is_never_given_again(desk: Desk) -> None:
    with db.transaction() as session:
        gone = create_team(session, name="Gone", member_ids=[], by=desk.cast.dora).id
        remove_team(session, gone, by=desk.cast.dora)
        made = create_team(session, name="New", member_ids=[], by=desk.cast.dora).id

    assert made > gone
