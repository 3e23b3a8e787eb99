"""Old mail taken over in silence."""

from sqlalchemy import select

from channels.email.importing import import_old
from helpdesk import db
from helpdesk.models import Category, Event, Ticket
from tests.cast import Desk
from tests.channels.email.inbound.mailrooms import becomes_true, count, is_begun, open_mailbox, subjects, taking_in
from tests.channels.email.inbound.mails import mail
from tests.peers.imap import Box

LONG_AGO = '"01-Jan-2020 10:00:00 +0000"'


def test_old_mail_comes_as_closed_tickets_and_nobody_is_told(desk: Desk, box: Box) -> None:
    box.append(mail("old one"), mail("old two", sender="olga@shop.example"), when=LONG_AGO)
    channel = open_mailbox(box)
    done = import_old(channel, "INBOX")
    with taking_in(channel):
        assert becomes_true(lambda: len(subjects(channel)) == 2)

    assert (done.found, done.known, done.stored) == (2, 0, 2)
    with db.reading() as session:
        assert set(session.scalars(select(Ticket.category))) == {Category.CLOSED}
        kinds = set(session.scalars(select(Event.kind)))
    assert kinds.isdisjoint({"ticket.created", "message.received", "message.queued"})


def test_importing_again_is_harmless(desk: Desk, box: Box) -> None:
    box.append(mail("old"), when=LONG_AGO)
    channel = open_mailbox(box)
    import_old(channel, "INBOX")

    assert import_old(channel, "INBOX").known == 1
    assert count(channel) == 1


def test_what_came_since_is_not_old(desk: Desk, box: Box) -> None:
    box.append(mail("old"), when=LONG_AGO)
    channel = open_mailbox(box)
    with taking_in(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(mail("new"))
        assert becomes_true(lambda: subjects(channel) == ["new"])
        assert import_old(channel, "INBOX").found == 1
        assert becomes_true(lambda: subjects(channel) == ["new", "old"])
