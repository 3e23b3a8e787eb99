"""What the desk has learnt from its tickets, for those who decide whether it may act on it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import settings
from helpdesk.actions.learning import LEAST_TICKETS, SETTING, Aspect
from helpdesk.models import ENDED, Learning, PlanningState, Ticket
from helpdesk.queries.rows import Json, iso


def learning(session: Session) -> Json:
    """Return what came of the newest learning, what is switched on, and how far one that runs is.

    Of each aspect: figures of the newest tickets, which it has not seen. Until it is switched on they say what would
    have been. solved: how many tickets there are to learn from, as far as needed.
    """
    newest = session.scalar(select(Learning).order_by(Learning.id.desc()).limit(1))
    done = session.scalar(
        select(Learning).where(Learning.state == PlanningState.DONE).order_by(Learning.id.desc()).limit(1)
    )
    outcome, on = (done.outcome if done else None) or {}, settings.get(session, SETTING)
    solved = session.scalars(select(Ticket.id).where(Ticket.category.in_(ENDED)).limit(LEAST_TICKETS)).all()
    return {
        "version": done.id if done else None,
        "made_at": iso(done.finished_at) if done else None,
        "examples": outcome.get("examples", 0),
        "corrected": outcome.get("corrected", 0),
        "aspects": [_aspect(aspect, outcome, on) for aspect in Aspect],
        "newest": None if newest is None else _state(newest),
        "solved": len(solved),
        "needed": LEAST_TICKETS,
    }


def _aspect(aspect: Aspect, outcome: Json, on: Json) -> Json:
    is_on = bool(on.get(aspect.value))
    figures = outcome.get("aspects", {}).get(aspect.value)
    is_better = bool(figures and figures["is_better"])
    return {"aspect": aspect.value, "is_on": is_on, "acts": is_on and is_better, "figures": figures}


def _state(row: Learning) -> Json:
    return {"status": row.state.value, "progress": row.progress, "error": row.error, "created_at": iso(row.created_at)}
