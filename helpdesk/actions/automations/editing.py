"""Rules as admins arrange them; each change raises the version that runs name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from helpdesk import clock
from helpdesk.actions.automations.drain import start
from helpdesk.actions.macro_steps import check_field
from helpdesk.actions.workspace.changes import What, leave_trace, one_line, require_known
from helpdesk.automations.ready import READY, made
from helpdesk.automations.shapes import FIELD_STEPS, Json, read_conditions, read_steps, read_trigger, trigger_json
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import Agent, Automation, Calendar, Segment, Status, Tag, Team, TicketType
from helpdesk.models.automation import IN_USE
from helpdesk.permissions import Actor

NAME_CHARS: Final = 120
MOST: Final = 100
_IDS: Final[dict[str, tuple[str, InstrumentedAttribute[int]]]] = {
    "status": ("status_id", Status.id),
    "type": ("type_id", TicketType.id),
    "team": ("team_id", Team.id),
    "assignee": ("agent_id", Agent.id),
}


@dataclass(frozen=True, slots=True)
class AutomationChanges:
    """None: leave it as it is; the JSON parts are replaced whole. Shapes: helpdesk.automations.shapes."""

    name: str | None = None
    is_enabled: bool | None = None
    trigger: Json | None = None
    conditions: Json | None = None
    steps: list[Json] | None = None
    follows_rules: bool | None = None


def create_automation(session: Session, changes: AutomationChanges, *, by: Actor, address: str = "") -> Automation:
    """Add a rule after all others; it is off unless the changes say otherwise."""
    if changes.trigger is None or changes.steps is None or changes.name is None:
        raise Invalid("A rule has a name, says what sets it off and what it does.", name="empty")
    now, there = clock.now(), _all(session)
    if len(there) >= MOST:
        raise Conflict(f"A desk has at most {MOST} automations.", code="too_many_automations")
    automation = Automation(
        name="",
        position=max((one.position for one in there), default=-1) + 1,
        version=1,
        is_enabled=False,
        trigger={},
        conditions={},
        steps=[],
        created_at=now,
        updated_at=now,
    )
    _apply(session, automation, changes)
    session.add(automation)
    _trace(session, "automation.created", automation, by=by, address=address)
    return automation


def add_ready_made(session: Session, key: str, *, by: Actor, address: str = "") -> Automation:
    """Add one of the ready-made rules, switched off, to be looked at and changed; NotFound for an unknown one."""
    if key not in READY:
        raise NotFound
    name, trigger, conditions, steps = made(session, key)
    changes = AutomationChanges(name=name, trigger=trigger, conditions=conditions, steps=steps)
    automation = create_automation(session, changes, by=by, address=address)
    automation.ready_made = key
    return automation


def change_automation(
    session: Session, automation_id: int, changes: AutomationChanges, *, by: Actor, address: str = ""
) -> Automation:
    """Change a rule; what it says from now on has another version. Switched on, it begins with what happens then."""
    automation = _open(session, automation_id)
    before = {"version": automation.version, "is_enabled": automation.is_enabled}
    changed = _apply(session, automation, changes)
    if not changed:
        return automation
    if set(changed) - {"name", "is_enabled"}:
        automation.version += 1
    automation.updated_at = clock.now()
    data = {"fields": changed, "before": before, "version": automation.version, "is_enabled": automation.is_enabled}
    _trace(session, "automation.changed", automation, by=by, address=address, data=data)
    return automation


def remove_automation(session: Session, automation_id: int, *, by: Actor, address: str = "") -> None:
    """Remove a rule; what it did stays, and so do the lines that say so."""
    automation = _open(session, automation_id)
    automation.is_enabled, automation.removed_at = False, clock.now()
    _trace(session, "automation.removed", automation, by=by, address=address)


def order_automations(session: Session, ids: Sequence[int], *, by: Actor, address: str = "") -> None:
    """Put all rules into this order; Conflict "automations_changed" unless these are exactly those there are."""
    there = {one.id: one for one in _all(session)}
    if sorted(ids) != sorted(there):
        raise Conflict("The automations have changed since you looked; look again.", code="automations_changed")
    for position, id in enumerate(ids):
        there[id].position = position
    leave_trace(session, "automations.ordered", what=What.AUTOMATIONS, thing="automations", by=by, address=address)


def checked(session: Session, changes: AutomationChanges) -> tuple[Json, Json, list[Json]]:
    """Return trigger, conditions and steps as they would be kept; Invalid names what cannot be."""
    trigger = read_trigger(changes.trigger)
    if trigger.calendar_id is not None:
        require_known(session, Calendar.id, [trigger.calendar_id], field="calendar_id")
    wanted = changes.conditions or {}
    conditions = read_conditions(wanted)
    if conditions.customer_tag_ids:
        require_known(session, Tag.id, conditions.customer_tag_ids, field="customer_tag_ids")
    if conditions.segment_id is not None:
        require_known(session, Segment.id, [conditions.segment_id], field="segment_id")
    if conditions.hours is not None:
        require_known(session, Calendar.id, [conditions.hours.calendar_id], field="hours")
    steps = read_steps(changes.steps)
    for step in steps:
        _require_there(session, step)
    return trigger_json(trigger), wanted, steps


def _require_there(session: Session, step: Json) -> None:
    do = step["do"]
    if do in _IDS:
        name, column = _IDS[do]
        if step[name] is not None:
            require_known(session, column, [step[name]], field="steps")
    elif do in FIELD_STEPS:
        check_field(session, step)
    elif do == "notify":
        require_known(session, Agent.id, step["whom"]["agent_ids"], field="steps")
    elif do == "follow":
        require_known(session, Agent.id, step["agent_ids"], field="steps")


def _apply(session: Session, automation: Automation, changes: AutomationChanges) -> list[str]:
    whole = AutomationChanges(
        trigger=automation.trigger if changes.trigger is None else changes.trigger,
        conditions=automation.conditions if changes.conditions is None else changes.conditions,
        steps=automation.steps if changes.steps is None else changes.steps,
    )
    trigger, conditions, steps = checked(session, whole)
    wanted: dict[str, Any] = {"trigger": trigger, "conditions": conditions, "steps": steps}  # the columns' own types
    if changes.name is not None:
        wanted["name"] = one_line(changes.name, field="name", max_chars=NAME_CHARS)
    if changes.follows_rules is not None:
        wanted["follows_rules"] = changes.follows_rules
    changed = [name for name, value in wanted.items() if getattr(automation, name) != value]
    for name in changed:
        setattr(automation, name, wanted[name])
    if changes.is_enabled is not None and changes.is_enabled != automation.is_enabled:
        if changes.is_enabled:
            start(session)
            automation.enabled_at = clock.now()
        automation.is_enabled = changes.is_enabled
        changed.append("is_enabled")
    return changed


def _all(session: Session) -> Sequence[Automation]:
    return session.scalars(select(Automation).where(IN_USE).order_by(Automation.position, Automation.id)).all()


def _open(session: Session, automation_id: int) -> Automation:
    automation = session.get(Automation, automation_id, with_for_update=True, populate_existing=True)
    if automation is None or automation.removed_at is not None:
        raise NotFound
    return automation


def _trace(
    session: Session,
    verb: str,
    automation: Automation,
    *,
    by: Actor,
    address: str,
    data: dict[str, Any] | None = None,  # JSON
) -> None:
    session.flush()
    thing = f"automation:{automation.id}"
    leave_trace(session, verb, what=What.AUTOMATIONS, thing=thing, by=by, address=address, data=data)
