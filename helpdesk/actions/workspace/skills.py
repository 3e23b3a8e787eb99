"""Skills: what tickets ask for and agents are good at."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk.actions import label
from helpdesk.actions.workspace.changes import What, leave_trace, one_line
from helpdesk.errors import Conflict, NotFound
from helpdesk.models import ACTIVE, AgentSkill, Rule, Skill, Ticket, TicketSkill
from helpdesk.permissions import SYSTEM, Actor
from helpdesk.queries.uses import uses

NAME_CHARS: Final = 60
MAX_SKILLS: Final = 500


def create_skill(session: Session, *, name: str, by: Actor, address: str = "") -> Skill:
    """Make a skill; Conflict "name_taken" when there is one of this name."""
    name = _free_name(session, name)
    if (session.scalar(select(func.count()).select_from(Skill)) or 0) >= MAX_SKILLS:
        raise Conflict(f"A desk has at most {MAX_SKILLS} skills.", code="too_many_skills")
    skill = Skill(name=name)
    session.add(skill)
    session.flush()
    leave_trace(session, "skill.made", what=What.SKILLS, thing=f"skill:{skill.id}", by=by, address=address)
    return skill


def rename_skill(session: Session, skill_id: int, *, name: str, by: Actor, address: str = "") -> Skill:
    """Rename a skill; the same name changes and records nothing."""
    skill = _open_skill(session, skill_id)
    if name != skill.name:
        before, skill.name = skill.name, _free_name(session, name, but=skill.id)
        for rule in _rules_with(session, before):
            _rewrite(rule, before, skill.name)
        leave_trace(session, "skill.renamed", what=What.SKILLS, thing=f"skill:{skill.id}", by=by, address=address)
    return skill


def remove_skill(session: Session, skill_id: int, *, by: Actor, even_if_used: bool = False, address: str = "") -> None:
    """Remove a skill; Conflict "skill_in_use" tells how many tickets, agents and rules have it, unless even_if_used."""
    skill = _open_skill(session, skill_id)
    tickets, rules = _open_tickets(session, skill_id), _rules_with(session, skill.name)
    agents = session.scalar(select(func.count()).select_from(AgentSkill).where(AgentSkill.skill_id == skill_id)) or 0
    users = uses(session, "skill", skill_id)
    if users or (not even_if_used and (tickets or agents or rules)):
        raise Conflict(
            f"{len(tickets)} open tickets, {agents} agents and {len(rules)} rules use {skill.name}. "
            "Repeat with force to take it from them all; what asks for it as a condition is changed by hand first.",
            code="skill_in_use",
            open_tickets=len(tickets),
            agents=agents,
            rule_ids=[rule.id for rule in rules],
            uses=[one.as_json() for one in users],
        )
    for ticket_id in tickets:
        _take_from_ticket(session, ticket_id, skill_id)
    for rule in rules:
        _rewrite(rule, skill.name, None)
    session.delete(skill)
    data = {"open_tickets": len(tickets), "agents": agents, "rules": len(rules)}
    leave_trace(
        session, "skill.removed", what=What.SKILLS, thing=f"skill:{skill_id}", by=by, address=address, data=data
    )


def _open_skill(session: Session, skill_id: int) -> Skill:
    skill = session.get(Skill, skill_id, with_for_update=True)
    if skill is None:
        raise NotFound
    return skill


def _free_name(session: Session, name: str, *, but: int | None = None) -> str:
    name = one_line(name, field="name", max_chars=NAME_CHARS)
    known = session.execute(select(Skill.id, Skill.name))
    if any(other.casefold() == name.casefold() and id != but for id, other in known):
        raise Conflict("There is a skill of this name already.", code="name_taken", name="taken")
    return name


def _open_tickets(session: Session, skill_id: int) -> Sequence[int]:
    return session.scalars(
        select(Ticket.id)
        .join(TicketSkill, TicketSkill.ticket_id == Ticket.id)
        .where(TicketSkill.skill_id == skill_id, Ticket.category.in_(ACTIVE))
        .order_by(Ticket.id)
    ).all()


def _take_from_ticket(session: Session, ticket_id: int, skill_id: int) -> None:
    levels = session.execute(
        select(TicketSkill.skill_id, TicketSkill.level).where(
            TicketSkill.ticket_id == ticket_id, TicketSkill.skill_id != skill_id
        )
    )
    label.set_skills(session, ticket_id, levels=dict(levels.all()), by=SYSTEM)


def _rules_with(session: Session, name: str) -> Sequence[Rule]:
    return [rule for rule in session.scalars(select(Rule)) if name in rule.actions.get("skills", {})]


def _rewrite(rule: Rule, before: str, after: str | None) -> None:
    levels = dict(rule.actions["skills"])
    level = levels.pop(before)
    if after is not None:
        levels[after] = level
    rule.actions = {**rule.actions, "skills": levels}
