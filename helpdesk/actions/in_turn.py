"""One change of many things, each in a transaction of its own; what is refused does not keep the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Generic, TypeVar

from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.crash import crash_point
from helpdesk.errors import Conflict, DeskError, Forbidden, Invalid, NotFound

MOST: Final = 100
C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Undo(Generic[C]):
    """A change that takes another back. was: what that one left behind, None where it takes back nobody else's doing."""

    change: C
    was: C | None = None

    def __post_init__(self) -> None:
        if self.was is not None and type(self.was) is not type(self.change):
            raise Invalid("What it was and what it becomes must be of one kind.", was="kind")

    def require_unchanged(self, now: C) -> None:
        """Raise Conflict where somebody has made it something else since; now: what it is, in the shape of the change."""
        if self.was is not None and now not in (self.was, self.change):
            raise Conflict("Somebody has changed this since.")


@dataclass(slots=True)
class Turns(Generic[C]):
    """What became of them: ids done, ids refused and why, and what takes back what was done."""

    done: list[int] = field(default_factory=list)
    refused: list[tuple[int, DeskError]] = field(default_factory=list)
    undo: dict[Undo[C], list[int]] = field(default_factory=dict)


def in_turn(ids: Sequence[int], change_one: Callable[[Session, int], Undo[C] | None]) -> Turns[C]:
    """Change up to 100 one after another. change_one: answers what takes it back, None where it was so already."""
    if len(ids) > MOST:
        raise Invalid(f"At most {MOST} at a time.", ids="too_many")
    turns = Turns[C]()
    for id in dict.fromkeys(ids):
        try:
            back = db.retrying(partial(_one, id=id, change_one=change_one))
        except (Conflict, Forbidden, Invalid, NotFound) as error:
            turns.refused.append((id, error))
            continue
        crash_point("many.after_commit")
        turns.done.append(id)
        if back is not None:
            turns.undo.setdefault(back, []).append(id)
    return turns


def _one(session: Session, *, id: int, change_one: Callable[[Session, int], Undo[C] | None]) -> Undo[C] | None:
    back = change_one(session, id)
    session.flush()
    crash_point("many.before_commit")
    return back
