"""Open work of those who left their desk: after a grace, what would be late goes back to the queue."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from helpdesk import clock, db, team_routing
from helpdesk.actions import assign
from helpdesk.actions.access import open_ticket
from helpdesk.crash import crash_point
from helpdesk.models import ROUTABLE, Assignment, ChannelKind, Presence, PresenceStatus, Ticket
from helpdesk.models.channels import Channel
from helpdesk.permissions import ROUTING
from helpdesk.presence import GRACE_S, is_online
from helpdesk.team_routing import LIVE, USUAL, Leaving, TeamRouting

log = logging.getLogger(__name__)

BATCH: Final = 500
AWAY, OFFLINE = "agent_away", "agent_offline"  # why a ticket went back


@dataclass(frozen=True, slots=True)
class Absence:
    """Since when somebody is not at their desk, and what their team's rules say then."""

    reason: str
    since: datetime
    rule: Leaving
    grace: timedelta


def return_due() -> int:
    """Return what is due, each in its own transaction; how many went back.

    Who left and when is in rows alone, so a restart changes nothing.
    """
    now = clock.now()
    with db.reading() as session:
        rules = team_routing.of_teams(session)
        due = [
            ticket.id
            for ticket, assignment, presence, kind in session.execute(_held_by_absent(now))
            if _goes_back(ticket, assignment, presence, kind, rules.get(ticket.team_id, USUAL), now=now)
        ]
    return sum(_return_alone(ticket_id, now=now) for ticket_id in due[:BATCH])


def _held_by_absent(now: datetime) -> Select[Ticket, Assignment, Presence, ChannelKind]:
    gone = or_(
        Presence.status.in_((PresenceStatus.AWAY, PresenceStatus.OFFLINE)),
        Presence.last_seen_at <= now - timedelta(seconds=GRACE_S),
    )
    return (
        select(Ticket, Assignment, Presence, Channel.kind)
        .join(Assignment, Assignment.ticket_id == Ticket.id)
        .join(Presence, Presence.agent_id == Assignment.agent_id)
        .join(Channel, Channel.id == Ticket.channel_id)
        .where(Assignment.ended_at.is_(None), Ticket.category.in_(ROUTABLE), gone, Presence.last_seen_at.is_not(None))
        .order_by(Ticket.priority, Ticket.waiting_since)
    )


def _goes_back(
    ticket: Ticket, assignment: Assignment, presence: Presence, kind: ChannelKind, rules: TeamRouting, *, now: datetime
) -> bool:
    absence = _absence(presence, rules, now=now)
    if absence is None or absence.rule is Leaving.KEEP:
        return False
    if now < max(absence.since, assignment.assigned_at) + absence.grace:
        return False
    if absence.rule is Leaving.RETURN_ALL or kind in LIVE:
        return True
    margin = timedelta(minutes=rules.late_margin_min)
    return ticket.waiting_since is not None and ticket.next_due_at is not None and ticket.next_due_at <= now + margin


def _absence(presence: Presence, rules: TeamRouting, *, now: datetime) -> Absence | None:
    """Tell how somebody is absent; of two ways the one by which tickets go back first counts."""
    found = sorted(_absences(presence, rules, now=now), key=lambda absence: absence.since + absence.grace)
    return next((absence for absence in found if absence.rule is not Leaving.KEEP), found[0] if found else None)


def _absences(presence: Presence, rules: TeamRouting, *, now: datetime) -> Iterator[Absence]:
    away, offline = timedelta(minutes=rules.away_grace_min), timedelta(minutes=rules.offline_grace_min)
    if presence.status is PresenceStatus.OFFLINE:
        yield Absence(OFFLINE, presence.changed_at, rules.on_offline, offline)
    elif not is_online(presence, now) and presence.last_seen_at is not None:
        yield Absence(OFFLINE, presence.last_seen_at, rules.on_offline, offline)
    if presence.status is PresenceStatus.AWAY:
        yield Absence(AWAY, presence.changed_at, rules.on_away, away)


def _return_alone(ticket_id: int, *, now: datetime) -> bool:
    try:
        returned = db.retrying(lambda session: _return(session, ticket_id, now=now))
    except Exception:
        log.exception("ticket %s stays with somebody absent, tried again", ticket_id)
        return False
    crash_point("leaving.after_commit")
    return returned


def _return(session: Session, ticket_id: int, *, now: datetime) -> bool:
    ticket = open_ticket(session, ticket_id, by=ROUTING)
    row = session.execute(_held_by_absent(now).where(Ticket.id == ticket_id)).first()
    if row is None:  # they are back, or it is no longer theirs
        return False
    _, assignment, presence, kind = row
    rules = team_routing.of_team(session, ticket.team_id)
    absence = _absence(presence, rules, now=now)
    if absence is None or not _goes_back(ticket, assignment, presence, kind, rules, now=now):
        return False
    assign.unassign(session, ticket, by=ROUTING, reason=absence.reason)
    session.flush()
    crash_point("leaving.before_commit")
    return True
