"""Filters of customers: what each field means, and whom a segment has."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions import label
from helpdesk.actions.client_base.dates import DateDraft, add_date
from helpdesk.actions.client_base.fields import FieldDraft, create_field
from helpdesk.actions.client_base.identities import add_identity
from helpdesk.actions.client_base.outside import Happening, tell_of
from helpdesk.actions.client_base.profile import ProfileChanges, change_profile, create_customer
from helpdesk.actions.client_base.segments import create_segment, remove_segment
from helpdesk.customers.filters import plain, read_filter
from helpdesk.errors import Conflict, Invalid
from helpdesk.models import (
    Audience,
    Automation,
    FieldEntity,
    FieldKind,
    IdentityKind,
    OutsideEvent,
    Rating,
    Rule,
    SavedReport,
    SavedView,
    Segment,
    SlaPolicy,
)
from helpdesk.models.base import Base
from helpdesk.permissions import Actor
from helpdesk.queries.client_base.listing import page
from helpdesk.queries.segments import contains
from tests.cast import Desk
from tests.stories import ticket_of, visitor_writes

Told = dict[str, Any]


@pytest.fixture
def petro(desk: Desk) -> int:
    """A customer of whom everything is known; Vera of the cast is the other one."""
    dora, now = desk.cast.dora, clock.now()
    ticket = ticket_of(visitor_writes(desk))
    with db.transaction() as session:
        draft = FieldDraft(FieldEntity.CUSTOMER, "seats", FieldKind.NUMBER, {"en": "Seats"})
        create_field(session, draft, by=dora)
        create_field(session, FieldDraft(FieldEntity.CUSTOMER, "paying", FieldKind.YES_NO, {"en": "Pays"}), by=dora)
        known = ProfileChanges("Петро", "uk", tags=["vip"], fields={"seats": 12, "paying": True})
        change_profile(session, ticket.customer_id, known, by=dora)
        phone = IdentityKind.PHONE
        add_identity(session, ticket.customer_id, kind=phone, address="+7 (912) 345-67-89", by=dora)
        for key, days, minor in (("1", 5, 50_000), ("2", 100, 70_000)):
            bought = Happening("shop", key, "purchase", now - timedelta(days=days), amount_minor=minor, currency="UAH")
            tell_of(session, ticket.customer_id, bought, by=dora)
        birthday = (now + timedelta(days=3)).date().replace(year=1988).isoformat()
        add_date(session, ticket.customer_id, DateDraft("birthday", birthday, is_yearly=True), by=dora)
        session.add(_rating(ticket.id, score=2))
    return ticket.customer_id


def found(actor: Actor, *conditions: Told, q: str = "", match: str = "all") -> set[int]:
    wanted = read_filter({"match": match, "conditions": list(conditions)})
    with db.reading() as session:
        return {line["id"] for line in page(session, actor, wanted, q=q)["customers"]}


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "name", "op": "contains", "value": "петро"},
        {"field": "language", "op": "is", "value": ["uk"]},
        {"field": "tag", "op": "is", "value": ["vip"]},
        {"field": "channel", "op": "is", "value": ["webchat"]},
        {"field": "address", "op": "has", "value": ["phone"]},
        {"field": "tickets", "op": "at_least", "value": 1},
        {"field": "open_tickets", "op": "at_least", "value": 1},
        {"field": "last_ticket", "op": "within_days", "value": 1},
        {"field": "rating_last", "op": "at_most", "value": 2},
        {"field": "rating_average", "op": "at_most", "value": 2.5},
        {"field": "outside_count", "op": "at_least", "value": 2, "kind": "purchase"},
        {"field": "outside_sum", "op": "at_least", "value": 120_000, "currency": "UAH"},
        {"field": "outside_last", "op": "within_days", "value": 10},
        {"field": "date", "op": "next_days", "value": 7, "kind": "birthday"},
        {"field": "fields.seats", "op": "at_least", "value": 10},
        {"field": "fields.seats", "op": "is", "value": 12},
        {"field": "fields.paying", "op": "is", "value": "true"},
        {"field": "fields.seats", "op": "not_empty"},
    ],
    ids=lambda condition: f"{condition['field']} {condition['op']}",
)
def test_a_condition_means_petro_and_its_opposite_vera(desk: Desk, petro: int, condition: Told) -> None:
    everybody = found(desk.cast.dora)

    assert petro in everybody
    assert found(desk.cast.dora, condition) == {petro}


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "tag", "op": "is_not", "value": ["vip"]},
        {"field": "tickets", "op": "at_most", "value": 0},
        {"field": "outside_sum", "op": "at_least", "value": 60_000, "currency": "UAH", "days": 30},
        {"field": "outside_last", "op": "not_within_days", "value": 10},
        {"field": "fields.seats", "op": "is_not", "value": 12},
        {"field": "fields.seats", "op": "empty"},
        {"field": "blocked", "op": "yes"},
    ],
    ids=lambda condition: f"{condition['field']} {condition['op']}",
)
def test_what_is_not_so_of_petro_does_not_mean_him(desk: Desk, petro: int, condition: Told) -> None:
    assert petro not in found(desk.cast.dora, condition)


@pytest.mark.parametrize("written", ["89123456789", "+7 912 345 67 89", "912 345-67-89", "петро", "Петро 9123456789"])
def test_a_customer_is_found_however_it_is_written(desk: Desk, petro: int, written: str) -> None:
    assert found(desk.cast.dora, q=written) == {petro}


def test_any_of_the_conditions_may_hold(desk: Desk, petro: int) -> None:
    two = ({"field": "blocked", "op": "yes"}, {"field": "tag", "op": "is", "value": ["vip"]})

    assert found(desk.cast.dora, *two) == set()
    assert found(desk.cast.dora, *two, match="any") == {petro}


def test_another_teams_tickets_are_not_counted(desk: Desk) -> None:
    cast, ticket = desk.cast, ticket_of(visitor_writes(desk))
    with db.transaction() as session:
        label.set_team(session, ticket.id, team_id=cast.support_id, by=cast.dora)

    assert found(cast.anna, {"field": "tickets", "op": "at_least", "value": 1}) == {ticket.customer_id}
    assert found(cast.charlie) == set()


def test_pages_follow_each_other_without_gaps(desk: Desk) -> None:
    with db.transaction() as session:
        for number in range(7):
            create_customer(session, ProfileChanges(name=f"Guest {number % 3}"), by=desk.cast.dora)

    for sort in ("newest", "name"):
        seen: list[int] = []
        with db.reading() as session:
            while True:
                after = seen[-1] if seen else 0
                got = page(session, desk.cast.dora, read_filter(None), sort=sort, after=after, limit=3)
                seen += [line["id"] for line in got["customers"]]
                if not got["has_more"]:
                    break
        assert (len(seen), len(set(seen))) == (8, 8)


def test_the_desk_begins_with_whom_it_may_lose(desk: Desk, petro: int) -> None:
    with db.reading() as session:
        at_risk = session.scalars(select(Segment).where(Segment.key == "at_risk")).one()

        assert contains(session, at_risk.id, petro)
        assert not contains(session, at_risk.id, desk.cast.vera_id)


@pytest.mark.parametrize(
    "wrong",
    [
        {"field": "password", "op": "is", "value": ["x"]},
        {"field": "name", "op": "at_least", "value": 1},
        {"field": "tickets", "op": "at_least", "value": "many"},
        {"field": "outside_sum", "op": "at_least", "value": 1},
        {"field": "tag", "op": "is", "value": "vip"},
        "x",
    ],
)
def test_a_wrong_condition_is_named_by_its_place(desk: Desk, wrong: object) -> None:
    with pytest.raises(Invalid) as refused, db.transaction() as session:
        create_segment(session, name="Wrong", wanted={"conditions": [wrong]}, by=desk.cast.dora)

    assert list(refused.value.fields) == ["conditions.0"]


def test_a_filter_is_kept_as_it_was_given() -> None:
    given = {"match": "any", "conditions": [{"field": "rating_last", "op": "at_most", "value": 2, "days": 90}]}

    assert plain(read_filter(given)) == given


def test_an_outside_event_is_taken_once(desk: Desk, petro: int) -> None:
    again = Happening("shop", "1", "purchase", clock.now(), amount_minor=1, currency="UAH")

    with db.transaction() as session:
        _, is_new = tell_of(session, petro, again, by=desk.cast.dora)
    with pytest.raises(Conflict) as refused, db.transaction() as session:
        tell_of(session, desk.cast.vera_id, again, by=desk.cast.dora)

    assert (is_new, refused.value.code) == (False, "other_customer")
    with db.reading() as session:
        assert len(session.scalars(select(OutsideEvent)).all()) == 2


def _rating(ticket_id: int, *, score: int) -> Rating:
    now = clock.now()
    return Rating(ticket_id=ticket_id, token_hash="0" * 64, score=score, created_at=now, expires_at=now, rated_at=now)


USES: dict[str, Callable[[int, int], Base]] = {  # by name: what it is, made for a segment and an agent
    "rule": lambda id, _: Rule(name="rule", position=1, conditions={"segment_ids": [id]}),
    "policy": lambda id, _: SlaPolicy(name="policy", position=1, conditions={"segment_ids": [id]}),
    "automation": lambda id, _: _automation({"segment_id": id}),
    "letter": lambda id, _: _automation({"filter": {"groups": [{"conditions": [_not_in(id)]}]}}, name="letter"),
    "view": lambda id, agent_id: SavedView(
        name="view",
        owner_id=agent_id,
        audience=Audience.ALL,
        filter={"conditions": [_not_in(id)]},
        sort="urgency",
        created_at=clock.now(),
        updated_at=clock.now(),
    ),
    "report": lambda id, agent_id: SavedReport(
        name="report",
        owner_id=agent_id,
        audience=Audience.ALL,
        arrangement={"filters": {"segment": [id]}},
        created_at=clock.now(),
        updated_at=clock.now(),
    ),
}


def _not_in(id: int) -> Told:
    return {"field": "segment", "op": "not_in", "values": [id]}


def _automation(conditions: Told, name: str = "automation") -> Automation:
    now = clock.now()
    return Automation(
        name=name, position=1, trigger={}, conditions=conditions, steps=[], created_at=now, updated_at=now
    )


def test_a_segment_that_something_goes_by_stays_and_says_what(desk: Desk) -> None:
    dora = desk.cast.dora
    with db.transaction() as session:
        gold, other = (
            create_segment(session, name=name, wanted={"conditions": []}, by=dora).id for name in ("Gold", "Other")
        )
        assert dora.agent_id is not None
        session.add_all(make(gold, dora.agent_id) for make in USES.values())

    with pytest.raises(Conflict) as refused, db.transaction() as session:
        remove_segment(session, gold, by=dora)
    with db.transaction() as session:
        remove_segment(session, other, by=dora)

    assert refused.value.code == "segment_in_use"
    used_by = refused.value.fields["used_by"]
    assert isinstance(used_by, list)
    assert sorted(used_by) == sorted(USES)
    with db.reading() as session:
        assert session.get(Segment, gold) is not None
        assert session.get(Segment, other) is None
