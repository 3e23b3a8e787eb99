"""Putting a step of the set-up aside, and taking it up again."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from helpdesk import clock, settings
from helpdesk.actions.workspace.changes import What, leave_trace
from helpdesk.errors import Invalid
from helpdesk.models import Setting
from helpdesk.permissions import Actor
from helpdesk.queries.setup_steps import KEY, STEPS


def skip_steps(session: Session, steps: Collection[str], *, by: Actor, address: str = "") -> None:
    """Have exactly these steps put aside; the same again changes nothing."""
    if unknown := set(steps) - set(STEPS):
        raise Invalid("The set-up has no such step.", skipped=sorted(unknown)[0][:40])
    skipped = [step for step in STEPS if step in steps]
    if settings.get(session, KEY).get("skipped", []) == skipped:
        return
    session.merge(Setting(key=KEY, value={"value": {"skipped": skipped}}, updated_at=clock.now()))
    data = {"fields": [KEY]}
    leave_trace(session, "settings.changed", what=What.SETTINGS, thing="desk", by=by, address=address, data=data)
