"""What takes merges and macros back, after a tag became another: it names the tags by id."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.models import CustomerMerge, CustomerTag, MacroRun, TicketMerge, TicketTag

PART: Final = 500
LATEST_RUNS: Final = 10_000  # of macros: nobody takes older ones back
Json = dict[str, Any]
Row = TicketMerge | CustomerMerge | MacroRun


def follow(tag_id: int, other_id: int) -> None:
    """Have them name the other tag. To be done before anything gets that one. Opens its own transactions."""
    _follow(TicketMerge, tag_id, partial(_merged, table=TicketTag, tag_id=tag_id, other_id=other_id))
    _follow(CustomerMerge, tag_id, partial(_merged, table=CustomerTag, tag_id=tag_id, other_id=other_id))
    _follow(MacroRun, tag_id, partial(_ran, tag_id=tag_id, other_id=other_id))


def _follow(model: type[Row], tag_id: int, change: Callable[[Session, Any], None]) -> None:
    ids = _naming(model, tag_id)
    for at in range(0, len(ids), PART):
        db.retrying(partial(_change, model=model, ids=ids[at : at + PART], change=change))


def _naming(model: type[Row], tag_id: int) -> Sequence[int]:
    found: list[int] = []
    with db.reading_one_state() as session:
        wanted = select(model.id, model.kept).where(model.undone_at.is_(None)).order_by(model.id.desc())
        latest = wanted.limit(LATEST_RUNS) if model is MacroRun else wanted
        for id, kept in session.execute(latest.execution_options(yield_per=PART)):
            if any(tag_id in part.get("tags", ()) for part in (kept, kept.get("before", {}), kept.get("after", {}))):
                found.append(id)
    return found


def _change(session: Session, *, model: type[Row], ids: Sequence[int], change: Callable[[Session, Any], None]) -> None:
    rows: Iterable[Row] = session.scalars(select(model).where(model.id.in_(ids)).order_by(model.id).with_for_update())
    for row in rows:
        change(session, row)


def _merged(session: Session, row: TicketMerge | CustomerMerge, *, table: Any, tag_id: int, other_id: int) -> None:
    """What had the other tag by itself keeps it when the merge is taken back."""
    tags = row.kept["tags"]
    if tag_id in tags:
        had_it = other_id not in tags and session.get(table, (row.into_id, other_id)) is not None
        row.kept = {**row.kept, "tags": _swapped(tags, tag_id, None if had_it else other_id)}


def _ran(_session: Session, row: MacroRun, *, tag_id: int, other_id: int) -> None:
    row.kept = row.kept | {
        name: {**row.kept[name], "tags": _swapped(row.kept[name]["tags"], tag_id, other_id)}
        for name in ("before", "after")
    }


def _swapped(tags: list[int], tag_id: int, other_id: int | None) -> list[int]:
    others = {one for one in tags if one != tag_id}
    return sorted(others | {other_id} if tag_id in tags and other_id is not None else others)
