"""What a demo does once before its parts start."""

import os

from helpdesk import db
from helpdesk.actions.accounts import agents
from helpdesk.config import Config
from runtime import first_start
from runtime.demo import answers, channels, staff
from runtime.demo.past import history
from runtime.demo.past.plan import USUAL_TICKETS
from runtime.demo.place import Place


def make_ready(config: Config) -> list[str]:
    """Make the desk ready, give it staff, channels and two weeks of history if it has none, and return how to sign in."""
    first_start.make_ready(config)
    password = staff.password_of(config.data_dir)
    place = Place.of(config.data_dir, desk_port=config.port)
    with db.transaction() as session:
        is_new = not agents.is_any(session)
        if is_new:
            staff.hire(session, password=password)
            answers.keep(session, owner_email=staff.SUPERVISOR)
            place = channels.open_all(session, place)
        else:
            channels.follow(session, place)
    place.save(config.data_dir)
    if is_new:
        history.make(config, place, tickets=_tickets())
    return [
        "this is a demo: everybody in it is invented, and nothing leaves this machine",
        f"sign in as administrator {staff.ADMIN}, supervisor {staff.SUPERVISOR} or agent {staff.AGENT}; password {password}",
        f"write as any of the customers on {place.page_url}",
    ]


def _tickets() -> int:
    """Return how long a history is wanted; a short one starts sooner."""
    wanted = os.environ.get("HELPDESK_DEMO_TICKETS", "")
    return min(500, int(wanted)) if wanted.isdigit() else USUAL_TICKETS
