"""Connections break, servers fall silent, mails cannot be had: nothing is lost, nothing comes twice, and it is said."""

import pytest

from channels.email import fetching as fetching_module
from channels.email.inlet import Pace
from helpdesk import db
from helpdesk.models import ChannelHealth, Direction, InboundState
from tests.cast import Desk
from tests.channels.email.inbound.mailrooms import (
    becomes_true,
    count,
    fetching,
    is_begun,
    open_mailbox,
    stored,
)
from tests.channels.email.inbound.mails import mail
from tests.peers.imap import Box
from tests.peers.proxy import Proxy, Weather


@pytest.mark.parametrize("cut_after", [300, 900, 2_000, 9_000, 30_000])
@pytest.mark.parametrize("reset", [False, True])
def test_nothing_is_lost_when_connections_break(desk: Desk, box: Box, cut_after: int, reset: bool) -> None:
    with Proxy(box.port) as proxy:
        channel = open_mailbox(box, port=proxy.port)
        with fetching(channel):
            assert becomes_true(lambda: is_begun(channel))
            proxy.weather = Weather(cut_after=cut_after, reset=reset)
            proxy.cut()
            box.append(*(mail(f"Number {nth}", text="word " * 400) for nth in range(12)))
            becomes_true(lambda: proxy.passed.connections > 3, within_s=5)
            proxy.weather = Weather()
            assert becomes_true(lambda: count(channel) >= 12)

        assert count(channel) == 12
        assert all(one.state is InboundState.PENDING for one in stored(channel))


def test_a_silent_server_is_left_and_tried_again(desk: Desk, box: Box) -> None:
    with Proxy(box.port) as proxy:
        channel = open_mailbox(box, port=proxy.port)
        with fetching(channel, pace=Pace(poll_s=0.5, read_s=1.0, first_pause_s=0.1, longest_pause_s=0.5)):
            assert becomes_true(lambda: is_begun(channel))
            proxy.weather = Weather(is_silent=True)
            box.append(mail())
            assert becomes_true(lambda: proxy.passed.connections > 1)
            proxy.weather = Weather()
            proxy.cut()
            assert becomes_true(lambda: count(channel) == 1)


def test_a_frozen_server_is_left_and_tried_again(desk: Desk, own_dovecot: Box) -> None:
    channel = open_mailbox(own_dovecot)
    with fetching(channel, pace=Pace(poll_s=0.5, read_s=1.0, connect_s=1.0, first_pause_s=0.1, longest_pause_s=0.5)):
        assert becomes_true(lambda: is_begun(channel))
        own_dovecot.append(mail("one"))
        assert becomes_true(lambda: count(channel) == 1)
        own_dovecot.dovecot.freeze()
        assert becomes_true(lambda: _health(channel.id) != "")
        own_dovecot.dovecot.thaw()
        own_dovecot.append(mail("two"))
        assert becomes_true(lambda: count(channel) == 2)
        assert becomes_true(lambda: _health(channel.id) == "")


def test_a_killed_server_is_waited_for(desk: Desk, own_dovecot: Box) -> None:
    channel = open_mailbox(own_dovecot)
    with fetching(channel):
        assert becomes_true(lambda: is_begun(channel))
        own_dovecot.append(mail("one"))
        own_dovecot.dovecot.kill()
        assert becomes_true(lambda: _health(channel.id) == "connection_refused")
        own_dovecot.dovecot.start()
        own_dovecot.append(mail("two"))
        assert becomes_true(lambda: count(channel) == 2)


def test_a_missing_folder_does_not_keep_the_others_from_being_read(desk: Desk, dovecot_box: Box) -> None:
    folders = [{"name": "INBOX", "role": "inbox"}, {"name": "Nowhere", "role": "spam"}]
    channel = open_mailbox(dovecot_box, folders=folders)
    with fetching(channel):
        assert becomes_true(lambda: is_begun(channel))
        dovecot_box.append(mail())
        assert becomes_true(lambda: count(channel) == 1)
        assert becomes_true(lambda: _health(channel.id) == "folder_missing")


def test_a_wrong_password_shows_as_trouble(desk: Desk, dovecot_box: Box) -> None:
    dovecot_box.password = "wrong"
    channel = open_mailbox(dovecot_box)
    with fetching(channel):
        assert becomes_true(lambda: _health(channel.id) == "login_refused")


def test_a_mail_the_server_will_not_give_is_set_aside_and_the_next_comes(
    desk: Desk, own_dovecot: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching_module, "TRIES", 2)
    channel = open_mailbox(own_dovecot)
    with fetching(channel):
        assert becomes_true(lambda: is_begun(channel))
    own_dovecot.append(mail("one"), mail("broken"), mail("three"))
    _spoil(own_dovecot, "broken")
    with fetching(channel):
        assert becomes_true(lambda: count(channel) == 3, within_s=30)

    assert [one.state for one in stored(channel)].count(InboundState.QUARANTINED) == 1


def _health(channel_id: int) -> str | None:
    with db.reading() as session:
        found = session.get(ChannelHealth, (channel_id, Direction.IN))
        return found.code if found else None


def _spoil(box: Box, subject: str) -> None:
    """Make a mail's file unreadable for the server."""
    with box.session() as imap:
        imap.search(None, "ALL")
    for path in box.dovecot.maildir(box.user).rglob("*"):
        if path.is_file() and f"Subject: {subject}".encode() in path.read_bytes():
            path.chmod(0)
