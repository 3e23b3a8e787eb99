"""The promise a report of times is held against: a line in its picture."""

from dataclasses import fields
from typing import Final

from sqlalchemy.orm import Session

from helpdesk import sla_policies
from helpdesk.models import Priority, SlaTarget
from helpdesk.queries.reports.arrangement import Arrangement
from helpdesk.queries.rows import Json
from helpdesk.sla import ALWAYS
from helpdesk.sla_shapes import Conditions

NARROWED: Final = {
    "type_ids": "type",
    "team_ids": "team",
    "channel_ids": "channel",
    "languages": "language",
    "priorities": "priority",
}
HELD: Final = frozenset(target.value for target in SlaTarget)


def target_of(session: Session, arrangement: Arrangement) -> Json | None:
    """Return what the first policy that holds for all tickets of the report promises, for the priority the report is narrowed to or else the normal one.

    hours: by which of them it counts; a report by others cannot be held against it.
    """
    if arrangement.measure not in HELD:
        return None
    chosen = arrangement.filters.get("priority", ())
    priority = Priority[str(chosen[0]).upper()] if len(chosen) == 1 else Priority.NORMAL
    for policy in sla_policies.in_force(session).all:
        if not _holds_for_all(policy.conditions, arrangement):
            continue
        minutes = policy.targets.get(priority, {}).get(SlaTarget(arrangement.measure))
        hours = "calendar" if policy.calendar is ALWAYS else "business"
        return None if minutes is None else {"seconds": minutes * 60, "priority": priority.word, "hours": hours}
    return None


def _holds_for_all(conditions: Conditions, arrangement: Arrangement) -> bool:
    """Say whether a report is narrowed to no more than a policy asks for."""
    for name in (one.name for one in fields(conditions)):
        wanted = getattr(conditions, name)
        chosen = arrangement.filters.get(NARROWED.get(name, ""), ())
        if wanted and not (chosen and set(chosen) <= set(wanted)):
            return False
    return True
