"""Offers: accepted or declined by their agent, and passed on when their time is over."""

import logging
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from helpdesk import clock, db, presence, team_routing
from helpdesk.actions import acceptance, assign
from helpdesk.actions.access import open_ticket
from helpdesk.crash import crash_point
from helpdesk.errors import Conflict
from helpdesk.models import ROUTABLE, Assignment, Presence, PresenceStatus, Ticket
from helpdesk.models.assignments import OFFERED
from helpdesk.models.channels import Channel
from helpdesk.permissions import ROUTING, SYSTEM, Actor
from helpdesk.queries.rows import Json, rows

log = logging.getLogger(__name__)

BATCH: Final = 200
# Built once: asked every three seconds for ever.
_EXPIRED: Final = (
    select(Assignment.id, Assignment.ticket_id, Assignment.agent_id)
    .where(OFFERED, Assignment.offer_expires_at <= bindparam("now", type_=Assignment.offer_expires_at.type))
    .order_by(Assignment.offer_expires_at)
    .limit(BATCH)
)
MAX_SHOWN: Final = 100
MISSED: Final = "missed_offers"  # why somebody is away, in a word the console translates


def accept(session: Session, ticket_id: int, *, by: Actor) -> Ticket:
    """Accept what is offered to oneself; accepting again changes nothing. Conflict "offer_gone" when it went on."""
    ticket = open_ticket(session, ticket_id, by=by)
    _require_mine(ticket, by)
    acceptance.accepted(session, ticket, by=by)
    return ticket


def decline(session: Session, ticket_id: int, *, by: Actor) -> Ticket:
    """Leave an offer to others, at once; Conflict "offer_gone" when it went on, "accepted" when it is no offer any more."""
    ticket = open_ticket(session, ticket_id, by=by)
    _require_mine(ticket, by)
    if acceptance.open_offer(session, ticket) is None:
        raise Conflict("You have accepted this ticket; give it back instead.", code="accepted")
    assign.unassign(session, ticket, by=by, reason="declined")
    return ticket


def offered_to(session: Session, actor: Actor) -> list[Json]:
    """Return the rows of the tickets that wait for this agent's yes, the first to expire first."""
    wanted = select(Ticket.id).where(Ticket.assignee_id == actor.agent_id, Ticket.offer_until.is_not(None))
    ids = session.scalars(wanted.order_by(Ticket.offer_until, Ticket.id).limit(MAX_SHOWN)).all()
    return rows(session, actor, ids)


def expire_due() -> int:
    """Pass on the offers whose time is over, each in its own transaction; return how many were.

    All it needs is in rows: an offer that ran out while nothing ran is passed on at the start.
    """
    now = clock.now()
    with db.reading() as session:
        due = session.execute(_EXPIRED, {"now": now}).all()
    return sum(_expire_alone(id, ticket_id, agent_id, now=now) for id, ticket_id, agent_id in due)


def _expire_alone(id: int, ticket_id: int, agent_id: int, *, now: datetime) -> bool:
    try:
        expired = db.retrying(lambda session: _expire(session, id, ticket_id, agent_id, now=now))
    except Exception:
        log.exception("offer of ticket %s stays, tried again", ticket_id)
        return False
    crash_point("offers.after_commit")
    return expired


def _expire(session: Session, id: int, ticket_id: int, agent_id: int, *, now: datetime) -> bool:
    # The presence first, like the router's claim: nobody waits for us in a ring.
    who = session.get(Presence, agent_id, with_for_update=True)
    ticket = open_ticket(session, ticket_id, by=ROUTING)
    row = acceptance.open_offer(session, ticket)
    if row is None or row.id != id or row.offer_expires_at is None or row.offer_expires_at > now:
        return False
    if ticket.category not in ROUTABLE:  # solved before anybody said yes
        return acceptance.accepted(session, ticket, by=SYSTEM)
    assign.unassign(session, ticket, by=ROUTING, reason="missed")
    kind = session.scalars(select(Channel.kind).where(Channel.id == ticket.channel_id)).one()
    if who is not None and kind in team_routing.LIVE:
        _mark_missed(session, who, limit=team_routing.of_team(session, ticket.team_id).missed_limit)
    session.flush()
    crash_point("offers.before_commit")
    return True


def _mark_missed(session: Session, who: Presence, *, limit: int) -> None:
    who.missed_offers += 1
    if limit and who.missed_offers >= limit and who.status is PresenceStatus.AVAILABLE:
        presence.choose_status(session, who.agent_id, status=PresenceStatus.AWAY, by=SYSTEM, reason=MISSED)


def _require_mine(ticket: Ticket, by: Actor) -> None:
    if by.agent_id is None or ticket.assignee_id != by.agent_id:
        raise Conflict("This offer has gone to somebody else.", code="offer_gone", agent_id=ticket.assignee_id)
