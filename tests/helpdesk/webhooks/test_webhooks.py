"""Webhooks: signed, in order, tried again, sent again by hand, and switched off when nobody answers for long."""

import hashlib
import hmac
import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from helpdesk import clock, db, outgoing
from helpdesk.actions.webhooks import editing, filling, sending
from helpdesk.actions.webhooks.editing import WebhookChanges
from helpdesk.errors import Conflict, Invalid
from helpdesk.models import PushState, Secret, Webhook, WebhookDelivery
from tests.cast import Desk
from tests.news import later, news_of, numbered
from tests.stories import answers, ticket_of, visitor_writes


@dataclass(slots=True)
class Receiver:
    """Another system. answers: the statuses to come, 200 when there are no more."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def said(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.got]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            found.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(found.answers.pop(0) if found.answers else 200)
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Keep quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}/hooks?from=desk"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def hooked(desk: Desk, receiver: Receiver, *kinds: str) -> tuple[int, str]:
    numbered()
    changes = WebhookChanges("CRM", outgoing.checked(receiver.url), kinds or ("ticket.created", "message.received"))
    with db.transaction() as session:
        webhook, secret = editing.create_webhook(session, changes, by=desk.cast.dora)
        return webhook.id, secret


def send_all() -> None:
    numbered()
    filling.fill()
    sending.drain()


def is_signed(receiver: Receiver, secret: str, at: int = -1) -> bool:
    headers, body = receiver.got[at]
    expected = hmac.new(secret.encode(), headers["helpdesk-timestamp"].encode() + b"." + body, hashlib.sha256)
    return f"v1={expected.hexdigest()}" in headers["helpdesk-signature"].split(",")


def test_what_happens_from_then_on_is_told_once_in_order_and_signed(desk: Desk, receiver: Receiver) -> None:
    visitor_writes(desk, "Before")
    _, secret = hooked(desk, receiver)
    message = visitor_writes(desk, "Привіт", browser="olha")
    answers(message.ticket_id, by=desk.cast.anna)

    for _ in range(2):
        send_all()

    assert [one["kind"] for one in receiver.said] == ["ticket.created", "message.received"]
    assert receiver.said[1]["message"]["text"] == "Привіт"
    assert receiver.said[1]["ticket"]["number"] == ticket_of(message).number
    assert all(is_signed(receiver, secret, at) for at in (0, 1))
    assert not is_signed(receiver, "hdw_another")


def test_what_is_not_taken_comes_again_under_the_same_id(desk: Desk, receiver: Receiver) -> None:
    hooked(desk, receiver, "ticket.created")
    receiver.answers = [500, 302]
    visitor_writes(desk)

    for after_s in (0, 5, 11, 60):
        with clock.fixed(clock.now() + timedelta(seconds=after_s)):
            send_all()

    assert [headers["helpdesk-delivery"] for headers, _ in receiver.got] == ["1-1"] * 3
    with db.reading() as session:
        assert session.query(WebhookDelivery).one().state is PushState.SENT


def test_who_never_answers_is_switched_off_and_the_admins_hear_of_it_once(desk: Desk, receiver: Receiver) -> None:
    webhook_id, _ = hooked(desk, receiver, "ticket.created")
    receiver.answers = [500] * 20
    visitor_writes(desk)
    send_all()
    with clock.fixed(clock.now() + timedelta(days=3, minutes=1)):
        send_all()
        visitor_writes(desk, browser="olha")
        send_all()

    assert len(receiver.got) == 2
    assert (news_of(desk.cast.dora), news_of(desk.cast.anna)) == (["webhook.off"], [])
    with db.reading() as session:
        webhook = session.get_one(Webhook, webhook_id)
        assert (webhook.is_on, webhook.off_reason) == (False, "no_answer")


def test_after_a_day_of_attempts_it_has_failed_and_may_be_sent_again(desk: Desk, receiver: Receiver) -> None:
    webhook_id, _ = hooked(desk, receiver, "ticket.created")
    receiver.answers = [500] * (len(sending.PAUSES) + 1)
    visitor_writes(desk)
    at = clock.now()
    for pause in (timedelta(), *sending.PAUSES):
        at += pause + timedelta(seconds=1)
        with clock.fixed(at):
            send_all()
    with db.reading() as session:
        assert session.query(WebhookDelivery).one().state is PushState.FAILED

    with db.transaction() as session:
        editing.send_again(session, webhook_id, 1)
        with pytest.raises(Conflict):
            editing.send_again(session, webhook_id, 1)
    send_all()

    assert at - clock.now() < timedelta(hours=25)
    assert (receiver.said[0]["delivery"], receiver.said[-1]["delivery"]) == ("1-1", "1-1")


def test_the_secret_before_signs_beside_the_new_one_for_a_day(desk: Desk, receiver: Receiver) -> None:
    webhook_id, old = hooked(desk, receiver, "ticket.created")
    with db.transaction() as session:
        new = editing.rotate_secret(session, webhook_id, by=desk.cast.dora)
    visitor_writes(desk)
    send_all()
    assert is_signed(receiver, old)
    assert is_signed(receiver, new)

    with clock.fixed(clock.now() + timedelta(hours=25)):
        with db.transaction() as session:
            editing.try_out(session, webhook_id)
        send_all()
    assert receiver.said[-1]["kind"] == "ping"
    assert is_signed(receiver, new)
    assert not is_signed(receiver, old)


def test_a_deleted_webhook_leaves_no_secret_and_no_log(desk: Desk, receiver: Receiver) -> None:
    webhook_id, _ = hooked(desk, receiver, "ticket.created")
    visitor_writes(desk)
    send_all()
    with db.transaction() as session:
        editing.rotate_secret(session, webhook_id, by=desk.cast.dora)
        editing.remove_webhook(session, webhook_id, by=desk.cast.dora)

    with db.reading() as session:
        assert session.query(WebhookDelivery).count() == session.query(Secret).count() == 0


def test_what_a_dead_process_had_claimed_is_sent_again(
    desk: Desk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooked(desk, receiver, "ticket.created")
    visitor_writes(desk)
    numbered()
    filling.fill()
    with db.transaction() as session:
        assert sending._claim(session, 1) is not None

    with clock.fixed(clock.now() + timedelta(hours=2)):
        sending.drain()
        assert receiver.got == [], "it may be at work: a clock is set forward in no time"
        later(monkeypatch, sending.LEFT_AFTER)
        sending.drain()

    assert len(receiver.got) == 1


def test_an_event_is_put_down_once_though_the_clock_dies_at_it(desk: Desk, receiver: Receiver, tmp_path: Path) -> None:
    hooked(desk, receiver, "ticket.created")
    visitor_writes(desk)
    numbered()
    (tmp_path / "crash").mkdir()
    (tmp_path / "crash" / "webhooks.before_commit").touch()
    script = "import sys; from helpdesk import db; from helpdesk.actions.webhooks import filling; db.connect(sys.argv[1]); filling.fill()"
    environ = os.environ | {"HELPDESK_CRASH_POINTS": str(tmp_path / "crash")}
    command = [sys.executable, "-c", script, desk.config.resolved_database_url]
    done = subprocess.run(command, env=environ, check=False, timeout=120)
    assert done.returncode == -9, "it did not come to the point"

    assert [filling.fill(), filling.fill()] == [1, 0]


def test_only_kinds_there_are_can_be_chosen(desk: Desk, receiver: Receiver) -> None:
    for kinds in ((), ("session.revoked",)):
        with pytest.raises(Invalid), db.transaction() as session:
            editing.create_webhook(session, WebhookChanges("CRM", receiver.url, kinds), by=desk.cast.dora)
