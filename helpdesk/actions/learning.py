"""Learning from the desk's own tickets: asked for, kept, and switched on by a supervisor."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from helpdesk import bulk, clock, settings
from helpdesk.actions import planning
from helpdesk.actions.workspace.changes import What, leave_trace
from helpdesk.errors import Conflict, Forbidden
from helpdesk.models import ENDED, Learning, LearntModel, PlanningState, Role, Setting, Ticket
from helpdesk.models.planning import UNFINISHED
from helpdesk.permissions import Actor

LEAST_TICKETS: Final = 500  # that people have solved
RENEWED_AFTER: Final = timedelta(days=7)
KEPT: Final = 20
SETTING: Final = "learning"


class Aspect(StrEnum):
    """What of a ticket is learnt."""

    TYPE = "type"
    PRIORITY = "priority"
    SKILL = "skill"


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt about an aspect, as the database keeps it."""

    stored: bytes
    words: Collection[str]


def ask(session: Session, *, by: Actor) -> Learning:
    """Have the desk learn from its tickets soon; while it does, Conflict "already_learning"."""
    if by.agent_id is None or by.role not in (Role.SUPERVISOR, Role.ADMIN):
        raise Forbidden
    if session.scalar(select(Learning.id).where(UNFINISHED).limit(1)) is not None:
        raise Conflict("The desk is learning already; wait until it is done.", code="already_learning")
    return _asked(session, by.agent_id)


def ask_again(session: Session) -> bool:
    """Have it learn anew when it last did a week ago, or never and there is enough to learn from."""
    newest = session.scalar(select(func.max(Learning.created_at)))
    if newest is not None and newest > clock.now() - RENEWED_AFTER:
        return False
    solved = select(Ticket.id).where(Ticket.category.in_(ENDED)).limit(LEAST_TICKETS)
    if len(session.scalars(solved).all()) < LEAST_TICKETS:
        return False
    _asked(session, None)
    return True


def switch(session: Session, aspects: Mapping[Aspect, bool], *, by: Actor, address: str = "") -> None:
    """Let what was learnt decide these aspects, or not; what is left out stays, the same again changes nothing."""
    before = settings.get(session, SETTING)
    after = before | {aspect.value: is_on for aspect, is_on in aspects.items()}
    if after == before:
        return
    session.merge(Setting(key=SETTING, value={"value": after}, updated_at=clock.now()))
    data = {"on": sorted(aspect for aspect, is_on in after.items() if is_on)}
    leave_trace(session, "learning.switched", what=What.SETTINGS, thing="desk", by=by, address=address, data=data)


def keep(session: Session, learning_id: int, models: Mapping[Aspect, Model], outcome: Mapping[str, Any]) -> None:
    """Keep what was learnt in place of what was before."""
    session.execute(delete(LearntModel))
    rows = [
        {"learning_id": learning_id, "aspect": aspect.value, "stored": one.stored, "words": sorted(one.words)}
        for aspect, one in models.items()
    ]
    bulk.write(session, LearntModel, rows)
    planning.finish(session, Learning, learning_id, outcome)
    newest = select(Learning.id).order_by(Learning.id.desc()).limit(KEPT)
    done = Learning.state.in_((PlanningState.DONE, PlanningState.FAILED))
    session.execute(delete(Learning).where(Learning.id.not_in(newest.scalar_subquery()), done))


def _asked(session: Session, agent_id: int | None) -> Learning:
    row = Learning(agent_id=agent_id, created_at=clock.now())
    session.add(row)
    session.flush()
    planning.wake_later(session)
    return row
