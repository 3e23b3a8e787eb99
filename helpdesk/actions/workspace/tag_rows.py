"""The tickets and customers of a tag: given another or let go, in short transactions, so that others can write meanwhile."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, func, insert, literal, select
from sqlalchemy.orm import Session, aliased

from helpdesk import db
from helpdesk.actions.tags import hold
from helpdesk.crash import crash_point
from helpdesk.errors import NotFound
from helpdesk.models import CustomerTag, TicketTag

BATCH: Final = 1_000
LONGEST_PAUSE_S: Final = 0.2
TURN: Final = "tags"  # of two who merge two tags into each other, each would take the tag the other relies on
Table = type[TicketTag] | type[CustomerTag]
TABLES: Final[Sequence[Table]] = (TicketTag, CustomerTag)
Step = Callable[[Session, Table, Sequence[int]], None]


def count(session: Session, table: Table, tag_id: int) -> int:
    """Return how many tickets or customers have a tag."""
    return session.scalar(select(func.count()).select_from(table).where(table.tag_id == tag_id)) or 0


def give_other(tag_id: int, other_id: int) -> None:
    """Give all that have a tag the other as well; NotFound once that is gone. Opens its own transactions."""
    _in_batches(tag_id, partial(_give, tag_id=tag_id, other_id=other_id))


def let_go_of_both(tag_id: int, other_id: int) -> None:
    """Take a tag from what has the other as well, whatever others do to that meanwhile. Opens its own transactions."""
    _in_batches(tag_id, partial(_take, tag_id=tag_id, other_id=other_id))


def let_go(tag_id: int) -> None:
    """Take a tag from all that have it. Opens its own transactions."""
    _in_batches(tag_id, partial(_take, tag_id=tag_id, other_id=None))


def give_rest(session: Session, tag_id: int, *, other_id: int) -> None:
    """Give the other tag to what got the first one meanwhile."""
    for table in TABLES:
        _give(session, table, None, tag_id=tag_id, other_id=other_id)


def _in_batches(tag_id: int, step: Step) -> None:
    for table in TABLES:
        with db.reading() as session:
            ids = session.scalars(select(_owner(table)).where(table.tag_id == tag_id)).all()
        ids = sorted(ids)
        for at in range(0, len(ids), BATCH):
            began = time.monotonic()
            db.retrying(partial(_one, table=table, ids=ids[at : at + BATCH], step=step))
            time.sleep(min(time.monotonic() - began, LONGEST_PAUSE_S))


def _one(session: Session, *, table: Table, ids: Sequence[int], step: Step) -> None:
    db.lock(session, TURN)
    step(session, table, ids)
    crash_point("tags.before_commit")


def _give(session: Session, table: Table, ids: Sequence[int] | None, *, tag_id: int, other_id: int) -> None:
    if not hold(session, [other_id]):
        raise NotFound
    owner = _owner(table)
    wanted = select(owner, literal(other_id)).where(table.tag_id == tag_id, ~_has(table, other_id))
    if ids is not None:
        wanted = wanted.where(owner.in_(ids))
    session.execute(insert(table).from_select([owner.key, "tag_id"], wanted))


def _take(session: Session, table: Table, ids: Sequence[int], *, tag_id: int, other_id: int | None) -> None:
    gone = delete(table).where(table.tag_id == tag_id, _owner(table).in_(ids))
    if other_id is not None:
        gone = gone.where(_has(table, other_id))
    session.execute(gone.execution_options(synchronize_session=False))


def _has(table: Table, tag_id: int) -> ColumnElement[bool]:
    other: Any = aliased(table)  # either of two tables
    return select(other.tag_id).where(_owner(other) == _owner(table), other.tag_id == tag_id).exists()


def _owner(table: Any) -> Any:  # a column of either table
    return table.customer_id if hasattr(table, "customer_id") else table.ticket_id
