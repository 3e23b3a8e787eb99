"""Invitations: single use, 72 hours, revocable."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from helpdesk import clock, db
from helpdesk.actions.accounts import invitations
from helpdesk.actions.accounts.grants import Grants
from helpdesk.actions.accounts.invitations import Acceptance, Invited
from helpdesk.errors import Conflict, DeskError, Expired, Invalid, NotFound
from helpdesk.models import Agent, AgentSkill, Presence, Role, Skill, TeamMember
from tests.cast import Desk, password_hash


def invite(desk: Desk, email: str = "olena@desk.example", grants: Grants | None = None) -> tuple[int, str]:
    """Have dora invite somebody; returns the invitation's id and token."""
    with db.transaction() as session:
        invited = Invited(email, Role.AGENT, "Olena", grants or Grants(team_ids=(desk.cast.support_id,)))
        invitation, token = invitations.invite(session, invited, by=desk.cast.dora)
        return invitation.id, token


def accept(token: str) -> int:
    """Accept an invitation and return the new agent's id."""
    with db.transaction() as session:
        choice = Acceptance("Olena", password_hash(), "uk")
        return invitations.accept(session, token, choice=choice, address="192.0.2.7").id


def test_accepting_makes_the_agent_with_everything_granted(either_desk: Desk) -> None:
    with db.transaction() as session:
        skill = Skill(name="Billing")
        session.add(skill)
        session.flush()
        grants = Grants((either_desk.cast.support_id,), ((skill.id, 4),), ("uk", "en"), 9)
    _, token = invite(either_desk, grants=grants)

    agent_id = accept(token)

    with db.reading() as session:
        agent = session.get_one(Agent, agent_id)
        assert (agent.email, agent.role, agent.locale, agent.capacity_units) == (
            "olena@desk.example",
            Role.AGENT,
            "uk",
            9,
        )
        assert session.scalars(select(TeamMember.team_id).where(TeamMember.agent_id == agent_id)).all() == [
            either_desk.cast.support_id
        ]
        assert session.scalars(select(AgentSkill.level).where(AgentSkill.agent_id == agent_id)).all() == [4]
        assert session.get(Presence, agent_id)


def test_an_invitation_works_once(desk: Desk) -> None:
    _, token = invite(desk)
    accept(token)

    with pytest.raises(invitations.Used):
        accept(token)


def test_of_two_who_accept_at_once_one_wins(either_desk: Desk) -> None:
    _, token = invite(either_desk)

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(_accepted, [token] * 4))

    assert sorted(outcomes) == [False, False, False, True]
    with db.reading() as session:
        assert session.scalar(select(func.count()).where(Agent.email == "olena@desk.example")) == 1


def test_an_invitation_ends_after_72_hours(desk: Desk) -> None:
    _, token = invite(desk)

    with clock.fixed(clock.now() + timedelta(hours=72, seconds=1)), pytest.raises(Expired):
        accept(token)


def test_a_revoked_invitation_is_worthless_and_revoking_again_is_harmless(desk: Desk) -> None:
    invitation_id, token = invite(desk)
    with db.transaction() as session:
        invitations.revoke(session, invitation_id, by=desk.cast.dora)
        invitations.revoke(session, invitation_id, by=desk.cast.dora)

    with pytest.raises(Expired):
        accept(token)


def test_a_second_invitation_replaces_the_first(desk: Desk) -> None:
    _, first = invite(desk, "Olena@Desk.example")
    _, second = invite(desk, "olena@desk.example ")

    with pytest.raises(Expired):
        accept(first)
    assert accept(second)


def test_a_team_deleted_meanwhile_does_not_stop_the_rest(desk: Desk) -> None:
    with db.transaction() as session:
        skill = Skill(name="Billing")
        session.add(skill)
        session.flush()
    _, token = invite(desk, grants=Grants((desk.cast.support_id,), ((skill.id, 2),)))
    with db.transaction() as session:
        session.delete(session.get_one(Skill, skill.id))

    agent_id = accept(token)

    with db.reading() as session:
        assert session.scalars(select(AgentSkill).where(AgentSkill.agent_id == agent_id)).all() == []


@pytest.mark.parametrize(
    ("grants", "field"),
    [
        (Grants(team_ids=(999,)), "team_ids"),
        (Grants(skills=((999, 3),)), "skills"),
        (Grants(languages=("uk; drop",)), "languages"),
        (Grants(capacity_units=0), "capacity_units"),
    ],
)
def test_what_cannot_be_granted_is_refused_by_name(desk: Desk, grants: Grants, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        invite(desk, grants=grants)

    assert field in refused.value.fields


@pytest.mark.parametrize(
    "email", ["", "olena", "a@b@c", "olena@desk.example\r\nBcc: x@y", "<b>@x", "x" * 250 + "@y.example"]
)
def test_what_is_no_address_is_not_invited(desk: Desk, email: str) -> None:
    with pytest.raises(Invalid):
        invite(desk, email)


def test_an_agent_is_not_invited_again(desk: Desk) -> None:
    with pytest.raises(Conflict) as refused:
        invite(desk, "ANNA@desk.example")

    assert refused.value.code == "email_taken"


def test_revoking_what_was_never_made_is_not_found(desk: Desk) -> None:
    with db.transaction() as session, pytest.raises(NotFound):
        invitations.revoke(session, 999, by=desk.cast.dora)


def _accepted(token: str) -> bool:
    try:
        accept(token)
    except DeskError:
        return False
    return True
