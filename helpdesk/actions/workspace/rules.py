"""Classification rules as admins edit them; what they mean is decided in routing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.actions.workspace.changes import What, leave_trace, one_line, require_known
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import Priority, Rule, Segment, Skill, Team, TicketType
from helpdesk.models.channels import Channel
from helpdesk.permissions import Actor

NAME_CHARS: Final = 120
MAX_RULES: Final = 500

Json = dict[str, Any]  # conditions or actions, shapes in routing.rules


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a rule sets, by ids; None and empty: nothing. `skills` is skill id -> level."""

    type_id: int | None = None
    priority: Priority | None = None
    team_id: int | None = None
    skills: Mapping[int, int] = field(default_factory=dict)
    stop: bool = False


@dataclass(frozen=True, slots=True)
class RuleChanges:
    """None: leave it as it is. The caller has had `conditions` checked by routing.rules."""

    name: str | None = None
    is_enabled: bool | None = None
    conditions: Json | None = None
    decisions: Decisions | None = None


def create_rule(session: Session, changes: RuleChanges, *, by: Actor, address: str = "") -> Rule:
    """Add a rule after all others."""
    positions = session.scalars(select(Rule.position)).all()
    if len(positions) >= MAX_RULES:
        raise Conflict(f"A desk has at most {MAX_RULES} rules.", code="too_many_rules")
    rule = Rule(name="", position=max(positions, default=-1) + 1, is_enabled=True, conditions={}, actions={})
    _apply(session, rule, changes)
    session.add(rule)
    session.flush()
    leave_trace(session, "rule.made", what=What.RULES, thing=f"rule:{rule.id}", by=by, address=address)
    return rule


def change_rule(session: Session, rule_id: int, changes: RuleChanges, *, by: Actor, address: str = "") -> Rule:
    """Change a rule; what is the same changes and records nothing."""
    rule = _open_rule(session, rule_id)
    changed = _apply(session, rule, changes)
    if changed:
        data = {"fields": changed}
        leave_trace(
            session, "rule.changed", what=What.RULES, thing=f"rule:{rule.id}", by=by, address=address, data=data
        )
    return rule


def remove_rule(session: Session, rule_id: int, *, by: Actor, address: str = "") -> None:
    """Remove a rule; tickets it has classified stay as they are."""
    session.delete(_open_rule(session, rule_id))
    leave_trace(session, "rule.removed", what=What.RULES, thing=f"rule:{rule_id}", by=by, address=address)


def order_rules(session: Session, ids: Sequence[int], *, by: Actor, address: str = "") -> None:
    """Put all rules into this order; Conflict "rules_changed" unless these are exactly the rules there are."""
    rules = {rule.id: rule for rule in session.scalars(select(Rule).with_for_update())}
    if sorted(ids) != sorted(rules):
        raise Conflict("The rules have changed since you looked; look again.", code="rules_changed")
    if [rules[id].position for id in ids] == sorted(rule.position for rule in rules.values()):
        return
    for position, id in enumerate(ids):
        rules[id].position = position
    leave_trace(session, "rules.ordered", what=What.RULES, thing="rules", by=by, address=address)


def _open_rule(session: Session, rule_id: int) -> Rule:
    rule = session.get(Rule, rule_id, with_for_update=True)
    if rule is None:
        raise NotFound
    return rule


def _apply(session: Session, rule: Rule, changes: RuleChanges) -> list[str]:
    wanted: dict[str, Any] = {  # the columns' own types
        "name": None if changes.name is None else one_line(changes.name, field="name", max_chars=NAME_CHARS),
        "is_enabled": changes.is_enabled,
        "conditions": changes.conditions,
        "actions": None if changes.decisions is None else _stored(session, rule, changes.decisions),
    }
    changed = [name for name, value in wanted.items() if value is not None and getattr(rule, name) != value]
    if "conditions" in changed:
        require_known(session, Channel.id, wanted["conditions"].get("channel_ids", ()), field="channel_ids")
        require_known(session, Segment.id, wanted["conditions"].get("segment_ids", ()), field="segment_ids")
    for name in changed:
        setattr(rule, name, wanted[name])
    return changed


def _stored(session: Session, rule: Rule, decisions: Decisions) -> Json:
    """Return decisions as rules keep them: types by key and skills by name, which outlive a move to another desk."""
    found: Json = {}
    if decisions.type_id is not None:
        require_known(session, TicketType.id, [decisions.type_id], field="type_id")
        type = session.get_one(TicketType, decisions.type_id)
        found["type"] = type.key or type.name
    if decisions.priority is not None:
        found["priority"] = decisions.priority.word
    if decisions.team_id is not None:
        require_known(session, Team.id, [decisions.team_id], field="team_id")
        found["team_id"] = decisions.team_id
    if levels := _levels_by_name(session, rule, decisions.skills):
        found["skills"] = levels
    if decisions.stop:
        found["stop"] = True
    if not found:
        raise Invalid("Say what this rule decides: a type, a priority, a team or a skill.", actions="empty")
    return found


def _levels_by_name(session: Session, rule: Rule, levels: Mapping[int, int]) -> dict[str, int]:
    require_known(session, Skill.id, levels.keys(), field="skills")
    if any(not 1 <= level <= 5 for level in levels.values()):
        raise Invalid("A skill level is 1 to 5.", skills="level")
    names = dict(session.execute(select(Skill.id, Skill.name)).all())
    # A default rule may name a skill that nobody has made yet; editing the rest of the rule must not lose it.
    to_come = {name: level for name, level in rule.actions.get("skills", {}).items() if name not in names.values()}
    return to_come | {names[skill_id]: level for skill_id, level in levels.items()}
