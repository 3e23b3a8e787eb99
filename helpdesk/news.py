"""What agents are told of and by which ways: kinds, ways, quiet hours. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

DAY_MIN: Final = 24 * 60
MAIL_AFTER_MIN: Final = 30
LEAST_MAIL_AFTER_MIN: Final = 5


class Way(StrEnum):
    """How an agent may be told of something."""

    PAGE = "page"
    SOUND = "sound"
    PUSH = "push"
    MAIL = "mail"


_ALL_AT_ONCE: Final = (Way.PAGE, Way.SOUND, Way.PUSH)
_QUIETLY: Final = (Way.PAGE,)

# What may be chosen, in the order it is shown, and the ways until somebody chooses. Their own lists tell agents of new
# tickets and answers already: the bell is for what no list shows.
KINDS: Final[Mapping[str, tuple[Way, ...]]] = {
    "ticket.assigned": (Way.SOUND, Way.PUSH),
    "ticket.team": (),
    "message.received": (Way.SOUND, Way.PUSH),
    "message.followed": _QUIETLY,
    "note.mentioned": _ALL_AT_ONCE,
    "approval.asked": _ALL_AT_ONCE,
    "approval.answered": _ALL_AT_ONCE,
    "approval.overdue": _ALL_AT_ONCE,
    "side.written": _ALL_AT_ONCE,
    "sla.warned": _ALL_AT_ONCE,
    "sla.breached": _ALL_AT_ONCE,
    "promise.overdue": _ALL_AT_ONCE,
    "reminder.due": _ALL_AT_ONCE,
    "message.failed": _ALL_AT_ONCE,
    "message.withdrawn": _QUIETLY,
    "automation.told": _QUIETLY,
    "customer.date_near": _QUIETLY,
    "customer.promise_overdue": _ALL_AT_ONCE,
    "other": _QUIETLY,
}
TRIAL: Final = "news.trial"


@dataclass(frozen=True, slots=True)
class Choices:
    """How one agent wants to be told. ways: only the kinds they changed; quiet: minutes of the day in `time_zone`."""

    ways: Mapping[str, Sequence[str]] = field(default_factory=dict)
    quiet: tuple[int, int] | None = None
    mail_after_min: int = MAIL_AFTER_MIN
    time_zone: str = "UTC"

    def ways_of(self, kind: str) -> frozenset[Way]:
        """Return the ways for a kind; those of "other" for one that cannot be chosen by itself."""
        if kind == TRIAL:
            return frozenset({Way.PUSH})
        known = kind if kind in KINDS else "other"
        return frozenset(Way(way) for way in self.ways.get(known, KINDS[known]))

    def keeps_quiet(self, kind: str, now: datetime) -> bool:
        """Say whether pushes and sounds of this kind stay away now; a trial was just asked for."""
        return kind != TRIAL and self.is_quiet(now)

    def is_quiet(self, now: datetime) -> bool:
        """Say whether this moment lies within the quiet hours."""
        if self.quiet is None:
            return False
        local = now.astimezone(ZoneInfo(self.time_zone))
        begin, end = self.quiet
        since = (local.hour * 60 + local.minute - begin) % DAY_MIN
        return since < ((end - begin) % DAY_MIN or DAY_MIN)


def read_ways(given: Any) -> dict[str, list[str]]:  # JSON from outside
    """Return choices as they are kept; ValueError names the kind that is not known or whose ways are not."""
    found: dict[str, list[str]] = {}
    for kind, ways in dict(given).items():
        if kind not in KINDS or not set(ways) <= set(Way):
            raise ValueError(kind)
        if set(ways) != set(KINDS[kind]):
            found[kind] = [way.value for way in Way if way in ways]
    return found
