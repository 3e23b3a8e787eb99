"""What a new desk starts with: statuses, types, service levels and one chat widget."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.models import Category, ChannelKind, Status, TicketType
from helpdesk.models.channels import Channel
from helpdesk.sla_defaults import seed_policies
from helpdesk.tokens import new_name

STATUSES = (
    ("new", "New", Category.NEW),
    ("open", "Open", Category.OPEN),
    ("pending", "Waiting for customer", Category.PENDING),
    ("on_hold", "On hold", Category.ON_HOLD),
    ("resolved", "Resolved", Category.RESOLVED),
    ("closed", "Closed", Category.CLOSED),
)
TYPES = (
    ("question", "Question"),
    ("incident", "Incident"),
    ("problem", "Problem"),
    ("request", "Request"),
    ("complaint", "Complaint"),
    ("suggestion", "Suggestion"),
)


def seed_defaults(session: Session) -> bool:
    """Fill an empty desk; False, and nothing changes, when it has statuses already."""
    if session.scalar(select(Status.id).limit(1)) is not None:
        return False
    for position, (key, name, category) in enumerate(STATUSES):
        session.add(Status(key=key, name=name, category=category, position=position, is_default=True))
    for position, (key, name) in enumerate(TYPES):
        session.add(TicketType(key=key, name=name, position=position))
    chat = Channel(kind=ChannelKind.WEBCHAT, name="Web chat", public_key=new_name(), config={}, created_at=clock.now())
    session.add(chat)
    seed_policies(session)
    session.flush()
    return True
