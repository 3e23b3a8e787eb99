"""Visitors who ask to be forgotten: it counts at once, and their words go after a grace."""

from collections.abc import Callable
from datetime import timedelta

import httpx
from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions import erasures
from helpdesk.config import Config
from helpdesk.models import (
    Attachment,
    Audit,
    Channel,
    Customer,
    Erasure,
    Message,
    Visitor,
)
from helpdesk.queries import visitor_page
from tests.cast import Desk
from tests.edge import Browser
from tests.sites import new_secret, signed
from tests.web.chat.asking import anna_answers, ticket
from tests.widgets import new_token, open_widget, rest


def test_a_wish_to_be_forgotten_counts_at_once_and_is_fulfilled_after_the_grace(
    desk: Desk, vera: tuple[httpx.Client, int]
) -> None:
    client, number = vera
    anna_answers(desk, number, "Dear Vera")

    answer = client.post("erasures", json={})

    assert client.get("events").json()["tickets"] == []
    assert answer.json()["due_at"] > clock.now().isoformat()
    assert erasures.fulfil_due() == 0
    with db.transaction() as session:
        session.scalars(select(Erasure)).one().due_at = clock.now() - timedelta(seconds=1)
    assert erasures.fulfil_due() == 1
    assert erasures.fulfil_due() == 0
    kept = ticket(number)
    with db.reading() as session:
        texts = session.scalars(select(Message.text).where(Message.ticket_id == kept.id)).all()
        customer = session.get_one(Customer, kept.customer_id)
        verbs = session.scalars(select(Audit.verb).order_by(Audit.id)).all()
        browsers = session.scalars(select(Visitor)).all()
        files = session.scalars(select(Attachment).where(Attachment.message_id.is_not(None))).all()
    assert set(texts) == {""}
    assert (kept.subject, kept.preview, customer.name) == ("", "", "")
    assert customer.erased_at is not None
    assert verbs[-2:] == ["customer.erasure_requested", "customer.erased"]
    assert (browsers, files) == ([], [])


def test_an_admin_deletes_before_the_day_or_keeps_it(desk: Desk, vera: tuple[httpx.Client, int]) -> None:
    client, number = vera
    client.post("erasures", json={})
    ticket_id = ticket(number).id

    with db.transaction() as session:
        erasures.cancel(session, ticket_id, by=desk.cast.dora)
    with db.transaction() as session:
        session.scalars(select(Erasure)).one().due_at = clock.now() - timedelta(seconds=1)
        erasures.fulfil_now(session, ticket_id, by=desk.cast.dora)

    assert erasures.fulfil_due() == 0
    assert ticket(number).preview != ""
    with db.reading() as session:
        assert visitor_page.visitor(session, desk.cast.dora, ticket_id)["erasure_due_at"] is None
        verbs = session.scalars(select(Audit.verb).order_by(Audit.id)).all()
    assert verbs[-2:] == ["customer.erasure_requested", "customer.erasure_cancelled"]


def test_an_admin_need_not_wait_for_the_day(
    desk: Desk, vera: tuple[httpx.Client, int], browser: Callable[..., Browser]
) -> None:
    client, number = vera
    client.post("erasures", json={})
    path = f"/api/tickets/{ticket(number).id}/erasure"

    refused, done = browser("anna").send("PUT", path, json={}), browser("dora").send("PUT", path, json={})

    assert (refused.status_code, done.status_code) == (403, 204)
    assert ticket(number).preview == ""
    with db.reading() as session:
        last = session.scalars(select(Audit).order_by(Audit.id.desc())).first()
    assert last is not None
    assert (last.verb, last.agent_id) == ("customer.erased", desk.cast.dora.agent_id)


def test_a_widget_may_say_how_much_grace_there_is(desk: Desk, vera: tuple[httpx.Client, int]) -> None:
    client, _ = vera
    with db.transaction() as session:
        session.get_one(Channel, desk.channel_id).config = {"widget": {"erase_after_h": 0}}

    client.post("erasures", json={})

    assert erasures.fulfil_due() == 1


def test_who_comes_back_identified_begins_anew_and_is_not_deleted_with_the_rest(desk: Desk, server: Config) -> None:
    _, secret = new_secret(desk)
    identity = {"jwt": signed(desk, secret)}
    first, second = new_token(), new_token()
    with open_widget(server, desk, token=first, identity=identity) as widget:
        old = widget.writes("Forget this")["ticket"]
    with rest(server, desk, first) as client:
        client.post("erasures", json={})
    with open_widget(server, desk, token=second, identity=identity) as widget:
        new = widget.writes("Keep this")["ticket"]
    with db.transaction() as session:
        session.scalars(select(Erasure)).one().due_at = clock.now() - timedelta(seconds=1)

    erasures.fulfil_due()

    assert (ticket(old).preview, ticket(new).preview) == ("", "Keep this")
    assert ticket(old).customer_id != ticket(new).customer_id
