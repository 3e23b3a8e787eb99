"""What a demo does once before its parts start."""

from helpdesk import db
from helpdesk.actions.accounts import agents
from helpdesk.config import Config
from runtime import first_start
from runtime.demo import staff


def make_ready(config: Config) -> list[str]:
    """Make the desk ready, hire its staff if it has none, and return how to sign in."""
    first_start.make_ready(config)
    password = staff.password_of(config.data_dir)
    with db.transaction() as session:
        if not agents.is_any(session):
            staff.hire(session, password=password)
    return [
        f"sign in as the administrator {staff.ADMIN} with the password {password}",
        f"or as one of the agents, with the same password: {staff.AGENTS}",
    ]
