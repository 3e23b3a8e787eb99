"""What agents see of their own second factor."""

from sqlalchemy.orm import Session

from helpdesk.actions.accounts import recovery_codes, second_factors
from helpdesk.models import Agent, SecondFactor
from helpdesk.queries.rows import Json, iso


def of_agent(session: Session, agent: Agent) -> Json:
    """Return whether an agent's sign-in asks for a code, since when, and how many recovery codes are left."""
    found = session.get(SecondFactor, agent.id)
    is_on = found is not None and found.since is not None
    return {
        "is_on": is_on,
        "since": iso(found.since) if found is not None else None,
        "codes_left": recovery_codes.left(session, agent.id) if is_on else 0,
        "is_required": second_factors.is_required(session, agent.role),
    }
