"""Macros: several steps on a ticket under one name, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.actions import macro_steps, macro_undo
from helpdesk.actions.access import open_ticket
from helpdesk.actions.macro_steps import Run, Step
from helpdesk.actions.workspace.changes import What, leave_trace, one_line
from helpdesk.crash import crash_point
from helpdesk.errors import Conflict, DeskError, Invalid, NotFound
from helpdesk.models import Audience, Macro, MacroRun, Ticket
from helpdesk.permissions import Actor
from helpdesk.sharing import require_audience, require_change, require_found

NAME_CHARS: Final = 120
MOST: Final = 1_000  # of a desk
LATEST_RUNS: Final = 20


@dataclass(frozen=True, slots=True)
class MacroChanges:
    """What a macro is; steps are those of helpdesk.actions.macro_steps."""

    name: str
    steps: Sequence[Step]
    audience: Audience = Audience.PRIVATE
    team_id: int | None = None


def create_macro(session: Session, changes: MacroChanges, *, by: Actor) -> Macro:
    """Put steps under a name."""
    assert by.agent_id is not None
    if (session.scalar(select(func.count()).select_from(Macro)) or 0) >= MOST:
        raise Invalid(f"A desk has at most {MOST} macros; remove some.", macros="too_many")
    macro = Macro(owner_id=by.agent_id, created_at=clock.now(), uses=0)
    _apply(session, macro, changes, by=by)
    session.add(macro)
    session.flush()
    _trace(session, "macro.created", macro, by=by)
    return macro


def change_macro(session: Session, macro_id: int, changes: MacroChanges, *, by: Actor) -> Macro:
    """Replace a macro."""
    macro = _own(session, macro_id, by=by)
    _apply(session, macro, changes, by=by)
    _trace(session, "macro.changed", macro, by=by)
    return macro


def remove_macro(session: Session, macro_id: int, *, by: Actor) -> None:
    """Remove a macro; what it did stays."""
    macro = _own(session, macro_id, by=by)
    session.delete(macro)
    _trace(session, "macro.removed", macro, by=by)


def run_macro(
    session: Session,
    macro_id: int,
    ticket_id: int,
    *,
    key: str,
    by: Actor,
    seen_message_id: int | None = None,
    others_get_link: bool = False,
) -> MacroRun:
    """Take all steps of a macro on a ticket; the same key again returns the first run.

    A step that cannot be taken raises what its action raises, with the fields "step" (from 1) and "do" added: then none
    has been taken, as the transaction ends with it. So does a reply that would give the link to the customer's page to
    others, Conflict "link_for_others", unless others_get_link says that it may.
    """
    assert by.agent_id is not None
    macro = session.get(Macro, macro_id)
    require_found(by, macro)
    assert macro is not None
    ticket = open_ticket(session, ticket_id, by=by)
    known = _known(session, ticket, key, by)
    if known is not None:
        return known
    keys = {step["key"] for step in macro.steps if step["do"] == "customer_field"}
    before = macro_undo.snapshot(session, ticket, by, customer_keys=keys)
    run = Run(ticket_id, key, seen_message_id, others_get_link)
    with events.part_of(session, "macro"):
        _take_all(session, run, macro.steps, by=by)
    kept = {
        "key": key,
        "before": before,
        "after": macro_undo.snapshot(session, ticket, by, customer_keys=keys),
        "message_ids": run.message_ids,
    }
    done = MacroRun(macro_id=macro.id, ticket_id=ticket.id, agent_id=by.agent_id, kept=kept, ran_at=clock.now())
    session.add(done)
    macro.uses, macro.used_at = macro.uses + 1, clock.now()
    session.flush()
    events.record(session, "ticket.macro_run", by=by, ticket=ticket, data={"macro_id": macro.id, "run_id": done.id})
    crash_point("macro.before_commit")
    return done


def undo_macro(session: Session, ticket_id: int, run_id: int, *, by: Actor) -> list[str]:
    """Take one's own run back as far as it can be; return what stays: "reply", "note", or what was changed since."""
    ticket = open_ticket(session, ticket_id, by=by)
    run = session.get(MacroRun, run_id, with_for_update=True, populate_existing=True)
    if run is None or run.ticket_id != ticket.id or run.agent_id != by.agent_id:
        raise NotFound
    if run.undone_at is not None:
        raise Conflict("This was taken back already.", code="undone")
    with events.part_of(session, "macro"):
        left = macro_undo.bring_back(session, ticket, run.kept, by=by)
    run.undone_at = clock.now()
    data = {"macro_id": run.macro_id, "run_id": run.id, "left": left}
    events.record(session, "ticket.macro_undone", by=by, ticket=ticket, data=data)
    return left


def _take_all(session: Session, run: Run, steps: Sequence[dict[str, Any]], *, by: Actor) -> None:
    for at, step in enumerate(steps, start=1):
        try:
            macro_steps.take(session, run, step, by=by)
        except DeskError as error:
            error.fields = {**error.fields, "step": at, "do": step["do"]}
            raise


def _known(session: Session, ticket: Ticket, key: str, by: Actor) -> MacroRun | None:
    latest = select(MacroRun).where(MacroRun.ticket_id == ticket.id, MacroRun.agent_id == by.agent_id)
    found = session.scalars(latest.order_by(MacroRun.id.desc()).limit(LATEST_RUNS))
    return next((run for run in found if run.kept["key"] == key), None)


def _own(session: Session, macro_id: int, *, by: Actor) -> Macro:
    macro = session.get(Macro, macro_id, with_for_update=True, populate_existing=True)
    require_change(by, macro)
    assert macro is not None
    return macro


def _apply(session: Session, macro: Macro, changes: MacroChanges, *, by: Actor) -> None:
    require_audience(by, changes.audience, changes.team_id)
    macro_steps.check(session, changes.steps, by=by)
    macro.name = one_line(changes.name, field="name", max_chars=NAME_CHARS)
    macro.audience, macro.team_id = changes.audience, changes.team_id
    macro.steps = [dict(step) for step in changes.steps]
    macro.updated_at = clock.now()


def _trace(session: Session, verb: str, macro: Macro, *, by: Actor) -> None:
    leave_trace(session, verb, what=What.MACROS, thing=f"macro:{macro.id}", by=by)
