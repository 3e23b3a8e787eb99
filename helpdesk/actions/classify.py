"""Keeping what the classifier decided about a new ticket, without overruling a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.actions.access import open_ticket, touch
from helpdesk.actions.label import replace_skills
from helpdesk.crash import crash_point
from helpdesk.models import Customer, Event, Priority, Team, Ticket
from helpdesk.permissions import RULES, ActorKind


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided; None leaves a thing as it is. `reasons` is JSON: which rule and which of its words decided."""

    type_id: int | None = None
    priority: Priority | None = None
    team_id: int | None = None
    language: str = ""
    skills: Mapping[int, int] = field(default_factory=dict)
    reasons: Sequence[dict[str, Any]] = ()


def apply(session: Session, ticket_id: int, verdict: Verdict) -> bool:
    """Classify a ticket once; False when it already was. What an agent has set by hand stays."""
    ticket = open_ticket(session, ticket_id, by=RULES)
    if ticket.classified_at is not None:
        return False
    by_hand = _set_by_hand(session, ticket)
    team_before = ticket.team_id
    if verdict.type_id is not None and "ticket.type_changed" not in by_hand:
        ticket.type_id = verdict.type_id
    if verdict.priority is not None and "ticket.priority_changed" not in by_hand:
        ticket.priority = verdict.priority
    if verdict.team_id is not None and "ticket.team_changed" not in by_hand and ticket.assignee_id is None:
        ticket.team_id = verdict.team_id if session.get(Team, verdict.team_id) else ticket.team_id
    if "ticket.skills_changed" not in by_hand:
        replace_skills(session, ticket, verdict.skills)
    _note_language(session, ticket, verdict.language)
    ticket.classified_at = clock.now()
    touch(ticket)
    events.record(session, "ticket.classified", by=RULES, ticket=ticket, data=_told(ticket, verdict, team_before))
    session.flush()
    crash_point("classify.before_commit")
    return True


def _set_by_hand(session: Session, ticket: Ticket) -> set[str]:
    kinds = select(Event.kind).where(Event.ticket_id == ticket.id, Event.actor == ActorKind.AGENT.value)
    return set(session.scalars(kinds))


def _note_language(session: Session, ticket: Ticket, language: str) -> None:
    if not language:
        return
    ticket.language = language
    customer = session.get_one(Customer, ticket.customer_id)
    customer.language = customer.language or language


def _told(ticket: Ticket, verdict: Verdict, team_before: int | None) -> dict[str, Any]:
    moved = {"from_team_id": team_before} if ticket.team_id != team_before else {}
    return moved | {
        "type_id": ticket.type_id,
        "priority": ticket.priority.word,
        "team_id": ticket.team_id,
        "language": ticket.language,
        "skills": [[skill_id, level] for skill_id, level in sorted(verdict.skills.items())],
        "reasons": list(verdict.reasons),
    }
