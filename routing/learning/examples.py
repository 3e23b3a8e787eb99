"""What the desk learns from: what customers first wrote, and what people made of it in the end."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk.actions.learning import Aspect
from helpdesk.actions.tickets import default_type_id
from helpdesk.models import ENDED, Customer, Event, Identity, Message, MessageKind, Ticket, TicketSkill
from helpdesk.models.channels import Channel
from helpdesk.permissions import ActorKind
from routing.classification import MAX_CHARS, text_of
from routing.learning.acting import NO_SKILL
from routing.rules import Described

MOST: Final = 10_000
CORRECTED: Final = ("ticket.type_changed", "ticket.priority_changed", "ticket.skills_changed")


class TooFew(Exception):
    """There are not enough solved tickets to learn from."""


@dataclass(frozen=True, slots=True)
class Example:
    """A ticket that people have solved. labels: what it was in the end; usual: what its channel gives without a rule."""

    ticket_id: int
    customer_id: int
    described: Described
    labels: Mapping[Aspect, str]
    usual: Mapping[Aspect, str]
    levels: Mapping[int, int]


def load(session: Session) -> list[Example]:
    """Return the newest 10,000 tickets that a person has solved, oldest first."""
    rows = session.execute(_SOLVED).all()[::-1]
    skills, usual_type = _skills(session, [row.id for row in rows]), default_type_id(session)
    return [_example(row, skills.get(row.id, {}), usual_type) for row in rows]


def corrected(session: Session, examples: Iterable[Example]) -> int:
    """Return how many of these tickets an agent has given another type, priority or skill."""
    told = select(Event.ticket_id).where(Event.kind.in_(CORRECTED), Event.actor == ActorKind.AGENT.value).distinct()
    return len({example.ticket_id for example in examples} & set(session.scalars(told)))


def label_of(skills: Mapping[int, int]) -> str | None:
    """Return what stands for these skills: of several there is no one label."""
    if len(skills) > 1:
        return None
    return str(next(iter(skills), NO_SKILL))


def usual_levels(examples: Sequence[Example]) -> dict[int, int]:
    """Return the level most often asked for, by skill."""
    counts: dict[int, Counter[int]] = {}
    for example in examples:
        for skill_id, level in example.levels.items():
            counts.setdefault(skill_id, Counter())[level] += 1
    return {skill_id: count.most_common(1)[0][0] for skill_id, count in counts.items()}


_FIRST = (
    select(func.min(Message.id))
    .where(Message.ticket_id == Ticket.id, Message.kind == MessageKind.IN)
    .correlate(Ticket)
    .scalar_subquery()
)
_SOLVED = (
    select(
        Ticket.id,
        Ticket.customer_id,
        Ticket.subject,
        Ticket.channel_id,
        Ticket.type_id,
        Ticket.priority,
        func.substr(Message.text, 1, MAX_CHARS).label("text"),
        Identity.address,
        Channel.kind,
        Channel.default_type_id,
        Channel.default_priority,
        Customer.language,
    )
    .join(Message, Message.id == _FIRST)
    .join(Channel, Channel.id == Ticket.channel_id)
    .join(Customer, Customer.id == Ticket.customer_id)
    .outerjoin(Identity, Identity.id == Message.author_identity_id)
    .where(
        Ticket.category.in_(ENDED),
        Ticket.first_responded_at.is_not(None),
        Ticket.merged_into_id.is_(None),
        Ticket.spam_at.is_(None),
        Message.text != "",
    )
    .order_by(Ticket.id.desc())
    .limit(MOST)
)


def _example(row: Any, skills: Mapping[int, int], usual_type: int) -> Example:  # a row of _SOLVED
    return Example(
        ticket_id=row.id,
        customer_id=row.customer_id,
        described=Described(
            text=text_of(row.subject, row.text),
            sender=row.address or "",
            channel_id=row.channel_id,
            channel_kind=row.kind.value,
            prior=row.language,
        ),
        labels={Aspect.TYPE: str(row.type_id), Aspect.PRIORITY: row.priority.word}
        | ({Aspect.SKILL: label} if (label := label_of(skills)) is not None else {}),
        usual={
            Aspect.TYPE: str(row.default_type_id or usual_type),
            Aspect.PRIORITY: row.default_priority.word,
            Aspect.SKILL: NO_SKILL,
        },
        levels=skills,
    )


def _skills(session: Session, ids: Sequence[int]) -> dict[int, dict[int, int]]:
    if not ids:
        return {}
    asked = select(TicketSkill.ticket_id, TicketSkill.skill_id, TicketSkill.level)
    found: dict[int, dict[int, int]] = {}
    for ticket_id, skill_id, level in session.execute(asked.where(TicketSkill.ticket_id >= min(ids))):
        found.setdefault(ticket_id, {})[skill_id] = level
    return found
