"""Mail in the API: mailboxes, first mails, forwards, recipients, quarantine, log."""

import uuid
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from helpdesk import clock, db
from helpdesk.models import Inbound, InboundState
from tests.cast import Desk
from tests.edge import Browser
from tests.mails import arrives, mail, open_mailbox

Open = Callable[..., Browser]
IMAP = {"host": "127.0.0.1", "port": 1, "security": "none", "username": "support"}
NEW = {"address": "help@x.test", "imap": IMAP, "smtp": IMAP, "imap_password": "s3cret", "smtp_password": "s3cret"}


def key() -> str:
    return str(uuid.uuid4())


def test_a_mailbox_is_opened_and_never_shows_its_password(desk: Desk, browser: Open) -> None:
    dora = browser("dora")

    made = dora.send("POST", "/api/mailboxes", json=NEW)

    assert made.status_code == 201
    box = made.json()
    assert (box["address"], box["has_secret"], box["imap"]["username"]) == ("help@x.test", True, "support")
    assert "s3cret" not in made.text + dora.get("/api/mailboxes").text


def test_trying_a_mailbox_says_in_the_readers_language_what_is_wrong(desk: Desk, browser: Open) -> None:
    dora = browser("dora")
    box = dora.send("POST", "/api/mailboxes", json=NEW).json()
    dora.send("PATCH", "/api/me", json={"locale": "uk"})

    tried = dora.send("POST", f"/api/mailboxes/{box['id']}/tests", json={}).json()

    assert not tried["is_working"]
    assert {one["direction"] for one in tried["findings"]} == {"in", "out"}
    assert all("127.0.0.1" in one["text"] and "порт" in one["text"] for one in tried["findings"])


def test_a_well_known_provider_fills_in_its_servers(desk: Desk, browser: Open) -> None:
    preset = browser("dora").get("/api/mailbox-presets?mailbox=shop@ukr.net").json()

    assert (preset["name"], preset["imap"]["host"], preset["imap"]["username"]) == (
        "ukr.net",
        "imap.ukr.net",
        "shop@ukr.net",
    )


def test_a_first_mail_makes_a_ticket_once(desk: Desk, browser: Open) -> None:
    box, anna = open_mailbox(), browser("anna")
    body: dict[str, Any] = {
        "client_key": key(),
        "channel_id": box,
        "text": "Your parcel is here.",
        "recipients": {"to": [["Vera", "vera@shop.example"]], "subject": "Parcel"},
    }

    first, again = (anna.send("POST", "/api/mails", json=body) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 200)
    message = first.json()["message"]
    assert message["id"] == again.json()["message"]["id"]
    assert message["mail"]["to"] == [["Vera", "vera@shop.example"]]


def test_a_first_mail_waits_for_its_moment_with_its_copies(desk: Desk, browser: Open) -> None:
    moment = clock.now() + timedelta(hours=2)
    at = moment.astimezone(ZoneInfo("Europe/Kyiv")).isoformat()
    recipients = {"to": [["Vera", "vera@shop.example"]], "cc": [["", "oleh@else.example"]], "subject": "Parcel"}
    body = {"client_key": key(), "channel_id": open_mailbox(), "text": "Soon", "recipients": recipients}
    anna = browser("anna")

    message = anna.send("POST", "/api/mails", json=body | {"send_at": at}).json()["message"]

    assert message["mail"]["cc"] == [["", "oleh@else.example"]]
    assert message["delivery"]["release_at"][:16] == moment.isoformat()[:16]
    past = body | {"client_key": key(), "send_at": (clock.now() - timedelta(hours=1)).isoformat()}
    assert anna.send("POST", "/api/mails", json=past).json()["fields"] == {"send_at": "past"}


def test_an_answer_goes_to_whom_the_agent_says(desk: Desk, browser: Open) -> None:
    came = arrives(mail(open_mailbox()))
    recipients = {"to": [["", "vera@shop.example"]], "cc": [["", "oleh@else.example"]]}
    body = {"client_key": key(), "text": "Hello", "recipients": recipients}

    answered = browser("anna").send("POST", f"/api/tickets/{came.ticket_id}/replies", json=body)

    assert answered.json()["message"]["mail"]["cc"] == [["", "oleh@else.example"]]


def test_a_header_in_an_address_is_refused(desk: Desk, browser: Open) -> None:
    came = arrives(mail(open_mailbox()))
    body = {"client_key": key(), "text": "Hello", "recipients": {"to": [["x", "a@b.example\r\nBcc: c@d.example"]]}}

    assert browser("anna").send("POST", f"/api/tickets/{came.ticket_id}/replies", json=body).status_code == 400


def test_a_mail_is_passed_on_with_a_word(desk: Desk, browser: Open) -> None:
    came = arrives(mail(open_mailbox(), "Please help"))
    body = {"client_key": key(), "text": "Could you look?", "recipients": {"to": [["", "partner@else.example"]]}}

    passed = browser("anna").send("POST", f"/api/messages/{came.id}/forwards", json=body).json()["message"]

    assert "Could you look?" in passed["text"]
    assert "Please help" in passed["text"]
    assert passed["mail"]["subject"] == "Fwd: Order 7"


def test_what_nobody_could_read_is_shown_saved_and_tried_again(desk: Desk, browser: Open) -> None:
    dora, id = browser("dora"), _quarantine(open_mailbox())

    shown = dora.get("/api/quarantine").json()
    raw = dora.page(f"/mail/quarantine/{id}/original")
    again = dora.send("POST", f"/api/quarantine/{id}/replays", json={})

    assert [(one["id"], one["error"]) for one in shown] == [(id, "too deep")]
    assert raw.content == b"raw bytes"
    assert raw.headers["content-disposition"].startswith("attachment")
    assert again.status_code == 204
    assert dora.get("/api/quarantine").json() == []


def test_the_log_says_what_happened_to_a_mail(desk: Desk, browser: Open) -> None:
    came = arrives(mail(open_mailbox(), subject="Where is order 7"))

    found = browser("boris").get("/api/mail-log?q=order 7").json()

    assert [(one["direction"], one["message_id"]) for one in found] == [("in", came.id)]


def test_spam_is_closed_and_comes_back(desk: Desk, browser: Open) -> None:
    came, anna = arrives(mail(open_mailbox())), browser("anna")

    closed = anna.send("PUT", f"/api/tickets/{came.ticket_id}/spam", json={}).json()["ticket"]
    back = anna.send("DELETE", f"/api/tickets/{came.ticket_id}/spam").json()["ticket"]

    assert (closed["category"], back["category"]) == ("closed", "new")


def _quarantine(box: int) -> int:
    with db.transaction() as session:
        row = Inbound(
            channel_id=box,
            key="INBOX/1/1",
            payload={"text": "x"},
            raw=zlib.compress(b"raw bytes"),
            state=InboundState.QUARANTINED,
            error="too deep",
            received_at=clock.now(),
        )
        session.add(row)
        session.flush()
        return row.id
