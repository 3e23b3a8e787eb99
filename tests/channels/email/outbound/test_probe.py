"""Testing a mailbox's connection says in words what is wrong, on both sides at once."""

import pytest

import channels
from channels.email.probe import words_for
from helpdesk import db, i18n, secrets
from helpdesk.models import Channel, Direction
from tests.cast import Desk
from tests.mailboxes import mailbox
from tests.peers.dovecot import PASSWORD
from tests.peers.imap import Box, Pymap
from tests.peers.smtp_sink import Sink, free_port, running_sink


def findings(channel: Channel) -> list[tuple[Direction, str]]:
    return [(one.direction, one.code) for one in channels.test_connection(channel).findings]


def in_box(port: int, **more: object) -> dict[str, object]:
    return {"host": "127.0.0.1", "port": port, "security": "none", "username": "demouser", **more}


def test_what_works_is_said_to_work_and_nothing_is_sent(desk: Desk) -> None:
    with Pymap() as pymap, running_sink(user="support", password=PASSWORD) as sink:
        channel = mailbox(sink.port, password=PASSWORD, imap=in_box(pymap.port))
        tested = channels.test_connection(_with_both_passwords(channel))

    assert (tested.is_working, tested.detail) == (True, "")
    assert sink.kept == []


def test_a_folder_that_is_not_there_is_named(desk: Desk) -> None:
    with Pymap() as pymap, running_sink(user="support", password=PASSWORD) as sink:
        channel = mailbox(
            sink.port,
            password=PASSWORD,
            imap=in_box(pymap.port),
            folders=[{"name": "INBOX", "role": "inbox"}, {"name": "Nowhere", "role": "spam"}],
        )
        tested = channels.test_connection(_with_both_passwords(channel))

    assert [(one.direction, one.code, one.params["folder"]) for one in tested.findings] == [
        (Direction.IN, "folder_missing", "Nowhere")
    ]


def test_both_sides_are_tried_even_if_the_first_fails(desk: Desk) -> None:
    channel = mailbox(free_port())

    assert findings(channel) == [(Direction.IN, "connection_refused"), (Direction.OUT, "connection_refused")]


def test_a_wrong_password_is_told_apart_for_each_side(desk: Desk) -> None:
    with Pymap() as pymap, running_sink(user="support", password="right") as sink:
        channel = mailbox(sink.port, password="wrong", imap=in_box(pymap.port))

        assert findings(_with_both_passwords(channel, password="wrong")) == [
            (Direction.IN, "login_refused"),
            (Direction.OUT, "login_refused"),
        ]


@pytest.mark.parametrize(
    ("verb", "answer", "code"),
    [
        ("MAIL", "553 5.7.1 Sender address rejected: not owned by user", "from_refused"),
        ("RCPT", "554 5.7.1 Relay access denied", "relay_denied"),
    ],
)
def test_what_the_server_does_not_let_us_send_is_found_before_anybody_waits(
    desk: Desk, sink: Sink, verb: str, answer: str, code: str
) -> None:
    sink.fail(verb, answer)

    [finding] = [one for one in channels.test_connection(mailbox(sink.port)).findings if one.direction is Direction.OUT]

    assert finding.code == code
    assert answer[4:20] in finding.words


def test_a_server_that_knows_nobody_reads_mail_there_is_right(desk: Desk, sink: Sink) -> None:
    sink.fail("RCPT", "556 5.1.10 Domain example.org does not accept mail (nullMX)")

    assert Direction.OUT not in {one.direction for one in channels.test_connection(mailbox(sink.port)).findings}


def test_a_server_inside_the_network_is_not_asked(desk: Desk) -> None:
    inside = {"host": "169.254.169.254", "port": 80, "security": "tls", "username": ""}

    assert findings(mailbox(imap=inside, smtp=inside)) == [
        (Direction.IN, "host_refused"),
        (Direction.OUT, "host_refused"),
    ]


def test_a_name_nobody_has_is_said_to_be_unknown(desk: Desk) -> None:
    nowhere = {"host": "mail.nowhere.invalid", "port": 993, "security": "tls", "username": ""}

    assert findings(mailbox(imap=nowhere, smtp=nowhere)) == [
        (Direction.IN, "host_unknown"),
        (Direction.OUT, "host_unknown"),
    ]


@pytest.mark.parametrize("language", i18n.languages())
def test_it_is_said_in_every_language(desk: Desk, language: str) -> None:
    for finding in channels.test_connection(mailbox(free_port())).findings:
        assert "127.0.0.1" in words_for(finding, language)


def _with_both_passwords(channel: Channel, *, password: str = PASSWORD) -> Channel:
    with db.transaction() as session:
        kept = session.get_one(Channel, channel.id)
        assert kept.secret_id is not None
        secrets.replace(
            session, kept.secret_id, b'{"imap_password":"%s","smtp_password":"%s"}' % ((password.encode(),) * 2)
        )
        kept.config = {**kept.config, "smtp": {**kept.config["smtp"], "username": "support"}}
        return kept


def test_who_vouches_for_senders_of_the_newest_mails_is_offered(desk: Desk) -> None:
    vouched = b"Authentication-Results: MX.x.test; dmarc=pass header.from=shop.example\r\nSubject: Hello\r\n\r\nHello"
    with Pymap() as pymap, running_sink(user="support", password=PASSWORD) as sink:
        channel = mailbox(sink.port, password=PASSWORD, imap=in_box(pymap.port))
        Box(pymap, "demouser").append(vouched)
        tested = channels.test_connection(_with_both_passwords(channel))

    assert (tested.is_working, list(tested.vouchers)) == (True, ["mx.x.test"])
