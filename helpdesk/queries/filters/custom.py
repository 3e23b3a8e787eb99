"""Custom fields in filters: "fields.plan" of the ticket, "customer.plan" of its customer."""

import re
from typing import Any

from sqlalchemy import ColumnElement, Float, String, and_, cast, false, func, literal_column, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from helpdesk.models import Customer, Ticket
from helpdesk.queries.filters.shape import Condition, Op
from helpdesk.queries.filters.words import says

# A key as fields have it: nothing else ever becomes part of a statement.
_name = re.compile(r"(?:fields|customer)\.([a-z][a-z0-9_]{0,59})")


class _Number(FunctionElement[float]):
    """A value of a JSON column as a number; NULL where it is none, so that no comparison fails on another kind."""

    type = Float()
    inherit_cache = True

    def __init__(self, column: InstrumentedAttribute[Any], key: str) -> None:
        # Written out, as an index on it is; as one of the clauses it tells kept statements apart.
        super().__init__(column, literal_column(f"'{key}'"))


@compiles(_Number, "sqlite")
def _number_on_sqlite(element: _Number, compiler: SQLCompiler, **options: Any) -> str:
    column, key = (compiler.process(one, **options) for one in element.clauses)
    path = f"'$.\"{key[1:-1]}\"'"
    return f"CASE WHEN json_type({column}, {path}) IN ('integer', 'real') THEN json_extract({column}, {path}) END"


@compiles(_Number, "postgresql")
def _number_on_postgresql(element: _Number, compiler: SQLCompiler, **options: Any) -> str:
    column, key = (compiler.process(one, **options) for one in element.clauses)
    return f"CASE WHEN jsonb_typeof({column} -> {key}) = 'number' THEN ({column} ->> {key})::float END"


def is_custom(field: str) -> bool:
    """Say whether this is how a custom field is called in a filter."""
    return _name.fullmatch(field) is not None


def custom(condition: Condition) -> ColumnElement[bool]:
    """Return the condition on Ticket; a field that nobody filled, or that is not there any more, is not set."""
    found = _name.fullmatch(condition.field)
    if found is None:
        return false()
    if condition.field.startswith("fields."):
        return _holds(Ticket.fields, found[1], condition)
    # Who has an empty field is asked of the customers, so that "is none of" finds those with nothing as well.
    return Ticket.customer_id.in_(select(Customer.id).where(_holds(Customer.fields, found[1], condition)))


def _holds(column: InstrumentedAttribute[Any], key: str, condition: Condition) -> ColumnElement[bool]:
    text: ColumnElement[str] = cast(column[key].as_string(), String)
    (first, *_) = condition.values
    match condition.op:
        case Op.IS_SET:
            return text.is_not(None) if first else text.is_(None)
        case Op.CONTAINS:
            return says(text, str(first))
        case Op.AT_LEAST | Op.AT_MOST:
            held: Any = text if isinstance(first, str) else _Number(column, key)
            return and_(held.is_not(None), held >= first if condition.op is Op.AT_LEAST else held <= first)
        case _:
            is_one = func.coalesce(or_(*(_is(text, column, key, value) for value in condition.values)), false())
            return is_one if condition.op is Op.IN else ~is_one


def _is(text: ColumnElement[str], column: InstrumentedAttribute[Any], key: str, value: Any) -> ColumnElement[bool]:
    if value is None:
        return text.is_(None)
    if isinstance(value, bool):
        return text.in_(("true", "1") if value else ("false", "0"))
    if isinstance(value, int | float):
        return _Number(column, key) == value
    # One of several is kept as a list of keys, which no key can look like.
    return or_(text == value, text.contains(f'"{value}"', autoescape=True))
