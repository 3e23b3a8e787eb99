"""Keeping what the classifier decided about a new ticket, without overruling a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from helpdesk import bulk, clock, events
from helpdesk.actions.access import raise_version, touch
from helpdesk.actions.label import replace_skills
from helpdesk.crash import crash_point
from helpdesk.models import Customer, Event, Priority, Skill, Team, Ticket, TicketSkill
from helpdesk.permissions import RULES, ActorKind
from helpdesk.sla_policies import in_force

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)  # of any number of ids
_NEW = (
    select(Ticket)
    .where(Ticket.id.in_(_IDS), Ticket.classified_at.is_(None))
    .order_by(Ticket.id)
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_BY_HAND = select(Event.ticket_id, Event.kind).where(Event.ticket_id.in_(_IDS), Event.actor == ActorKind.AGENT.value)
_SKILLED = select(TicketSkill.ticket_id).where(TicketSkill.ticket_id.in_(_IDS))
_SPEECHLESS = select(Customer).where(Customer.id.in_(_IDS), Customer.language == "")


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
    return apply_many(session, {ticket_id: verdict}) == 1


def apply_many(session: Session, verdicts: Mapping[int, Verdict]) -> int:
    """Classify those of these tickets that are not yet, in a few statements; return how many."""
    tickets = session.scalars(_NEW, {"ids": sorted(verdicts)}).all()
    if not tickets:
        return 0
    known = _Known(session, tickets, [verdicts[ticket.id] for ticket in tickets])
    with events.written_together(session):
        for ticket in tickets:
            _classify(session, ticket, verdicts[ticket.id], known)
        known.write_skills(session)
        session.flush()
    crash_point("classify.before_commit")
    return len(tickets)


class _Known:
    """What a batch of verdicts refers to."""

    def __init__(self, session: Session, tickets: Sequence[Ticket], verdicts: Sequence[Verdict]) -> None:
        ids = {"ids": [ticket.id for ticket in tickets]}
        self.by_hand: dict[int, set[str]] = {}
        for fact in session.execute(_BY_HAND, ids):
            self.by_hand.setdefault(fact.ticket_id or 0, set()).add(fact.kind)
        self.policies = in_force(session)
        self.team_ids = _ids_of(session, Team.id, {one.team_id for one in verdicts if one.team_id is not None})
        self.skill_ids = _ids_of(session, Skill.id, {skill_id for one in verdicts for skill_id in one.skills})
        self.had_skills = set(session.scalars(_SKILLED, ids))
        languages = {ticket.customer_id for ticket, one in zip(tickets, verdicts, strict=True) if one.language}
        self.customers = {one.id: one for one in session.scalars(_SPEECHLESS, {"ids": sorted(languages)})}
        self.skills: list[dict[str, int]] = []

    def write_skills(self, session: Session) -> None:
        """Insert the skills of tickets that had none."""
        bulk.write(session, TicketSkill, self.skills)


def _ids_of(session: Session, id: InstrumentedAttribute[int], named: set[int]) -> set[int]:
    """Return which of these ids are still there; most verdicts name none."""
    return set(session.scalars(select(id).where(id.in_(named)))) if named else set()


def _classify(session: Session, ticket: Ticket, verdict: Verdict, known: _Known) -> None:
    by_hand, team_before, before = known.by_hand.get(ticket.id, set()), ticket.team_id, _described(ticket)
    if verdict.type_id is not None and "ticket.type_changed" not in by_hand:
        ticket.type_id = verdict.type_id
    if verdict.priority is not None and "ticket.priority_changed" not in by_hand:
        ticket.priority = verdict.priority
    if verdict.team_id in known.team_ids and "ticket.team_changed" not in by_hand and ticket.assignee_id is None:
        ticket.team_id = verdict.team_id
    if "ticket.skills_changed" not in by_hand:
        _note_skills(session, ticket, verdict, known)
    if verdict.language:
        ticket.language = verdict.language
        customer = known.customers.get(ticket.customer_id)
        if customer is not None:
            customer.language = customer.language or verdict.language
    ticket.classified_at = clock.now()
    changed = {name for name, value in _described(ticket).items() if value != before[name]}
    if known.policies.may_depend_on(changed):
        touch(ticket)
    else:
        raise_version(ticket)
    events.record(session, "ticket.classified", by=RULES, ticket=ticket, data=_told(ticket, verdict, team_before))


def _described(ticket: Ticket) -> dict[str, Any]:  # values of columns
    """Return what service levels may depend on, by the names of their conditions."""
    return {
        "type_ids": ticket.type_id,
        "priority": ticket.priority,
        "team_ids": ticket.team_id,
        "languages": ticket.language,
    }


def _note_skills(session: Session, ticket: Ticket, verdict: Verdict, known: _Known) -> None:
    levels = {skill_id: level for skill_id, level in verdict.skills.items() if skill_id in known.skill_ids}
    if ticket.id in known.had_skills:
        replace_skills(session, ticket, levels)
    else:
        known.skills += [{"ticket_id": ticket.id, "skill_id": id, "level": level} for id, level in levels.items()]


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
