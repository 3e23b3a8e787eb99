"""Lists in the order of custom fields of tickets and of their customers."""

from typing import Any, Final

import pytest

from helpdesk import db
from helpdesk.actions.client_base.fields import FieldDraft, create_field
from helpdesk.actions.views import ViewChanges, save_view
from helpdesk.errors import Invalid
from helpdesk.models import Audience, Customer, FieldEntity, FieldKind, Ticket
from helpdesk.models.field_keys import EMPTY, value_key
from helpdesk.queries.inbox import keys, view
from helpdesk.queries.lists import by_field
from helpdesk.queries.lists.orders import FIRST, Part
from tests.cast import Desk
from tests.stories import visitor_writes

CHOICES: Final = [{"key": key, "labels": {"en": key}} for key in ("small", "big")]
# What is kept in a field of a kind, in its order.
VALUES: Final[tuple[tuple[FieldKind, list[Any]], ...]] = (
    (FieldKind.NUMBER, [-20.5, -3, 0, 0.25, 7, 7.5, 10**12, 10**15]),
    (FieldKind.DATE, ["1999-12-31", "2026-11-22", "2026-12-01"]),
    (FieldKind.CHOICE, ["small", "big", "gone"]),
    (FieldKind.YES_NO, [True, False]),
    (FieldKind.TEXT, ["10", "Anna", "ärger", "Zoe", "Ганна", "ґанок", "Ёлка", "Жанна", "івент", "їжак", "Яна"]),
)


@pytest.mark.parametrize(("kind", "values"), VALUES)
def test_values_have_keys_in_their_order_and_what_is_no_value_has_none(kind: FieldKind, values: list[Any]) -> None:
    found = [value_key(kind, value, CHOICES) for value in values]

    assert found == sorted(set(found), key=lambda key: key or 0)
    assert all(key is not None and abs(key) < EMPTY for key in found)
    assert value_key(kind, None, CHOICES) is None
    assert value_key(kind, ["odd"], CHOICES) is None


def test_texts_of_any_letters_have_a_key_within_bounds() -> None:
    keys_of = [value_key(FieldKind.TEXT, text) for text in ("", "я" * 2_000, "漢字" * 50, "\U0001f600", "—")]

    assert keys_of[0] is None
    assert all(key is not None and 0 <= key < EMPTY for key in keys_of[1:])


def with_seats(desk: Desk, *seats: float | None, entity: FieldEntity = FieldEntity.TICKET) -> list[int]:
    """Tickets, each newer than the one before it, with a number each or none."""
    ids = [visitor_writes(desk, browser=f"visitor{at}").ticket_id for at in range(len(seats))]
    with db.transaction() as session:
        create_field(session, FieldDraft(entity, "seats", FieldKind.NUMBER, {"en": "Seats"}, []), by=desk.cast.dora)
        for id, number in zip(ids, seats, strict=True):
            ticket = session.get_one(Ticket, id)
            held: Any = ticket if entity is FieldEntity.TICKET else session.get_one(Customer, ticket.customer_id)
            held.fields = {} if number is None else {"seats": number}
    return ids


def shown(desk: Desk, sort: str, part: Part = FIRST) -> list[int]:
    with db.reading() as session:
        return [id for id, _ in view(session, desk.cast.anna, "all", sort, part)["order"]]


@pytest.mark.parametrize(("entity", "name"), [(FieldEntity.TICKET, "fields"), (FieldEntity.CUSTOMER, "customer")])
def test_tickets_stand_by_a_field_both_ways_and_those_without_behind_the_latest_first(
    desk: Desk, entity: FieldEntity, name: str
) -> None:
    nine, without, two, without_either = with_seats(desk, 9, None, 2, None, entity=entity)

    assert shown(desk, f"{name}.seats") == [two, nine, without_either, without]
    assert shown(desk, f"-{name}.seats") == [nine, two, without_either, without]


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_parts_together_are_the_whole_list_though_few_are_put_in_order(
    desk: Desk, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_field, "MOST", 3)
    oldest, older, *latest = with_seats(desk, 1, 2, 9, None, 5)

    whole, after = list[int](), None
    for _ in range(8):
        with db.reading() as session:
            found = view(session, desk.cast.anna, "all", "fields.seats", Part(limit, after))
        whole += [id for id, _ in found["order"]]
        if found["cut"] is None:
            break
        after = (found["cut"][1], found["cut"][0])

    assert whole == [latest[2], latest[0], latest[1], older, oldest]


def test_a_changed_ticket_is_told_its_key_of_a_field(desk: Desk) -> None:
    nine, without = with_seats(desk, 9, None)

    with db.reading() as session:
        order = dict(view(session, desk.cast.anna, "all", "-fields.seats")["order"])
        told = dict(keys(session, desk.cast.anna, "all", "-fields.seats", ids=[nine, without, 999])["keys"])

    assert told == order | {999: None}


@pytest.mark.parametrize("sort", ["fields.gone", "customer.seats", "-urgency", "fields.", "fields.topics"])
def test_only_a_field_that_has_an_order_is_one(desk: Desk, sort: str) -> None:
    with_seats(desk, 1)
    with db.transaction() as session:
        draft = FieldDraft(FieldEntity.TICKET, "topics", FieldKind.SEVERAL, {"en": "Topics"}, CHOICES)
        create_field(session, draft, by=desk.cast.dora)

    with pytest.raises(Invalid), db.reading() as session:
        view(session, desk.cast.anna, "all", sort)


def test_a_saved_view_keeps_an_order_by_a_field_and_refuses_one_that_is_none(desk: Desk) -> None:
    with_seats(desk, 1)
    with db.transaction() as session:
        saved = save_view(
            session, ViewChanges("By seats", Audience.PRIVATE, None, {}, "-fields.seats"), by=desk.cast.anna
        )
        kept = saved.sort

    assert kept == "-fields.seats"
    with pytest.raises(Invalid), db.transaction() as session:
        save_view(session, ViewChanges("By none", Audience.PRIVATE, None, {}, "fields.none"), by=desk.cast.anna)
