"""What happens to a ticket by macros and promises."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from helpdesk import clock, db
from helpdesk.actions import promises
from helpdesk.actions.macros import MacroChanges, create_macro, run_macro, undo_macro
from helpdesk.actions.promises import Due
from helpdesk.models import PromiseKind
from helpdesk.permissions import Actor


def runs_macro(ticket_id: int, by: Actor) -> int:
    steps: list[dict[str, Any]] = [
        {"do": "priority", "priority": "urgent"},
        {"do": "add_tags", "tags": ["lost"]},
        {"do": "follow"},
    ]
    with db.transaction() as session:
        macro = create_macro(session, MacroChanges("Lost", steps), by=by)
        return run_macro(session, macro.id, ticket_id, key=str(uuid4()), by=by).id


def undoes_macro(ticket_id: int, by: Actor) -> None:
    run_id = runs_macro(ticket_id, by)
    with db.transaction() as session:
        undo_macro(session, ticket_id, run_id, by=by)


def promises_a_call(ticket_id: int, by: Actor) -> int:
    due = Due(clock.now() + timedelta(days=1))
    with db.transaction() as session:
        return promises.make(session, ticket_id, PromiseKind.PROMISE, text="Call", due=due, by=by).id


def promises_another(ticket_id: int, by: Actor) -> None:
    promise_id = promises_a_call(ticket_id, by)
    with db.transaction() as session:
        promises.change(session, promise_id, text="Write", by=by)


def keeps_promise(ticket_id: int, by: Actor) -> None:
    promise_id = promises_a_call(ticket_id, by)
    with db.transaction() as session:
        promises.finish(session, promise_id, by=by)


def drops_promise(ticket_id: int, by: Actor) -> None:
    promise_id = promises_a_call(ticket_id, by)
    with db.transaction() as session:
        promises.drop(session, promise_id, by=by)
