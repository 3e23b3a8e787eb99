"""One connection to a real IMAP server, and each trap of the library it goes around."""

import contextlib
import logging
import threading
import time

import pytest

from channels.email.imap import ImapSession
from channels.email.imap_errors import Dropped, Forged, Refused
from channels.email.trouble import MailTrouble, Trouble
from helpdesk.mailboxes import MailServer, Security
from tests.channels.email.inbound.mails import mail
from tests.channels.email.inbound.sessions import server_of, signed_in
from tests.peers.dovecot import free_port
from tests.peers.imap import Box
from tests.peers.proxy import Proxy, Weather


def test_whole_mails_come_as_they_are(box: Box) -> None:
    mails = [mail(f"Number {nth}") for nth in range(3)]
    box.append(*mails)
    with signed_in(box) as session:
        session.open("INBOX")
        uids = session.uids(1)

        assert list(session.bodies(uids).values()) == mails
        assert [one.size for one in session.sizes(uids)] == [len(one) for one in mails]


def test_reading_leaves_no_flag(box: Box) -> None:
    box.append(mail())
    with signed_in(box) as session:
        session.open("INBOX")
        session.bodies(session.uids(1))
        session.head(1)

    assert r"\Seen" not in box.flags()[0]


def test_a_search_from_beyond_the_end_finds_nothing(box: Box) -> None:
    box.append(mail())
    with signed_in(box) as session:
        last = session.open("INBOX").uidnext

        assert session.uids(last) == []
        assert session.uids(last + 100) == []


def test_a_mail_appended_by_somebody_else_is_found_at_once(box: Box) -> None:
    with signed_in(box) as session:
        first = session.open("INBOX").uidnext
        for nth in range(5):
            box.append(mail(f"Number {nth}"))

            assert len(session.uids(first)) == nth + 1


def test_a_mail_that_is_gone_is_left_out(box: Box) -> None:
    box.append(mail("stays"), mail("goes"), mail("stays too"))
    with signed_in(box) as session:
        session.open("INBOX")
        uids = session.uids(1)
        box.expunge("goes")

        assert list(session.bodies(uids)) == [uids[0], uids[2]]


def test_a_silent_connection_is_given_up(box: Box) -> None:
    with Proxy(box.port) as proxy, signed_in(box, port=proxy.port, read_s=1.0) as session:
        session.open("INBOX")
        proxy.weather = Weather(is_silent=True)
        began = time.monotonic()
        with pytest.raises(Dropped):
            session.wait(0.5)

        assert time.monotonic() - began < 5


def test_a_connection_cut_in_the_middle_of_a_mail_gives_no_half_mail(box: Box) -> None:
    box.append(mail(text="word " * 20_000))
    with Proxy(box.port) as proxy, signed_in(box, port=proxy.port) as session:
        session.open("INBOX")
        proxy.weather = Weather(cut_after=30_000)

        with pytest.raises(Dropped):
            session.bodies([1])


def test_answers_in_tiny_pieces_are_put_together(box: Box) -> None:
    sent = mail(text="word " * 500)
    box.append(sent)
    with Proxy(box.port, Weather(piece=7)) as proxy, signed_in(box, port=proxy.port) as session:
        session.open("INBOX")

        assert session.bodies(session.uids(1)) == {1: sent}


def test_a_large_mail_comes_in_pieces(box: Box) -> None:
    sent = mail(text="word " * 2_000_000)
    box.append(sent)
    with signed_in(box) as session:
        session.open("INBOX")
        [size] = session.sizes(session.uids(1))
        pieces = list(session.pieces(1, size=size.size))

    assert b"".join(pieces) == sent
    assert len(pieces) > 1


def test_a_large_mail_that_vanishes_meanwhile_is_no_whole_mail(box: Box) -> None:
    with signed_in(box) as session:
        session.open("INBOX")

        with pytest.raises(Dropped):
            list(session.pieces(77, size=10))


def test_mails_move_without_taking_others_along(dovecot_box: Box) -> None:
    dovecot_box.append(mail("one"), mail("two"), mail("three"))
    with dovecot_box.session() as imap:
        imap.store("3", "+FLAGS", r"(\Deleted)")  # somebody else's, not ours to expunge
    with signed_in(dovecot_box) as session:
        session.open("INBOX")
        session.move(session.uids(1)[:1], "Archive")

    assert dovecot_box.subjects() == ["two", "three"]
    assert dovecot_box.subjects("Archive") == ["one"]


def test_mails_are_marked_as_seen(box: Box) -> None:
    box.append(mail(), mail())
    with signed_in(box) as session:
        session.open("INBOX")
        session.mark_seen([2, 99])

    assert [r"\Seen" in flags for flags in box.flags()] == [False, True]


def test_folder_names_in_any_language(box: Box) -> None:
    with signed_in(box) as session:
        with contextlib.suppress(Refused):
            session._client.create_folder('Вхідні & "інше"')
        listed = [one.name for one in session.folders()]

        assert session.open('Вхідні & "інше"').exists == 0
        assert 'Вхідні & "інше"' in listed


def test_a_missing_folder_is_refused_and_the_session_goes_on(box: Box) -> None:
    with signed_in(box) as session:
        with pytest.raises(Refused):
            session.open("No such folder")

        assert session.open("INBOX").exists == 0


def test_nothing_breaks_out_of_a_command(box: Box) -> None:
    with signed_in(box) as session:
        before = [one.name for one in session.folders()]
        session.open("INBOX")
        for bad in ("x\r\nX1 CREATE Pwned", "x\nX1 CREATE Pwned", "x\0y", "\r"):
            for do in (session.open, session.look, lambda name: session.move([1], name)):
                with pytest.raises(Forged):
                    do(bad)
            with pytest.raises(Forged):
                session.sign_in(bad, "secret")
            with pytest.raises(Forged):
                session.sign_in_with_token("support", bad)

        assert [one.name for one in session.folders()] == before


def test_a_wrong_password_is_refused_in_words(dovecot_box: Box) -> None:
    with ImapSession(server_of(dovecot_box)) as session, pytest.raises(MailTrouble) as refused:
        session.sign_in(dovecot_box.user, "wrong")

    assert refused.value.kind is Trouble.LOGIN_REFUSED


def test_a_password_in_any_alphabet_reaches_the_server(dovecot_box: Box) -> None:
    with ImapSession(server_of(dovecot_box)) as session, pytest.raises(MailTrouble) as refused:
        session.sign_in(dovecot_box.user, "пароль")

    assert refused.value.kind is Trouble.LOGIN_REFUSED


def test_passwords_stay_out_of_the_log(box: Box, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with signed_in(box) as session:
        session.open("INBOX")

    assert box.password not in caplog.text


def test_nobody_there_is_told_apart() -> None:
    unused_tcp_port = free_port()
    for server, kind in (
        (MailServer("127.0.0.1", unused_tcp_port, Security.NONE), Trouble.CONNECTION_REFUSED),
        (MailServer("no-such-host.invalid", 993, Security.TLS), Trouble.HOST_UNKNOWN),
        (MailServer("10.1.2.3", 993, Security.TLS), Trouble.HOST_REFUSED),
        (MailServer("192.0.2.1", 143, Security.NONE), Trouble.PLAIN_REFUSED),
    ):
        with pytest.raises(MailTrouble) as trouble:
            ImapSession(server, connect_s=2.0)

        assert trouble.value.kind is kind


def test_a_session_belongs_to_its_thread(box: Box) -> None:
    caught: list[BaseException] = []
    with signed_in(box) as session:

        def use() -> None:
            try:
                session.open("INBOX")
            except AssertionError as error:
                caught.append(error)

        thread = threading.Thread(target=use)
        thread.start()
        thread.join()

    assert len(caught) == 1


def test_starttls_where_there_is_none_is_said(box: Box) -> None:
    server = MailServer(box.host, box.port, Security.STARTTLS, box.user)

    with pytest.raises(MailTrouble) as trouble:
        ImapSession(server)

    assert trouble.value.kind is Trouble.TLS_NOT_OFFERED


def test_tls_to_a_plain_port_is_said(box: Box) -> None:
    with pytest.raises(MailTrouble) as trouble:
        ImapSession(MailServer(box.host, box.port, Security.TLS, box.user), connect_s=3.0)

    assert trouble.value.kind is Trouble.WRONG_SECURITY
