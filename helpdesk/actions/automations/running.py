"""One rule on one occasion: its run and all it does in one transaction, once."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.actions.access import open_ticket
from helpdesk.actions.automations import steps
from helpdesk.models import Automation, AutomationRun, Ticket
from helpdesk.permissions import RULES

log = logging.getLogger(__name__)

MOST_A_DAY: Final = 20  # of one rule on one ticket, whatever goes in circles
A_DAY: Final = timedelta(days=1)
FAILED: Final = "failed"


@dataclass(frozen=True, slots=True)
class Occasion:
    """What set a rule off. subject: "ticket:7"; chain: the automations that led here; why: ids and words of ours."""

    name: str
    subject: str
    at: datetime
    why: dict[str, Any] = field(default_factory=dict)
    chain: Sequence[int] = ()


def was_there(session: Session, automation_id: int, occasion: Occasion) -> bool:
    """Say whether a rule has had this occasion."""
    known = select(AutomationRun.id).where(
        AutomationRun.automation_id == automation_id,
        AutomationRun.subject == occasion.subject,
        AutomationRun.occasion == occasion.name,
    )
    return session.scalar(known) is not None


def run(session: Session, automation: Automation, ticket_id: int, occasion: Occasion) -> AutomationRun:
    """Do what a rule says and keep what came of it; an error of its own is kept too, and undoes only what it did.

    The unique key on the occasion lets a second run of it fail as a whole, whoever makes it.
    """
    ticket = open_ticket(session, ticket_id, by=RULES)
    row = AutomationRun(
        automation_id=automation.id,
        version=automation.version,
        ticket_id=ticket.id,
        subject=occasion.subject,
        occasion=occasion.name,
        occasion_at=occasion.at,
        depth=len(occasion.chain),
        outcome=FAILED,
        done=[],
        why=occasion.why,
        created_at=clock.now(),
    )
    too_often = _is_too_often(session, automation.id, ticket.id)
    session.add(row)
    session.flush()
    row.done = [{"do": "", "ok": False, "code": "too_often"}] if too_often else _done(session, automation, ticket, row)
    row.outcome = _outcome(row.done)
    data = {"automation_id": automation.id, "run_id": row.id, "outcome": row.outcome, "why": row.why, "done": row.done}
    events.record(session, "automation.ran", by=RULES, ticket=ticket, data=data)
    session.flush()
    return row


def _done(session: Session, automation: Automation, ticket: Ticket, row: AutomationRun) -> list[dict[str, Any]]:
    chain = [*row.why.get("chain", ()), automation.id]
    try:
        with session.begin_nested(), events.done_by_rules(session, chain):
            return steps.take_all(session, ticket, automation.steps, automation_id=automation.id, run_id=row.id)
    except OperationalError:  # somebody crossed it: all of it is tried again
        raise
    except Exception:
        log.exception("automation %s failed on ticket %s, going on", automation.id, ticket.id)
        session.expire(ticket)
        return [{"do": "", "ok": False, "code": "error"}]


def _outcome(done: Sequence[dict[str, Any]]) -> str:
    good = [one["ok"] for one in done]
    return "done" if all(good) else "partly" if any(good) else FAILED


def _is_too_often(session: Session, automation_id: int, ticket_id: int) -> bool:
    recent = select(func.count(AutomationRun.id)).where(
        AutomationRun.automation_id == automation_id,
        AutomationRun.ticket_id == ticket_id,
        AutomationRun.created_at > clock.now() - A_DAY,
    )
    return (session.scalar(recent) or 0) >= MOST_A_DAY
