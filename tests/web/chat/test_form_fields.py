"""A form asks for the desk's own fields: what fits is kept in them, what the desk knows stays, nobody is joined."""

import uuid
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from helpdesk import db
from helpdesk.actions.client_base.fields import FieldChanges, FieldDraft, change_field, create_field
from helpdesk.config import Config
from helpdesk.customers.values import FieldShape
from helpdesk.errors import Invalid
from helpdesk.models import Channel, Customer, CustomField, FieldEntity, FieldKind, Ticket, Visitor
from helpdesk.widget.asked import value_of
from helpdesk.widget.checks import checked
from helpdesk.widget.design import Design, Field
from tests.cast import Desk
from tests.consoles import Frame
from tests.edge import signed_in_browser
from tests.sites import new_secret, signed
from tests.web.chat.asking import ticket_id_of
from tests.widgets import new_token, open_widget, rest

PLAN = [{"key": "gold", "labels": {"en": "Gold", "uk": "Золотий"}}, {"key": "basic", "labels": {"en": "Basic"}}]
ORDER = {"key": "order", "kind": "custom", "field": "ticket.order", "is_required": True}
SIZE = {"key": "size", "kind": "custom", "field": "customer.size", "label": {"uk": "Скільки вас?"}}
TIER = {"key": "tier", "kind": "custom", "field": "customer.plan"}


@pytest.fixture(autouse=True)
def form(desk: Desk) -> None:
    """Three custom fields, asked for by the desk's widget."""
    with db.transaction() as session:
        for entity, key, kind, choices in (
            (FieldEntity.TICKET, "order", FieldKind.NUMBER, []),
            (FieldEntity.CUSTOMER, "size", FieldKind.NUMBER, []),
            (FieldEntity.CUSTOMER, "plan", FieldKind.CHOICE, PLAN),
        ):
            draft = FieldDraft(entity, key, kind, {"en": key.title()}, choices)
            create_field(session, draft, by=desk.cast.dora)
        session.get_one(Channel, desk.channel_id).config = {"widget": {"form": [ORDER, SIZE, TIER]}}


def answers_to(client_id: str, frame: Frame) -> bool:
    return bool(frame["client_id"] == client_id)


def ticket_of(number: int) -> tuple[Ticket, Customer]:
    with db.reading() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == number)).one()
        return ticket, session.get_one(Customer, ticket.customer_id)


def letter(text: str, **more: object) -> dict[str, object]:
    return {"client_id": str(uuid.uuid4()), "ticket": None, "text": text, "attachments": [], **more}


def test_answers_are_kept_in_the_fields_of_ticket_and_customer(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as widget:
        refused = [widget.write("Hello"), widget.write("Hello", form={"order": "ten"})]
        codes = [widget.next("refused", where=partial(answers_to, id)) for id in refused]
        number = widget.writes("Hello", form={"order": "1 042,5", "size": "7", "tier": "gold", "plan": "basic"})[
            "ticket"
        ]

    ticket, customer = ticket_of(number)
    assert [(one["code"], one["detail"]) for one in codes] == [("form", "order")] * 2
    assert ticket.fields == {"order": 1042.5}
    assert customer.fields == {"size": 7, "plan": "gold"}
    with signed_in_browser(server, "anna") as anna:
        said = anna.get(f"/api/tickets/{ticket_id_of(number)}/visitor").json()["said"]
    assert {one["key"]: one["texts"] for one in said}["tier"] == {"en": "Gold", "uk": "Золотий"}


def test_the_long_poll_takes_the_same_answers_and_says_what_is_known_then(desk: Desk, server: Config) -> None:
    with rest(server, desk, new_token()) as client:
        told = client.get("config").json()["form"]
        refused = client.post("messages", json=letter("Hello", form={"order": "1", "tier": "else"}))
        number = client.post("messages", json=letter("Hello", form={"order": "1", "tier": "basic"})).json()["ticket"]
        known = client.get("events").json()["known"]
        other = client.post("messages", json=letter("Another", ticket=0, form={"order": "2"})).json()["ticket"]

    assert [(one["key"], one["kind"], one["of"]) for one in told] == [
        ("order", "number", "ticket"),
        ("size", "number", "customer"),
        ("tier", "choice", "customer"),
    ]
    assert told[1]["label"] == {"en": "Size", "uk": "Скільки вас?"}
    assert refused.json()["detail"] == "tier"
    assert (known.get("tier"), known.get("size")) == (True, None)
    assert [ticket_of(one)[0].fields for one in (number, other)] == [{"order": 1}, {"order": 2}]


def test_a_claim_fills_what_is_empty_and_never_what_is_known(desk: Desk, server: Config) -> None:
    token = new_token()
    with open_widget(server, desk, token=token) as widget:
        widget.writes("Hello", form={"order": "1", "tier": "gold"})
        number = widget.writes(
            "More", form={"order": "2", "tier": "basic", "size": "3", **{f"x{n}": "x" for n in range(15)}}
        )["ticket"]

    ticket, customer = ticket_of(number)
    assert ticket.fields == {"order": 1}
    assert customer.fields == {"plan": "gold", "size": 3}
    with db.reading() as session:
        assert sorted(session.scalars(select(Visitor)).one().said or {}) == ["order", "size", "tier"]


def test_the_same_claims_of_two_strangers_join_nobody(desk: Desk, server: Config) -> None:
    for _ in range(2):
        with open_widget(server, desk) as widget:
            widget.writes("Hello", form={"order": "1", "tier": "gold", "size": "9"})

    with db.reading() as session:
        assert session.scalar(select(func.count(func.distinct(Ticket.customer_id)))) == 2


def test_who_is_identified_is_not_asked_on_another_device(desk: Desk, server: Config) -> None:
    _, secret = new_secret(desk)
    with rest(server, desk, new_token()) as client:
        said = {"identity": {"jwt": signed(desk, secret)}, "form": {"order": "5", "size": "2"}}
        client.post("messages", json=letter("Hello", **said)).raise_for_status()

    with open_widget(server, desk, identity={"jwt": signed(desk, secret)}) as widget:
        welcome = next(frame for frame in widget.frames if frame["t"] == "welcome")

    assert welcome["known"]["size"] is True
    assert "tier" not in welcome["known"]


def test_an_archived_field_is_asked_no_more(desk: Desk, server: Config) -> None:
    with db.transaction() as session:
        field_id = session.scalars(select(CustomField.id).where(CustomField.key == "order")).one()
        change_field(session, field_id, FieldChanges(is_archived=True), by=desk.cast.dora)

    with open_widget(server, desk) as widget:
        number = widget.writes("Hello", form={"order": "1"})["ticket"]

    assert ticket_of(number)[0].fields is None


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("number", "-3", -3),
        ("number", "1e9", None),
        ("number", "٣", None),
        ("number", "nan", None),
        ("date", "2026-11-22", "2026-11-22"),
        ("date", "22.11.2026", None),
        ("yes_no", "no", False),
        ("yes_no", "maybe", None),
        ("several", "b a b", ["a", "b"]),
        ("several", "a c", None),
        ("choice", "a", "a"),
        ("choice", "a b", None),
        ("text", "x" * 2_001, None),
    ],
)
def test_a_text_of_a_form_is_a_value_of_its_field_or_nothing(kind: str, text: str, value: Any) -> None:
    shape = FieldShape("one", kind, frozenset({"a", "b"}))

    if value is None:
        with pytest.raises(ValueError, match=r"\w"):
            value_of(shape, text)
    else:
        assert value_of(shape, text) == value


@pytest.mark.parametrize(
    "field",
    [
        Field(key="a", kind="custom"),
        Field(key="a", kind="custom", field="organisation.size"),
        Field(key="a", kind="text", field="ticket.order", label={"en": "Order"}),
    ],
)
def test_a_design_names_a_field_it_may_ask_for(field: Field) -> None:
    with pytest.raises(Invalid):
        checked(Design(form=(field,)))


def test_a_design_cannot_ask_for_a_field_the_desk_has_never_had(desk: Desk, server: Config) -> None:
    design = {"form": [{**ORDER, "field": "ticket.never"}]}
    with signed_in_browser(server, "dora") as dora:
        answer = dora.put(f"/api/channels/{desk.channel_id}/widget", json={"design": design})

    assert (answer.status_code, answer.json()["fields"]) == (400, {"form": "no_field"})
