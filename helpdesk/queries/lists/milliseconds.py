"""Times as whole milliseconds since 1970, computed by the database: 20,000 of them cost Python more than the query."""

from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class epoch_ms(FunctionElement[int]):
    """A time column in milliseconds since 1970, cut and not rounded, as rows show them."""

    name = "epoch_ms"
    type = BigInteger()
    inherit_cache = True


@compiles(epoch_ms, "sqlite")
def _on_sqlite(element: epoch_ms, compiler: Any, **options: Any) -> str:  # SQLAlchemy's compiler
    column = compiler.process(element.clauses, **options)
    # Cut before it is read: SQLite would round the seconds.
    return (
        f"(CAST(strftime('%s', substr({column}, 1, 19)) AS INTEGER) * 1000 + CAST(substr({column}, 21, 3) AS INTEGER))"
    )


@compiles(epoch_ms, "postgresql")
def _on_postgresql(element: epoch_ms, compiler: Any, **options: Any) -> str:
    column = compiler.process(element.clauses, **options)
    return f"CAST(FLOOR(EXTRACT(EPOCH FROM {column}) * 1000) AS BIGINT)"
