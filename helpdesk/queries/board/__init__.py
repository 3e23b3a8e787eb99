"""The supervisors' live board: what waits, what becomes late, who has how much."""

from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.outbox import last_position
from helpdesk.permissions import Actor
from helpdesk.queries.board.agents import agents
from helpdesk.queries.board.figures import figures
from helpdesk.queries.board.queue import queue
from helpdesk.queries.rows import Json, iso


def board(session: Session, actor: Actor) -> Json:
    """Return the board of those tickets and agents the actor may see; read in a bounded number of statements."""
    now = clock.now()
    return {
        "position": last_position(session),
        "at": iso(now),
        **figures(session, actor, now),
        "agents": agents(session, actor, now),
        "queue": queue(session, actor),
    }
