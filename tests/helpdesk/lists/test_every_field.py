"""Filters ask for all that a ticket and its customer show."""

from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.actions import lifecycle, promises
from helpdesk.actions.approvals import ask
from helpdesk.actions.client_base.identities import add_identity
from helpdesk.actions.client_base.organisations import OrganisationChanges, create_organisation
from helpdesk.actions.client_base.profile import ProfileChanges, change_profile
from helpdesk.errors import Invalid
from helpdesk.models import Customer, IdentityKind, PromiseKind, Rating, SlaClock, Tag, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries.filters import matches, read_filter
from helpdesk.queries.filters.shape import FIELDS, OPS, Kind, Op
from tests.cast import Desk
from tests.stories import takes, visitor_writes

FINDS: Final[tuple[tuple[str, str, list[Any], str], ...]] = (
    ("subject", "contains", ["ЛАМПА"], "one"),
    ("subject", "contains", ["%"], "none"),
    ("subject", "is_set", [False], "none"),
    ("customer_name", "contains", ["олена"], "one"),
    ("customer_name", "is_set", [False], "other"),
    ("address", "contains", ["@SHOP."], "one"),
    ("address", "is_set", [False], "other"),
    ("organisation_name", "contains", ["acm"], "one"),
    ("organisation_name", "is_set", [True], "one"),
    ("organisation_name", "is_set", [False], "other"),
    ("customer_tag", "in", ["vip"], "one"),
    ("customer_tag", "not_in", ["vip"], "other"),
    ("customer_tag", "in", [None], "other"),
    ("customer_language", "in", ["pl"], "one"),
    ("customer_language", "not_in", ["pl"], "other"),
    ("rating", "in", [1, 2], "one"),
    ("rating", "in", [5], "none"),
    ("rating", "in", [None], "other"),
    ("breached", "is", [True], "one"),
    ("breached", "is", [False], "other"),
    ("promised", "is", [True], "one"),
    ("awaits_approval", "is", [True], "one"),
    ("awaits_approval", "is", [False], "other"),
    ("blocked", "is", [True], "one"),
    ("blocked", "is", [False], "other"),
    ("resolved", "within", [5], "other"),
    ("resolved", "is_set", [False], "one"),
    ("closed", "is_set", [True], "none"),
)


def two_tickets(desk: Desk) -> tuple[int, int]:
    """One of whom everything is known, and one that is resolved."""
    one = visitor_writes(desk, "Де моя лампа?", browser="vera").ticket_id
    other = visitor_writes(desk, "Hello", browser="oleh").ticket_id
    anna, dora = desk.cast.anna, desk.cast.dora
    takes(one, by=anna)
    with db.transaction() as session:
        ticket = session.get_one(Ticket, one)
        ticket.subject = "Лампа"
        for nameless in session.scalars(select(Customer)):
            nameless.name, nameless.language = "", ""
        acme = create_organisation(session, OrganisationChanges(name="Acme"), by=dora)
        known = ProfileChanges("Олена", "pl", organisation_id=acme.id, tags=["vip"])
        change_profile(session, ticket.customer_id, known, by=dora)
        add_identity(session, ticket.customer_id, kind=IdentityKind.EMAIL, address="olena@shop.example", by=dora)
        session.get_one(Customer, ticket.customer_id).blocked_at = clock.now()
        due = promises.Due(clock.now() + timedelta(days=1))
        promises.make(session, one, PromiseKind.PROMISE, text="Call", due=due, by=anna)
        ask(session, one, desk.cast.boris.agent_id or 0, question="May I?", due=due, by=anna)
        _rate_and_breach(session, one)
        lifecycle.resolve(session, other, by=dora)
    return one, other


def _rate_and_breach(session: Session, ticket_id: int) -> None:
    now = clock.now()
    session.add(Rating(ticket_id=ticket_id, token_hash="t", score=2, created_at=now, expires_at=now, rated_at=now))
    for one in session.scalars(select(SlaClock).where(SlaClock.ticket_id == ticket_id)):
        one.breached_at = now


def found(actor: Actor, field: str, op: str, values: list[Any]) -> set[int]:
    with db.reading() as session:
        vip = session.scalar(select(Tag.id).where(Tag.name == "vip"))
        given = [vip if value == "vip" else value for value in values]
        wanted = read_filter({"conditions": [{"field": field, "op": op, "values": given}]})
        return set(session.scalars(select(Ticket.id).where(matches(session, wanted, actor))))


def test_all_that_a_ticket_and_its_customer_show_can_be_asked_for(either_desk: Desk) -> None:
    one, other = two_tickets(either_desk)
    sets = {"one": {one}, "other": {other}, "none": set()}

    for field, op, values, finds in FINDS:
        assert found(either_desk.cast.dora, field, op, values) == sets[finds], (field, op, values)


def test_every_field_answers_to_every_way_of_asking(either_desk: Desk) -> None:
    values: dict[Kind, Any] = {
        Kind.IDS: 1,
        Kind.WORDS: "en",
        Kind.FLAG: True,
        Kind.TEXT: "x",
        Kind.MOMENT: "2026-01-01",
    }
    words = {"category": "open", "priority": "high", "channel_kind": "email"}
    asked = 0

    for field, kind in FIELDS.items():
        for op in OPS[kind]:
            value = (
                True if op is Op.IS_SET else 60 if op in (Op.WITHIN, Op.OLDER_THAN) else words.get(field, values[kind])
            )
            found(either_desk.cast.anna, field, op, [value])
            asked += 1
    assert asked > len(FIELDS)


@pytest.mark.parametrize(
    ("field", "op", "values"),
    [
        ("subject", "in", ["x"]),
        ("subject", "contains", [3]),
        ("subject", "contains", ["x" * 201]),
        ("subject", "is_set", ["x"]),
        ("rating", "in", ["2"]),
        ("blocked", "in", [True]),
    ],
)
def test_what_is_no_condition_is_refused(field: str, op: str, values: list[Any]) -> None:
    with pytest.raises(Invalid):
        read_filter({"conditions": [{"field": field, "op": op, "values": values}]})
