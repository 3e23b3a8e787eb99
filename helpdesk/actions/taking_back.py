"""Making a reply that has not left yet its writer's draft again."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from helpdesk import events
from helpdesk.actions import drafts
from helpdesk.models import FILE_ORDER, Attachment, DeliveryState, Draft, DraftMode, Message, Thread, Ticket
from helpdesk.permissions import Actor, ActorKind


def take_back(session: Session, ticket: Ticket, message: Message, *, by: Actor) -> Draft | None:
    """Withdraw a queued reply of a locked ticket; its text and files go back to whoever wrote it.

    What was forwarded to somebody else becomes no draft: the draft is of the answer to the customer.
    """
    message.delivery_state, message.client_key = DeliveryState.WITHDRAWN, None
    session.flush()
    theirs = select(Attachment.public_id).where(Attachment.message_id == message.id)
    files = list(session.scalars(theirs.order_by(*FILE_ORDER)))
    session.execute(
        update(Attachment)
        .where(Attachment.message_id == message.id)
        .values(message_id=None, channel_id=None, place=None, uploaded_by_agent_id=message.author_agent_id)
    )
    events.record(session, "message.withdrawn", by=by, ticket=ticket, message=message)
    if session.get_one(Thread, message.thread_id).details.get("aside"):
        return None
    author = Actor(ActorKind.AGENT, agent_id=message.author_agent_id)
    return drafts.restore(session, ticket, DraftMode.REPLY, text=message.text, attachment_ids=files, by=author)
