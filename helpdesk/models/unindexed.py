"""A column that SQLite looks for in no index."""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.functions import FunctionElement

Value = TypeVar("Value")


class _Unindexed(FunctionElement[Any]):
    inherit_cache = True


@compiles(_Unindexed)
def _as_it_is(element: _Unindexed, compiler: Any, **options: Any) -> str:  # SQLAlchemy's compiler
    return str(compiler.process(element.clauses, **options))


@compiles(_Unindexed, "sqlite")
def _on_sqlite(element: _Unindexed, compiler: Any, **options: Any) -> str:
    return f"+{compiler.process(element.clauses, **options)}"


def unindexed(column: InstrumentedAttribute[Value]) -> ColumnElement[Value]:
    """Return the column in words that no index of SQLite holds, where another part of the question should lead.

    PostgreSQL knows how often each value occurs and gets the column itself: of a sum it would guess one row in two hundred.
    """
    wanted: ColumnElement[Value] = _Unindexed(column)
    wanted.type = column.type
    return wanted
