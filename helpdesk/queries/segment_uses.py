"""What goes by a segment: rules, service levels, automations, and views and reports that others see, too."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Audience, Automation, Rule, SavedReport, SavedView, SlaPolicy

KEYS: Final = frozenset({"segment", "segment_id", "segment_ids"})


def uses(session: Session, segment_id: int) -> list[str]:
    """Return the names of what would decide otherwise without a segment; none of what only its owner sees."""
    return [name for name, said in _all(session) if _names(said, segment_id)]


def _all(session: Session) -> Iterator[tuple[str, Any]]:  # each with its JSON
    yield from session.execute(select(Rule.name, Rule.conditions).order_by(Rule.position))
    policies = select(SlaPolicy.name, SlaPolicy.conditions).where(SlaPolicy.removed_at.is_(None))
    yield from session.execute(policies.order_by(SlaPolicy.position))
    automations = select(Automation.name, Automation.conditions).where(Automation.removed_at.is_(None))
    yield from session.execute(automations.order_by(Automation.position))
    views = select(SavedView.name, SavedView.filter).where(SavedView.audience != Audience.PRIVATE)
    yield from session.execute(views.order_by(SavedView.id))
    reports = select(SavedReport.name, SavedReport.arrangement).where(SavedReport.audience != Audience.PRIVATE)
    yield from session.execute(reports.order_by(SavedReport.id))


def _names(said: Any, segment_id: int) -> bool:  # JSON
    """Say whether a segment is named anywhere in it: by a key of ours, or by a condition on the field "segment"."""
    if isinstance(said, list):
        return any(_names(one, segment_id) for one in said)
    if not isinstance(said, dict):
        return False
    if said.get("field") == "segment" and _holds(said.get("values"), segment_id):
        return True
    return any(_holds(value, segment_id) if key in KEYS else _names(value, segment_id) for key, value in said.items())


def _holds(value: Any, segment_id: int) -> bool:
    return str(segment_id) in map(str, value if isinstance(value, list) else [value])
