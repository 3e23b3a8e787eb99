"""The list of customers in the order of a custom field, page by page, with the fields that are asked for."""

from typing import Any

import pytest

from helpdesk import db
from helpdesk.actions.client_base.fields import FieldDraft, create_field
from helpdesk.actions.client_base.profile import ProfileChanges, change_profile, create_customer
from helpdesk.customers.filters import read_filter
from helpdesk.models import FieldEntity, FieldKind
from helpdesk.queries.client_base import by_field
from helpdesk.queries.client_base.listing import page
from tests.cast import Desk

SEATS = {"Anna": 30, "Bela": None, "Cyril": -4, "Daria": 4.5, "Emil": None, "Foma": 100}


@pytest.fixture(autouse=True)
def _people(desk: Desk) -> None:
    by = desk.cast.dora
    with db.transaction() as session:
        create_field(session, FieldDraft(FieldEntity.CUSTOMER, "seats", FieldKind.NUMBER, {"en": "Seats"}), by=by)
        for name, seats in SEATS.items():
            person = create_customer(session, ProfileChanges(f"{name} Guest"), by=by)
            if seats is not None:
                change_profile(session, person.id, ProfileChanges(fields={"seats": seats}), by=by)


def names(desk: Desk, sort: str, **asked: Any) -> list[str]:  # what `page` takes
    with db.reading() as session:
        lines = page(session, desk.cast.dora, read_filter(None), q="guest", sort=sort, **asked)["customers"]
    return [line["name"].removesuffix(" Guest") for line in lines]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("customer.seats", ["Cyril", "Daria", "Anna", "Foma", "Emil", "Bela"]),
        ("-customer.seats", ["Foma", "Anna", "Daria", "Cyril", "Emil", "Bela"]),
        ("customer.gone", ["Foma", "Emil", "Daria", "Cyril", "Bela", "Anna"]),
    ],
)
def test_customers_stand_by_a_field_with_the_empty_ones_behind(desk: Desk, sort: str, expected: list[str]) -> None:
    assert names(desk, sort) == expected


@pytest.mark.parametrize("most", [3, 2_000])
def test_pages_hold_everybody_once_however_far_the_order_goes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(by_field, "MOST", most)
    whole = names(desk, "customer.seats")
    got: list[str] = []
    after = 0

    for _ in range(3):
        with db.reading() as session:
            part = page(
                session, desk.cast.dora, read_filter(None), q="guest", sort="customer.seats", after=after, limit=2
            )
        got += [line["name"].removesuffix(" Guest") for line in part["customers"]]
        after = part["customers"][-1]["id"]

    assert got == whole
    assert sorted(got) == list(SEATS)
    assert part["has_more"] is False


def test_a_line_shows_the_fields_that_are_asked_for(desk: Desk) -> None:
    with db.reading() as session:
        shown = page(session, desk.cast.dora, read_filter(None), q="anna guest", fields=("seats", "gone"))

    assert shown["customers"][0]["fields"] == {"seats": 30}
