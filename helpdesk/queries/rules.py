"""Classification rules as admins see them: ids where rules keep keys and names."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.errors import NotFound
from helpdesk.models import Rule, Skill, TicketType
from helpdesk.queries.rows import Json


def rules(session: Session) -> list[Json]:
    """Return all rules in their order."""
    names = _Names(session)
    return [_view(rule, names) for rule in session.scalars(select(Rule).order_by(Rule.position, Rule.id))]


def rule(session: Session, rule_id: int) -> Json:
    """Return one rule."""
    found = session.get(Rule, rule_id)
    if found is None:
        raise NotFound
    return _view(found, _Names(session))


class _Names:
    """What keys and names in rules stand for."""

    def __init__(self, session: Session) -> None:
        types = session.execute(select(TicketType.id, TicketType.key, TicketType.name)).all()
        self.type_ids = {word: id for id, key, name in types for word in (name, key) if word}
        self.skill_ids = {name: id for id, name in session.execute(select(Skill.id, Skill.name))}


def _view(found: Rule, names: _Names) -> Json:
    return {
        "id": found.id,
        "name": found.name,
        "position": found.position,
        "is_enabled": found.is_enabled,
        "conditions": found.conditions,
        "actions": _decisions(found.actions, names),
    }


def _decisions(actions: Mapping[str, Any], names: _Names) -> Json:  # the shape rules keep
    levels = actions.get("skills", {})
    return {
        "type_id": names.type_ids.get(actions.get("type", "")),
        "priority": actions.get("priority"),
        "team_id": actions.get("team_id"),
        "skills": [
            {"skill_id": names.skill_ids[name], "level": level}
            for name, level in levels.items()
            if name in names.skill_ids
        ],
        "skills_to_come": sorted(name for name in levels if name not in names.skill_ids),
        "stop": actions.get("stop", False),
    }
