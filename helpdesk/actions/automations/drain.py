"""Rules set off by events: these are taken in order of their positions, each with all it sets off in one transaction."""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.actions.automations.running import Occasion, run, was_there
from helpdesk.automations.matching import SETS_OFF, holds, occasion_of
from helpdesk.automations.shapes import read_conditions
from helpdesk.crash import crash_point
from helpdesk.models import Automation, Event, Setting, Ticket
from helpdesk.models.automation import IN_USE
from helpdesk.outbox import last_position
from helpdesk.queries.since import events_after

log = logging.getLogger(__name__)

REACHED: Final = "automations_reached"  # a setting: {"position": n}
LOCK: Final = "automations"
BATCH: Final = 500
MOST_A_TURN: Final = 200  # events that set something off
AT_MOST_S: Final = 60.0
WORTH_KEEPING: Final = 100  # events that set nothing off; fewer are read again
DEEPEST: Final = 3
PATIENCE: Final = timedelta(seconds=5)  # for a new ticket to be classified


def drain(*, at_most_s: float = AT_MOST_S) -> int:
    """Take in what happened since the last time; return how often a rule ran. Harmless to repeat and beside another.

    at_most_s: begin with no further event after so many seconds; what is left is taken in the next time.
    """
    ran, until = 0, time.monotonic() + at_most_s
    for _ in range(MOST_A_TURN):
        found = _turn()
        if found is None:
            break
        ran += found
        if time.monotonic() > until:
            break
    return ran


def reached(session: Session) -> int | None:
    """Return up to which position events have been taken in; None on a desk that never had a rule."""
    kept = session.get(Setting, REACHED, populate_existing=True)
    return None if kept is None else int(kept.value["position"])


def keep(session: Session, position: int) -> None:
    """Note how far events have been taken in."""
    session.merge(Setting(key=REACHED, value={"position": position}, updated_at=clock.now()))


def _turn() -> int | None:
    """Go on to the next event that may set something off, and take it in; None when there is nothing to do now."""
    with db.reading() as session:
        if not enabled(session):
            return None
        before = reached(session)
        event, position = _next(session, before or 0)
    if event is None and position - (before or 0) < WORTH_KEEPING:
        return None
    with db.transaction() as session:
        db.lock(session, LOCK)
        if reached(session) != before:  # somebody else has been here meanwhile
            return 0
        ran = _take(session, event.id) if event is not None else 0
        keep(session, position)
        session.flush()
        crash_point("automations.before_commit")
    crash_point("automations.after_commit")
    return ran


def enabled(session: Session) -> Sequence[Automation]:
    """Return the rules that are switched on, in their order."""
    wanted = select(Automation).where(IN_USE, Automation.is_enabled).order_by(Automation.position, Automation.id)
    return session.scalars(wanted).all()


def start(session: Session) -> None:
    """Begin with what happens from now on, when no rule is switched on yet; the caller is switching the first one on."""
    db.lock(session, LOCK)
    if not enabled(session):
        keep(session, last_position(session))


def _next(session: Session, after: int) -> tuple[Event | None, int]:
    position = after
    for event in events_after(session, after, limit=BATCH):
        if event.kind in SETS_OFF and _is_too_early(session, event):
            return None, position
        position = event.position or position
        if event.kind in SETS_OFF:
            return event, position
    return None, position


def _is_too_early(session: Session, event: Event) -> bool:
    """Say whether the language and the like of a new ticket are still being found."""
    # Older than new, or from before the clock was set back.
    if event.kind != "ticket.created" or abs(clock.now() - event.created_at) > PATIENCE:
        return False
    ticket = session.get(Ticket, event.ticket_id)
    return ticket is not None and ticket.classified_at is None


def _take(session: Session, event_id: int) -> int:
    event = session.get_one(Event, event_id)
    found = occasion_of(session, event)
    if found is None or event.ticket_id is None:
        return 0
    trigger, name = found
    chain = [int(id) for id in event.data.get("automations", ())]
    why = {"on": trigger, "event_id": event.id} | ({"chain": chain} if chain else {})
    occasion = Occasion(name, f"ticket:{event.ticket_id}", event.created_at, why, chain)
    ran = 0
    for automation in enabled(session):
        if automation.trigger["on"] == trigger:
            ran += attempt(session, automation, partial(_run_if_concerned, session, automation, event, occasion))
    return ran


def attempt(session: Session, automation: Automation, work: Callable[[], bool]) -> bool:
    """Do one rule's work; what goes wrong with it is undone, told in the log, and stops no other rule."""
    try:
        with session.begin_nested():
            return work()
    except OperationalError:  # somebody crossed it: all of it is tried again
        raise
    except Exception:
        log.exception("automation %s could not be run, going on", automation.id)
        return False


def _run_if_concerned(session: Session, automation: Automation, event: Event, occasion: Occasion) -> bool:
    if event.ticket_id is None or not _concerns(session, automation, event, occasion):
        return False
    run(session, automation, event.ticket_id, occasion)
    return True


def _concerns(session: Session, automation: Automation, event: Event, occasion: Occasion) -> bool:
    if automation.enabled_at is None or event.created_at < automation.enabled_at or event.ticket_id is None:
        return False
    if occasion.chain and (
        not automation.follows_rules or automation.id in occasion.chain or len(occasion.chain) >= DEEPEST
    ):
        return False
    if was_there(session, automation.id, occasion):
        return False
    conditions, score = read_conditions(automation.conditions), event.data.get("score")
    return holds(session, conditions, event.ticket_id, at=event.created_at, score=score)
