"""Mails of the desk itself: once, through the right mailbox, in the reader's language, tried again when that is safe."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from helpdesk import clock, db
from helpdesk.actions import desk_mails, system_mail
from helpdesk.models import Agent, DeliveryAttempt, DeliveryState, Secret, Setting, SystemMail
from tests.cast import Desk
from tests.channels.email.outbound.posts import deliver
from tests.edge import Browser
from tests.mailboxes import mailbox
from tests.peers.smtp_sink import DROP, Sink


def posts(desk: Desk, *, key: str = "digest:1", hours: int = 1) -> SystemMail | None:
    with db.transaction() as session:
        agent = session.get_one(Agent, desk.cast.anna.agent_id)
        tickets = [(7, "Where is my <b>order</b>?")]
        draft = desk_mails.digest(session, agent, key=key, tickets=tickets, until=clock.now() + timedelta(hours=hours))
        return system_mail.post(session, draft)


def kept() -> SystemMail:
    with db.reading() as session:
        return session.scalars(select(SystemMail).order_by(SystemMail.id.desc())).first()  # type: ignore[return-value]


def test_it_is_sent_once_however_often_it_is_asked_for(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port)

    made = {mail.id for mail in (posts(desk), posts(desk)) if mail}
    deliver(channel)
    deliver(channel)

    assert len(made) == 1
    assert [one.recipients for one in sink.kept] == [("anna@desk.example",)]
    assert sink.kept[0].mail["message-id"] == kept().mail_id
    assert (kept().delivery_state, kept().sent_at is not None) == (DeliveryState.SENT, True)


@pytest.mark.parametrize(("locale", "word"), [("en", "waits"), ("ru", "обращение"), ("uk", "звернення")])
def test_it_speaks_the_language_of_who_reads_it(desk: Desk, sink: Sink, locale: str, word: str) -> None:
    channel = mailbox(sink.port)
    with db.transaction() as session:
        session.execute(update(Agent).values(locale=locale))

    posts(desk)
    deliver(channel)

    assert word in sink.kept[0].mail["subject"]
    assert "&lt;b&gt;order" in sink.kept[0].html
    assert "<b>order</b>" in sink.kept[0].text


def test_without_a_mailbox_nothing_is_written(desk: Desk) -> None:
    assert posts(desk) is None


def test_it_goes_out_by_the_mailbox_that_is_set_and_no_other(desk: Desk, sink: Sink) -> None:
    first, second = mailbox(9), mailbox(sink.port, address="desk@desk.test")
    with db.transaction() as session:
        session.merge(Setting(key="system_mailbox_id", value={"value": second.id}, updated_at=clock.now()))

    posts(desk)
    deliver(first)
    between = len(sink.kept)
    deliver(second)

    assert between == 0
    assert sink.kept[0].sender == "desk@desk.test"


def test_a_temporary_refusal_is_tried_again(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port)
    sink.fail("DOT", "451 later")
    posts(desk)

    deliver(channel)
    waiting = kept().delivery_state
    with clock.fixed(clock.now() + timedelta(seconds=12)):
        deliver(channel)

    assert (waiting, kept().delivery_state) == (DeliveryState.QUEUED, DeliveryState.SENT)
    with db.reading() as session:
        assert list(session.scalars(select(DeliveryAttempt.outcome))) == ["not_sent", "sent"]


def test_what_nobody_can_know_is_not_sent_again(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port)
    sink.fail("DOT", DROP)
    posts(desk)

    deliver(channel)
    with clock.fixed(clock.now() + timedelta(minutes=30)):
        deliver(channel)

    assert kept().delivery_state is DeliveryState.UNKNOWN
    assert len(sink.kept) == 1


def test_what_is_too_late_to_be_of_use_is_not_sent(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port)
    posts(desk)

    with clock.fixed(clock.now() + timedelta(hours=2)):
        deliver(channel)

    assert kept().delivery_state is DeliveryState.FAILED
    assert sink.kept == []


def test_an_invitation_goes_out_by_mail_and_its_link_works(desk: Desk, sink: Sink, browser: object) -> None:
    channel = mailbox(sink.port)
    dora: Browser = browser("dora")  # type: ignore[operator]  # the fixture opens browsers
    made = dora.post("/api/invitations", {"email": "olena@desk.example", "name": "Olena"}).json()
    with db.reading() as session:
        assert len(session.scalars(select(Secret)).all()) == 1
        assert made["url"].rpartition("/")[2] not in session.scalars(select(SystemMail.text)).one()

    deliver(channel)

    path = "/invitations/" + made["url"].rpartition("/")[2]
    assert path in sink.kept[0].text
    assert path in sink.kept[0].html
    assert browser().page(path).status_code == 200  # type: ignore[operator]
    with db.reading() as session:
        assert session.scalars(select(Secret)).all() == []


def test_old_ones_are_forgotten(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port)
    posts(desk)
    deliver(channel)

    with clock.fixed(clock.now() + timedelta(days=31)), db.transaction() as session:
        system_mail.forget_old(session)

    with db.reading() as session:
        assert session.scalars(select(SystemMail)).all() == []
