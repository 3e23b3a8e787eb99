"""What an invented desk lacks and lists ask for: views, segments, custom fields, promises, purchases, who follows what."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from helpdesk import clock, db, settings
from helpdesk.actions import planning
from helpdesk.actions.client_base import keys
from helpdesk.actions.client_base.fields import FieldDraft, create_field
from helpdesk.actions.client_base.segments import create_segment
from helpdesk.models import (
    ACTIVE,
    Agent,
    Audience,
    Customer,
    CustomerPromise,
    FieldEntity,
    FieldKind,
    Follower,
    Forecast,
    Learning,
    Mention,
    Message,
    MessageKind,
    Organisation,
    OutsideEvent,
    PlanningState,
    Promise,
    PromiseKind,
    SavedView,
    Segment,
    Setting,
    Tag,
    Ticket,
)
from helpdesk.models.planning import UNFINISHED
from helpdesk.permissions import SYSTEM

MARK: Final = "bench.furnished"
PLANS: Final = ("free", "silver", "gold")
BATCH: Final = 5_000
PURCHASES: Final = 3  # of each customer
SEGMENTS: Final[dict[str, list[dict[str, Any]]]] = {
    "Spent much": [{"field": "outside_sum", "op": "at_least", "value": 20_000, "kind": "order", "currency": "EUR"}],
    "Bought lately": [{"field": "outside_count", "op": "at_least", "value": 1, "days": 30}],
    "Write often": [
        {"field": "tickets", "op": "at_least", "value": 4},
        {"field": "last_ticket", "op": "within_days", "value": 30},
    ],
    "Gold": [{"field": "fields.plan", "op": "is", "value": "gold"}],
}


def furnish() -> None:
    """Put it all into the connected desk, once."""
    with db.transaction() as session:
        if session.get(Setting, MARK) is None:
            _fields(session)
            _segments(session)
            _views(session)
            _marks(session)
            session.add(Setting(key=MARK, value={}, updated_at=clock.now()))
    while keys.tick():
        pass
    with db.transaction() as session:
        _end_the_night(session)


def _end_the_night(session: Session) -> None:
    """Have what a desk works out once a day, at night and beside everything else, not fall into what is measured."""
    desk_zone = ZoneInfo(settings.get(session, "time_zone"))
    for day in (0, 1):  # a run may go on past midnight
        planning.ask_forecasts(session, clock.now().astimezone(desk_zone).date() + timedelta(days=day))
    session.add(Learning(created_at=clock.now()))
    session.flush()
    for kind in (Forecast, Learning):
        session.execute(update(kind).where(UNFINISHED).values(state=PlanningState.FAILED, error="nothing"))


def _fields(session: Session) -> None:
    labels = {"en": "Plan", "ru": "Тариф", "uk": "Тариф"}
    choices = [{"key": plan, "labels": {"en": plan.capitalize()}} for plan in PLANS]
    for entity in (FieldEntity.TICKET, FieldEntity.CUSTOMER):
        create_field(session, FieldDraft(entity, "plan", FieldKind.CHOICE, labels, choices), by=SYSTEM)
    for nth, plan in enumerate(PLANS):
        session.execute(update(Ticket).where(Ticket.id % 5 == nth).values(fields={"plan": plan, "seats": 5 * nth}))
        session.execute(update(Customer).where(Customer.id % 7 == nth).values(fields={"plan": plan}))


def _segments(session: Session) -> None:
    for name, conditions in SEGMENTS.items():
        create_segment(session, name=name, wanted={"match": "all", "conditions": conditions}, by=SYSTEM)
    now, ids = clock.now(), session.scalars(select(Customer.id)).all()
    _insert(
        session,
        OutsideEvent,
        [
            {
                "customer_id": id,
                "source": "shop",
                "key": f"{id}-{nth}",
                "kind": "order" if nth else "payment",
                "title": f"Order {id}-{nth}",
                "amount_minor": (id * 7919 + nth * 104_729) % 30_000,
                "currency": "EUR",
                "url": "",
                "outcome": "",
                "happened_at": now - timedelta(hours=(id * 31 + nth * 997) % 8_000),
                "created_at": now,
            }
            for id in ids
            for nth in range(PURCHASES)
        ],
    )


def _views(session: Session) -> None:
    now, owner_id = clock.now(), session.scalar(select(Agent.id).order_by(Agent.id)) or 0
    for name, conditions in _conditions(session).items():
        session.add(
            SavedView(
                name=name,
                owner_id=owner_id,
                audience=Audience.ALL,
                filter={
                    "match": "all",
                    "conditions": [{"field": field, "op": op, "values": values} for field, op, values in conditions],
                },
                sort="urgency",
                created_at=now,
                updated_at=now,
            )
        )


def _conditions(session: Session) -> dict[str, list[tuple[str, str, list[Any]]]]:
    tags = list(session.scalars(select(Tag.id).where(Tag.name.in_(("vip", "complaint")))))
    company = session.scalar(select(Organisation.id).order_by(Organisation.id).limit(1))
    segments = {name: id for id, name in session.execute(select(Segment.id, Segment.name))}
    return {
        "by tags": [("tag", "in", tags)],
        "by no tag": [("tag", "not_in", tags), ("priority", "in", ["high", "urgent"])],
        "by field": [("fields.plan", "in", ["gold"])],
        "by number": [("fields.seats", "at_least", [5])],
        "by customer's field": [("customer.plan", "in", ["gold"])],
        "by organisation": [("organisation", "in", [company])],
        "by file": [("has_file", "is", [True])],
        "by language": [("language", "in", ["uk"]), ("unread", "is", [True])],
        "by last message": [("last_message", "within", [60 * 24 * 7])],
        "of what is over, by tags": [("category", "in", ["resolved", "closed"]), ("tag", "in", tags)],
        **{f"of segment {name}": [("segment", "in", [id])] for name, id in segments.items()},
    }


def _marks(session: Session) -> None:
    """Have agents follow, be mentioned, put aside and promise."""
    now = clock.now()
    agents = session.scalars(select(Agent.id).order_by(Agent.id)).all()
    active = session.scalars(select(Ticket.id).where(Ticket.category.in_(ACTIVE)).order_by(Ticket.id)).all()
    notes = session.scalars(select(Message.id).where(Message.kind == MessageKind.NOTE).order_by(Message.id)).all()
    whose = {id: agents[nth % len(agents)] for nth, id in enumerate([*active, *notes])}
    _insert(session, Follower, [{"agent_id": whose[id], "ticket_id": id, "created_at": now} for id in active[::3]])
    _insert(session, Mention, [{"agent_id": whose[id], "message_id": id, "created_at": now} for id in notes[::2]])
    later = now + timedelta(days=2)
    for some in _batches(active[::20]):
        session.execute(update(Ticket).where(Ticket.id.in_(some)).values(snoozed_until=later, snoozed_by_id=agents[0]))
    told = {"text": "I will call", "made_by_id": agents[0], "due_at": later, "created_at": now}
    kind = {"kind": PromiseKind.PROMISE}
    _insert(session, Promise, [told | kind | {"owner_id": whose[id], "ticket_id": id} for id in active[::7]])
    people = session.scalars(select(Customer.id).order_by(Customer.id)).all()[::50]
    owners = {id: agents[nth % len(agents)] for nth, id in enumerate(people)}
    _insert(session, CustomerPromise, [told | {"owner_id": owners[id], "customer_id": id} for id in people])


def _insert(session: Session, table: Any, rows: Sequence[dict[str, Any]]) -> None:  # a mapped class
    for some in _batches(rows):
        session.execute(insert(table), some)


def _batches(rows: Sequence[Any]) -> list[Sequence[Any]]:
    return [rows[at : at + BATCH] for at in range(0, len(rows), BATCH)]
