"""One change of many customers: each on its own, by whoever may, taken back as a whole."""

import pytest

from helpdesk import db
from helpdesk.actions import label
from helpdesk.actions.client_base.fields import FieldDraft, create_field
from helpdesk.actions.client_base.many import CustomerChange, SetOrganisation, change_customers
from helpdesk.actions.client_base.organisations import OrganisationChanges, create_organisation
from helpdesk.actions.client_base.profile import ProfileChanges, change_profile, create_customer
from helpdesk.actions.in_turn import Undo
from helpdesk.actions.many import SetField, SetTags
from helpdesk.errors import Invalid
from helpdesk.models import FieldEntity, FieldKind, Ticket
from helpdesk.queries.client_base.profile import profile
from helpdesk.queries.rows import Json
from tests.cast import Desk
from tests.stories import ticket_of, visitor_writes


@pytest.fixture
def two(desk: Desk) -> list[int]:
    """Two customers who wrote, of whom the first has a tag, fields and an organisation."""
    ids = [ticket_of(visitor_writes(desk, browser=name)).customer_id for name in ("vera", "oleh")]
    choices = [{"key": key, "labels": {"en": key}} for key in ("lamps", "sofas")]
    with db.transaction() as session:
        for draft in (
            FieldDraft(FieldEntity.CUSTOMER, "seats", FieldKind.NUMBER, {"en": "Seats"}),
            FieldDraft(FieldEntity.CUSTOMER, "likes", FieldKind.SEVERAL, {"en": "Likes"}, choices),
        ):
            create_field(session, draft, by=desk.cast.dora)
        acme = create_organisation(session, OrganisationChanges(name="Acme"), by=desk.cast.dora)
        known = ProfileChanges(organisation_id=acme.id, tags=["Old"], fields={"seats": 3, "likes": ["sofas"]})
        change_profile(session, ids[0], known, by=desk.cast.dora)
    return ids


def shown(desk: Desk, ids: list[int]) -> list[Json]:
    with db.reading() as session:
        found = [profile(session, desk.cast.dora, id) for id in ids]
    return [{name: one[name] for name in ("tags", "fields", "organisation")} for one in found]


@pytest.mark.parametrize(
    "change",
    [
        SetTags(add=("vip", "OLD")),
        SetTags(remove=("old",)),
        SetField("seats", 12),
        SetField("seats", None),
        SetField("likes", ("lamps",)),
        SetOrganisation(None),
    ],
)
def test_every_change_is_made_and_taken_back(desk: Desk, two: list[int], change: CustomerChange) -> None:
    before = shown(desk, two)

    turns = change_customers(two, change, by=desk.cast.anna)

    changed = shown(desk, two)
    assert turns.done == two
    assert changed != before
    for undo, ids in turns.undo.items():
        change_customers(ids, undo.change, was=undo.was, by=desk.cast.anna)
    assert shown(desk, two) == before


def test_all_of_them_join_an_organisation(desk: Desk, two: list[int]) -> None:
    acme_id = shown(desk, two)[0]["organisation"]["id"]

    turns = change_customers(two, SetOrganisation(acme_id), by=desk.cast.anna)

    assert [one["organisation"]["id"] for one in shown(desk, two)] == [acme_id, acme_id]
    assert turns.undo == {Undo(SetOrganisation(None), SetOrganisation(acme_id)): [two[1]]}


def test_taking_back_leaves_alone_whom_somebody_changed_since(desk: Desk, two: list[int]) -> None:
    turns = change_customers(two, SetField("seats", 12), by=desk.cast.anna)
    with db.transaction() as session:
        change_profile(session, two[0], ProfileChanges(fields={"seats": 13}), by=desk.cast.boris)

    outcomes = [change_customers(ids, undo.change, was=undo.was, by=desk.cast.anna) for undo, ids in turns.undo.items()]

    assert [[id for id, _ in one.refused] for one in outcomes] == [[two[0]], []]
    assert [one["fields"].get("seats") for one in shown(desk, two)] == [13, None]


def test_customers_of_others_and_values_that_do_not_fit_are_refused_alone(desk: Desk, two: list[int]) -> None:
    cast = desk.cast
    theirs = visitor_writes(desk, browser="ira").ticket_id
    with db.transaction() as session:
        label.set_team(session, theirs, team_id=cast.billing_id, by=cast.dora)
        theirs_id = session.get_one(Ticket, theirs).customer_id

    turns = change_customers([theirs_id, 10**9, two[0]], SetField("seats", 9), by=cast.anna)
    refused = change_customers(two, SetField("seats", "many"), by=cast.anna)

    assert turns.done == [two[0]]
    assert [(id, error.code) for id, error in turns.refused] == [(theirs_id, "not_found"), (10**9, "not_found")]
    assert shown(desk, [theirs_id])[0]["fields"] == {}
    assert [(id, error.code) for id, error in refused.refused] == [(id, "invalid") for id in two]


def test_a_tag_is_the_same_in_whatever_case_it_is_written(desk: Desk, two: list[int]) -> None:
    with db.transaction() as session:
        other = create_customer(session, ProfileChanges("Ada", tags=["oLD"]), by=desk.cast.dora)
        session.flush()
        other_id = other.id

    assert shown(desk, [two[0], other_id])[1]["tags"] == shown(desk, two)[0]["tags"]


def test_no_more_than_a_hundred_at_a_time(desk: Desk) -> None:
    with pytest.raises(Invalid):
        change_customers(list(range(1, 102)), SetTags(add=("vip",)), by=desk.cast.anna)
