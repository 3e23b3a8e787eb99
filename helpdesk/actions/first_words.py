"""Tickets that begin with us in a chat: on Telegram, or in the chat of a site."""

from sqlalchemy.orm import Session

from helpdesk import clock, events, markup
from helpdesk.actions import assign
from helpdesk.actions.telegram import outgoing
from helpdesk.actions.tickets import create_ticket
from helpdesk.actions.writing import Writing, hold_or_release_first, known_writing, require_text, store
from helpdesk.crash import crash_point
from helpdesk.errors import Conflict, Invalid
from helpdesk.models import Message, MessageKind, Thread, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries.ways import Way, ways_to

SUBJECT_CHARS = 300
KEPT = ("email",)  # of what a visitor's thread knows: where an answer goes that they do not see


def begin(
    session: Session,
    customer_id: int,
    writing: Writing,
    *,
    channel_id: int,
    identity_id: int,
    by: Actor,
    subject: str = "",
) -> Message:
    """Write to a customer in a chat they have used: a new ticket, taken by its writer.

    subject: what it is about on the desk alone, else the first words. The same client key again returns the first
    message. Raises NotFound for whom the actor does not work with, Conflict "not_reachable" where nothing reaches them.
    """
    known = known_writing(session, None, writing, by=by)
    if known is not None:
        return known
    require_text(writing)
    way = _way(ways_to(session, by, customer_id), channel_id=channel_id, identity_id=identity_id)
    ticket, thread = _opened(session, way, subject=_subject(subject, writing), by=by)
    message = store(session, ticket, thread, writing, kind=MessageKind.OUT, by=by)
    outgoing.add(session, thread, message, writing)
    hold_or_release_first(session, ticket, thread, message, by=by)
    if by.agent_id is not None:
        assign.take(session, ticket.id, by=by)
    events.record(session, "message.queued", by=by, ticket=ticket, message=message)
    session.flush()
    crash_point("begin.before_commit")
    return message


def _way(ways: list[Way], *, channel_id: int, identity_id: int) -> Way:
    way = next((one for one in ways if one.is_by(channel_id, identity_id)), None)
    if way is None:
        raise Invalid("This customer has no such chat.", channel_id=channel_id)
    if way.hindrance is not None:
        raise Conflict("This customer cannot be written to there.", code="not_reachable", reason=way.hindrance.value)
    return way


def _subject(subject: str, writing: Writing) -> str:
    return markup.preview(subject, chars=SUBJECT_CHARS) or markup.preview(writing.text, chars=80)


def _opened(session: Session, way: Way, *, subject: str, by: Actor) -> tuple[Ticket, Thread]:
    assert way.channel is not None
    assert way.identity is not None
    assert way.before is not None
    ticket = create_ticket(session, channel=way.channel, customer_id=way.identity.customer_id, subject=subject, by=by)
    thread = Thread(
        ticket_id=ticket.id,
        channel_id=way.channel.id,
        identity_id=way.identity.id,
        peer=way.before.peer,
        details={name: value for name, value in way.before.details.items() if name in KEPT},
        created_at=clock.now(),
    )
    session.add(thread)
    session.flush()
    return ticket, thread
