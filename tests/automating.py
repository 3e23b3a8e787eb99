"""Short sentences about rules: dora arranges one, events are numbered, the desk does what it says."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from helpdesk import clock, db, leases
from helpdesk.actions.automations import drain, editing, running, timed
from helpdesk.actions.automations.editing import AutomationChanges
from helpdesk.actions.automations.running import Occasion
from helpdesk.models import AuthorKind, Automation, AutomationRun, Event, Message, MessageKind
from helpdesk.outbox import relay_once
from tests.cast import Desk
from tests.relaying import QUIET

URGENT: dict[str, Any] = {"do": "priority", "priority": "urgent"}
LETTER: dict[str, Any] = {"do": "letter", "texts": {"en": "Hello from {{desk.name}}", "uk": "Вітаємо, {{desk.name}}"}}


def arranges(desk: Desk, on: str, *steps: dict[str, Any], conditions: dict[str, Any] | None = None, **more: Any) -> int:
    """Have dora make a rule and switch it on; return its id. more: of the trigger, or follows_rules."""
    follows = more.pop("follows_rules", False)
    changes = AutomationChanges(
        name=f"When {on}",
        trigger={"on": on, **more},
        conditions=conditions or {},
        steps=list(steps),
        is_enabled=True,
        follows_rules=follows,
    )
    with db.transaction() as session:
        return editing.create_automation(session, changes, by=desk.cast.dora).id


def numbered() -> None:
    """Give all events their positions."""
    fence = leases.acquire("relay", "test")
    assert fence is not None
    while relay_once(fence, QUIET):
        pass


def drained(*, later: timedelta = timedelta(seconds=10)) -> int:
    """Take in all events a moment later; return how often a rule ran."""
    numbered()
    with clock.fixed(clock.now() + later):
        ran = drain.drain()
    numbered()
    return ran


def due_in(span: timedelta) -> int:
    """Run what is due after a while; return how often a rule ran."""
    with clock.fixed(clock.now() + span):
        return timed.run_due()


def runs() -> list[AutomationRun]:
    """Return every run."""
    with db.reading() as session:
        return list(session.scalars(select(AutomationRun).order_by(AutomationRun.id)))


def letters() -> list[Message]:
    """Return what the desk wrote by itself."""
    with db.reading() as session:
        found = select(Message).where(Message.kind == MessageKind.OUT, Message.author_kind == AuthorKind.SYSTEM)
        return list(session.scalars(found.order_by(Message.id)))


def events_of(kind: str) -> list[Event]:
    """Return the events of a kind."""
    with db.reading() as session:
        return list(session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


def runs_on(desk: Desk, ticket_id: int) -> None:
    """Have a rule of dora's run on a ticket at once."""
    id = arranges(desk, "tags.changed", {"do": "add_tags", "tags": ["ruled"]})
    with db.transaction() as session:
        occasion = Occasion("event:1", f"ticket:{ticket_id}", clock.now(), {"on": "tags.changed"})
        running.run(session, session.get_one(Automation, id), ticket_id, occasion)
