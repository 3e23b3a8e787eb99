"""Classifying new tickets by the desk's rules, each once."""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Row, Text, cast, func, select
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.actions import classify as keep
from helpdesk.errors import DeskError
from helpdesk.models import Customer, Identity, Message, MessageKind, Priority, Skill, Ticket, TicketType
from helpdesk.models import Rule as StoredRule
from helpdesk.models.channels import Channel
from routing.rules import Classification, Described, InvalidRule, Rule, RuleBook, classify_by

log = logging.getLogger(__name__)

BATCH = 100  # about 30 ms of one transaction
MAX_CHARS = 4_000  # of a long mail the beginning says what it is about


@dataclass(frozen=True, slots=True)
class Desk:
    """What verdicts refer to: rules in force, types by key and name, skills by name."""

    rules: Sequence[Rule]
    type_ids: Mapping[str, int]
    skill_ids: Mapping[str, int]


def classify_waiting() -> bool:
    """Classify up to 100 tickets that no rule has looked at yet; return whether more may wait."""
    verdicts = new_verdicts()
    return keep_all(verdicts) > 0 and len(verdicts) == BATCH


def new_verdicts() -> dict[int, keep.Verdict]:
    """Judge up to 100 tickets that no rule has looked at yet, by ticket; nothing is kept."""
    with db.reading() as session:
        described = _described(session)
        desk = load_desk(session) if described else Desk((), {}, {})
    book = RuleBook.of(desk.rules)
    return {ticket_id: verdict(classify_by(book, ticket), desk) for ticket_id, ticket in described.items()}


def load_desk(session: Session) -> Desk:
    """Read the rules in force; one that does not read is left out and logged."""
    types = session.execute(select(TicketType.id, TicketType.key, TicketType.name)).all()
    return Desk(
        rules=list(filter(None, map(_rule, session.execute(_STORED)))),
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


def _described(session: Session) -> dict[int, Described]:
    first = (
        select(Message.ticket_id, func.min(Message.id).label("id"))
        .join(Ticket, Ticket.id == Message.ticket_id)
        .where(Ticket.classified_at.is_(None), Message.kind == MessageKind.IN)
        .group_by(Message.ticket_id)
        .order_by(Message.ticket_id)
        .limit(BATCH)
        .subquery()
    )
    found = session.execute(
        select(
            Ticket.id,
            Ticket.subject,
            Ticket.channel_id,
            func.substr(Message.text, 1, MAX_CHARS),
            Identity.address,
            Channel.kind,
            Customer.language,
        )
        .join(first, first.c.ticket_id == Ticket.id)
        .join(Message, Message.id == first.c.id)
        .join(Channel, Channel.id == Ticket.channel_id)
        .join(Customer, Customer.id == Ticket.customer_id)
        .outerjoin(Identity, Identity.id == Message.author_identity_id)
    )
    return {
        id: Described(
            text=(text if text.startswith(subject.removesuffix("…")) else f"{subject}\n{text}")[:MAX_CHARS],
            sender=address or "",
            channel_id=channel_id,
            channel_kind=kind.value,
            prior=language,
        )
        for id, subject, channel_id, text, address, kind, language in found
    }


def keep_all(verdicts: Mapping[int, keep.Verdict]) -> int:
    """Keep all in one transaction; when one cannot be kept, each in its own, so that it stops no other."""
    if not verdicts:
        return 0
    try:
        return db.retrying(lambda session: _apply_all(session, verdicts))
    except DeskError:
        return sum(_keep(ticket_id, one) for ticket_id, one in verdicts.items())


def _apply_all(session: Session, verdicts: Mapping[int, keep.Verdict]) -> int:
    return keep.apply_many(session, verdicts)


def _keep(ticket_id: int, one: keep.Verdict) -> int:
    try:
        with db.transaction() as session:
            return int(keep.apply(session, ticket_id, one))
    except DeskError as error:
        log.error("ticket %s not classified: %s", ticket_id, error.detail)
        return 0


def verdict(found: Classification, desk: Desk) -> keep.Verdict:
    """Turn names into ids; a type or skill that is no longer there is left out."""
    return keep.Verdict(
        type_id=desk.type_ids.get(found.type) if found.type else None,
        priority=Priority[found.priority.upper()] if found.priority else None,
        team_id=found.team_id,
        language=found.language,
        skills={desk.skill_ids[name]: level for name, level in found.skills.items() if name in desk.skill_ids},
        reasons=[reason.to_dict() for reason in found.reasons],
    )
