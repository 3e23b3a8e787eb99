"""The client base asks both databases the same questions and gets the same answers."""

from typing import Any, Final

from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions.client_base.dates import DateDraft, add_date, remind_due
from helpdesk.actions.client_base.fields import FieldDraft, create_field
from helpdesk.actions.client_base.identities import add_identity
from helpdesk.actions.client_base.importing import import_rows
from helpdesk.actions.client_base.keys import tick
from helpdesk.actions.client_base.merge import merge_all, unmerge
from helpdesk.actions.client_base.organisations import OrganisationChanges, create_organisation
from helpdesk.actions.client_base.outside import Happening, Whom, tell_of, whom
from helpdesk.actions.client_base.profile import ProfileChanges, change_profile, create_customer
from helpdesk.customers.filters import CUSTOM, FIELDS, read_filter
from helpdesk.models import FieldEntity, FieldKind, IdentityKind, Segment
from helpdesk.queries.client_base.duplicates import of_customer, pairs
from helpdesk.queries.client_base.listing import page
from helpdesk.queries.client_base.organisations import organisation, organisations
from helpdesk.queries.client_base.outside import events_of
from helpdesk.queries.client_base.profile import profile
from helpdesk.queries.segments import contains
from tests.cast import Desk
from tests.stories import ticket_of, visitor_writes

KINDS: Final = {"seats": FieldKind.NUMBER, "plan": FieldKind.TEXT, "paying": FieldKind.YES_NO, "until": FieldKind.DATE}
VALUES: Final[dict[str, Any]] = {"seats": 12, "plan": "gold", "paying": True, "until": "2026-12-01"}
LISTS: Final = {"language": ["uk"], "organisation": [1], "tag": ["vip"], "channel": ["webchat"], "address": ["phone"]}


def conditions() -> list[dict[str, Any]]:
    """Every field with every operator it takes."""
    found: list[dict[str, Any]] = []
    for field, ops in FIELDS.items():
        for op in ops:
            value = LISTS.get(field, "п" if op == "contains" else 1)
            money = {"currency": "UAH"} if field == "outside_sum" else {}
            found.append({"field": field, "op": op, "value": value, **money})
    return found + [
        {"field": f"fields.{key}", "op": op, "value": str(VALUES[key]) if op == "contains" else VALUES[key]}
        for key in KINDS
        for op in CUSTOM
    ]


def test_every_question_is_understood(either_desk: Desk) -> None:
    dora, now = either_desk.cast.dora, clock.now()
    customer_id = ticket_of(visitor_writes(either_desk)).customer_id
    with db.transaction() as session:
        for key, kind in KINDS.items():
            create_field(session, FieldDraft(FieldEntity.CUSTOMER, key, kind, {"en": key}), by=dora)
        zoo = create_organisation(session, OrganisationChanges("Zoo", ["zoo.example"]), by=dora).id
        known = ProfileChanges("Петро Коваль", "uk", organisation_id=zoo, tags=["vip"], fields=VALUES)
        change_profile(session, customer_id, known, by=dora)
        add_identity(session, customer_id, kind=IdentityKind.PHONE, address="+380441112233", by=dora)
        paid = Happening("shop", "1", "purchase", now, amount_minor=50_000, currency="UAH")
        tell_of(session, customer_id, paid, by=dora)
        birthday = DateDraft("birthday", f"{now:%Y-%m-%d}", is_yearly=True, remind_days=0, team_id=zoo)
        add_date(session, customer_id, birthday, by=dora)

    with db.reading() as session:
        for condition in conditions():
            asked = read_filter({"conditions": [condition | ({"value": 1} if condition["value"] is True else {})]})
            met = {line["id"] for line in page(session, dora, asked)["customers"]}
            if condition["op"] in ("is", "has", "within_days", "at_least", "not_empty", "next_days"):
                rated = condition["field"].startswith("rating") or condition["field"] in (
                    "fields.plan",
                    "fields.paying",
                )
                assert rated or customer_id in met, condition
        for actor in (dora, either_desk.cast.anna):
            page(session, actor, read_filter(None), q="коваль 044 111-22-33", sort="name")
            assert [one["name"] for one in organisations(session, actor, q="zoo")["organisations"]] == ["Zoo"]
        assert organisation(session, dora, zoo)["members"][0]["id"] == customer_id
        assert events_of(session, customer_id)["events"][0]["amount_minor"] == 50_000
        assert profile(session, dora, customer_id)["sums"][0]["amount_minor"] == 50_000
        at_risk = session.scalars(select(Segment.id)).one()
        assert not contains(session, at_risk, customer_id)
    assert remind_due() == 1


def test_duplicates_are_merged_and_taken_apart(either_desk: Desk) -> None:
    dora = either_desk.cast.dora
    customer_id = ticket_of(visitor_writes(either_desk)).customer_id
    with db.transaction() as session:
        add_identity(session, customer_id, kind=IdentityKind.PHONE, address="+380441112233", by=dora)
        twin = create_customer(session, ProfileChanges(name="Twin"), by=dora).id
        add_identity(session, twin, kind=IdentityKind.PHONE, address="+70441112233", by=dora)
        same = whom(session, Whom(IdentityKind.PHONE, "+7 044 111-22-33"), by=dora)
        import_rows(session, [{"name": "Ivan", "email": "ivan@file.example"}], by=dora)
    tick()

    with db.reading() as session:
        assert [one["reasons"] for one in pairs(session, dora)] == [["phone"]]
        assert [one["reasons"] for one in of_customer(session, dora, twin)] == [["phone"]]
    with db.transaction() as session:
        merge_all(session, [twin], into_id=customer_id, by=dora)
    with db.transaction() as session:
        unmerge(session, twin, from_id=customer_id, by=dora)

    assert same == twin
