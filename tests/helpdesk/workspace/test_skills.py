"""Skills are renamed and removed together with all that names them."""

import pytest

from helpdesk import db
from helpdesk.actions import label
from helpdesk.actions.workspace.agents import AgentChanges, change_agent
from helpdesk.actions.workspace.rules import Decisions, RuleChanges, create_rule
from helpdesk.actions.workspace.skills import create_skill, remove_skill, rename_skill
from helpdesk.errors import Conflict
from helpdesk.queries import rules, workspace
from helpdesk.queries.ticket import skills as ticket_skills
from tests.cast import Desk
from tests.helpdesk.workspace.traces import traces
from tests.stories import ticket_of, visitor_writes


@pytest.fixture
def used(desk: Desk) -> tuple[int, int, int]:
    """A skill that a ticket, an agent and a rule use: ids of skill, ticket and rule."""
    ticket, dora = ticket_of(visitor_writes(desk)), desk.cast.dora
    with db.transaction() as session:
        skill, other = (create_skill(session, name=name, by=dora) for name in ("Refunds", "Law"))
        label.set_skills(session, ticket.id, levels={skill.id: 3, other.id: 1}, by=dora)
        change_agent(session, desk.cast.anna.agent_id or 0, AgentChanges(skills={skill.id: 4}), by=dora)
        decisions = Decisions(skills={skill.id: 2}, stop=True)
        rule = create_rule(session, RuleChanges(name="Money", decisions=decisions), by=dora)
        return skill.id, ticket.id, rule.id


def test_a_skill_in_use_says_who_uses_it(desk: Desk, used: tuple[int, int, int]) -> None:
    with db.transaction() as session, pytest.raises(Conflict) as refused:
        remove_skill(session, used[0], by=desk.cast.dora)

    assert refused.value.code == "skill_in_use"
    assert refused.value.fields == {"open_tickets": 1, "agents": 1, "rule_ids": [used[2]], "uses": []}


def test_a_skill_taken_from_all_is_gone_everywhere(desk: Desk, used: tuple[int, int, int]) -> None:
    skill_id, ticket_id, rule_id = used
    with db.transaction() as session:
        remove_skill(session, skill_id, even_if_used=True, by=desk.cast.dora)

    with db.reading() as session:
        assert [skill["name"] for skill in workspace.skills(session)] == ["Law"]
        assert [skill["level"] for skill in ticket_skills(session, ticket_id)] == [1]
        assert workspace.agent(session, desk.cast.dora, desk.cast.anna.agent_id or 0)["skills"] == []
        assert rules.rule(session, rule_id)["actions"]["skills"] == []


def test_rules_follow_a_renamed_skill(desk: Desk, used: tuple[int, int, int]) -> None:
    with db.transaction() as session:
        rename_skill(session, used[0], name="Money back", by=desk.cast.dora)

    with db.reading() as session:
        assert rules.rule(session, used[2])["actions"]["skills"] == [{"skill_id": used[0], "level": 2}]


def test_renaming_a_skill_to_its_name_records_nothing(desk: Desk) -> None:
    with db.transaction() as session:
        skill = create_skill(session, name="Law", by=desk.cast.dora)
        rename_skill(session, skill.id, name="Law", by=desk.cast.dora)

    assert traces() == [("told", "skills"), ("skill.made", f"skill:{skill.id}")]


def test_two_skills_never_have_one_name(desk: Desk) -> None:
    with db.transaction() as session:
        create_skill(session, name="Право", by=desk.cast.dora)
        with pytest.raises(Conflict):
            create_skill(session, name="право", by=desk.cast.dora)
