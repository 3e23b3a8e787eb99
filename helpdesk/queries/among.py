"""Whether a column is one of many ids."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, any_, literal
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session


def among(session: Session, column: Any, ids: Collection[int]) -> ColumnElement[bool]:
    """Return whether a mapped column of ids is one of these.

    PostgreSQL gets them as one value: hundreds of parameters cost it, and the driver, more than what they name.
    """
    if session.get_bind().dialect.name == "sqlite":
        inside: ColumnElement[bool] = column.in_(ids)
        return inside
    same: ColumnElement[bool] = column == any_(literal(list(ids), ARRAY(BigInteger())))
    return same
