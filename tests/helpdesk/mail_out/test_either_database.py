"""Everything that goes out by mail, once on SQLite and once on PostgreSQL."""

from datetime import timedelta

import pytest

from helpdesk import clock, db
from helpdesk.actions import acknowledgements, lifecycle, rating_requests, system_mail
from helpdesk.actions.accounts import password_resets
from tests.cast import Desk, email_of
from tests.channels.email.outbound.posts import deliver
from tests.mailboxes import VERA, answers_by_mail, mailbox, writes
from tests.peers.smtp_sink import Sink


def test_all_kinds_of_mail_go_out_once(either_desk: Desk, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acknowledgements, "PATIENCE", timedelta(seconds=-1))
    channel = mailbox(sink.port, acknowledge=True, ask_rating=True)
    ticket_id = writes(channel).ticket_id
    assert acknowledgements.acknowledge_new() == 1
    answers_by_mail(ticket_id, by=either_desk.cast.anna)
    with db.transaction() as session:
        lifecycle.resolve(session, ticket_id, by=either_desk.cast.anna)
        assert password_resets.ask(session, email_of("anna"))
    with clock.fixed(clock.now() + timedelta(minutes=20)):
        assert rating_requests.ask_resolved() == 1
        deliver(channel)
        deliver(channel)

    kinds = [(kept.mail["auto-submitted"], kept.recipients) for kept in sink.kept]
    assert kinds == [
        ("auto-replied", (VERA,)),
        (None, (VERA,)),
        ("auto-generated", (VERA,)),
        ("auto-generated", (email_of("anna"),)),
    ]
    with clock.fixed(clock.now() + timedelta(days=40)), db.transaction() as session:
        system_mail.forget_old(session)
