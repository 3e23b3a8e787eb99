"""Taking in mails, one or a hundred at a time: each finds its ticket, then all are written in a few statements."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from helpdesk import events
from helpdesk.actions import returned_mail, threading, visitor_letters
from helpdesk.actions.access import touch
from helpdesk.actions.circle import Circle
from helpdesk.actions.coming_back import note_on_ticket, put_last, takes_more
from helpdesk.actions.mail_known import Known
from helpdesk.actions.mail_rows import identity_of, message_of, new_ticket, preview_of, thread_of
from helpdesk.actions.mail_shapes import Entry, OpenFile, Place
from helpdesk.actions.mail_sheet import Sheet
from helpdesk.crash import crash_point
from helpdesk.incoming import IncomingMail, IncomingMessage
from helpdesk.models import Identity, Message, Thread
from helpdesk.permissions import CUSTOMER

# Machines that answer a mail which is not here: kept and found, but nobody's work.
NOBODYS_WORK: Final = frozenset({"auto_reply", "out_of_office", "bounce", "receipt", "spam_report"})


def receive_mails(session: Session, batch: Sequence[IncomingMessage]) -> list[Message]:
    """Store mails in their order in the caller's transaction and return the message each became.

    A mail that came before returns its first message. Run it through `helpdesk.db.retrying`.
    """
    intake = _Intake(session, batch)
    with events.written_together(session):
        messages = [intake.take(one) for one in batch]
        intake.sheet.write(session)
    new = {id(ticket) for ticket, _ in intake.sheet.tickets}
    known = [(one.ticket, one.message) for one in intake.sheet.entries if id(one.ticket) not in new]
    visitor_letters.tell_received(session, known)
    session.flush()
    crash_point("receive.before_commit")
    return messages


class _Intake:
    """One batch on its way in."""

    def __init__(self, session: Session, batch: Sequence[IncomingMessage]) -> None:
        self._session = session
        self._known = Known(session, batch)
        self.sheet = Sheet()

    def take(self, incoming: IncomingMessage) -> Message:
        """Find the ticket of a mail and note what is to be written."""
        known = self._known.received(incoming)
        if known is not None:
            return known
        mail = _mail(incoming)
        original = returned_mail.original(self._session, self._known, incoming)
        if original is not None:
            returned_mail.note(self._session, mail, original)
            return self._store(incoming, Place(file=original.file, pointer=original), None)
        identity = self._identity(incoming)
        return self._store(incoming, self._place(incoming), identity)

    def _place(self, incoming: IncomingMessage) -> Place:
        mail = _mail(incoming)
        candidates = self._known.candidates(incoming)
        if mail.is_spam:
            # Only who holds a mail of ours is believed against the mail server's own judgement.
            found = threading.place(mail, (one for one in candidates if one.is_signed), takes_more=self._takes_more)
            return found if found.file is not None else Place()
        takes_more = (lambda _: True) if mail.is_silent else self._takes_more
        return threading.place(mail, candidates, takes_more=takes_more)

    def _takes_more(self, file: OpenFile) -> bool:
        return takes_more(file.ticket, reopen_days=self._known.reopen_days)

    def _identity(self, incoming: IncomingMessage) -> Identity:
        mail = _mail(incoming)
        identity, customer = identity_of(incoming, self._known.identities)
        if customer is not None:
            self.sheet.customers.append((customer, identity))
            if mail.from_address:
                self._known.identities[identity.address] = identity
        return identity

    def _store(self, incoming: IncomingMessage, place: Place, identity: Identity | None) -> Message:
        mail = _mail(incoming)
        file = place.file or self._new_file(incoming, identity)
        thread = threading.thread_on(
            file, place.pointer, peer=mail.from_address, channel_id=incoming.channel_id
        ) or self._new_thread(incoming, file, identity)
        message = message_of(incoming, file.ticket, thread, identity)
        external_id = self._known.external_id(incoming)
        self.sheet.entries.append(Entry(incoming, external_id, message, file.ticket, thread, identity))
        if place.link is not None and place.other is not None:
            self.sheet.links.append((file.ticket, place.other.ticket, place.link))
        self._known.note(incoming, file, thread, message)
        self._tell(mail, file, message)
        return message

    def _new_file(self, incoming: IncomingMessage, identity: Identity | None) -> OpenFile:
        assert identity is not None
        ticket = new_ticket(incoming, self._known, is_nobodys_work=_mail(incoming).auto_kind in NOBODYS_WORK)
        self.sheet.tickets.append((ticket, identity))
        return OpenFile(ticket, Circle([identity.address], self._known.own), is_new=True)

    def _new_thread(self, incoming: IncomingMessage, file: OpenFile, identity: Identity | None) -> Thread:
        thread = thread_of(incoming)
        self.sheet.threads.append((thread, file.ticket, identity))
        return thread

    def _tell(self, mail: IncomingMail, file: OpenFile, message: Message) -> None:
        ticket = file.ticket
        is_first = file.is_new and ticket.message_count == 0
        if is_first and not mail.is_silent:
            data = {"channel_id": ticket.channel_id}
            events.record(self._session, "ticket.created", by=CUSTOMER, ticket=ticket, data=data)
        if mail.is_silent or (is_first and (mail.is_spam or (message.is_auto and mail.auto_kind in NOBODYS_WORK))):
            put_last(ticket, message, shown=preview_of(message.text, mail))
            touch(ticket)
        else:
            note_on_ticket(self._session, ticket, message, shown=preview_of(message.text, mail))
        kind = "message.stored" if mail.is_silent or ticket.spam_at is not None else "message.received"
        events.record(self._session, kind, by=CUSTOMER, ticket=ticket, message=message)


def _mail(incoming: IncomingMessage) -> IncomingMail:
    assert incoming.mail is not None
    return incoming.mail
