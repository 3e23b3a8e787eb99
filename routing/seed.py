"""The rules a new desk starts with."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Rule as StoredRule
from routing.default_rules import DEFAULT_RULES


def seed_rules(session: Session) -> bool:
    """Give a desk without any rule the default ones; they are the desk's own from then on."""
    if session.scalar(select(StoredRule.id).limit(1)) is not None:
        return False
    for rule in DEFAULT_RULES:
        session.add(
            StoredRule(
                name=rule.name,
                position=rule.position,
                is_enabled=rule.enabled,
                conditions=rule.conditions.to_dict(),
                actions=rule.actions.to_dict(),
            )
        )
    return True
