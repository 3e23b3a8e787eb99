"""Looking for a trace of a reply of which nobody knows whether it went out."""

from enum import StrEnum

from channels.email.sent_folder import has_sent
from helpdesk import db
from helpdesk.actions import delivery
from helpdesk.actions.access import open_message
from helpdesk.errors import Conflict, DeskError
from helpdesk.models import Channel, ChannelKind, DeliveryState, Mail
from helpdesk.permissions import Actor


class Trace(StrEnum):
    """What looking found."""

    FOUND = "found"  # it went out, and is marked as sent
    NOT_FOUND = "not_found"  # which proves nothing
    NOWHERE_TO_LOOK = "nowhere_to_look"
    UNREACHABLE = "unreachable"


def check_unknown(message_id: int, *, by: Actor) -> Trace:
    """Look for an unknown reply where its provider keeps copies, and mark it as sent if it is there.

    Waits for the network, so never call it in a transaction. NotFound or Conflict where there is nothing to check.
    """
    with db.transaction() as session:
        message, ticket = open_message(session, message_id, by=by)
        if message.delivery_state is not DeliveryState.UNKNOWN:
            raise Conflict("Only what is unknown can be checked.", code="illegal_move")
        mail, channel = session.get(Mail, message_id), session.get_one(Channel, ticket.channel_id)
        if mail is not None:
            channel = session.get_one(Channel, mail.channel_id)
    if mail is None or channel.kind is not ChannelKind.EMAIL:
        return Trace.NOWHERE_TO_LOOK
    try:
        is_there = has_sent(channel, mail.mail_id)
    except DeskError:
        return Trace.UNREACHABLE
    if is_there is None:
        return Trace.NOWHERE_TO_LOOK
    if is_there:
        with db.transaction() as session:
            delivery.confirm(session, message_id, by=by)
    return Trace.FOUND if is_there else Trace.NOT_FOUND
