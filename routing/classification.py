"""Classifying new tickets by the desk's rules, each once."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.actions import classify as keep
from helpdesk.errors import DeskError
from helpdesk.models import Customer, Identity, Message, Priority, Ticket
from helpdesk.models.channels import Channel
from helpdesk.queries.classifying import FIRST_MESSAGE, TO_CLASSIFY
from helpdesk.queries.segments import of_customers
from routing import seldom
from routing.desk_rules import Desk
from routing.learning import acting
from routing.rules import Classification, Described, RuleBook, classify_by

log = logging.getLogger(__name__)

BATCH = 100  # about 30 ms of one transaction
MAX_CHARS = 4_000  # of a long mail the beginning says what it is about


def classify_waiting() -> bool:
    """Classify up to 100 tickets that no rule has looked at yet; return whether more may wait."""
    with db.reading() as session:
        verdicts = verdicts_of(session)
    return keep_all(verdicts) > 0 and len(verdicts) == BATCH


def verdicts_of(session: Session) -> dict[int, keep.Verdict]:
    """Judge up to 100 tickets that no rule has looked at yet, by ticket; nothing is kept."""
    described = _described(session)
    if not described:
        return {}
    known = seldom.of(session)
    described = _with_segments(session, described, known.desk.book)
    by_rules = {
        ticket_id: verdict(classify_by(known.desk.book, ticket), known.desk) for ticket_id, ticket in described.items()
    }
    learnt = known.learnt
    if learnt is None or not learnt.thresholds:
        return by_rules
    types, skills = frozenset(known.desk.type_ids.values()), frozenset(known.skill_names)
    return {
        ticket_id: acting.completed(session, learnt, ruled, acting.Asked(described[ticket_id].text, types, skills))
        for ticket_id, ruled in by_rules.items()
    }


def _with_segments(session: Session, described: dict[int, Described], book: RuleBook) -> dict[int, Described]:
    """Add in which segments each customer is, of those the rules name; nothing is asked where they name none."""
    if not book.segment_ids:
        return described
    customers = {one.customer_id for one in described.values() if one.customer_id is not None}
    found = of_customers(session, book.segment_ids, customers)
    return {id: replace(one, segments=found.get(one.customer_id or 0, {})) for id, one in described.items()}


# Built once: asked whenever anything happens. The tickets first, by the index of those nobody looked at: joined with
# messages and grouped, SQLite goes through every message there ever was.
_FIRST_OF_EACH = (
    select(Ticket.id, FIRST_MESSAGE.scalar_subquery().label("message_id"))
    .where(TO_CLASSIFY)
    .order_by(Ticket.id)
    .limit(BATCH)
    .subquery()
)
_ANY: Final = select(Ticket.id).where(TO_CLASSIFY).limit(1)
_NEW = (
    select(
        Ticket.id,
        Ticket.subject,
        Ticket.channel_id,
        func.coalesce(func.substr(Message.text, 1, MAX_CHARS), Ticket.preview),
        Identity.address,
        Channel.kind,
        Customer.language,
        Customer.id,
    )
    .join(_FIRST_OF_EACH, _FIRST_OF_EACH.c.id == Ticket.id)
    .outerjoin(Message, Message.id == _FIRST_OF_EACH.c.message_id)
    .join(Channel, Channel.id == Ticket.channel_id)
    .join(Customer, Customer.id == Ticket.customer_id)
    .outerjoin(Identity, Identity.id == Message.author_identity_id)
)


def any_waits(session: Session) -> bool:
    """Say whether there is a ticket that no rule has looked at yet."""
    return session.scalar(_ANY) is not None


def _described(session: Session) -> dict[int, Described]:
    return {
        id: Described(
            text=text_of(subject, text),
            sender=address or "",
            channel_id=channel_id,
            channel_kind=kind.value,
            prior=language,
            customer_id=customer_id,
        )
        for id, subject, channel_id, text, address, kind, language, customer_id in session.execute(_NEW)
    }


def text_of(subject: str, text: str) -> str:
    """Return what rules look at: the first message, under its subject where that says more."""
    return (text if text.startswith(subject.removesuffix("…")) else f"{subject}\n{text}")[:MAX_CHARS]


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
