"""What visitors ask for besides writing: to end, to rate, to go on by mail or in Telegram."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.config import Config
from helpdesk.models import (
    Category,
    Identity,
    IdentityKind,
    Mail,
    Message,
    Rating,
    SystemMail,
    Thread,
)
from helpdesk.secrets import reveal
from tests.cast import Desk
from tests.mailboxes import mailbox
from tests.web.chat.asking import anna_answers, ticket, ticket_id_of
from tests.widgets import new_token, open_widget, rest

VERA = "vera.new@shop.example"


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
