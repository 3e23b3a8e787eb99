"""Rules set off by time: looked for once a minute, each ticket in a transaction of its own."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.actions.automations.drain import LOCK, attempt, enabled
from helpdesk.actions.automations.running import Occasion, run, was_there
from helpdesk.automations.shapes import ON_DATE, ON_TIME, Conditions, Trigger, read_conditions, read_trigger
from helpdesk.automations.timed import Since, day_meant, long_enough, with_day
from helpdesk.crash import crash_point
from helpdesk.models import Automation

PAGES: Final = 10  # of 200 tickets a rule looks at in one turn


def run_due() -> int:
    """Run rules on the tickets and customers for which the time has come; return how often."""
    ran = 0
    with db.reading() as session:
        rules = [one for one in enabled(session) if one.trigger["on"] in (*ON_TIME, ON_DATE)]
    for automation in rules:
        trigger, conditions = read_trigger(automation.trigger), read_conditions(automation.conditions)
        if trigger.on == ON_DATE:
            ran += _greet(automation, trigger, conditions)
        else:
            ran += _turn(automation, trigger, conditions)
    return ran


def _turn(automation: Automation, trigger: Trigger, conditions: Conditions) -> int:
    ran, after_id = 0, 0
    for _ in range(PAGES):
        with db.reading() as session:
            due, next_id = long_enough(
                session,
                trigger,
                conditions,
                automation_id=automation.id,
                enabled_at=automation.enabled_at or clock.now(),
                after_id=after_id,
            )
        ran += sum(_once(automation, trigger, conditions, since) for since in due)
        if next_id is None:
            break
        after_id = next_id
    return ran


def _once(automation: Automation, trigger: Trigger, conditions: Conditions, since: Since) -> bool:
    ticket_id, began = since
    name = f"{trigger.on}:{began.isoformat()}"
    occasion = Occasion(name, f"ticket:{ticket_id}", began, {"on": trigger.on, "since": began.isoformat()})

    def still_due(session: Session) -> bool:
        due, _ = long_enough(
            session,
            trigger,
            conditions,
            automation_id=automation.id,
            enabled_at=automation.enabled_at or clock.now(),
            only_id=ticket_id,
        )
        return since in due

    return _alone(automation, ticket_id, occasion, still_due)


def _greet(automation: Automation, trigger: Trigger, conditions: Conditions) -> int:
    ran, after_id, now = 0, 0, clock.now()
    for _ in range(PAGES):
        with db.reading() as session:
            day = day_meant(session, trigger, now)
            found = with_day(session, trigger, conditions, day, after_id=after_id) if day is not None else ()
        for customer_id, ticket_id in found:
            after_id = customer_id
            occasion = _day_of(trigger, customer_id, str(day), now)
            ran += _alone(automation, ticket_id, occasion, lambda _session: True)
        if not found:
            break
    return ran


def _day_of(trigger: Trigger, customer_id: int, day: str, at: datetime) -> Occasion:
    why = {"on": trigger.on, "date_kind": trigger.date_kind, "day": day}
    return Occasion(f"{trigger.date_kind}:{day}", f"customer:{customer_id}", at, why)


def _alone(automation: Automation, ticket_id: int, occasion: Occasion, still: Callable[[Session], bool]) -> bool:
    with db.reading() as session:
        if was_there(session, automation.id, occasion):
            return False
    with db.transaction() as session:
        db.lock(session, LOCK)
        now_rule = session.get(Automation, automation.id, populate_existing=True)
        is_same = now_rule is not None and now_rule.is_enabled and now_rule.version == automation.version
        if now_rule is None or not is_same or was_there(session, automation.id, occasion) or not still(session):
            return False
        ran = attempt(session, now_rule, partial(_run, session, now_rule, ticket_id, occasion))
        session.flush()
        crash_point("automations.before_commit")
    crash_point("automations.after_commit")
    return ran


def _run(session: Session, automation: Automation, ticket_id: int, occasion: Occasion) -> bool:
    run(session, automation, ticket_id, occasion)
    return True
