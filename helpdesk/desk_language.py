"""The language in which the desk speaks where no reader is known: texts that are stored for whoever opens them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import i18n
from helpdesk.models import Agent, Role


def desk_language(session: Session) -> str:
    """Return the language of the first administrator, the default while there is none."""
    first = select(Agent.locale).where(Agent.role == Role.ADMIN, Agent.is_active.is_(True)).order_by(Agent.id).limit(1)
    return i18n.known((session.scalar(first) or i18n.DEFAULT).partition("-")[0])
