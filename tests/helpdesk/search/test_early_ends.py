"""Searches and pages that end early answer what those would that read everything."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from sqlalchemy import update

from helpdesk import db
from helpdesk.actions.client_base.profile import ProfileChanges, change_profile
from helpdesk.customers.filters import read_filter
from helpdesk.models import Category, Ticket
from helpdesk.queries.client_base import listing
from helpdesk.queries.rows import Json
from helpdesk.queries.search import Order, hits, people, ranking, search
from tests.cast import Desk
from tests.helpdesk.search.test_search import found, mail
from tests.stories import ticket_of, visitor_writes

QUERIES = (
    "anna",
    "petrenko refund",
    "anna bondar",
    "status:new",
    "tag:none",
    "from:anna",
    "parcel",
    "on",
    "anna refund",
)


@pytest.fixture
def full(either_desk: Desk) -> Desk:
    """Nine customers of three first names and three family names, each with two tickets."""
    for nth, (first, last) in enumerate(product(("Anna", "Boris", "Olena"), ("Petrenko", "Bondar", "Koval"))):
        for subject in ("Refund on Monday", "Parcel"):
            mail(
                either_desk,
                f"My {subject} {nth}",
                address=f"{first}.{nth}@mail.example",
                name=f"{first} {last}",
                subject=subject,
            )
    with db.transaction() as session:
        session.execute(update(Ticket).where(Ticket.id % 3 > 0).values(category=Category.RESOLVED))
    return either_desk


def answers(desk: Desk) -> list[Any]:
    def asked(ask: Callable[..., Json], actor: Any, query: str) -> Json:
        with db.reading() as session:
            return ask(session, actor, query, limit=3)

    return [asked(search, actor, query) for actor in (desk.cast.dora, desk.cast.anna) for query in QUERIES]


def test_few_candidates_and_short_looks_change_no_answer(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = answers(full)
    assert any(len(answer["tickets"]) == 3 for answer in whole)

    monkeypatch.setattr(
        people, "MAX_CANDIDATES", 3
    )  # as many as have each name: whether there are others nobody can tell
    monkeypatch.setattr(hits, "NEAR", 4)
    monkeypatch.setattr(hits, "DEEP", 1)

    assert answers(full) == whole


def test_the_best_of_few_tickets_need_not_be_the_newest(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with db.reading() as session:
        is_sqlite = session.get_bind().dialect.name == "sqlite"
        whole = search(session, full.cast.dora, "petrenko refund", order=Order.BEST)
        monkeypatch.setattr(ranking, "DEPTH", 3)  # of nine refunds; those of the Petrenkos came first
        short = search(session, full.cast.dora, "petrenko refund", order=Order.BEST)

    theirs = {row["customer"]["name"] for row in whole["tickets"]}
    assert theirs == {"Anna Petrenko", "Boris Petrenko", "Olena Petrenko"}
    if not is_sqlite:
        assert [row["id"] for row in short["tickets"]] == [row["id"] for row in whole["tickets"]]


def test_pieces_of_any_size_change_no_answer(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = answers(full)
    monkeypatch.setattr(hits, "walks", lambda *_: True)  # read in pieces, as common words are on PostgreSQL

    for first, near in ((1, 500), (1, 3), (1, 7)):
        monkeypatch.setattr(hits, "FIRST", first)
        monkeypatch.setattr(hits, "NEAR", near)
        assert answers(full) == whole


def test_a_word_of_two_letters_stands_for_itself_in_texts(full: Desk) -> None:
    assert len(found(full, "on")["tickets"]) == 9
    assert found(full, "re")["tickets"] == []
    assert len(found(full, "ref")["tickets"]) == 9
    assert len(found(full, "ko")["customers"]) == 3  # names are found from their second letter on


def test_a_telephone_number_alone_finds_only_whose_it_is(either_desk: Desk) -> None:
    hers = ticket_of(mail(either_desk, "Алло", address="+380501234567", name="Олена", phone=True))
    mail(either_desk, "Алло", address="380.50.123.45.67@mail.example", name="Іван")

    assert found(either_desk, "+380 50 123 45 67")["customers"] == [hers.customer_id]


def test_customers_are_counted_up_to_a_bound(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MAX_COUNTED", 5)

    for sort in ("newest", "name"):
        with db.reading() as session:
            pages = [listing.page(session, full.cast.dora, read_filter(None), sort=sort, limit=4)]
            while pages[-1]["has_more"]:
                last = pages[-1]["customers"][-1]["id"]
                pages.append(listing.page(session, full.cast.dora, read_filter(None), sort=sort, after=last, limit=4))
        assert (pages[0]["count"], pages[0]["is_more"]) == (5, True)
        assert "count" not in pages[1]
        met = [line["id"] for page in pages for line in page["customers"]]
        assert len(met) == len(set(met)) >= 9


def test_customers_are_of_the_channels_they_wrote_on(either_desk: Desk) -> None:
    customer_id = ticket_of(visitor_writes(either_desk)).customer_id
    with db.transaction() as session:
        change_profile(session, customer_id, ProfileChanges("Vera"), by=either_desk.cast.dora)
    mail(either_desk, "Hello", address="ivan@mail.example", name="Ivan")

    def of(op: str, kind: str) -> set[int]:
        wanted = read_filter({"conditions": [{"field": "channel", "op": op, "value": [kind]}]})
        with db.reading() as session:
            return {line["id"] for line in listing.page(session, either_desk.cast.anna, wanted)["customers"]}

    assert customer_id in of("is", "webchat")
    assert customer_id not in of("is_not", "webchat")
    assert customer_id not in of("is", "telegram")
    assert customer_id in of("is_not", "telegram")
