"""How many wait, for how long, and what becomes late: in all, by team, by channel, by skill."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, and_, case, func, select, text
from sqlalchemy.orm import Session

from helpdesk.models import ROUTABLE, Ticket, TicketSkill
from helpdesk.models.tickets import IS_ACTIVE
from helpdesk.permissions import Actor, works_with
from helpdesk.queries.lists.orders import BY_LAST_MESSAGE
from helpdesk.queries.rows import Json, iso

SOON: Final = timedelta(minutes=15)
# Written out, not bound: a partial index serves only queries that repeat its very condition.
_active = text(f"ticket.{IS_ACTIVE.text}")


@dataclass(frozen=True, slots=True)
class Figures:
    """open: active tickets; unassigned: new or open ones nobody has; waiting: whose customer waits for an answer.

    What is snoozed waits for nobody until it wakes, as in the lists: it is open, and its deadlines count.
    soon: due within a quarter of an hour; late: due before now. oldest: since when the first of the waiting waits.
    """

    open: int = 0
    unassigned: int = 0
    waiting: int = 0
    soon: int = 0
    late: int = 0
    oldest: datetime | None = None

    def plus(self, other: "Figures") -> "Figures":
        """Return both together."""
        times = [at for at in (self.oldest, other.oldest) if at is not None]
        sums = {name: getattr(self, name) + getattr(other, name) for name in COUNTS}
        return replace(self, **sums, oldest=min(times, default=None))


COUNTS: Final = ("open", "unassigned", "waiting", "soon", "late")


def figures(session: Session, actor: Actor, now: datetime) -> Json:
    """Return the figures of all tickets, and by team, channel and skill; a ticket of two skills counts at both."""
    found = [
        (team_id, channel_id, Figures(*counted))
        for team_id, channel_id, *counted in session.execute(
            _counted(actor, now, Ticket.team_id, Ticket.channel_id).group_by(Ticket.team_id, Ticket.channel_id)
        )
    ]
    skilled = (
        _counted(actor, now, TicketSkill.skill_id)
        .join(TicketSkill, TicketSkill.ticket_id == Ticket.id)
        .group_by(TicketSkill.skill_id)
    )
    return {
        "total": _view(_sum(one for _, _, one in found)),
        "teams": _grouped((team_id, one) for team_id, _, one in found),
        "channels": _grouped((channel_id, one) for _, channel_id, one in found),
        "skills": _grouped((id, Figures(*counted)) for id, *counted in session.execute(skilled)),
    }


def _counted(actor: Actor, now: datetime, *keys: Any) -> Select[Any]:  # columns of any type
    is_routable = and_(Ticket.category.in_(ROUTABLE), Ticket.snoozed_until.is_(None))
    waits = and_(Ticket.waiting_since.is_not(None), is_routable)
    counted = select(
        *keys,
        func.count(),
        _sum_of(and_(Ticket.assignee_id.is_(None), is_routable)),
        _sum_of(waits),
        _sum_of(and_(Ticket.next_due_at >= now, Ticket.next_due_at < now + SOON)),
        _sum_of(Ticket.next_due_at < now),
        func.min(case((waits, Ticket.waiting_since))),
    )
    return counted.where(_active, works_with(actor)).with_hint(Ticket, BY_LAST_MESSAGE, "sqlite")


def _sum_of(condition: Any) -> Any:  # SQL
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _grouped(pairs: Iterable[tuple[int | None, Figures]]) -> list[Json]:
    groups: dict[int | None, Figures] = {}
    for key, one in pairs:
        groups[key] = groups.get(key, Figures()).plus(one)
    return [{"id": key, **_view(one)} for key, one in sorted(groups.items(), key=lambda pair: pair[0] or 0)]


def _sum(some: Iterable[Figures]) -> Figures:
    total = Figures()
    for one in some:
        total = total.plus(one)
    return total


def _view(one: Figures) -> Json:
    return asdict(one) | {"oldest": iso(one.oldest)}
