"""The same question asked of each row instead of a set gathered first: for orders that stop early."""

from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Select, Table, false, func
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BinaryExpression
from sqlalchemy.sql.selectable import SelectBase
from sqlalchemy.sql.util import find_tables
from sqlalchemy.sql.visitors import ExternallyTraversible, replacement_traverse

from helpdesk.models import Follower, Mention

_few = frozenset({Mention.__table__, Follower.__table__})
Asked = TypeVar("Asked", bound=ExternallyTraversible)


def one_by_one(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the same condition with each `column IN (SELECT ...)` asked as EXISTS, inner ones too.

    Neither the column nor what is selected may be empty (NULL): "not in" would then mean something else. A selection from
    the column's own table stays as it is, since one name cannot mean two rows; what one agent has few of is gathered once.
    """
    return _traversed(condition)


def _traversed(asked: Asked) -> Asked:
    return cast(Asked, replacement_traverse(asked, {}, _asked_of_each))


def _asked_of_each(element: Any, **_options: Any) -> Any:  # any part of an expression, and what stands for it
    if not isinstance(element, BinaryExpression) or element.operator not in (operators.in_op, operators.not_in_op):
        return None
    ids, table = getattr(element.right, "element", None), getattr(element.left, "table", None)
    if not isinstance(ids, Select) or table is None:
        return None
    if _few & set(find_tables(ids, include_joins=True)):
        return func.coalesce(element, false())  # a part of an expression: PostgreSQL would join and ask it of each
    # What it selects from itself: its conditions may well ask the column's own table again.
    if table in _tables_of(ids):
        return None
    (column,) = ids.inner_columns
    same = cast("ColumnElement[bool]", column == element.left)
    found = _traversed(ids).where(same).correlate(table).exists()
    return found if element.operator is operators.in_op else ~found


def _tables_of(ids: Select[Any]) -> set[Any]:  # tables as statements name them
    """Return what a selection is made from, without what its inner ones are; it knows that itself only by being compiled."""
    found, left = set(), [*ids.get_children()]
    while left:
        element = left.pop()
        if isinstance(element, SelectBase):
            continue
        found.add(element if isinstance(element, Table) else getattr(element, "table", None))
        left.extend(element.get_children())
    return found
