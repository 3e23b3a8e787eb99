"""Two who change the same setting at once: the later one is told, and nothing is overwritten unseen."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.errors import Conflict, NotFound
from helpdesk.queries.rows import Json
from web.api.schemas import AsSeen


def require_as_seen(session: Session, asked: AsSeen, read: Callable[[], Mapping[str, Any]]) -> None:
    """Raise Conflict "saved_meanwhile", naming the fields, unless those in `seen` are still as they were then."""
    if isinstance(asked.seen, UnsetType):
        return
    db.lock(session, "as_seen")
    now = msgspec.json.decode(msgspec.json.encode(read()))
    moved = {name: "saved_meanwhile" for name, value in asked.seen.items() if now.get(name) != value}
    if moved:
        raise Conflict("Somebody else has saved this after you opened it.", code="saved_meanwhile", **moved)


def one_of(rows: Iterable[Json], id: int) -> Json:
    """Return the row of this id; NotFound where those that the reader may see hold none."""
    for row in rows:
        if row["id"] == id:
            return row
    raise NotFound


def without_seen(asked: AsSeen) -> dict[str, object]:
    """Return what is to be changed, in plain JSON."""
    given = msgspec.structs.asdict(asked)
    return {key: msgspec.to_builtins(value) for key, value in given.items() if value is not UNSET and key != "seen"}
