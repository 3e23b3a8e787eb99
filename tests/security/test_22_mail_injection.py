"""Attack 22: no text becomes a header or a recipient of a mail of ours."""

import pytest

from helpdesk import db
from helpdesk.models import DeliveryState, Mail
from tests.cast import Desk
from tests.channels.email.outbound.posts import deliver
from tests.mailboxes import VERA, answers_by_mail, mailbox, stored, writes
from tests.peers.smtp_sink import Sink

NO_NUL = pytest.mark.sqlite  # PostgreSQL keeps none, whoever writes it
EVIL = [
    "x\r\nBcc: evil@evil.example",
    "x\nBcc: evil@evil.example",
    "x\rBcc: evil@evil.example",
    pytest.param("x\x00\r\n\r\nBcc: evil@evil.example", marks=NO_NUL),
    "x\u2028Bcc: evil@evil.example",
    'x" <evil@evil.example>, "y',
    "=?utf-8?q?x=0D=0ABcc:_evil@evil.example?=",
]


@pytest.mark.parametrize("evil", EVIL)
def test_a_hostile_name_or_subject_adds_nobody(desk: Desk, sink: Sink, evil: str) -> None:
    channel = mailbox(sink.port, from_name=evil)
    reply = answers_by_mail(writes(channel, name=evil, subject=evil).ticket_id, by=desk.cast.anna)
    with db.transaction() as session:
        mail = session.get_one(Mail, reply.id)
        mail.subject, mail.from_name, mail.to = evil, evil, [[evil, VERA]]

    deliver(channel)

    [kept] = sink.kept
    assert kept.recipients == (VERA,)
    assert kept.mail["bcc"] is None
    assert [one.addr_spec for one in kept.mail["to"].addresses] == [VERA]
    assert [one.addr_spec for one in kept.mail["from"].addresses] == ["support@desk.test"]


@pytest.mark.parametrize(
    "address",
    [
        "vera@shop.example>\r\nRCPT TO:<evil@evil.example",
        "vera@shop.example\nDATA",
        "vera@shop.example, evil@evil.example",
        "<vera@shop.example>",
        pytest.param("vera@shop.example\x00", marks=NO_NUL),
    ],
)
def test_a_hostile_recipient_stops_the_mail_before_anything_is_said(desk: Desk, sink: Sink, address: str) -> None:
    channel = mailbox(sink.port)
    reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)
    with db.transaction() as session:
        session.get_one(Mail, reply.id).to = [["", address]]

    deliver(channel)

    assert (sink.kept, sink.connections) == ([], 0)
    assert stored(reply).delivery_state is DeliveryState.FAILED


@pytest.mark.parametrize("reference", ["<a@b.example>\r\nBcc: evil@evil.example", "<a\r\n@b.example>", "a b"])
def test_a_hostile_message_id_is_not_repeated(desk: Desk, sink: Sink, reference: str) -> None:
    channel = mailbox(sink.port)
    reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)
    with db.transaction() as session:
        mail = session.get_one(Mail, reply.id)
        mail.in_reply_to, mail.references = reference, [reference, "<good@id.example>"]

    deliver(channel)

    [kept] = sink.kept
    assert kept.recipients == (VERA,)
    assert kept.mail["references"] == "<good@id.example>"
    assert b"evil" not in kept.data
