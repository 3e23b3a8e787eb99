"""The macros somebody finds."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Macro
from helpdesk.permissions import Actor
from helpdesk.queries.rows import Json, iso
from helpdesk.sharing import found_by, may_change

MAX: Final = 1_000


def macros(session: Session, actor: Actor) -> list[Json]:
    """Return one's own, those for all and those for one's teams, the most used first; at most 1,000."""
    wanted = select(Macro).where(found_by(actor, Macro)).order_by(Macro.uses.desc(), Macro.name, Macro.id).limit(MAX)
    return [macro_view(macro, actor) for macro in session.scalars(wanted)]


def macro_view(macro: Macro, actor: Actor) -> Json:
    """Return one macro in the shape of the API."""
    return {
        "id": macro.id,
        "name": macro.name,
        "owner_id": macro.owner_id,
        "audience": macro.audience.value,
        "team_id": macro.team_id,
        "steps": macro.steps,
        "uses": macro.uses,
        "used_at": iso(macro.used_at),
        "may_change": may_change(actor, macro),
    }


def macros_from(session: Session, template_id: int, actor: Actor) -> list[str]:
    """Return the names of the macros somebody finds that write from a template."""
    found = session.execute(
        select(Macro.name, Macro.steps).where(found_by(actor, Macro)).order_by(Macro.name, Macro.id)
    )
    return [name for name, steps in found if any(step.get("template_id") == template_id for step in steps)]
