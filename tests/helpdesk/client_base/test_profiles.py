"""Who a customer is: what agents change, and what they may not."""

import pytest
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions.client_base.fields import FieldChanges, FieldDraft, change_field, create_field
from helpdesk.actions.client_base.identities import add_identity, change_identity, remove_identity
from helpdesk.actions.client_base.notes import add_note, change_note
from helpdesk.actions.client_base.profile import ProfileChanges, change_profile, create_customer
from helpdesk.actions.client_base.ticket_fields import set_fields
from helpdesk.errors import Conflict, Forbidden, Invalid, NotFound
from helpdesk.models import Audit, Event, FieldEntity, FieldKind, Identity, IdentityKind, Ticket
from helpdesk.queries.client_base.profile import profile
from tests.cast import Desk
from tests.stories import ticket_of, visitor_writes


def plan(desk: Desk, *, entity: FieldEntity = FieldEntity.CUSTOMER, is_required: bool = False) -> int:
    choices = [{"key": "gold", "labels": {"en": "Gold"}}, {"key": "basic", "labels": {"en": "Basic"}}]
    draft = FieldDraft(entity, "plan", FieldKind.CHOICE, {"en": "Plan", "uk": "План"}, choices, is_required)
    with db.transaction() as session:
        return create_field(session, draft, by=desk.cast.dora).id


def test_a_profile_is_changed_once_and_audited(desk: Desk) -> None:
    customer_id, anna = ticket_of(visitor_writes(desk)).customer_id, desk.cast.anna
    plan(desk)
    changes = ProfileChanges("Віра", "uk", "Europe/Kyiv", tags=["vip"], fields={"plan": "gold"})

    for _ in range(2):
        with db.transaction() as session:
            change_profile(session, customer_id, changes, by=anna)

    with db.reading() as session:
        shown = profile(session, anna, customer_id)
        verbs = session.scalars(select(Audit.verb).where(Audit.object == f"customer:{customer_id}")).all()
    assert (shown["name"], shown["language"], shown["time_zone"]) == ("Віра", "uk", "Europe/Kyiv")
    assert (shown["tags"], shown["fields"], list(verbs)) == (["vip"], {"plan": "gold"}, ["customer.edited"])


def test_what_does_not_fit_a_field_is_named(desk: Desk) -> None:
    plan(desk)

    with pytest.raises(Invalid) as refused, db.transaction() as session:
        change_profile(session, desk.cast.vera_id, ProfileChanges(fields={"plan": "silver", "x": 1}), by=desk.cast.dora)

    assert refused.value.fields == {"fields.plan": "choice", "fields.x": "unknown"}


def test_a_required_field_is_not_emptied(desk: Desk) -> None:
    plan(desk, is_required=True)
    with db.transaction() as session:
        change_profile(session, desk.cast.vera_id, ProfileChanges(fields={"plan": "gold"}), by=desk.cast.dora)

    with pytest.raises(Invalid) as refused, db.transaction() as session:
        change_profile(session, desk.cast.vera_id, ProfileChanges(fields={"plan": None}), by=desk.cast.dora)

    assert refused.value.fields == {"fields.plan": "required"}


def test_what_an_archived_field_holds_stays(desk: Desk) -> None:
    field_id = plan(desk)
    with db.transaction() as session:
        change_profile(session, desk.cast.vera_id, ProfileChanges(fields={"plan": "gold"}), by=desk.cast.dora)
        change_field(session, field_id, FieldChanges(is_archived=True), by=desk.cast.dora)

    with pytest.raises(Invalid), db.transaction() as session:
        change_profile(session, desk.cast.vera_id, ProfileChanges(fields={"plan": "basic"}), by=desk.cast.dora)

    with db.reading() as session:
        assert profile(session, desk.cast.dora, desk.cast.vera_id)["fields"] == {"plan": "gold"}


def test_a_tickets_fields_are_told_by_their_keys_alone(desk: Desk) -> None:
    ticket, anna = ticket_of(visitor_writes(desk)), desk.cast.anna
    plan(desk, entity=FieldEntity.TICKET)

    for _ in range(2):
        with db.transaction() as session:
            set_fields(session, ticket.id, fields={"plan": "gold"}, by=anna)

    with db.reading() as session:
        told = session.scalars(select(Event.data).where(Event.kind == "ticket.fields_changed")).all()
        kept = session.get_one(Ticket, ticket.id).fields
    assert (list(told), kept) == ([{"fields": ["plan"]}], {"plan": "gold"})


def test_an_address_of_somebody_else_is_refused_and_named(desk: Desk) -> None:
    with db.transaction() as session:
        other = create_customer(session, ProfileChanges(name="Petro"), by=desk.cast.dora)

    with pytest.raises(Conflict) as refused, db.transaction() as session:
        add_identity(session, other.id, kind=IdentityKind.EMAIL, address="Vera@Shop.example", by=desk.cast.dora)

    assert (refused.value.code, refused.value.fields) == ("identity_taken", {"customer_id": desk.cast.vera_id})


def test_nobody_makes_an_identity_that_only_a_site_can_sign(desk: Desk) -> None:
    with pytest.raises(Invalid), db.transaction() as session:
        add_identity(session, desk.cast.vera_id, kind=IdentityKind.EXTERNAL, address="site:1:42", by=desk.cast.dora)


def test_phones_are_one_however_they_are_written(desk: Desk) -> None:
    vera = desk.cast.vera_id
    for written in ("044 123-45-67", "+380 (44) 123 45 67", "00380441234567"):
        with db.transaction() as session:
            add_identity(session, vera, kind=IdentityKind.PHONE, address=written, by=desk.cast.dora)

    with db.reading() as session:
        phones = session.scalars(select(Identity.address).where(Identity.kind == IdentityKind.PHONE)).all()
    assert list(phones) == ["+380441234567"]


def test_only_one_address_of_a_kind_is_the_main_one(desk: Desk) -> None:
    dora, vera = desk.cast.dora, desk.cast.vera_id
    with db.transaction() as session:
        ids = [
            add_identity(session, vera, kind=IdentityKind.PHONE, address=number, by=dora).id
            for number in ("+380441234567", "+380441234568")
        ]

    for id in ids:
        with db.transaction() as session:
            change_identity(session, vera, id, is_main=True, by=dora)

    with db.reading() as session:
        assert list(session.scalars(select(Identity.id).where(Identity.is_main))) == [ids[1]]


def test_an_address_that_messages_came_by_stays(desk: Desk) -> None:
    customer_id = ticket_of(visitor_writes(desk)).customer_id
    with db.reading() as session:
        identity_id = session.scalars(select(Identity.id).where(Identity.customer_id == customer_id)).one()

    with pytest.raises(Conflict) as refused, db.transaction() as session:
        remove_identity(session, customer_id, identity_id, by=desk.cast.anna)

    assert refused.value.code == "identity_in_use"


def test_a_note_is_rewritten_by_its_author_or_a_supervisor(desk: Desk) -> None:
    customer_id, cast = ticket_of(visitor_writes(desk)).customer_id, desk.cast
    with db.transaction() as session:
        note = add_note(session, customer_id, text="Calls at noon", by=cast.boris)

    with pytest.raises(Forbidden), db.transaction() as session:
        change_note(session, session.merge(note), text="Calls at one", by=cast.anna)
    with db.transaction() as session:
        change_note(session, session.merge(note), is_pinned=True, by=cast.anna)


def test_charlie_changes_nothing_of_a_customer_he_does_not_know(desk: Desk) -> None:
    with pytest.raises(NotFound), db.transaction() as session:
        change_profile(session, desk.cast.vera_id, ProfileChanges(name="Mine"), by=desk.cast.charlie)
