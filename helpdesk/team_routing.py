"""How the tickets of a team find their agent: what admins set, with what counts where they set nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import ChannelKind, TeamRoutingRow

LIVE: Final = (ChannelKind.WEBCHAT, ChannelKind.TELEGRAM)  # the customer looks on

Json = dict[str, Any]


class Mode(StrEnum):
    """Whether tickets are given out, or agents ask for the next one."""

    PUSH = "push"
    PULL = "pull"


class Order(StrEnum):
    """Which ticket of a team goes first."""

    URGENCY = "urgency"  # priority's weight and how near the due time is
    PRIORITY = "priority"  # strictly, then age
    DUE = "due"
    FIFO = "fifo"


class Closed(StrEnum):
    """What happens to tickets out of the team's hours."""

    ROUTE = "route"
    WAIT = "wait"
    OVERFLOW = "overflow"


class Leaving(StrEnum):
    """What happens to the open tickets of somebody who leaves their desk."""

    KEEP = "keep"
    RETURN_LATE = "return_late"  # live ones, and mails that would be late
    RETURN_ALL = "return_all"


@dataclass(frozen=True, slots=True)
class TeamRouting:
    """One team's settings. Times are in the unit of their name; None and 0 where said: no such thing.

    skills_by_type: ticket type id -> {skill id: least level}. limits: most open tickets of a kind an agent has of this
    team; most_open: of all kinds. offer_s: how long an agent may take to accept, by kind; 0 or none: assigned at once.
    missed_limit: offers of live tickets missed in a row after which an agent is away; 0: never. late_margin_min: a mail
    that is due within it would be late. sticky_days: how long a customer's last agent is their usual one, 0: never,
    None: as the desk says; sticky_wait_min: how long a ticket waits for them, None: a share of its target.
    """

    mode: Mode = Mode.PUSH
    order: Order = Order.URGENCY
    skills_by_type: Mapping[int, Mapping[int, int]] = field(default_factory=dict)
    limits: Mapping[ChannelKind, int] = field(default_factory=dict)
    most_open: int | None = None
    offer_s: Mapping[ChannelKind, int] = field(default_factory=dict)
    missed_limit: int = 3
    on_away: Leaving = Leaving.RETURN_LATE
    away_grace_min: int = 10
    on_offline: Leaving = Leaving.RETURN_LATE
    offline_grace_min: int = 2
    late_margin_min: int = 15
    sticky_days: int | None = None
    sticky_wait_min: int | None = None
    overflow_team_id: int | None = None
    overflow_after_min: int = 15
    calendar_id: int | None = None
    out_of_hours: Closed = Closed.ROUTE
    ramp_min: int = 0


USUAL: Final = TeamRouting()


def of_team(session: Session, team_id: int | None) -> TeamRouting:
    """Return the settings of a team; with None those for tickets of no team."""
    found = session.scalar(select(TeamRoutingRow.settings).where(_is(team_id)))
    return USUAL if found is None else read(found)


def of_teams(session: Session) -> dict[int | None, TeamRouting]:
    """Return the settings of all teams that have some, by id, None for tickets of no team."""
    rows = session.execute(select(TeamRoutingRow.team_id, TeamRoutingRow.settings))
    return {team_id: read(settings) for team_id, settings in rows}


def row_of(session: Session, team_id: int | None) -> TeamRoutingRow | None:
    """Return the row of a team to be changed, locked."""
    return session.scalar(select(TeamRoutingRow).where(_is(team_id)).with_for_update())


def read(kept: Json) -> TeamRouting:
    """Read what the database keeps; words of a newer version are passed over."""
    given = {name: kept[name] for name in TeamRouting.__slots__ if name in kept}
    for name, kind in _WORDS.items():
        if name in given:
            given[name] = kind(given[name])
    for name in ("limits", "offer_s"):
        if name in given:
            given[name] = {ChannelKind(word): most for word, most in given[name].items()}
    if "skills_by_type" in given:
        given["skills_by_type"] = {
            int(type_id): {int(skill_id): level for skill_id, level in levels.items()}
            for type_id, levels in given["skills_by_type"].items()
        }
    return TeamRouting(**given)


def written(rules: TeamRouting) -> Json:
    """Return all settings as plain JSON values."""
    found: Json = {}
    for name in TeamRouting.__slots__:
        value = getattr(rules, name)
        found[name] = _plain(value) if isinstance(value, Mapping) else value
    return {name: value.value if isinstance(value, StrEnum) else value for name, value in found.items()}


def _plain(value: Mapping[Any, Any]) -> Json:
    return {
        str(key.value if isinstance(key, StrEnum) else key): _plain(one) if isinstance(one, Mapping) else one
        for key, one in value.items()
    }


def _is(team_id: int | None) -> Any:  # an SQL condition
    return TeamRoutingRow.team_id.is_(None) if team_id is None else TeamRoutingRow.team_id == team_id


_WORDS: Final[Mapping[str, type[StrEnum]]] = {
    "mode": Mode,
    "order": Order,
    "out_of_hours": Closed,
    "on_away": Leaving,
    "on_offline": Leaving,
}
