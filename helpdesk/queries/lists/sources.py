"""Which tickets a list holds: those that come with the desk, and views people saved."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from sqlalchemy import Select, and_, select, true
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.errors import Invalid, NotFound
from helpdesk.models import ACTIVE as OF_ACTIVE
from helpdesk.models import ROUTABLE, Category, SavedView, Ticket
from helpdesk.permissions import Actor, works_with
from helpdesk.queries.filters import Filter, matches, read_filter
from helpdesk.queries.filters.narrowing import categories_in, narrow_ids
from helpdesk.queries.filters.sql import followed_ids, mentioned_ids
from helpdesk.queries.lists.orders import ACTIVE, BY_DUE, ENDED, STATES, Condition, Source
from helpdesk.queries.saved_views import find_view

SOON: Final = timedelta(minutes=30)
BY_SPAM: Final = "INDEXED BY ix_ticket_spam_at"  # left to itself, SQLite reads everything that is due at no time
BY_SNOOZE: Final = "INDEXED BY ix_ticket_snoozed_until"
BY_TRASH: Final = "INDEXED BY ix_ticket_trashed_at"
SAYS_STATE: Final = frozenset({"status", "category", "spam", "resolved", "closed", "rating"})
CATEGORIES: Final = {False: frozenset(OF_ACTIVE), True: frozenset(Category) - frozenset(OF_ACTIVE)}


def source_of(session: Session, actor: Actor, name: str) -> Source:
    """Return whose tickets a list holds, only those the actor may see; Invalid for a name that is none.

    name: one of LISTS, team:<id> or view:<id>.
    """
    kind, _, number = name.partition(":")
    if number.isascii() and number.isdigit() and len(number) < 16:
        if kind == "team":
            return _active(actor, and_(Ticket.team_id == int(number), _awake()))
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
    meant = and_(works_with(actor), matches(session, wanted, actor))
    narrow = tuple(narrow_ids(session, wanted, actor))
    if everything or wanted.fields() & SAYS_STATE:
        categories = categories_in(session, wanted)
        states = tuple(is_ended for is_ended, said in CATEGORIES.items() if said & categories)
        return Source(meant, states, narrow, is_rare=True)
    return Source(and_(STATES[False], meant), ACTIVE, narrow, is_rare=True)


def _saved(session: Session, actor: Actor, view_id: int) -> Source:
    try:
        saved: SavedView = find_view(session, actor, view_id)
    except NotFound:
        raise Invalid("There is no such view (any more).", view="unknown") from None
    return filtered(session, actor, read_filter(saved.filter))


def _awake() -> Condition:
    return Ticket.snoozed_until.is_(None)


def _active(actor: Actor, condition: Condition, *narrow: Select[int]) -> Source:
    return Source(and_(STATES[False], works_with(actor), condition), ACTIVE, narrow)


def _mine(actor: Actor) -> Source:
    held = Ticket.assignee_id == actor.agent_id
    return _active(actor, and_(held, _awake()), select(Ticket.id).where(held, Ticket.category.in_(OF_ACTIVE)))


def _snoozed(actor: Actor) -> Source:
    sleeps = Ticket.snoozed_until.is_not(None)
    return _active(actor, sleeps, select(Ticket.id).where(sleeps).with_hint(Ticket, BY_SNOOZE, "sqlite"))


def _breaching(actor: Actor) -> Source:
    late = Ticket.next_due_at <= clock.now() + SOON
    return _active(actor, late, select(Ticket.id).where(STATES[False], late).with_hint(Ticket, BY_DUE, "sqlite"))


def _waiting(actor: Actor) -> Source:
    return _active(actor, and_(Ticket.waiting_since.is_not(None), Ticket.category.in_(ROUTABLE), _awake()))


def _resolved(actor: Actor) -> Source:
    condition = and_(STATES[True], works_with(actor), Ticket.spam_at.is_(None))
    return Source(condition, ENDED, is_rare=not actor.sees_everything)


LISTS: Final[dict[str, Callable[[Actor], Source]]] = {
    "mine": _mine,
    "unassigned": lambda actor: _active(
        actor, and_(Ticket.assignee_id.is_(None), Ticket.category.in_(ROUTABLE), _awake())
    ),
    "waiting": _waiting,
    "all": lambda actor: _active(actor, true()),
    "mentioned": lambda actor: _active(actor, Ticket.id.in_(mentioned_ids(actor)), mentioned_ids(actor)),
    "followed": lambda actor: _active(actor, Ticket.id.in_(followed_ids(actor)), followed_ids(actor)),
    "snoozed": _snoozed,
    "breaching": _breaching,
    "resolved": _resolved,
    "spam": lambda actor: Source(
        and_(works_with(actor), Ticket.spam_at.is_not(None), Ticket.trash.is_(None)), found_by=BY_SPAM
    ),
    "trash": lambda actor: Source(and_(works_with(actor), Ticket.trashed_at.is_not(None)), found_by=BY_TRASH),
}
