"""What tickets are ordered by in lists: an ascending whole number each, the same as web/frontend/console/store/views.ts computes.

Indexes are made of these expressions, so all numbers are written out: one that is bound would find no index.
"""

from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Index, case, literal_column, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import Grouping
from sqlalchemy.sql.functions import FunctionElement

from helpdesk.models.tickets import IS_ACTIVE, IS_ENDED, Priority, Ticket

LAST: Final = 9_007_199_254_740_991  # the greatest whole number that JavaScript keeps exact
HEAD_START_MS: Final = {
    Priority.URGENT: 0,
    Priority.HIGH: 900_000,
    Priority.NORMAL: 3_600_000,
    Priority.LOW: 14_400_000,
}
QUIET: Final = 4_000_000_000_000
BY_PRIORITY: Final = 10_000_000_000_000
NOT_WAITING: Final = 9_999_999_999_999


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
    # Without a zone it is the same in every session, which an index asks for.
    return f"CAST(FLOOR(EXTRACT(EPOCH FROM {column} AT TIME ZONE 'UTC') * 1000) AS BIGINT)"


def _number(value: int) -> ColumnElement[int]:
    return literal_column(str(value), BigInteger)


_rank: Final = type_coerce(Ticket.priority, BigInteger)
_head_start = case(
    *((_rank == _number(int(rank)), _number(ms)) for rank, ms in HEAD_START_MS.items()), else_=_number(0)
)
_waits = Ticket.waiting_since.is_not(None)
KEYS: Final[dict[str, ColumnElement[int]]] = {
    "urgency": Grouping(
        case(
            (Ticket.next_due_at.is_not(None), epoch_ms(Ticket.next_due_at)),
            (_waits, epoch_ms(Ticket.waiting_since) + _head_start),
            else_=_number(2 * QUIET) - epoch_ms(Ticket.last_message_at),
        )
    ),
    "waiting": Grouping(case((_waits, epoch_ms(Ticket.waiting_since)), else_=_number(LAST))),
    "activity": -epoch_ms(Ticket.last_message_at),
    "created": -epoch_ms(Ticket.created_at),
    "priority": _rank * _number(BY_PRIORITY)
    + case((_waits, epoch_ms(Ticket.waiting_since)), else_=_number(NOT_WAITING)),
}
SORTS: Final = frozenset(KEYS)


def index_of(sort: str, *, is_ended: bool) -> str:
    """Return the name of the index that holds what is over, or what is not, in this order."""
    return f"ix_ticket_{'ended' if is_ended else 'active'}_{sort}"


for _sort, _key in KEYS.items():
    for _is_ended, _meant in ((False, IS_ACTIVE), (True, IS_ENDED)):
        Index(
            index_of(_sort, is_ended=_is_ended),
            _key,
            Ticket.id,
            Ticket.team_id,
            Ticket.assignee_id,
            sqlite_where=_meant,
            postgresql_where=_meant,
        )
