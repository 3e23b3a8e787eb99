"""Nothing that something else names goes unseen: who names it is told, and may name another."""

import pytest

from helpdesk import clock, db
from helpdesk.actions.workspace.calendars import remove_calendar
from helpdesk.actions.workspace.skills import remove_skill
from helpdesk.actions.workspace.sla_policies import remove_policy
from helpdesk.actions.workspace.teams import hand_over, remove_team
from helpdesk.errors import Conflict
from helpdesk.models import Audience, Automation, Calendar, SavedReport, SavedView, Skill, SlaPolicy, Team
from tests.cast import Desk
from tests.helpdesk.sla.promised import add_policy
from tests.stories import visitor_writes


def names_it(desk: Desk, field: str, id: int) -> None:
    """Have an automation, a report and two views name it; one of the views is its owner's alone."""
    now, owner_id = clock.now(), desk.cast.dora.agent_id or 0
    said = {"match": "all", "conditions": [{"field": field, "op": "is", "value": [id, None]}]}
    made = {"created_at": now, "updated_at": now}
    own = {"owner_id": owner_id, "sort": "due", "filter": said, **made}
    with db.transaction() as session:
        session.add_all(
            [
                Automation(name="Hand on", position=1, trigger={"on": "created"}, conditions=said, steps=[], **made),
                SavedView(name="Ours", audience=Audience.ALL, **own),
                SavedView(name="Mine", audience=Audience.PRIVATE, **own),
                SavedReport(
                    name="Week",
                    owner_id=owner_id,
                    audience=Audience.ALL,
                    arrangement={"measure": "created", "filters": {field: [id]}},
                    **made,
                ),
            ]
        )


def test_a_team_goes_once_another_is_named_in_its_place(either_desk: Desk) -> None:
    desk, support, billing = either_desk, either_desk.cast.support_id, either_desk.cast.billing_id
    names_it(desk, "team", support)
    with db.transaction() as session:
        policy_id = add_policy(session, desk, {"first_response": 5}, name="Fast", conditions={"team_ids": [support]})
        own = {"owner_id": desk.cast.dora.agent_id, "created_at": clock.now(), "updated_at": clock.now()}
        session.add(SavedView(name="Team's", audience=Audience.TEAM, team_id=support, filter={}, sort="due", **own))

    with db.transaction() as session, pytest.raises(Conflict) as refused:
        remove_team(session, support, by=desk.cast.dora)
    told = refused.value.fields["uses"]
    assert isinstance(told, list)
    assert [(one["kind"], one["name"]) for one in told] == [
        ("sla_policy", "Fast"),
        ("automation", "Hand on"),
        ("view", "Ours"),
        ("report", "Week"),
        ("view", "Team's"),
    ]

    with db.transaction() as session:
        version = session.get_one(SlaPolicy, policy_id).version
        hand_over(session, support, to_id=billing, limit=100)
        remove_team(session, support, by=desk.cast.dora)
    with db.reading() as session:
        assert session.get(Team, support) is None
        policy = session.get_one(SlaPolicy, policy_id)
        views = {view.name: view for view in session.query(SavedView)}
        automation = session.query(Automation).one()
    assert (policy.conditions, policy.version) == ({"team_ids": [billing]}, version + 1)
    assert automation.conditions["conditions"][0]["value"] == [billing, None]
    assert views["Team's"].team_id == billing
    assert views["Mine"].filter["conditions"][0]["value"] == [billing, None]


def test_a_skill_that_is_asked_for_as_a_condition_stays_even_by_force(desk: Desk) -> None:
    with db.transaction() as session:
        skill = Skill(name="Law")
        session.add(skill)
        session.flush()
        skill_id = skill.id
    names_it(desk, "skill", skill_id)

    with db.transaction() as session, pytest.raises(Conflict) as refused:
        remove_skill(session, skill_id, even_if_used=True, by=desk.cast.dora)

    assert refused.value.code == "skill_in_use"


def test_a_calendar_an_automation_counts_by_stays(desk: Desk) -> None:
    now = clock.now()
    with db.transaction() as session:
        calendar = Calendar(name="Nights", time_zone="UTC", hours={}, holidays=[])
        session.add(calendar)
        session.flush()
        trigger = {"on": "resolved", "minutes": 60, "calendar_id": calendar.id}
        session.add(
            Automation(
                name="Thanks", position=1, trigger=trigger, conditions={}, steps=[], created_at=now, updated_at=now
            )
        )
        calendar_id = calendar.id

    with db.transaction() as session, pytest.raises(Conflict) as refused:
        remove_calendar(session, calendar_id, by=desk.cast.dora)

    assert refused.value.fields["used_by"] == ["Thanks"]


def test_a_policy_that_promises_open_tickets_something_goes_only_by_force(desk: Desk) -> None:
    with db.transaction() as session:
        for standard in session.query(SlaPolicy):
            remove_policy(session, standard.id, by=desk.cast.dora)
        policy_id = add_policy(session, desk, {"first_response": 60}, name="Fast")
    visitor_writes(desk)

    with db.transaction() as session, pytest.raises(Conflict) as refused:
        remove_policy(session, policy_id, even_if_used=False, by=desk.cast.dora)
    assert (refused.value.code, refused.value.fields["open_tickets"]) == ("policy_in_use", 1)

    with db.transaction() as session:
        remove_policy(session, policy_id, by=desk.cast.dora)
        assert session.get_one(SlaPolicy, policy_id).removed_at is not None
