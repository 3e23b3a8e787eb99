"""Sending by mail: a reply becomes a letter, and the letter goes out in phases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import structlog
from sqlalchemy.orm import Session

from channels.base import ConnectionTest, Outgoing, Receipt, SystemLetter
from channels.email import probe
from channels.email.config import Auth, MailboxConfig
from channels.email.logins import login_of
from channels.email.sent_folder import keep_copy
from channels.email.smtp.connection import open_wire
from channels.email.smtp.pool import SmtpPool
from channels.email.smtp.session import SmtpSession
from channels.email.trouble import MailTrouble, Trouble, said
from channels.email.writing.compose import compose
from channels.email.writing.letter import Letter
from channels.email.writing.letters import reply_letter, system_letter
from helpdesk import db, settings
from helpdesk.actions import channel_health, visitor_letters
from helpdesk.errors import DeliveryError, Outcome
from helpdesk.mail_ids import hop_keys_in
from helpdesk.models import Channel, ChannelKind, Direction, Message, Ticket

T = TypeVar("T")

log = structlog.get_logger()


class EmailAdapter:
    """The way out of one mailbox; several threads may send at once."""

    kind = ChannelKind.EMAIL
    is_local = False
    slots = 3

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._config = MailboxConfig.of(channel)
        self._pool = SmtpPool(self._open)
        self._copies = ThreadPoolExecutor(1, thread_name_prefix="sent-copies")

    def send(self, outgoing: Outgoing) -> Receipt:
        """Send a reply to all of its recipients or to none.

        Its Message-ID is the one it has had since it was written, however often it is tried.
        """
        return self._send(_put_together(lambda: reply_letter(outgoing, self._config)))

    def send_system(self, letter: SystemLetter) -> Receipt:
        """Send a mail of the desk itself."""
        with db.reading() as session:
            name = str(settings.get(session, "desk_name"))
        return self._send(system_letter(letter, self._config, desk_name=name))

    def note_sent(self, session: Session, outgoing: Outgoing) -> None:
        """Note that the way out works; who began in the chat finds the answer there as well."""
        channel_health.note_working(session, self._channel.id, Direction.OUT)
        ticket = session.get_one(Ticket, outgoing.ticket_id)
        visitor_letters.tell_sent(session, ticket, session.get_one(Message, outgoing.message_id))

    def test_connection(self) -> ConnectionTest:
        """Try both servers without sending anything."""
        return probe.try_mailbox(self._channel)

    def close(self) -> None:
        """Let go of connections."""
        self._pool.close()
        self._copies.shutdown(wait=True)

    def _send(self, letter: Letter) -> Receipt:
        envelope = _put_together(lambda: compose(letter))
        try:
            words = self._pool.send(envelope)
        except MailTrouble as trouble:
            with db.transaction() as session:
                channel_health.note_trouble(
                    session, self._channel.id, Direction.OUT, code=trouble.kind.value, detail=trouble.words
                )
            raise DeliveryError(said(trouble), outcome=Outcome.NOT_SENT) from trouble
        if self._config.save_sent:
            self._copies.submit(keep_copy, self._channel, envelope.data)
        return Receipt(external_ids=hop_keys_in(words), words=words)

    def _open(self) -> SmtpSession:
        try:
            return self._open_once(anew=False)
        except MailTrouble as trouble:
            if self._config.auth is Auth.PASSWORD or trouble.kind is not Trouble.LOGIN_REFUSED:
                raise
        # The provider's clock, or a token it withdrew: ours may be stale although it looks fresh.
        return self._open_once(anew=True)

    def _open_once(self, *, anew: bool) -> SmtpSession:
        login = login_of(self._channel, Direction.OUT, anew=anew)
        return SmtpSession(open_wire(self._config.smtp, login, name=self._config.domain))


def _put_together(make: Callable[[], T]) -> T:
    """Whatever goes wrong before the network is touched, nothing was sent, and trying again will not help."""
    try:
        return make()
    except DeliveryError:
        raise
    except Exception as error:
        log.error("a mail could not be put together", exc_info=error)
        words = f"This could not be put into a mail ({type(error).__name__})."
        raise DeliveryError(words, outcome=Outcome.REJECTED) from error
