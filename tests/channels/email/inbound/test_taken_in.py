"""From a real IMAP server to tickets: read in another process, in order, once."""

import uuid
from pathlib import Path

import pytest
from sqlalchemy import func, select

from channels.email.reader import MailReadingChild
from helpdesk import db, i18n, mail_tokens, storage
from helpdesk.actions import quarantine
from helpdesk.models import Agent, AttachmentState, Category, Event, Inbound, InboundState, Ticket
from helpdesk.queries import mail_log as mail_log_query
from helpdesk.queries import quarantine as quarantine_query
from tests.cast import Desk
from tests.channels.email.inbound import test_reader
from tests.channels.email.inbound.mailrooms import (
    becomes_true,
    count,
    cursor,
    files,
    is_begun,
    messages,
    open_mailbox,
    stored,
    subjects,
    taking_in,
)
from tests.channels.email.inbound.mails import mail
from tests.peers.imap import Box

SPAM = [{"name": "INBOX", "role": "inbox"}, {"name": "Spam", "role": "spam"}]


def test_a_mail_becomes_a_ticket(either_desk: Desk, box: Box) -> None:
    channel = open_mailbox(box)
    with taking_in(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(mail("Де моя посилка?", text="Замовлення 17, вже тиждень."))
        assert becomes_true(lambda: subjects(channel) == ["Де моя посилка?"])

    [message] = messages(channel)
    assert message.text == "Замовлення 17, вже тиждень."
    assert _ticket(message.ticket_id).category is Category.NEW
    [row] = stored(channel)
    assert (row.state, row.disposition, row.message_id) == (InboundState.DONE, "message", message.id)


def test_many_mails_come_in_their_order(desk: Desk, box: Box) -> None:
    channel = open_mailbox(box)
    with taking_in(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(*(mail(f"Number {nth}", sender=f"c{nth % 7}@shop.example") for nth in range(150)))
        assert becomes_true(lambda: len(subjects(channel)) == 150, within_s=60)

    assert subjects(channel) == [f"Number {nth}" for nth in range(150)]


def test_files_are_on_the_disk_with_the_message(desk: Desk, box: Box) -> None:
    data = uuid.uuid4().bytes * 1_000
    channel = open_mailbox(box)
    with taking_in(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(test_reader._with_file(data))
        assert becomes_true(lambda: messages(channel))

    [file] = files(messages(channel)[0])
    assert (file.filename, file.state) == ("a.bin", AttachmentState.STORED)
    assert storage.read(file.blob or "") == data


def test_the_same_mail_twice_in_a_mailbox_is_one_message(desk: Desk, box: Box) -> None:
    sent = mail()
    again = b"Received: from relay.example by mx.desk.example; Sat, 21 Nov 2026 10:00:01 +0000\r\n" + sent
    channel = open_mailbox(box)
    with taking_in(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(sent, sent, again)
        assert becomes_true(lambda: _done(channel.id) == 3)

    assert len(messages(channel)) == 1
    assert sorted(one.disposition or "" for one in stored(channel)) == ["duplicate", "duplicate", "message"]


def test_the_same_mail_to_two_mailboxes_shows_on_each(desk: Desk, dovecot_box: Box, imap_server: object) -> None:
    other = Box(dovecot_box.server, f"v{uuid.uuid4().hex[:10]}")
    sent = mail()
    first, second = open_mailbox(dovecot_box), open_mailbox(other, address="billing@desk.example")
    with taking_in(first), taking_in(second):
        assert becomes_true(lambda: is_begun(first) and is_begun(second))
        dovecot_box.append(sent)
        other.append(sent)
        assert becomes_true(lambda: messages(first) and messages(second))

    assert len(messages(first)) == len(messages(second)) == 1


@pytest.mark.parametrize("forged_first", [False, True])
def test_a_forged_message_id_drops_nobodys_mail(desk: Desk, box: Box, forged_first: bool) -> None:
    true = mail("true", text="I am Vera.", message_id="<one@shop.example>")
    forged = mail("forged", text="Drop hers.", message_id="<one@shop.example>", sender="eve@evil.example")
    channel = open_mailbox(box)
    with taking_in(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(*((forged, true) if forged_first else (true, forged)))
        assert becomes_true(lambda: _done(channel.id) == 2)
        box.append(true + b" ", forged + b" ")  # other bytes, and so a third and a fourth mail
        assert becomes_true(lambda: _done(channel.id) == 4)

    assert sorted(subjects(channel)) == ["forged", "forged", "true", "true"]


def test_a_mail_without_message_id_counts_once(desk: Desk, box: Box) -> None:
    bare = b"From: vera@shop.example\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nSubject: bare\r\n\r\nHello\r\n"
    channel = open_mailbox(box)
    with taking_in(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(bare, b"X-Hop: 1\r\n" + bare)
        assert becomes_true(lambda: _done(channel.id) == 2)

    assert subjects(channel) == ["bare"]


def test_a_machine_that_says_the_same_every_day_is_heard_each_time(desk: Desk, box: Box) -> None:
    said = b"From: scanner@shop.example\r\nSubject: scan\r\n\r\nSee file\r\n"
    channel = open_mailbox(box)
    with taking_in(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(b"Received: monday\r\n" + said, b"Received: tuesday\r\n" + said)
        assert becomes_true(lambda: _done(channel.id) == 2)

    assert subjects(channel) == ["scan", "scan"]


def test_nothing_at_all_is_a_mail_too(desk: Desk, box: Box) -> None:
    channel = open_mailbox(box)
    with taking_in(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(b"\r\n", bytes(range(1, 256)) * 3, b"From: \r\n\r\n")
        assert becomes_true(lambda: _done(channel.id) == count(channel) == 3)

    assert len(messages(channel)) == 3
    with db.reading() as session:
        customers = session.scalars(select(Ticket.customer_id)).all()
    assert len(set(customers)) == 3, "nobody is known by an empty address"


def test_a_poisoned_mail_is_a_ticket_with_its_original_and_stops_nobody(
    desk: Desk, box: Box, poisoned: MailReadingChild
) -> None:
    hurts = mail("spin", sender="eve@evil.example")
    channel = open_mailbox(box)
    with db.transaction() as session:
        session.get_one(Agent, desk.cast.dora.agent_id).locale = "uk"
    with taking_in(channel, child=poisoned):
        assert becomes_true(lambda: is_begun(channel))
        box.append(mail("before"), hurts, mail("after"))
        assert becomes_true(lambda: subjects(channel) == ["before", "spin", "after"])

    message = messages(channel)[1]
    assert message.text.startswith(i18n.text("uk", "mail_in.unreadable", error=""))
    [file] = files(message)
    assert (file.filename, storage.read(file.blob or "")) == ("message.eml", hurts)
    with db.reading() as session:
        [found] = quarantine_query.quarantined(session, desk.cast.dora)
    assert (found.ticket_id, found.summary["from"]) == (message.ticket_id, "eve@evil.example")


def test_a_mail_in_quarantine_is_looked_at_and_replayed(
    desk: Desk, box: Box, poisoned: MailReadingChild, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurts = mail("raise")
    channel = open_mailbox(box)
    with taking_in(channel, child=poisoned):
        assert becomes_true(lambda: is_begun(channel))
        box.append(hurts)
        assert becomes_true(lambda: [one.state for one in stored(channel)] == [InboundState.QUARANTINED])
    with db.transaction() as session:
        [found] = quarantine_query.quarantined(session, desk.cast.dora)
        assert quarantine.raw(session, found.inbound_id, by=desk.cast.dora) == hurts
        quarantine.replay(session, found.inbound_id, by=desk.cast.dora)
    monkeypatch.undo()
    with taking_in(channel):
        assert becomes_true(lambda: [one.state for one in stored(channel)] == [InboundState.DONE])

    assert messages(channel)[-1].text == "Where is my parcel?"


def test_a_mail_over_the_limit_says_where_it_is(desk: Desk, box: Box) -> None:
    channel = open_mailbox(box, max_mail_bytes=50_000)
    with taking_in(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(mail("huge", text="word " * 40_000))
        assert becomes_true(lambda: messages(channel))

    [message] = messages(channel)
    assert "still in the mailbox" in message.text
    assert subjects(channel) == ["huge"]


def test_spam_is_kept_closed_and_comes_back_when_moved(desk: Desk, dovecot_box: Box) -> None:
    sent = mail("Cheap pills")
    channel = open_mailbox(dovecot_box, folders=SPAM)
    with taking_in(channel):
        assert becomes_true(lambda: is_begun(channel) and cursor(channel, "Spam") is not None)
        dovecot_box.append(sent, folder="Spam")
        assert becomes_true(lambda: messages(channel))
        ticket = _ticket(messages(channel)[0].ticket_id)
        assert (ticket.category, ticket.spam_at is not None) == (Category.CLOSED, True)

        dovecot_box.append(sent)
        assert becomes_true(lambda: _ticket(ticket.id).spam_at is None)

    assert _ticket(ticket.id).category is Category.NEW
    assert len(messages(channel)) == 1


def test_our_own_mail_coming_back_is_a_loop_and_no_ticket(desk: Desk, box: Box) -> None:
    channel = open_mailbox(box)
    ours = mail_tokens.new_mail_id(1, "desk.example")
    forged = "<t.abcdefghijklmnopqrstuvwx.1@desk.example>"
    with taking_in(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(
            mail("loop", sender="support@desk.example", message_id=ours),
            mail("forged", sender="support@desk.example", message_id=forged),
            mail("theirs", message_id=ours),
        )
        assert becomes_true(lambda: _done(channel.id) == 3)

    assert subjects(channel) == ["forged", "theirs"]
    assert [one.disposition for one in stored(channel)] == ["loop", "message", "message"]


def test_files_the_disk_refused_come_later(desk: Desk, box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.email.drain_loop.LATE_EVERY_S", 0.5)
    data = uuid.uuid4().bytes * 100
    channel = open_mailbox(box)
    root = storage._root
    with taking_in(channel):
        assert becomes_true(lambda: is_begun(channel))
        Path(root).mkdir(exist_ok=True)
        storage.connect(Path("/proc/no-such-place"))
        box.append(test_reader._with_file(data))
        assert becomes_true(lambda: messages(channel))
        [file] = files(messages(channel)[0])
        assert (file.state, file.blob) == (AttachmentState.RETRYING, None)
        storage.connect(root)
        assert becomes_true(lambda: files(messages(channel)[0])[0].state is AttachmentState.STORED)

    assert storage.read(files(messages(channel)[0])[0].blob or "") == data


def test_the_log_says_what_happened_to_a_mail(desk: Desk, box: Box) -> None:
    sent = mail("Рахунок 17", message_id="<log@shop.example>")
    channel = open_mailbox(box)
    with taking_in(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(sent, sent, mail("another"))
        assert becomes_true(lambda: _done(channel.id) == 3)

    for asked in ("Рахунок", "<log@shop.example>", "log@shop"):
        with db.reading() as session:
            found = mail_log_query.mail_log(session, desk.cast.dora, asked)
        assert sorted(one.state for one in found) == ["duplicate", "message"], asked
    with db.reading() as session:
        assert len(mail_log_query.mail_log(session, desk.cast.dora, "VERA@shop.example")) >= 2


def test_every_mail_is_told_once(desk: Desk, box: Box) -> None:
    channel = open_mailbox(box)
    with taking_in(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(*(mail(f"Number {nth}") for nth in range(10)))
        assert becomes_true(lambda: _done(channel.id) == 10)

    with db.reading() as session:
        told = session.scalar(select(func.count(Event.id)).where(Event.kind == "message.received"))
    assert told == 10


def _done(channel_id: int) -> int:
    with db.reading() as session:
        wanted = select(func.count(Inbound.id)).where(
            Inbound.channel_id == channel_id, Inbound.state != InboundState.PENDING
        )
        return session.scalar(wanted) or 0


def _ticket(ticket_id: int) -> Ticket:
    with db.reading() as session:
        return session.get_one(Ticket, ticket_id)


poisoned = test_reader.poisoned
