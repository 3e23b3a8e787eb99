"""What changes of the desk leave behind."""

from sqlalchemy import select

from helpdesk import db
from helpdesk.actions import audit
from helpdesk.models import Audit, Event


def traces() -> list[tuple[str, str]]:
    """Return what consoles were told changed, and what the audit log says, oldest first."""
    with db.reading() as session:
        assert audit.verify_chain(session) is None
        told = session.scalars(select(Event).where(Event.kind == "workspace.changed").order_by(Event.id))
        kept = session.scalars(select(Audit).order_by(Audit.id))
        return [("told", event.data["what"]) for event in told] + [(row.verb, row.object) for row in kept]
