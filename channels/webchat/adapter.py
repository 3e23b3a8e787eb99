"""Sending to a chat visitor: the reply becomes the next numbered fact of their ticket."""

from sqlalchemy.orm import Session

from channels.base import ConnectionTest, Outgoing, Receipt
from helpdesk.actions import follow_ups, visitors
from helpdesk.actions.workspace.origins import checked_origins
from helpdesk.errors import Invalid
from helpdesk.models import Channel, ChannelKind, Message, Ticket


class WebchatAdapter:
    """The way out of one chat channel."""

    kind = ChannelKind.WEBCHAT
    is_local = True
    slots = 1

    def __init__(self, channel: Channel) -> None:
        self._origins: list[str] = channel.config.get("allowed_origins", [])

    def send(self, outgoing: Outgoing) -> Receipt:
        """Touch nothing: all there is to do happens in `note_sent`."""
        return Receipt()

    def note_sent(self, session: Session, outgoing: Outgoing) -> None:
        """Tell the visitor, in the same transaction that says so to the agent."""
        ticket = session.get_one(Ticket, outgoing.ticket_id)
        message = session.get_one(Message, outgoing.message_id)
        visitors.tell_message(session, ticket, message)
        follow_ups.expect(session, message)

    def test_connection(self) -> ConnectionTest:
        """Look whether the sites that may embed the chat are written as browsers write them."""
        try:
            checked_origins(self._origins)
        except Invalid as error:
            return ConnectionTest(is_working=False, detail=error.detail)
        return ConnectionTest(is_working=True)

    def close(self) -> None:
        """Nothing is open."""
