"""The machine's clock is set back by two hours: what waits to be tried again, or for a while, waits no longer for that."""

from datetime import timedelta
from typing import Final

import pytest

from helpdesk import clock, db, outgoing, presence
from helpdesk.actions import assign, follow_ups, set_back
from helpdesk.actions.news import letters, sending, upkeep
from helpdesk.actions.telegram import files
from helpdesk.actions.webhooks import editing, filling
from helpdesk.actions.webhooks import sending as posting
from helpdesk.actions.webhooks.editing import WebhookChanges
from helpdesk.models import (
    Attachment,
    AttachmentState,
    DeliveryState,
    FollowUp,
    Presence,
    TelegramFile,
    WebhookDelivery,
)
from helpdesk.tokens import new_name
from tests.automating import URGENT, arranges, drained
from tests.cast import Desk
from tests.channels.email.outbound.posts import deliver
from tests.helpdesk.mail_out.test_system_mail import kept, posts
from tests.mailboxes import mailbox
from tests.news import numbered, phone_of, told, wants
from tests.peers.push_service import PushService
from tests.peers.smtp_sink import Sink
from tests.stories import answers, gateway_delivers, visitor_writes

BACK: Final = pytest.mark.parametrize("hours", [0, 2])
MOMENT: Final = timedelta(seconds=3)  # shorter than every pause here


def news_for_anna(desk: Desk, way: str = "push") -> None:
    """Give anna a ticket and tell her of that alone."""
    wants(desk.cast.anna, ticket_assigned=[way], message_received=[])
    message = visitor_writes(desk)
    with db.transaction() as session:
        assign.assign(session, message.ticket_id, agent_id=desk.cast.anna.agent_id, by=desk.cast.boris)
    told()


@BACK
def test_a_push_that_is_to_be_tried_again(desk: Desk, push_service: PushService, hours: int) -> None:
    phone, now = phone_of(desk.cast.anna, push_service, "phone"), clock.now()
    told()
    push_service.answers = [503]
    with clock.fixed(now + timedelta(hours=hours)):
        news_for_anna(desk)
        sending.drain()

    with clock.fixed(now + MOMENT):
        assert (set_back.catch_up(), upkeep.wake_if_due()) == (bool(hours), bool(hours))
        sending.drain()
        assert set_back.catch_up() == 0

    assert len(phone.shown) == bool(hours)


@BACK
def test_a_push_that_nobody_has_tried(desk: Desk, push_service: PushService, hours: int) -> None:
    phone, now = phone_of(desk.cast.anna, push_service, "phone"), clock.now()
    told()
    with clock.fixed(now + timedelta(hours=hours)):
        news_for_anna(desk)

    with clock.fixed(now + MOMENT):
        assert set_back.catch_up() == bool(hours)
        sending.drain()

    assert len(phone.shown) == 1


def test_a_push_keeps_its_pauses_after_that(desk: Desk, push_service: PushService) -> None:
    phone, now = phone_of(desk.cast.anna, push_service, "phone"), clock.now()
    told()
    push_service.answers = [503, 503]
    with clock.fixed(now + timedelta(hours=2)):
        news_for_anna(desk)
        sending.drain()

    for after in (MOMENT, 2 * MOMENT):
        with clock.fixed(now + after):
            set_back.catch_up()
            sending.drain()

    assert (len(push_service.seen), phone.shown) == (2, [])


@BACK
def test_a_webhook_that_is_to_be_tried_again(desk: Desk, hours: int) -> None:
    numbered()
    now = clock.now()
    with db.transaction() as session:
        nobody = WebhookChanges("CRM", outgoing.checked("http://127.0.0.1:9/"), ("ticket.created",))
        editing.create_webhook(session, nobody, by=desk.cast.dora)
    with clock.fixed(now + timedelta(hours=hours)):
        visitor_writes(desk)
        numbered()
        filling.fill()
        posting.drain()

    with clock.fixed(now + MOMENT):
        assert set_back.catch_up() == bool(hours)
        posting.drain()

    with db.reading() as session:
        assert session.query(WebhookDelivery).one().attempt == 1 + bool(hours)


@BACK
def test_a_mail_of_the_desk_that_is_to_be_tried_again(desk: Desk, sink: Sink, hours: int) -> None:
    channel, now = mailbox(sink.port), clock.now()
    sink.fail("DOT", "451 later")
    with clock.fixed(now + timedelta(hours=hours)):
        posts(desk, hours=5)
        deliver(channel)

    with clock.fixed(now + MOMENT):
        assert set_back.catch_up() == bool(hours)
        deliver(channel)

    assert kept().delivery_state == (DeliveryState.SENT if hours else DeliveryState.QUEUED)


def test_a_mail_of_the_desk_that_nobody_has_tried(desk: Desk, sink: Sink) -> None:
    channel, now = mailbox(sink.port), clock.now()
    with clock.fixed(now + timedelta(hours=2)):
        posts(desk, hours=5)

    deliver(channel)

    assert kept().delivery_state is DeliveryState.SENT


@BACK
def test_a_file_that_is_to_be_fetched_again(desk: Desk, hours: int) -> None:
    message, now = visitor_writes(desk), clock.now()
    with clock.fixed(now + timedelta(hours=hours)), db.transaction() as session:
        file = Attachment(public_id=new_name(), message_id=message.id, filename="a", media_type="", created_at=now)
        file.state, file.size = AttachmentState.RETRYING, 1
        session.add(file)
        session.flush()
        session.add(
            TelegramFile(attachment_id=file.id, channel_id=desk.channel_id, file_id="1", next_attempt_at=clock.now())
        )
        session.flush()
        files.put_off(session, file.id, after_s=60)

    with clock.fixed(now + MOMENT):
        assert set_back.catch_up() == bool(hours)
        with db.reading() as session:
            assert len(files.waiting(session, desk.channel_id)) == bool(hours)


@BACK
def test_a_letter_with_news(desk: Desk, hours: int) -> None:
    mailbox()
    told()
    now = clock.now()
    with clock.fixed(now + timedelta(hours=hours)):
        news_for_anna(desk, "mail")

    with clock.fixed(now + MOMENT):
        assert set_back.catch_up() == bool(hours)
        assert letters.send_due() == bool(hours)


@BACK
def test_an_answer_that_goes_after_its_visitor(desk: Desk, hours: int) -> None:
    message, now = visitor_writes(desk), clock.now()
    with clock.fixed(now + timedelta(hours=hours)):
        answers(message.ticket_id, by=desk.cast.anna)
        gateway_delivers(desk)
    with db.reading() as session:
        assert session.query(FollowUp).count() == 1

    with clock.fixed(now + MOMENT):
        assert set_back.catch_up() == bool(hours)
        follow_ups.send_due()

    with db.reading() as session:
        assert session.query(FollowUp).count() == (0 if hours else 1)


def test_a_rule_that_was_switched_on_before(desk: Desk) -> None:
    now = clock.now()
    with clock.fixed(now + timedelta(hours=2)):
        arranges(desk, "ticket.created", URGENT)
    set_back.catch_up()
    visitor_writes(desk)

    assert drained() == 1


def test_who_left_before_is_gone_after_the_usual_time(desk: Desk) -> None:
    now, agent_id = clock.now(), desk.cast.anna.agent_id
    with clock.fixed(now + timedelta(hours=2)), db.transaction() as session:
        presence.mark_seen(session, [agent_id or 0])

    with clock.fixed(now):
        set_back.catch_up()
    with clock.fixed(now + timedelta(seconds=presence.GRACE_S + 1)), db.transaction() as session:
        gone = presence.announce_gone(session)
        here = session.get_one(Presence, agent_id)

    assert gone >= 1
    assert not here.is_online


def test_clocks_of_two_machines_may_differ_by_a_minute(desk: Desk, push_service: PushService) -> None:
    phone_of(desk.cast.anna, push_service, "phone")
    told()
    now = clock.now()
    with clock.fixed(now + timedelta(seconds=55)):
        news_for_anna(desk)

    with clock.fixed(now):
        assert set_back.catch_up() == 0
