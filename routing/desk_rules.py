"""The desk's classification rules and the names they use, as the database keeps them."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import Row, Text, cast, select
from sqlalchemy.orm import Session

from helpdesk.models import Rule as StoredRule
from helpdesk.models import Skill, TicketType
from routing.rules import InvalidRule, Rule, RuleBook

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Desk:
    """What verdicts refer to: rules in force, types by key and name, skills by name."""

    book: RuleBook
    type_ids: Mapping[str, int] = field(default_factory=dict)
    skill_ids: Mapping[str, int] = field(default_factory=dict)


def load_desk(session: Session) -> Desk:
    """Read the rules in force; one that does not read is left out and logged."""
    types = session.execute(select(TicketType.id, TicketType.key, TicketType.name)).all()
    return Desk(
        book=RuleBook.of(list(filter(None, map(_rule, session.execute(_STORED))))),
        type_ids={word: id for id, key, name in types for word in (name, key) if word},
        skill_ids={name: id for id, name in session.execute(select(Skill.id, Skill.name))},
    )


# As text: what has not changed since the last batch need not be parsed again.
_STORED = select(
    StoredRule.id,
    StoredRule.name,
    StoredRule.position,
    StoredRule.is_enabled,
    cast(StoredRule.conditions, Text),
    cast(StoredRule.actions, Text),
)


def _rule(stored: Row[int, str, int, bool, str, str]) -> Rule | None:
    try:
        return _read(*stored)
    except InvalidRule as error:
        log.error("rule %s left out: %s", stored[0], error)
        return None


@lru_cache(maxsize=512)
def _read(id: int, name: str, position: int, enabled: bool, conditions: str, actions: str) -> Rule:
    return Rule.from_dict(
        {
            "id": id,
            "name": name,
            "position": position,
            "enabled": enabled,
            "conditions": json.loads(conditions),
            "actions": json.loads(actions),
        }
    )
