"""The Sent folder: copies are kept where that is set, and an unknown reply may be found there."""

from typing import Any

import pytest

from channels.checking import Trace, check_unknown
from helpdesk import db, secrets
from helpdesk.errors import Conflict
from helpdesk.models import Channel, DeliveryState, Message
from tests.cast import Desk
from tests.channels.email.outbound.posts import deliver
from tests.mailboxes import answers_by_mail, mailbox, stored, writes
from tests.peers.imap import Box
from tests.peers.smtp_sink import DROP, Sink


def with_box(sink: Sink, box: Box, **config: Any) -> Channel:
    imap = {"host": box.host, "port": box.port, "security": "none", "username": box.user}
    channel = mailbox(sink.port, imap=imap, **config)
    box.create("Sent")
    with db.transaction() as session:
        kept = session.get_one(Channel, channel.id)
        kept.secret_id = secrets.store(session, b'{"imap_password":"%s"}' % box.password.encode())
        session.flush()
        return kept


def unknown_reply(desk: Desk, sink: Sink, channel: Channel) -> Message:
    reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)
    sink.fail("DOT", DROP)
    deliver(channel)
    assert stored(reply).delivery_state is DeliveryState.UNKNOWN
    return reply


def test_a_copy_of_what_was_sent_is_kept_as_read(desk: Desk, sink: Sink, dovecot_box: Box) -> None:
    channel = with_box(sink, dovecot_box, save_sent=True)
    answers_by_mail(writes(channel, subject="Lamp").ticket_id, by=desk.cast.anna)

    deliver(channel)

    assert dovecot_box.subjects("Sent") == ["Re: Lamp"]
    assert "\\Seen" in dovecot_box.flags("Sent")[0]


def test_a_copy_that_cannot_be_kept_harms_nothing(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port, save_sent=True)
    reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)

    deliver(channel)

    assert stored(reply).delivery_state is DeliveryState.SENT


def test_an_unknown_reply_that_lies_in_the_sent_folder_was_sent(desk: Desk, sink: Sink, dovecot_box: Box) -> None:
    channel = with_box(sink, dovecot_box)
    reply = unknown_reply(desk, sink, channel)
    dovecot_box.append(b"Subject: other\r\n\r\nother\r\n", sink.kept[0].data, folder="Sent")

    assert check_unknown(reply.id, by=desk.cast.anna) is Trace.FOUND
    assert stored(reply).delivery_state is DeliveryState.SENT


def test_one_that_does_not_stays_unknown(desk: Desk, sink: Sink, dovecot_box: Box) -> None:
    reply = unknown_reply(desk, sink, with_box(sink, dovecot_box))

    assert check_unknown(reply.id, by=desk.cast.anna) is Trace.NOT_FOUND
    assert stored(reply).delivery_state is DeliveryState.UNKNOWN


def test_a_mailbox_without_such_a_folder_is_nowhere_to_look(desk: Desk, sink: Sink, dovecot_box: Box) -> None:
    reply = unknown_reply(desk, sink, with_box(sink, dovecot_box))
    with dovecot_box.session() as imap:
        imap.delete("Sent")

    assert check_unknown(reply.id, by=desk.cast.anna) is Trace.NOWHERE_TO_LOOK


def test_a_mailbox_that_does_not_answer_is_no_trace(desk: Desk, sink: Sink) -> None:
    reply = unknown_reply(desk, sink, mailbox(sink.port))

    assert check_unknown(reply.id, by=desk.cast.anna) is Trace.UNREACHABLE


def test_only_what_is_unknown_is_looked_for(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port)
    reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)

    with pytest.raises(Conflict):
        check_unknown(reply.id, by=desk.cast.anna)
