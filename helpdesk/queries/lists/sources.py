"""Which tickets a list holds: those that come with the desk, and views people saved."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from sqlalchemy import and_, or_, text
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.errors import Invalid, NotFound
from helpdesk.models import ROUTABLE, SavedView, Ticket
from helpdesk.models.tickets import IS_ACTIVE, IS_ENDED
from helpdesk.permissions import Actor, works_with
from helpdesk.queries.filters import Filter, matches, read_filter
from helpdesk.queries.filters.sql import followed_ids, mentioned_ids
from helpdesk.queries.lists.orders import BY_DUE, BY_SNOOZE, Condition, Source
from helpdesk.queries.saved_views import find_view

SOON: Final = timedelta(minutes=30)
BY_SPAM: Final = "INDEXED BY ix_ticket_spam_at"  # left to itself, SQLite reads everything that is due at no time
BY_TRASH: Final = "INDEXED BY ix_ticket_trashed_at"
SAYS_STATE: Final = frozenset({"status", "category", "spam", "resolved", "closed", "rating"})

# Written out, not bound: a partial index serves only queries that repeat its very condition.
_active = text(f"ticket.{IS_ACTIVE.text}")
_ended = text(f"ticket.{IS_ENDED.text}")


def source_of(session: Session, actor: Actor, name: str) -> Source:
    """Return whose tickets a list holds, only those the actor may see; Invalid for a name that is none.

    name: one of LISTS, team:<id> or view:<id>.
    """
    kind, _, number = name.partition(":")
    if number.isascii() and number.isdigit() and len(number) < 16:
        if kind == "team":
            return _active_source(actor, and_(Ticket.team_id == int(number), _awake()), is_large=True)
        if kind == "view":
            return _saved(session, actor, int(number))
    if name not in LISTS:
        raise Invalid(f"There is no view {name!r}.", view="unknown")
    return LISTS[name](actor)


def filtered(session: Session, actor: Actor, wanted: Filter) -> Source:
    """Return the tickets a filter means; where it says nothing of status or category, those still active."""
    return of_filter(session, actor, wanted, everything=False)


def of_filter(session: Session, actor: Actor, wanted: Filter, *, everything: bool) -> Source:
    """Return the tickets a filter means; everything: those that have ended, too."""
    meant = matches(session, wanted, actor)
    if everything or wanted.fields() & SAYS_STATE:
        return Source(and_(works_with(actor), meant))
    return _active_source(actor, meant, is_large=True)


def _saved(session: Session, actor: Actor, view_id: int) -> Source:
    try:
        saved: SavedView = find_view(session, actor, view_id)
    except NotFound:
        raise Invalid("There is no such view (any more).", view="unknown") from None
    return filtered(session, actor, read_filter(saved.filter))


def _awake() -> Condition:
    return Ticket.snoozed_until.is_(None)


def _active_source(actor: Actor, condition: Condition, *, is_large: bool = False, found_by: str = "") -> Source:
    return Source(and_(_active, works_with(actor), condition), is_large=is_large, found_by=found_by)


def _waiting(actor: Actor) -> Source:
    waits = and_(Ticket.waiting_since.is_not(None), Ticket.category.in_(ROUTABLE), _awake())
    return _active_source(actor, waits, is_large=True)


def _breaching(actor: Actor) -> Source:
    return _active_source(actor, Ticket.next_due_at <= clock.now() + SOON, found_by=BY_DUE)


def _resolved(actor: Actor) -> Source:
    condition = and_(_ended, works_with(actor), Ticket.spam_at.is_(None))
    return Source(condition, is_large=True, is_ended=True)


LISTS: Final[dict[str, Callable[[Actor], Source]]] = {
    "mine": lambda actor: _active_source(actor, and_(Ticket.assignee_id == actor.agent_id, _awake())),
    "unassigned": lambda actor: _active_source(actor, and_(Ticket.assignee_id.is_(None), _awake())),
    "waiting": _waiting,
    "all": lambda actor: _active_source(actor, or_(_active), is_large=True),
    "mentioned": lambda actor: _active_source(actor, Ticket.id.in_(mentioned_ids(actor))),
    "followed": lambda actor: _active_source(actor, Ticket.id.in_(followed_ids(actor))),
    "snoozed": lambda actor: _active_source(actor, Ticket.snoozed_until.is_not(None), found_by=BY_SNOOZE),
    "breaching": _breaching,
    "resolved": _resolved,
    "spam": lambda actor: Source(
        and_(works_with(actor), Ticket.spam_at.is_not(None), Ticket.trash.is_(None)), found_by=BY_SPAM
    ),
    "trash": lambda actor: Source(and_(works_with(actor), Ticket.trashed_at.is_not(None)), found_by=BY_TRASH),
}
