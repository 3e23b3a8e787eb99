"""Whatever way a list is looked for, walked through in parts or gathered, it holds the same tickets in the same order."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Select, insert, select, text, update
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.models import (
    SORTS,
    Category,
    Customer,
    Follower,
    Mention,
    Message,
    OutsideEvent,
    Priority,
    Rating,
    Segment,
    Tag,
    Ticket,
    TicketTag,
)
from helpdesk.models.order_keys import KEYS, index_of
from helpdesk.permissions import Actor
from helpdesk.queries.filters import read_filter
from helpdesk.queries.lists import orders
from helpdesk.queries.lists.counting import count
from helpdesk.queries.lists.one_by_one import one_by_one
from helpdesk.queries.lists.orders import Pair, Part, Place, Source, keys_of, ordered
from helpdesk.queries.lists.sources import LISTS, filtered
from tests.cast import Desk
from tests.stories import visitor_writes

PEOPLE: Final = 4
EACH: Final = 4  # tickets
OF_CUSTOMERS: Final[tuple[dict[str, Any], ...]] = (
    {"field": "rating_last", "op": "at_most", "value": 2},
    {"field": "rating_last", "op": "at_least", "value": 3, "days": 10},
    {"field": "rating_average", "op": "at_most", "value": 3},
    {"field": "open_tickets", "op": "at_least", "value": 3},
    {"field": "tickets", "op": "at_most", "value": 4},
    {"field": "last_ticket", "op": "within_days", "value": 3},
    {"field": "last_ticket", "op": "not_within_days", "value": 3},
    {"field": "outside_sum", "op": "at_least", "value": 150, "kind": "order", "currency": "EUR"},
    {"field": "outside_count", "op": "at_most", "value": 1, "days": 5},
    {"field": "channel", "op": "is_not", "value": ["webchat"]},
)
OF_TICKETS: Final[tuple[list[dict[str, Any]], ...]] = (
    [],
    [{"field": "tag", "op": "in", "values": [1]}],
    [{"field": "tag", "op": "not_in", "values": [1]}, {"field": "has_file", "op": "is", "values": [False]}],
    [{"field": "category", "op": "in", "values": ["resolved", "closed"]}, {"field": "tag", "op": "in", "values": [1]}],
    [{"field": "category", "op": "not_in", "values": ["open"]}],
    [{"field": "spam", "op": "is", "values": [True]}],
    [{"field": "assignee", "op": "in", "values": ["me"]}, {"field": "mentioned", "op": "is", "values": [False]}],
    [{"field": "mentioned", "op": "is", "values": [True]}],
    [{"field": "followed", "op": "is", "values": [True]}],
    [
        {"field": "organisation", "op": "in", "values": [None]},
        {"field": "channel_kind", "op": "in", "values": ["email"]},
    ],
)


def fill(desk: Desk, session: Session) -> None:
    """Let the tickets differ in whatever lists ask, several of one moment."""
    chance, now, cast = random.Random(7), clock.now(), desk.cast
    session.add(Tag(id=1, name="vip"))
    session.flush()
    people = list(session.scalars(select(Customer.id)))
    for ticket in session.scalars(select(Ticket)):
        ticket.customer_id = people[ticket.id % PEOPLE]
        ticket.category = chance.choice(list(Category))
        ticket.priority = chance.choice(list(Priority))
        ticket.team_id = chance.choice((None, cast.support_id, cast.support_id))
        ticket.assignee_id = chance.choice((None, cast.anna.agent_id, cast.charlie.agent_id))
        ticket.last_message_at = now - timedelta(days=chance.randrange(8), microseconds=chance.randrange(3))
        ticket.created_at = now - timedelta(days=chance.randrange(3))
        ticket.waiting_since = chance.choice((None, now - timedelta(hours=chance.randrange(3))))
        ticket.next_due_at = chance.choice((None, now + timedelta(hours=chance.randrange(-2, 3))))
        ticket.snoozed_until = now if chance.random() < 0.2 else None
        ticket.spam_at = now if ticket.category is Category.CLOSED and chance.random() < 0.5 else None
    ids = list(session.scalars(select(Ticket.id)))
    messages = dict(session.execute(select(Message.ticket_id, Message.id)).all())
    session.execute(insert(TicketTag), [{"ticket_id": id, "tag_id": 1} for id in ids[::3]])
    session.execute(
        insert(Follower), [{"agent_id": cast.anna.agent_id, "ticket_id": id, "created_at": now} for id in ids[::4]]
    )
    named = [{"agent_id": cast.anna.agent_id, "message_id": messages[id], "created_at": now} for id in ids[::5]]
    session.execute(insert(Mention), named)
    for nth, id in enumerate(ids[::2]):
        rated = now - timedelta(days=chance.randrange(20)) if nth % 4 else None
        score = chance.randint(1, 5) if rated else None
        given = {"token_hash": str(nth), "comment": "", "created_at": now, "expires_at": now}
        session.execute(insert(Rating).values(ticket_id=id, score=score, rated_at=rated, **given))
    for nth in range(12):
        paid = {"kind": chance.choice(("order", "call")), "amount_minor": chance.randrange(200), "currency": "EUR"}
        happened = {"happened_at": now - timedelta(days=chance.randrange(9)), "created_at": now, "source": "shop"}
        session.execute(insert(OutsideEvent).values(customer_id=people[nth % PEOPLE], key=str(nth), **paid, **happened))
    session.execute(update(Customer).where(Customer.id == people[0]).values(merged_into_id=people[1]))


def sources(session: Session, actor: Actor) -> Iterator[tuple[str, Source]]:
    for name, made in LISTS.items():
        yield name, made(actor)
    for conditions in OF_TICKETS:
        yield str(conditions), filtered(session, actor, read_filter({"conditions": conditions}))
    for segment in session.scalars(select(Segment)):
        for op in ("in", "not_in"):
            wanted = {"conditions": [{"field": "segment", "op": op, "values": [segment.id]}]}
            yield f"{op} {segment.filter}", filtered(session, actor, read_filter(wanted))


def in_parts(session: Session, source: Source, sort: str) -> Iterator[list[Pair]]:
    part = Part(4)
    while True:
        found = ordered(session, source, sort, part)
        yield found.order
        if found.cut is None:
            return
        part = Part(4, found.cut)


def test_parts_of_every_list_are_what_its_condition_says(either_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(PEOPLE * EACH):
        visitor_writes(either_desk, browser=f"b{number}")
    with db.transaction() as session:
        fill(either_desk, session)
        for nth, condition in enumerate(OF_CUSTOMERS):
            kept = {"name": f"S{nth}", "position": nth, "created_at": clock.now(), "updated_at": clock.now()}
            session.add(Segment(filter={"match": "all", "conditions": [condition]}, **kept))
    monkeypatch.setattr(orders, "LOOKED_AT", 3)
    monkeypatch.setattr(orders, "LOOKED_AT_LATER", 7)
    cast, held = either_desk.cast, 0

    with db.reading() as session:
        for turn, (actor, narrow) in enumerate(((cast.anna, 3), (cast.charlie, -1), (cast.dora, -1))):
            monkeypatch.setattr(orders, "NARROW", narrow)
            for nth, (name, source) in enumerate(sources(session, actor)):
                sort = sorted(SORTS)[(nth + turn) % len(SORTS)]
                plain = select(Ticket.id, KEYS[sort]).where(source.condition).order_by(KEYS[sort], Ticket.id)
                whole = [(id, key) for id, key in session.execute(plain)]
                held += len(whole)

                found = [pair for part in in_parts(session, source, sort) for pair in part]

                assert found == whole, (name, sort)
                assert count(session, source) == len(whole), name
                assert keys_of(session, source, sort, range(1, 60)) == dict(whole), name
    assert held > 200


@pytest.mark.parametrize("sort", sorted(SORTS))
@pytest.mark.parametrize("name", ["all", "resolved"])
def test_an_index_has_the_order(either_desk: Desk, monkeypatch: pytest.MonkeyPatch, sort: str, name: str) -> None:
    asked: list[Select[int, int]] = []

    def places(_session: Session, wanted: Select[int, int]) -> list[Place]:
        asked.append(wanted)
        return []

    monkeypatch.setattr(orders, "_places", places)

    with db.reading() as session:
        ordered(session, LISTS[name](either_desk.cast.dora), sort, Part(2, (5, 5)))
        bind = session.get_bind()
        words = "EXPLAIN QUERY PLAN" if bind.dialect.name == "sqlite" else "EXPLAIN"
        written = asked[0].compile(bind, compile_kwargs={"literal_binds": True})
        plan = "\n".join(str(row[-1]) for row in session.execute(text(f"{words} {written}")))

    assert index_of(sort, is_ended=name == "resolved") in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


def test_a_segment_is_asked_of_each_ticket_on_the_way(either_desk: Desk) -> None:
    with db.reading() as session:
        segment_id = session.scalars(select(Segment.id)).first()
        wanted = read_filter({"conditions": [{"field": "segment", "op": "in", "values": [segment_id]}]})
        condition = filtered(session, either_desk.cast.anna, wanted).condition

        assert "customer_id IN (SELECT" in str(select(Ticket.id).where(condition))
        assert "customer_id IN (SELECT" not in str(select(Ticket.id).where(one_by_one(condition)))
