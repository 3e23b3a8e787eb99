"""Two customers who are one person: found, merged, taken apart exactly; nobody merges what they cannot see."""

import pytest
from sqlalchemy import select, text, update

from helpdesk import clock, db
from helpdesk.actions import label
from helpdesk.actions.client_base.identities import add_identity
from helpdesk.actions.client_base.keys import tick
from helpdesk.actions.client_base.merge import keep_apart, merge, unmerge
from helpdesk.actions.client_base.notes import add_note
from helpdesk.actions.client_base.organisations import OrganisationChanges, create_organisation
from helpdesk.actions.client_base.profile import ProfileChanges, change_profile, create_customer
from helpdesk.errors import Forbidden
from helpdesk.models import (
    Customer,
    CustomerDistinct,
    CustomerKey,
    CustomerMerge,
    Identity,
    IdentityKind,
    ProfileNote,
    Ticket,
)
from helpdesk.queries.client_base.duplicates import pairs
from tests.cast import Desk
from tests.stories import ticket_of, visitor_writes

STATE = {
    "customer": "select id, name, language, time_zone, organisation_id, merged_into_id, fields, unsubscribed_at from customer",
    "identity": "select * from identity",
    "ticket": "select id, customer_id from ticket",
    "message": "select id, customer_id from message",
    "note": "select * from profile_note",
    "tag": "select * from customer_tag",
}


def person(desk: Desk, name: str, *addresses: tuple[IdentityKind, str]) -> int:
    with db.transaction() as session:
        customer = create_customer(session, ProfileChanges(name=name), by=desk.cast.dora)
        for kind, address in addresses:
            add_identity(session, customer.id, kind=kind, address=address, by=desk.cast.dora)
        return customer.id


def suggested(desk: Desk) -> dict[tuple[int, int], list[str]]:
    tick()
    with db.reading() as session:
        return {(one["one"]["id"], one["other"]["id"]): one["reasons"] for one in pairs(session, desk.cast.dora)}


def state() -> dict[str, list[str]]:
    """Everything a merge may touch, but versions, keys and the merges themselves."""
    with db.reading() as session:
        return {name: sorted(map(repr, session.execute(text(said)).all())) for name, said in STATE.items()}


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ([(IdentityKind.PHONE, "+380441112233")], [(IdentityKind.PHONE, "+70441112233")], "phone"),
        ([(IdentityKind.EMAIL, "o.k@gmail.com")], [(IdentityKind.EMAIL, "ok+shop@googlemail.com")], "email"),
        ([(IdentityKind.EMAIL, "a@zoo.example")], [(IdentityKind.EMAIL, "b@zoo.example")], "name"),
    ],
)
def test_one_person_twice_is_suggested_with_the_reason(
    desk: Desk, one: list[tuple[IdentityKind, str]], other: list[tuple[IdentityKind, str]], reason: str
) -> None:
    first, second = person(desk, "Олександр Коваленко", *one), person(desk, "Aleksandr Kovalenko", *other)

    assert reason in suggested(desk)[first, second]


def test_who_is_said_to_be_somebody_else_is_suggested_no_more(desk: Desk) -> None:
    phone = IdentityKind.PHONE
    first, second = person(desk, "A", (phone, "+380441112233")), person(desk, "B", (phone, "+70441112233"))

    with db.transaction() as session:
        keep_apart(session, second, first, by=desk.cast.dora)
        keep_apart(session, first, second, by=desk.cast.dora)

    assert suggested(desk) == {}
    with db.reading() as session:
        assert len(session.scalars(select(CustomerDistinct)).all()) == 1


def test_names_alone_suggest_nobody(desk: Desk) -> None:
    person(desk, "Anna Smith", (IdentityKind.EMAIL, "a@gmail.com"))
    person(desk, "Anna Smith", (IdentityKind.EMAIL, "b@gmail.com"))

    assert suggested(desk) == {}


def test_a_merge_taken_back_leaves_all_as_it_was(desk: Desk) -> None:
    dora = desk.cast.dora
    message = visitor_writes(desk)
    customer_id = ticket_of(message).customer_id
    into_id = person(desk, "Vera K")
    with db.transaction() as session:
        add_note(session, customer_id, text="Calls at noon", by=dora)
        change_profile(session, customer_id, ProfileChanges(tags=["vip"], time_zone="Europe/Kyiv"), by=dora)
    before = state()

    with db.transaction() as session:
        merge(session, customer_id, into_id=into_id, by=dora)
    assert ticket_of(message).customer_id == into_id
    assert state() != before
    with db.transaction() as session:
        unmerge(session, customer_id, from_id=into_id, by=dora)

    assert state() == before


def test_merging_again_changes_nothing(desk: Desk) -> None:
    customer_id, into_id = ticket_of(visitor_writes(desk)).customer_id, person(desk, "Vera K")

    for _ in range(2):
        with db.transaction() as session:
            merge(session, customer_id, into_id=into_id, by=desk.cast.dora)

    with db.reading() as session:
        assert len(session.scalars(select(CustomerMerge)).all()) == 1


def test_what_came_after_a_merge_stays_where_it_came_to(desk: Desk) -> None:
    dora, customer_id, into_id = desk.cast.dora, ticket_of(visitor_writes(desk)).customer_id, person(desk, "Vera K")
    with db.transaction() as session:
        merge(session, customer_id, into_id=into_id, by=dora)
        late = add_note(session, into_id, text="Since then", by=dora).id

    with db.transaction() as session:
        unmerge(session, customer_id, from_id=into_id, by=dora)

    with db.reading() as session:
        assert session.get_one(ProfileNote, late).customer_id == into_id


def test_who_writes_after_a_merge_writes_as_the_one_who_stays(desk: Desk) -> None:
    customer_id, into_id = ticket_of(visitor_writes(desk)).customer_id, person(desk, "Vera K")
    with db.transaction() as session:
        merge(session, customer_id, into_id=into_id, by=desk.cast.dora)

    assert ticket_of(visitor_writes(desk, "It is me again")).customer_id == into_id


def test_nobody_merges_a_customer_of_whom_another_team_has_tickets(desk: Desk) -> None:
    cast, first = desk.cast, visitor_writes(desk)
    customer_id, into_id = ticket_of(first).customer_id, person(desk, "Vera K")
    with db.transaction() as session:
        label.set_team(session, first.ticket_id, team_id=cast.billing_id, by=cast.dora)
        own = session.get_one(Ticket, first.ticket_id)
        session.add(_another(own, team_id=cast.support_id))

    with pytest.raises(Forbidden), db.transaction() as session:
        merge(session, customer_id, into_id=into_id, by=cast.anna)


def test_people_join_an_organisation_by_a_verified_address_only(desk: Desk) -> None:
    said, proved = (person(desk, name, (IdentityKind.EMAIL, f"{name}@zoo.example")) for name in ("said", "proved"))
    with db.transaction() as session:
        session.execute(
            update(Identity).where(Identity.customer_id == proved).values(verified_at=clock.now(), verified_by="dkim")
        )
        changes = OrganisationChanges("Zoo", ["zoo.example"])
        zoo = create_organisation(session, changes, by=desk.cast.dora).id
    tick()

    with db.reading() as session:
        joined = session.scalars(select(Customer.id).where(Customer.organisation_id == zoo)).all()
        assert (list(joined), said in joined) == ([proved], False)


def test_keys_of_a_merged_customer_are_gone(desk: Desk) -> None:
    phone = IdentityKind.PHONE
    first, second = person(desk, "A", (phone, "+380441112233")), person(desk, "B", (phone, "+70441112233"))
    tick()

    with db.transaction() as session:
        merge(session, second, into_id=first, by=desk.cast.dora)
    tick()

    with db.reading() as session:
        keyed = set(session.scalars(select(CustomerKey.customer_id)))
    assert (first in keyed, second in keyed) == (True, False)


def _another(ticket: Ticket, *, team_id: int) -> Ticket:
    left_out = ("id", "number", "team_id")
    same = {column.name: getattr(ticket, column.name) for column in Ticket.__table__.c if column.name not in left_out}
    return Ticket(**same, number=ticket.number + 1000, team_id=team_id)
