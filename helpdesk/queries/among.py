"""Whether a column is one of many ids."""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import BigInteger, BindParameter, ColumnElement, Dialect, TypeDecorator, any_, bindparam, literal
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement

from helpdesk.postgresql_engine import IdArray


class _Ids(TypeDecorator[list[int]]):
    """Ids as one array."""

    impl = ARRAY(BigInteger())
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], object]:
        """Return what makes the array of ids in any order they came in."""
        return IdArray


def among(session: Session, column: Any, ids: Collection[int]) -> ColumnElement[bool]:
    """Return whether a mapped column of ids is one of these.

    PostgreSQL gets them as one value: hundreds of parameters cost it, and the driver, more than what they name.
    """
    if session.get_bind().dialect.name == "sqlite":
        inside: ColumnElement[bool] = column.in_(ids)
        return inside
    same: ColumnElement[bool] = column == any_(literal(ids, _Ids()))
    return same


class _OneOf(FunctionElement[bool]):  # of no type: SQLite would ask a Boolean whether it is 1
    inherit_cache = True


@compiles(_OneOf, "sqlite")
def _on_sqlite(element: _OneOf, compiler: Any, **options: Any) -> str:  # SQLAlchemy's compiler
    column, many, _ = element.clauses
    return str(compiler.process(column.in_(many), **options))


@compiles(_OneOf, "postgresql")
def _on_postgresql(element: _OneOf, compiler: Any, **options: Any) -> str:
    column, _, array = element.clauses
    return str(compiler.process(column == any_(array), **options))


def one_of_given(column: Any, name: str = "ids") -> ColumnElement[bool]:
    """Return the same for a statement that is built once, whose ids are given by name whenever it is executed."""
    many: BindParameter[Any] = bindparam(name, expanding=True)
    return _OneOf(column, many, bindparam(name, type_=_Ids()))
