"""Timeline entries: the facts beside the messages, told from events."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from helpdesk.models import Agent, Assignment, Automation, Event, Macro
from helpdesk.queries.among import one_of_given
from helpdesk.queries.approval_words import approval_words
from helpdesk.queries.rows import Json, iso

MAX_ENTRIES: Final = 500
TOLD: Final = frozenset(
    {
        "approval.answered",
        "approval.asked",
        "approval.passed_on",
        "approval.withdrawn",
        "automation.ran",
        "ticket.created",
        "ticket.classified",
        "ticket.accepted",
        "ticket.assigned",
        "ticket.unassigned",
        "ticket.status_changed",
        "ticket.reopened",
        "ticket.priority_changed",
        "ticket.type_changed",
        "ticket.team_changed",
        "ticket.transferred",
        "ticket.skills_changed",
        "ticket.fields_changed",
        "ticket.snoozed",
        "ticket.woken",
        "ticket.tags_changed",
        "ticket.subject_changed",
        "ticket.macro_run",
        "ticket.macro_undone",
        "promise.made",
        "promise.changed",
        "promise.done",
        "promise.dropped",
        "ticket.merged",
        "ticket.joined",
        "ticket.unmerged",
        "ticket.parted",
        "ticket.split",
        "ticket.linked",
        "ticket.unlinked",
        "side.begun",
        "sla.warned",
        "sla.breached",
        "ticket.emptied",
        "ticket.restored",
        "ticket.trashed",
        "ticket.spam_marked",
        "ticket.spam_cleared",
        "thread.added",
    }
)

_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
# Built once: building a statement costs as much as running it.
_TOLD_SINCE: Final = (
    select(Event)
    .where(Event.ticket_id == bindparam("ticket_id"), Event.kind.in_(TOLD))
    .where(Event.created_at >= bindparam("since"))
    .order_by(Event.id.desc())
    .limit(MAX_ENTRIES)
)
_AGENTS: Final = select(Agent.id, Agent.name).where(one_of_given(Agent.id))
_ASSIGNMENTS: Final = select(Assignment.id, Assignment.reasons).where(one_of_given(Assignment.id))


def entries(session: Session, ticket_id: int, *, since: datetime | None, until: datetime | None = None) -> list[Json]:
    """Return a ticket's entries from `since` to before `until`, oldest first, at most the 500 newest of them."""
    wanted = select(Event).where(Event.ticket_id == ticket_id, Event.kind.in_(TOLD))
    if since is not None:
        wanted = wanted.where(Event.created_at >= since)
    if until is not None:
        wanted = wanted.where(Event.created_at < until)
    found = session.scalars(wanted.order_by(Event.id.desc()).limit(MAX_ENTRIES)).all()
    return list(entry_views(session, found[::-1]).values())


def entries_of(session: Session, since: Mapping[int, datetime | None]) -> dict[int, list[Json]]:
    """Return the entries of several tickets by ticket id, as `entries` does of one. since: by ticket id, None for all."""
    ticket_of: dict[int, int] = {}
    facts: list[Event] = []
    for ticket_id, at in since.items():
        found = session.scalars(_TOLD_SINCE, {"ticket_id": ticket_id, "since": at or _EVER}).all()[::-1]
        ticket_of |= {fact.id: ticket_id for fact in found}
        facts += found
    told: dict[int, list[Json]] = {ticket_id: [] for ticket_id in since}
    for id, view in entry_views(session, facts).items():
        told[ticket_of[id]].append(view)
    return told


def entry_views(session: Session, facts: Iterable[Event]) -> dict[int, Json]:
    """Return the entries of those events that a timeline tells, by event id."""
    told = [fact for fact in facts if fact.kind in TOLD and "part_of" not in fact.data]
    names = _names(session, {fact.agent_id for fact in told if fact.agent_id is not None})
    reasons = _reasons(session, {fact.data["assignment_id"] for fact in told if "assignment_id" in fact.data})
    macros = _macros(session, {fact.data["macro_id"] for fact in told if "macro_id" in fact.data})
    rules = _rules(session, {fact.data["automation_id"] for fact in told if "automation_id" in fact.data})
    views = {fact.id: _entry(fact, names, reasons, macros, rules) for fact in told}
    _add_approvals(session, told, views)
    return views


def _entry(
    fact: Event,
    names: dict[int, str],
    reasons: dict[int, list[Json]],
    macros: dict[int, str],
    rules: dict[int, str],
) -> Json:
    data = dict(fact.data)
    if "assignment_id" in data:
        data["reasons"] = reasons.get(data["assignment_id"], [])
    if "macro_id" in data:
        data["macro"] = macros.get(data["macro_id"], "")
    if "automation_id" in data:
        data["name"] = rules.get(data["automation_id"], "")
    is_agent = fact.actor == "agent"
    return {
        "id": fact.id,
        "kind": fact.kind,
        "at": iso(fact.created_at),
        "actor": {
            "kind": fact.actor,
            "id": fact.agent_id if is_agent else None,
            "name": names.get(fact.agent_id or 0) if is_agent else None,
        },
        "data": data,
    }


def _add_approvals(session: Session, told: Collection[Event], views: Mapping[int, Json]) -> None:
    """Say what was asked, and on an answer why it is so."""
    about = {fact.id: fact.data["approval_id"] for fact in told if "approval_id" in fact.data}
    words = approval_words(session, set(about.values()))
    for fact in told:
        question, reason = words.get(about.get(fact.id, 0), ("", ""))
        if fact.id in about:
            is_answer = fact.kind == "approval.answered"
            views[fact.id]["data"] |= {"question": question} | ({"reason": reason} if is_answer else {})


def _names(session: Session, ids: Collection[int]) -> dict[int, str]:
    return dict(session.execute(_AGENTS, {"ids": list(ids)}).all()) if ids else {}


def _macros(session: Session, ids: Collection[int]) -> dict[int, str]:
    return dict(session.execute(select(Macro.id, Macro.name).where(Macro.id.in_(ids))).all()) if ids else {}


def _reasons(session: Session, ids: Collection[int]) -> dict[int, list[Json]]:
    if not ids:
        return {}
    found = session.execute(_ASSIGNMENTS, {"ids": list(ids)})
    return {id: [{"name": name, "value": value} for name, value in reasons] for id, reasons in found}


def _rules(session: Session, ids: Collection[int]) -> dict[int, str]:
    if not ids:
        return {}
    return dict(session.execute(select(Automation.id, Automation.name).where(Automation.id.in_(ids))).all())
