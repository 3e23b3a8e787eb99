"""What visitors ask for besides writing: to end, to rate, to go on by mail or in Telegram, to be forgotten."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions import erasures, reply
from helpdesk.actions.reply import Writing
from helpdesk.config import Config
from helpdesk.models import (
    Attachment,
    Audit,
    Category,
    Channel,
    Customer,
    Erasure,
    Identity,
    IdentityKind,
    Mail,
    Message,
    Rating,
    SystemMail,
    Thread,
    Ticket,
    Visitor,
)
from helpdesk.queries import visitor_page
from helpdesk.secrets import reveal
from helpdesk.tokens import new_name
from tests.cast import Desk
from tests.edge import Browser
from tests.mailboxes import mailbox
from tests.sites import new_secret, signed
from tests.stories import gateway_delivers
from tests.web.chat.asking import ticket_id_of
from tests.widgets import new_token, open_widget, rest

VERA = "vera.new@shop.example"


@pytest.fixture
def vera(desk: Desk, server: Config) -> Iterator[tuple[httpx.Client, int]]:
    """A visitor who has written: her requests, and the number of her ticket."""
    token = new_token()
    with open_widget(server, desk, token=token) as widget:
        number = widget.writes("My parcel is lost", name="Vera")["ticket"]
    with rest(server, desk, token) as client:
        yield client, int(number)


def ticket(number: int) -> Ticket:
    with db.reading() as session:
        return session.scalars(select(Ticket).where(Ticket.number == number)).one()


def anna_answers(desk: Desk, number: int, text: str = "We look for it") -> None:
    with db.transaction() as session:
        reply.send_reply(session, ticket_id_of(number), Writing(text, new_name()), by=desk.cast.anna)
    gateway_delivers(desk)


def confirm_link() -> str:
    """Return the address in the newest letter that asks to confirm."""
    with db.reading() as session:
        letter = session.scalars(select(SystemMail).order_by(SystemMail.id.desc())).first()
        assert letter is not None
        secret_id = letter.text.split("[[secret:")[1].split("]]")[0]
        return reveal(session, secret_id).decode()


def test_ending_resolves_the_ticket_once(desk: Desk, vera: tuple[httpx.Client, int]) -> None:
    client, number = vera

    answers = [client.post("endings", json={"ticket": number}).status_code for _ in range(2)]

    assert answers == [204, 204]
    assert ticket(number).category is Category.RESOLVED
    facts = client.get(f"events?ticket={number}&after=0").json()["events"]
    assert [fact["status"] for fact in facts if fact["kind"] == "status"] == ["resolved"]


def test_a_rating_needs_help_first_and_is_kept_once(desk: Desk, vera: tuple[httpx.Client, int]) -> None:
    client, number = vera

    early = client.put("ratings", json={"ticket": number, "score": 5})
    anna_answers(desk, number)
    for score in (4, 5):
        assert client.put("ratings", json={"ticket": number, "score": score, "comment": "Fine"}).status_code == 204

    assert (early.status_code, early.json()["code"]) == (409, "not_offered")
    with db.reading() as session:
        rating = session.scalars(select(Rating)).one()
    assert (rating.score, rating.comment, rating.agent_id) == (5, "Fine", desk.cast.anna.agent_id)


@pytest.mark.parametrize("score", [0, 6, -1, "good", None, 4.5])
def test_a_score_is_one_to_five(desk: Desk, vera: tuple[httpx.Client, int], score: Any) -> None:  # wrong on purpose
    client, number = vera
    anna_answers(desk, number)

    assert client.put("ratings", json={"ticket": number, "score": score}).status_code == 400


def test_going_on_by_mail_asks_the_address_first_and_works_once(
    desk: Desk, vera: tuple[httpx.Client, int], browser: Callable[..., Any]
) -> None:
    client, number = vera
    mailbox()
    anna_answers(desk, number, "It is in Lviv")

    answer = client.post("continuations", json={"ticket": number, "by": "mail", "email": VERA.upper()})
    stranger = browser()
    path = confirm_link().split("/", 3)[3]
    shown = stranger.page(f"/{path}")
    done = stranger.submit(f"/{path}", stranger_fields(shown.text))
    again = stranger.page(f"/{path}")

    assert answer.json() == {"state": "confirm"}
    assert (shown.status_code, done.status_code, again.status_code) == (200, 200, 410)
    with db.reading() as session:
        letter = session.scalars(select(Mail).where(Mail.auto_kind == "chat_transcript")).one()
        message = session.get_one(Message, letter.message_id)
        thread = session.get_one(Thread, message.thread_id)
        known = session.scalars(select(Identity).where(Identity.address == VERA)).one()
    assert letter.to == [["", VERA]]
    assert "It is in Lviv" in message.text
    assert "My parcel is lost" in message.text
    assert (message.ticket_id, thread.details) == (ticket_id_of(number), {})
    assert (known.verified_by, known.customer_id) == ("link", ticket(number).customer_id)


def stranger_fields(page: str) -> dict[str, str]:
    token = page.split('name="form_token" value="')[1].split('"')[0]
    return {"form_token": token}


def test_the_letter_that_asks_says_nothing_the_visitor_wrote(desk: Desk, vera: tuple[httpx.Client, int]) -> None:
    client, number = vera
    mailbox()

    client.post("transcripts", json={"ticket": number, "email": VERA})

    with db.reading() as session:
        letter = session.scalars(select(SystemMail)).one()
        sent = session.scalars(select(Mail)).all()
    assert "parcel" not in letter.subject + letter.text + letter.html
    assert sent == []


def test_one_address_gets_few_letters_whoever_asks(desk: Desk, server: Config) -> None:
    mailbox()
    codes = []
    for _ in range(4):
        token = new_token()
        with open_widget(server, desk, token=token) as widget:
            number = widget.writes("Hello there")["ticket"]
        with rest(server, desk, token) as client:
            answer = client.post("transcripts", json={"ticket": number, "email": VERA})
        codes.append(answer.json().get("code", answer.json().get("state")))

    assert codes == ["confirm", "confirm", "too_many", "too_many"]


@pytest.mark.parametrize("email", ["vera", "vera@", "a@b\r\nBcc: x@y.example", "<x@y.example>", "a" * 330])
def test_an_address_must_be_one(desk: Desk, vera: tuple[httpx.Client, int], email: str) -> None:
    client, number = vera
    mailbox()

    assert client.post("transcripts", json={"ticket": number, "email": email}).status_code == 400


def test_without_a_mailbox_or_an_address_it_says_so(desk: Desk, vera: tuple[httpx.Client, int]) -> None:
    client, number = vera

    no_mailbox = client.post("transcripts", json={"ticket": number, "email": VERA}).json()["code"]
    mailbox()
    no_address = client.post("transcripts", json={"ticket": number}).json()["code"]
    no_bot = client.post("continuations", json={"ticket": number, "by": "telegram"}).json()["code"]

    assert (no_mailbox, no_address, no_bot) == ("no_mailbox", "no_address", "not_offered")


@pytest.mark.parametrize("what", ["endings", "transcripts", "continuations", "ratings"])
def test_nobody_asks_for_anything_of_another_visitors_ticket(
    desk: Desk, server: Config, vera: tuple[httpx.Client, int], what: str
) -> None:
    _, number = vera
    mailbox()
    token = new_token()
    with open_widget(server, desk, token=token) as widget:
        widget.writes("I am somebody else")
    needed: dict[str, dict[str, Any]] = {"ratings": {"score": 1}, "continuations": {"by": "mail"}}
    more = needed.get(what, {})
    verb = "PUT" if what == "ratings" else "POST"

    with rest(server, desk, token) as mallory:
        theirs, unknown = (
            mallory.request(verb, what, json={"ticket": one, **more}) for one in (number, number + 1_000)
        )

    assert (theirs.status_code, unknown.status_code) == (404, 404)
    assert theirs.json()["code"] == unknown.json()["code"] == "not_found"


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


def test_what_the_address_was_verified_for_needs_no_second_link(desk: Desk, vera: tuple[httpx.Client, int]) -> None:
    client, number = vera
    mailbox()
    with db.transaction() as session:
        session.add(
            Identity(
                customer_id=ticket(number).customer_id,
                kind=IdentityKind.EMAIL,
                address=VERA,
                verified_by="site",
                verified_at=clock.now(),
                created_at=clock.now(),
            )
        )

    assert client.post("transcripts", json={"ticket": number}).json() == {"state": "sent"}


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
