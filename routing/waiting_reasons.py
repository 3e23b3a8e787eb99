"""Telling people why tickets wait: one reason on the row, all of them on demand."""

import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select

from helpdesk import db
from helpdesk.actions.waiting import explain_many
from helpdesk.models import Ticket
from routing.hurdles import Hurdle
from routing.picture import Picture
from routing.shapes import WaitingTicket
from routing.waiting import Obstacle, explain_waiting

MAX_NOTED: Final = 200
BACKLOG_EVERY_S: Final = 2.0

_next_at = 0.0  # monotonic

# Basic obstacles are named only when nobody at all would suit; the others by whom they hold back most.
BASIC: Final = (Hurdle.LACKS_SKILL, Hurdle.LACKS_LANGUAGE, Hurdle.NOT_IN_TEAM)


def note(seen: Picture) -> int:
    """Keep the main reason on up to 200 waiting tickets whose reason has changed; return how many were.

    In a backlog at most every 2 s: while mails pour in by the hundred, each run would explain the same 200 anew. The
    clock asks again within 4 s.
    """
    if not seen.waiting or (len(seen.waiting) >= MAX_NOTED and not _is_time()):
        return 0
    told = _told([int(ticket.id) for ticket in seen.waiting[:MAX_NOTED]])
    news = {
        int(ticket.id): reason
        for ticket in seen.waiting[:MAX_NOTED]
        for reason in [main_reason(obstacles(seen, ticket))]
        if _is_news(reason, told.get(int(ticket.id)))
    }
    return _keep_all(news)


def obstacles(seen: Picture, ticket: WaitingTicket) -> Sequence[Obstacle]:
    """Tell why nobody works on a ticket of a picture."""
    bars, closed = seen.bars.get(ticket.id), seen.closed.get(ticket.id)
    return explain_waiting(ticket, seen.agents, now=seen.now, bars=bars, closed=closed)


def _is_time() -> bool:
    global _next_at
    now = time.monotonic()
    if now < _next_at:
        return False
    _next_at = now + BACKLOG_EVERY_S
    return True


def main_reason(obstacles: Sequence[Obstacle]) -> dict[str, Any]:
    """Return the one reason a row shows: {"code": ..., "params": {"agents": n, "detail": ...}}."""
    by_name = {obstacle.reason: obstacle for obstacle in obstacles}
    suitable = by_name.get(Hurdle.SUITABLE.value)
    if suitable is None:
        return _reason("nobody_works_here", 0)
    if suitable.agents == 0:
        worst = next(by_name[hurdle.value] for hurdle in BASIC if hurdle.value in by_name)
        return _reason(worst.reason, worst.agents, worst.detail)
    holding = obstacles[obstacles.index(suitable) + 1 :]
    if any(obstacle.reason == Hurdle.ABOUT_TO_START for obstacle in holding):
        return _reason(Hurdle.ABOUT_TO_START.value, suitable.agents)
    at_desk = [obstacle for obstacle in holding if obstacle.reason != Hurdle.OFFLINE]
    worst = max(at_desk or holding, key=lambda obstacle: obstacle.agents)
    return _reason(worst.reason, suitable.agents, worst.detail)


def _is_news(reason: dict[str, Any], told: dict[str, Any] | None) -> bool:
    """Numbers that change while the cause stays are no news: a busy desk would talk of nothing else."""
    if reason["code"] == Hurdle.ABOUT_TO_START:
        return False
    return told is None or (told["code"], told["params"]["detail"]) != (reason["code"], reason["params"]["detail"])


def _reason(code: str, agents: int, detail: str = "") -> dict[str, Any]:
    return {"code": code, "params": {"agents": agents, "detail": detail}}


def _told(ids: Sequence[int]) -> dict[int, dict[str, Any] | None]:
    with db.reading() as session:
        return dict(session.execute(select(Ticket.id, Ticket.waiting_reason).where(Ticket.id.in_(ids))).all())


def _keep_all(news: Mapping[int, dict[str, Any]]) -> int:
    return db.retrying(lambda session: explain_many(session, news)) if news else 0
