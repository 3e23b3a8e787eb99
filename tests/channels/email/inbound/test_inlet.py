"""A mailbox read from where we were: everything once, whatever happens to the connection and to the folder."""

import threading
import zlib

import pytest
from sqlalchemy import select

from channels.email.inlet import EmailInlet, Pace
from helpdesk import db, storage
from helpdesk.leases import Fenced
from helpdesk.models import Inbound, InboundState
from tests.cast import Desk
from tests.channels.email.inbound.mailrooms import (
    FAST,
    Stop,
    becomes_true,
    count,
    cursor,
    fetching,
    is_begun,
    open_mailbox,
    own,
    stored,
)
from tests.channels.email.inbound.mails import mail
from tests.peers.imap import Box
from tests.peers.proxy import Proxy

LONG_AGO = '"01-Jan-2020 10:00:00 +0000"'


def test_a_mail_is_stored_as_it_is(desk: Desk, box: Box) -> None:
    sent = mail()
    channel = open_mailbox(box)
    with fetching(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(sent)
        assert becomes_true(lambda: count(channel) == 1)

    with db.reading() as session:
        row = session.scalars(select(Inbound)).one()
    assert row.raw is not None
    assert zlib.decompress(row.raw) == sent
    assert (row.state, row.size) == (InboundState.PENDING, len(sent))


def test_what_was_there_before_the_mailbox_was_added_stays_there(desk: Desk, box: Box) -> None:
    box.append(mail("old"), when=LONG_AGO)
    channel = open_mailbox(box)
    with fetching(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(mail("new"))
        assert becomes_true(lambda: count(channel) == 1)

    assert [one.key.rpartition("/")[2] for one in stored(channel)] == ["2"]


def test_what_came_while_the_mailbox_was_set_up_is_not_lost(desk: Desk, box: Box) -> None:
    channel = open_mailbox(box)
    box.append(mail("early"))
    with fetching(channel):
        assert becomes_true(lambda: count(channel) == 1)


def test_an_old_mail_moved_into_the_folder_counts(desk: Desk, box: Box) -> None:
    channel = open_mailbox(box)
    with fetching(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(mail("moved here"), when=LONG_AGO)
        assert becomes_true(lambda: count(channel) == 1)


def test_a_mail_somebody_else_has_read_counts(desk: Desk, box: Box) -> None:
    channel = open_mailbox(box)
    with fetching(channel):
        assert becomes_true(lambda: is_begun(channel))
    box.append(mail())
    with box.session() as imap:
        imap.store("1", "+FLAGS", r"(\Seen)")
    with fetching(channel):
        assert becomes_true(lambda: count(channel) == 1)


def test_mails_that_came_while_nobody_looked_are_taken_in_order(desk: Desk, box: Box) -> None:
    channel = open_mailbox(box)
    with fetching(channel):
        assert becomes_true(lambda: is_begun(channel))
    box.append(*(mail(f"Number {nth}") for nth in range(120)))
    with fetching(channel):
        assert becomes_true(lambda: count(channel) == 120)

    uids = [int(one.key.rpartition("/")[2]) for one in stored(channel)]
    assert uids == sorted(uids)


def test_a_large_mail_goes_beside_the_files(desk: Desk, box: Box) -> None:
    sent = mail(text="word " * 40_000)
    channel = open_mailbox(box)
    with fetching(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(sent)
        assert becomes_true(lambda: count(channel) == 1)

    with db.reading() as session:
        row = session.scalars(select(Inbound)).one()
    assert row.raw is None
    assert storage.read(row.blob or "") == sent


def test_a_mail_over_the_limit_is_taken_in_by_its_header(desk: Desk, box: Box) -> None:
    channel = open_mailbox(box, max_mail_bytes=100_000)
    with fetching(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(mail("huge", text="word " * 40_000), mail("small"))
        assert becomes_true(lambda: count(channel) == 2)

    with db.reading() as session:
        row = session.scalars(select(Inbound).order_by(Inbound.id)).first()
    assert row is not None
    assert (row.payload or {})["too_large"] > 100_000
    assert b"Subject: huge" in zlib.decompress(row.raw or b"")


def test_fetching_costs_few_bytes_more_than_the_mails(desk: Desk, box: Box) -> None:
    with Proxy(box.port) as proxy:
        channel = open_mailbox(box, port=proxy.port)
        with fetching(channel):
            assert becomes_true(lambda: is_begun(channel))
        mails = [mail(f"Number {nth}", text="word " * 1_000) for nth in range(100)]
        box.append(*mails)
        before = proxy.passed.from_server
        with fetching(channel):
            assert becomes_true(lambda: count(channel) == 100)

        assert proxy.passed.from_server - before < sum(map(len, mails)) + 100 * 200


def test_a_renumbered_folder_gives_nothing_twice_and_loses_nothing(desk: Desk, own_dovecot: Box) -> None:
    channel = open_mailbox(own_dovecot)
    own_dovecot.append(mail("before us"), when=LONG_AGO)
    with fetching(channel):
        assert becomes_true(lambda: is_begun(channel))
        own_dovecot.append(mail("one"), mail("two"))
        assert becomes_true(lambda: count(channel) == 2)
        own_dovecot.dovecot.renumber(own_dovecot.user, 7_777)
        own_dovecot.append(mail("three"))
        assert becomes_true(lambda: (found := cursor(channel)) is not None and found.uidvalidity == 7_777)
        assert becomes_true(lambda: _pending(channel.id) == 3)

    assert [one.disposition for one in stored(channel)].count("duplicate") == 2


def test_mails_a_person_deletes_meanwhile_do_no_harm(desk: Desk, box: Box) -> None:
    channel = open_mailbox(box)
    with fetching(channel):
        assert becomes_true(lambda: is_begun(channel))
    box.append(*(mail(f"Number {nth}") for nth in range(5)))
    box.expunge("Number 2")
    box.expunge("Number 4")
    with fetching(channel):
        assert becomes_true(lambda: count(channel) == 3)
        box.append(mail("after"))
        assert becomes_true(lambda: count(channel) == 4)


def test_stored_mails_are_marked_as_seen_when_so_wished(desk: Desk, box: Box) -> None:
    channel = open_mailbox(box, after="seen")
    with fetching(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(mail())
        assert becomes_true(lambda: r"\Seen" in box.flags()[0])

    assert count(channel) == 1


def test_stored_mails_are_moved_when_so_wished(desk: Desk, dovecot_box: Box) -> None:
    channel = open_mailbox(dovecot_box, after="move:Archive")
    with fetching(channel):
        assert becomes_true(lambda: is_begun(channel))
        dovecot_box.append(mail("one"), mail("two"))
        assert becomes_true(lambda: dovecot_box.subjects("Archive") == ["one", "two"])

    assert dovecot_box.subjects() == []
    assert count(channel) == 2


def test_mails_stay_where_they_are_when_they_cannot_be_moved(desk: Desk, dovecot_box: Box) -> None:
    channel = open_mailbox(dovecot_box, after="move:No such folder")
    with fetching(channel):
        assert becomes_true(lambda: is_begun(channel))
        dovecot_box.append(mail("one"))
        assert becomes_true(lambda: count(channel) == 1)
        dovecot_box.append(mail("two"))
        assert becomes_true(lambda: count(channel) == 2)

    assert dovecot_box.subjects() == ["one", "two"]


def test_every_folder_is_read_with_its_role(desk: Desk, dovecot_box: Box) -> None:
    folders = [{"name": "INBOX", "role": "inbox"}, {"name": "Spam", "role": "spam"}]
    channel = open_mailbox(dovecot_box, folders=folders)
    with fetching(channel):
        assert becomes_true(lambda: cursor(channel, "Spam") is not None and is_begun(channel))
        dovecot_box.append(mail("buy"), folder="Spam")
        dovecot_box.append(mail("hello"))
        assert becomes_true(lambda: count(channel) == 2)

    with db.reading() as session:
        assert {(row.payload or {})["role"] for row in session.scalars(select(Inbound))} == {"inbox", "spam"}


def test_who_lost_the_mailbox_stores_nothing_more(desk: Desk, box: Box) -> None:
    channel = open_mailbox(box)
    old = own(channel, "here")
    with fetching(channel, fence=old):
        assert becomes_true(lambda: is_begun(channel))
    own(channel, "here")  # a restart raises the epoch
    box.append(mail())
    inlet = EmailInlet(channel, old, pace=FAST)

    with pytest.raises(Fenced):
        inlet.run(Stop())
    assert count(channel) == 0


def test_two_owners_at_once_store_everything_once(desk: Desk, box: Box) -> None:
    channel = open_mailbox(box)
    with fetching(channel, fence=own(channel)):
        assert becomes_true(lambda: is_begun(channel))
        box.append(*(mail(f"Number {nth}") for nth in range(30)))
        with fetching(channel, fence=own(channel)):
            assert becomes_true(lambda: count(channel) == 30)

    assert len({one.key for one in stored(channel)}) == 30


def test_a_mail_that_slipped_through_is_found_again(desk: Desk, box: Box) -> None:
    channel = open_mailbox(box)
    with fetching(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(mail("one"), mail("two"))
        assert becomes_true(lambda: count(channel) == 2)
    with db.transaction() as session:
        session.delete(session.scalars(select(Inbound).order_by(Inbound.id).limit(1)).one())
        found = cursor(channel)
        assert found is not None
        found.reconciled_at = None
        session.merge(found)
    with fetching(channel):
        assert becomes_true(lambda: count(channel) == 2)


def test_it_ends_at_once(desk: Desk, box: Box) -> None:
    channel = open_mailbox(box)
    stop, inlet = Stop(), EmailInlet(channel, own(channel), pace=Pace(poll_s=60))
    thread = threading.Thread(target=inlet.run, args=(stop,))
    thread.start()
    assert becomes_true(lambda: is_begun(channel))

    stop.set()
    inlet.wake()
    thread.join(5)

    assert not thread.is_alive()


def _pending(channel_id: int) -> int:
    with db.reading() as session:
        rows = session.scalars(select(Inbound).where(Inbound.channel_id == channel_id))
        return sum(row.state is InboundState.PENDING for row in rows)
