"""What a rule does to one ticket, step by step; what cannot be done does not keep the others from it."""

import logging
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import events
from helpdesk.actions import follow, macro_steps, notifications
from helpdesk.actions.automations import letters
from helpdesk.actions.macro_steps import Run
from helpdesk.actions.sla_escalation import recipients
from helpdesk.actions.writing import Writing, store
from helpdesk.automations.shapes import FIELD_STEPS, MACRO_STEPS
from helpdesk.errors import DeskError, NotFound
from helpdesk.models import Agent, MessageKind, Thread, Ticket
from helpdesk.permissions import RULES
from helpdesk.placeholders import fill
from helpdesk.queries.filling import values_for
from helpdesk.queries.rights import actor_of
from helpdesk.sla_shapes import Notified

log = logging.getLogger(__name__)

TOLD: Final = "automation.told"  # the kind of what is told to agents

Json = dict[str, Any]


def take_all(session: Session, ticket: Ticket, steps: list[Json], *, automation_id: int, run_id: int) -> list[Json]:
    """Take the steps in their order, each in a savepoint of its own; return what became of each."""
    done = []
    for at, step in enumerate(steps, start=1):
        told = {name: value for name, value in step.items() if name not in ("texts", "text", "whom", "value")}
        try:
            with session.begin_nested():
                told |= _take(session, ticket, step, automation_id=automation_id, key=f"automation:{run_id}:{at}")
                session.flush()
            done.append({**told, "ok": True})
        except DeskError as error:
            done.append({**told, "ok": False, "code": error.code})
    return done


def _take(session: Session, ticket: Ticket, step: Json, *, automation_id: int, key: str) -> Json:
    do = step["do"]
    if do in MACRO_STEPS or do in FIELD_STEPS:
        macro_steps.take(session, Run(ticket.id, key), step, by=RULES)
        return {}
    if do == "letter":
        return {"message_id": letters.write(session, ticket, step["texts"]).id}
    if do == "note":
        return {"message_id": _note(session, ticket, step["text"], key=key)}
    if do == "notify":
        return {"agent_ids": _notify(session, ticket, step["whom"], automation_id=automation_id)}
    for agent_id in step["agent_ids"]:
        _follow(session, ticket, agent_id)
    return {}


def _note(session: Session, ticket: Ticket, text: str, *, key: str) -> int:
    thread = session.scalar(select(Thread).where(Thread.ticket_id == ticket.id).order_by(Thread.id.desc()).limit(1))
    if thread is None:
        raise NotFound
    filled = fill(text, values_for(session, ticket, RULES, language=ticket.language))
    message = store(session, ticket, thread, Writing(filled.text, key), kind=MessageKind.NOTE, by=RULES)
    message.is_auto = True
    events.record(session, "note.added", by=RULES, ticket=ticket, message=message)
    return message.id


def _notify(session: Session, ticket: Ticket, whom: Json, *, automation_id: int) -> list[int]:
    wanted = Notified(
        assignee=whom["assignee"], supervisors=whom["supervisors"], agent_ids=frozenset(whom["agent_ids"])
    )
    told = sorted(recipients(session, ticket, wanted))
    notifications.notify(session, told, kind=TOLD, ticket=ticket, data={"automation_id": automation_id})
    return told


def _follow(session: Session, ticket: Ticket, agent_id: int) -> None:
    agent = session.get(Agent, agent_id)
    if agent is None or not agent.is_active:
        raise NotFound
    follow.follow(session, ticket.id, by=actor_of(session, agent))
