"""What a filter says that decides how its tickets are looked for: whether they are over, and what few have."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from helpdesk.models import Category, Status, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries.filters.shape import Condition, Filter, Match, Op
from helpdesk.queries.filters.sql import meaning_of

FEW_HAVE: Final = frozenset({"customer", "organisation", "assignee", "tag", "skill"})
FEW_ARE: Final = frozenset({"mentioned", "followed", "snoozed"})


def narrow_ids(session: Session, wanted: Filter, actor: Actor) -> Iterator[Select[int]]:
    """Return the ids of what meets each such part of a filter as must hold anyway and is answered by an index."""
    for condition in _required(wanted):
        has_few = condition.field in FEW_HAVE and condition.op is Op.IN and None not in condition.values
        if has_few or (condition.field in FEW_ARE and condition.values[0] is True):
            yield select(Ticket.id).where(meaning_of(session, condition, actor))


def categories_in(session: Session, wanted: Filter) -> frozenset[Category]:
    """Return the categories a ticket can have that a filter means."""
    found = frozenset(Category)
    for condition in _required(wanted):
        if condition.field == "category":
            said = frozenset(Category(str(value)) for value in condition.values)
            found &= said if condition.op is Op.IN else frozenset(Category) - said
        elif condition.field == "status" and condition.op is Op.IN:
            found &= frozenset(session.scalars(select(Status.category).where(Status.id.in_(condition.values))))
    return found


def _required(wanted: Filter) -> tuple[Condition, ...]:
    return wanted.conditions if wanted.match is Match.ALL or not (wanted.conditions[1:] or wanted.groups) else ()
