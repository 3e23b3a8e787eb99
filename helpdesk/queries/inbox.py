"""The lists agents work from: which tickets a view holds, in which order, and how many."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, select, text
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.errors import Invalid
from helpdesk.models import ROUTABLE, Follower, Mention, Message, Ticket
from helpdesk.models.order_keys import SORTS
from helpdesk.models.tickets import IS_ACTIVE
from helpdesk.outbox import last_position
from helpdesk.permissions import Actor, may_see
from helpdesk.queries.among import one_of_given
from helpdesk.queries.approval_words import asked_counts
from helpdesk.queries.lists.by_field import FieldOrder, field_keys_of, field_order, ordered_by_field
from helpdesk.queries.lists.orders import BY_DUE, BY_LAST_MESSAGE, FIRST, Part, keys_of, ordered
from helpdesk.queries.lists.sources import SOON, source_of
from helpdesk.queries.rows import Json, rows
from helpdesk.queries.sides import unread_counts

FIRST_ROWS: Final = 50  # more than a screen shows
BUILT_IN: Final = ("mine", "unassigned", "waiting", "all", "mentioned", "followed", "snoozed", "breaching")
Personal = Select[int, int | None, int | None, int]
_active = text(f"ticket.{IS_ACTIVE.text}")

# Built once: while much happens consoles count several times a second.
_is_ours = Ticket.category.in_(ROUTABLE).label("is_ours")  # to do for the desk
_is_waiting = Ticket.waiting_since.is_not(None).label("is_waiting")
_sleeps = Ticket.snoozed_until.is_not(None).label("sleeps")
_GROUPS: Final = (
    select(Ticket.team_id, Ticket.assignee_id, _is_ours, _is_waiting, _sleeps, func.count())
    .where(_active)
    .with_hint(Ticket, BY_LAST_MESSAGE, "sqlite")
    .group_by(Ticket.team_id, Ticket.assignee_id, _is_ours, _is_waiting, _sleeps)
)
_LATE: Final = (
    select(Ticket.team_id, Ticket.assignee_id, func.count())
    .where(_active, Ticket.next_due_at <= bindparam("soon"))
    .with_hint(Ticket, BY_DUE, "sqlite")
    .group_by(Ticket.team_id, Ticket.assignee_id)
)
_MENTIONS: Final = (
    select(Mention.agent_id, Ticket.team_id, Ticket.assignee_id, func.count(Ticket.id.distinct()))
    .join(Message, Message.id == Mention.message_id)
    .join(Ticket, Ticket.id == Message.ticket_id)
    .where(one_of_given(Mention.agent_id, "agent_ids"), _active)
    .group_by(Mention.agent_id, Ticket.team_id, Ticket.assignee_id)
)
_FOLLOWS: Final = (
    select(Follower.agent_id, Ticket.team_id, Ticket.assignee_id, func.count())
    .join(Ticket, Ticket.id == Follower.ticket_id)
    .where(one_of_given(Follower.agent_id, "agent_ids"), _active)
    .group_by(Follower.agent_id, Ticket.team_id, Ticket.assignee_id)
)


def view(session: Session, actor: Actor, name: str, sort: str, part: Part = FIRST) -> Json:
    """Return a part of a view's order as [id, key] pairs, and of the first part the rows that come first.

    name: see lists.sources. sort: urgency, waiting, activity, created, priority, or a field (see lists.by_field).
    cut: as `lists.orders.Found` says.
    """
    field = _field_of(session, sort)
    position = last_position(session)
    source = source_of(session, actor, name)
    found = ordered_by_field(session, source, field, part) if field else ordered(session, source, sort, part)
    return {
        "position": position,
        "view": name,
        "sort": sort,
        "order": found.order,
        "rows": rows(session, actor, [id for id, _ in found.order[:FIRST_ROWS]]) if part.after is None else [],
        "cut": found.cut and [found.cut[1], found.cut[0]],
    }


def keys(session: Session, actor: Actor, name: str, sort: str, *, ids: Sequence[int]) -> Json:
    """Return for each of these tickets its key in a view, None where it does not belong there."""
    field = _field_of(session, sort)
    position = last_position(session)
    source = source_of(session, actor, name)
    found = field_keys_of(session, source, field, ids) if field else keys_of(session, source, sort, ids)
    return {"position": position, "view": name, "sort": sort, "keys": [[id, found.get(id)] for id in ids]}


def counts(session: Session, actors: Iterable[Actor]) -> dict[int, dict[str, int]]:
    """Return the absolute counters of the desk's own views for each agent, from a few statements for all."""
    agents = {actor.agent_id: actor for actor in actors if actor.agent_id is not None}
    groups = _Groups.of(session.execute(_GROUPS))
    late = session.execute(_LATE, {"soon": clock.now() + SOON}).all()
    owed, unread = asked_counts(session, agents), unread_counts(session, agents)
    named, followed = _personal(session, _MENTIONS, agents), _personal(session, _FOLLOWS, agents)
    return {
        id: groups.totals(actor)
        | {
            "breaching": sum(number for team, assignee, number in late if _sees(actor, team, assignee)),
            "approvals": owed.get(id, 0),
            "sides": unread.get(id, 0),
            "mentioned": _visible(actor, named.get(id, ())),
            "followed": _visible(actor, followed.get(id, ())),
        }
        for id, actor in agents.items()
    }


@dataclass(frozen=True, slots=True)
class _Groups:
    """Numbers of tickets summed up by team, and the rows of `_GROUPS` by who has them: agents are many, teams are few."""

    teams: Mapping[int | None, Counter[str]]
    held: Mapping[int, Sequence[Any]]

    @classmethod
    def of(cls, groups: Iterable[Any]) -> "_Groups":
        """Sum up rows of `_GROUPS`."""
        teams: dict[int | None, Counter[str]] = {}
        held: dict[int, list[Any]] = {}
        for row in groups:
            teams.setdefault(row.team_id, Counter()).update(_numbers(row))
            if row.assignee_id is not None:
                held.setdefault(row.assignee_id, []).append(row)
        return cls(teams, held)

    def totals(self, actor: Actor) -> dict[str, int]:
        """Return the counters of what an agent works with: tickets of no team, of theirs, and their own."""
        total: Counter[str] = Counter(dict.fromkeys(("mine", "unassigned", "waiting", "all", "snoozed"), 0))
        total.update({f"team:{team_id}": 0 for team_id in actor.team_ids})
        seen = [team_id for team_id in self.teams if _sees(actor, team_id, None)]
        for team_id in seen:
            total.update(self.teams[team_id])
        for row in self.held.get(actor.agent_id or 0, ()):
            total["mine"] += 0 if row.sleeps else row[-1]
            if row.team_id not in seen:
                total.update(_numbers(row))
        return dict(total)


def _numbers(row: Any) -> dict[str, int]:  # a row of `_GROUPS`
    """Return what tickets count as for everybody who works with them."""
    number: int = row[-1]
    if row.sleeps:
        return {"all": number, "snoozed": number}
    found = {"all": number}
    if row.is_ours and row.assignee_id is None:
        found["unassigned"] = number
    if row.is_ours and row.is_waiting:
        found["waiting"] = number
    if row.team_id is not None:
        found[f"team:{row.team_id}"] = number
    return found


def _personal(
    session: Session, wanted: Personal, agent_ids: Collection[int]
) -> dict[int, list[Any]]:  # rows of `wanted`
    found: dict[int, list[Any]] = {}
    for row in session.execute(wanted, {"agent_ids": sorted(agent_ids)}):
        found.setdefault(row[0], []).append(row)
    return found


def _visible(actor: Actor, groups: Iterable[Any]) -> int:
    return sum(number for _, team_id, assignee_id, number in groups if _sees(actor, team_id, assignee_id))


def _sees(actor: Actor, team_id: int | None, assignee_id: int | None) -> bool:
    return may_see(actor, team_id=team_id, assignee_id=assignee_id)


def _field_of(session: Session, sort: str) -> FieldOrder | None:
    field = None if sort in SORTS else field_order(session, sort)
    if field is None and sort not in SORTS:
        raise Invalid(f"There is no sort {sort!r}.", sort="unknown")
    return field
