"""A customer who is forgotten leaves no word of what agents and other systems kept about them."""

from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions import erasures
from helpdesk.actions.client_base.dates import DateDraft, add_date
from helpdesk.actions.client_base.fields import FieldDraft, create_field
from helpdesk.actions.client_base.importing import import_rows, preview_rows
from helpdesk.actions.client_base.merge import merge
from helpdesk.actions.client_base.notes import add_note
from helpdesk.actions.client_base.outside import Happening, tell_of
from helpdesk.actions.client_base.profile import ProfileChanges, change_profile, create_customer
from helpdesk.actions.macros import MacroChanges, create_macro, run_macro
from helpdesk.models import (
    Audience,
    Customer,
    CustomerDate,
    CustomerKey,
    CustomerMerge,
    CustomerTag,
    Erasure,
    FieldEntity,
    FieldKind,
    MacroRun,
    OutsideEvent,
    ProfileNote,
)
from helpdesk.permissions import SYSTEM
from tests.cast import Desk
from tests.stories import ticket_of, visitor, visitor_writes

SONG = "kanareyka"


def test_nothing_kept_about_them_is_left(desk: Desk) -> None:
    asked = visitor_writes(desk)
    dora, customer_id = desk.cast.dora, ticket_of(asked).customer_id
    with db.transaction() as session:
        twin = create_customer(session, ProfileChanges(name=SONG, tags=["vip"]), by=dora)
        merge(session, twin.id, into_id=customer_id, by=dora)
        change_profile(session, customer_id, ProfileChanges(name=SONG, tags=["vip"]), by=dora)
        add_note(session, customer_id, text=SONG, by=dora)
        add_date(session, customer_id, DateDraft("other", "2030-01-01", label=SONG), by=dora)
        tell_of(session, customer_id, Happening("shop", SONG, "purchase", clock.now(), title=SONG), by=dora)
        create_field(session, FieldDraft(FieldEntity.CUSTOMER, "song", FieldKind.TEXT, {"en": "Song"}), by=dora)
        macro = MacroChanges("Song", [{"do": "customer_field", "key": "song", "value": SONG}], Audience.PRIVATE)
        run_macro(session, create_macro(session, macro, by=dora).id, ticket_of(asked).id, key="1", by=dora)
    with db.transaction() as session:
        erasures.ask(session, session.merge(visitor(desk)))

    with db.transaction() as session:
        erasures.fulfil(session, session.scalars(select(Erasure.id)).one(), by=SYSTEM)

    with db.reading() as session:
        gone = (ProfileNote, CustomerDate, CustomerTag, CustomerKey)
        assert [model for model in gone if session.scalars(select(model)).first() is not None] == []
        kept = session.execute(select(OutsideEvent.title, OutsideEvent.key, OutsideEvent.kind)).all()
        names = session.scalars(select(Customer.name)).all()
        merges = session.scalars(select(CustomerMerge.kept)).all()
        [ran] = session.scalars(select(MacroRun.kept)).all()
    assert SONG not in f"{kept}{names}{merges}{ran}"
    assert "priority" in ran["before"]
    assert [kind for _, _, kind in kept] == ["purchase"]


def test_a_file_taken_in_twice_doubles_nobody(desk: Desk) -> None:
    rows = [
        {"name": "Олена", "email": "olena@file.example", "phone": "044 123 45 67", "tags": "vip; new"},
        {"name": "Vera again", "email": "VERA@shop.example", "phone": "+380441234599"},
        {"name": "Nobody"},
        {"name": "Both", "email": "vera@shop.example", "phone": "+380441234567"},
    ]

    with db.transaction() as session:
        foreseen = preview_rows(session, rows, by=desk.cast.dora)
    with db.reading() as session:
        assert session.scalars(select(Customer.name)).all() == ["Vera"]
    with db.transaction() as session:
        first = import_rows(session, rows, by=desk.cast.dora)
    with db.transaction() as session:
        again = import_rows(session, rows, by=desk.cast.dora)

    assert [one["outcome"] for one in foreseen] == [one["outcome"] for one in first]
    assert [one["outcome"] for one in first] == ["new", "changed", "problem", "problem"]
    assert [one["outcome"] for one in again] == ["same", "same", "problem", "problem"]
    assert (first[2]["problem"], first[3]["problem"]) == ({"address": "missing"}, {"address": "two_customers"})
    with db.reading() as session:
        assert sorted(session.scalars(select(Customer.name))) == ["Vera", "Олена"]
