"""One ticket whole, as the console opens it."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Row, bindparam, func, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session

from helpdesk.errors import NotFound
from helpdesk.models import (
    ROUTABLE,
    Answer,
    Approval,
    Assignment,
    Attachment,
    ChannelKind,
    Customer,
    Draft,
    Event,
    Follower,
    LinkKind,
    SideThread,
    Thread,
    Ticket,
    TicketLink,
    TicketSkill,
)
from helpdesk.models.channels import Channel
from helpdesk.outbox import last_position
from helpdesk.permissions import Actor, may_see, visible_to
from helpdesk.queries.among import one_of_given
from helpdesk.queries.messages import attachment_view
from helpdesk.queries.rows import Json, iso, rows
from helpdesk.queries.service_levels import ticket_clocks
from helpdesk.queries.timeline import newest_pages

PAGE = 50
MAX_LINKS = 100
NEWEST_EVENTS = 20  # positions follow ids but for what was committed at the same moment

# Built once: building a statement costs as much as running it.
_ASSIGNED = select(Assignment).where(one_of_given(Assignment.ticket_id), Assignment.ended_at.is_(None))
_SKILLS = (
    select(TicketSkill.ticket_id, TicketSkill.skill_id, TicketSkill.level)
    .where(one_of_given(TicketSkill.ticket_id))
    .order_by(TicketSkill.skill_id)
)
_LINKED = union(
    select(TicketLink.ticket_id).where(one_of_given(TicketLink.ticket_id)),
    select(TicketLink.other_id).where(one_of_given(TicketLink.other_id)),
)
_THREADS = (
    select(Thread, Channel.kind, Customer.name)
    .join(Channel, Channel.id == Thread.channel_id)
    .join(Ticket, Ticket.id == Thread.ticket_id)
    .join(Customer, Customer.id == Ticket.customer_id)
    .where(one_of_given(Thread.ticket_id))
    .order_by(Thread.id)
)
_ASKED = (
    select(Approval.ticket_id, func.count())
    .where(one_of_given(Approval.ticket_id), Approval.answer == Answer.OPEN)
    .group_by(Approval.ticket_id)
)
_SIDES = (
    select(SideThread.ticket_id, func.count()).where(one_of_given(SideThread.ticket_id)).group_by(SideThread.ticket_id)
)
_DRAFTS = select(Draft).where(Draft.agent_id == bindparam("agent_id"), one_of_given(Draft.ticket_id))
_FOLLOWED = select(Follower.ticket_id).where(
    Follower.agent_id == bindparam("agent_id"), one_of_given(Follower.ticket_id)
)


def find(session: Session, actor: Actor, *, ticket_id: int | None = None, number: int | None = None) -> int:
    """Return the id of a ticket the actor may see, known by id or public number; else NotFound."""
    wanted = Ticket.id == ticket_id if ticket_id is not None else Ticket.number == number
    found = session.scalar(select(Ticket.id).where(wanted, visible_to(actor)))
    if found is None:
        raise NotFound
    return found


def detail(session: Session, actor: Actor, ticket_id: int) -> Json:
    """Return a ticket with threads, the newest messages and entries, assignment and the reader's drafts; else NotFound."""
    for found in details(session, actor, [ticket_id]):
        return found
    raise NotFound


def details(session: Session, actor: Actor, ids: Sequence[int]) -> list[Json]:
    """Return those of a few tickets that the actor may see, each as `detail` does, in hardly more statements than one."""
    position = last_position(session)
    shown = rows(session, actor, ids)
    ids = [row["id"] for row in shown]
    if not ids:
        return []
    skilled, talks, pages = _skills(session, ids), _threads(session, ids), newest_pages(session, ids, limit=PAGE)
    assigned, written, sums = _assignments(session, ids), _drafts(session, actor, ids), _help_sums(session, ids)
    linked, followed = _links(session, actor, ids), _followed(session, actor, ids)
    return [
        {
            "position": position,
            "ticket": row | {"skills": skilled.get(id, []), "links": linked.get(id, [])},
            "threads": talks.get(id, []),
            **pages[id],
            "assignment": assigned.get(id),
            "sla": ticket_clocks(session, id),
            "drafts": written.get(id, {}),
            "following": id in followed,
            "help": sums[id],
            "read_only": not may_see(actor, team_id=row["team_id"], assignee_id=row["assignee_id"]),
        }
        for row in shown
        for id in [row["id"]]
    ]


def unchanged(session: Session, actor: Actor, ticket_id: int, *, since: int) -> int | None:
    """Return the newest position where nothing happened to a ticket after `since`, else None; NotFound for a hidden one.

    What nobody has numbered yet is told to those who watch.
    """
    position = last_position(session)
    find(session, actor, ticket_id=ticket_id)
    newest = select(Event.position).where(Event.ticket_id == ticket_id, Event.kind != "read.marked")
    found = session.scalars(newest.order_by(Event.id.desc()).limit(NEWEST_EVENTS)).all()
    return position if max((one or 0 for one in found), default=0) <= since else None


def is_waiting(session: Session, ticket_id: int) -> bool:
    """Say whether a ticket waits for somebody to take it."""
    wanted = select(Ticket.id).where(
        Ticket.id == ticket_id, Ticket.assignee_id.is_(None), Ticket.category.in_(ROUTABLE)
    )
    return session.scalar(wanted) is not None


def assignment(session: Session, ticket_id: int) -> Json | None:
    """Return who has the ticket, since when, by whom and why, with the runners-up; None when nobody has it."""
    return _assignments(session, [ticket_id]).get(ticket_id)


def _assignments(session: Session, ids: Sequence[int]) -> dict[int, Json]:
    return {row.ticket_id: _assignment(row) for row in session.scalars(_ASSIGNED, {"ids": ids})}


def _assignment(row: Assignment) -> Json:
    return {
        "agent_id": row.agent_id,
        "at": iso(row.assigned_at),
        "by": row.by.value,
        "by_agent_id": row.by_agent_id,
        "offer_until": iso(row.offer_expires_at) if row.accepted_at is None else None,
        "accepted_at": iso(row.accepted_at),
        "reasons": [{"name": name, "value": value} for name, value in row.reasons],
        "runners_up": [
            {
                "agent_id": other["agent_id"],
                "reasons": [{"name": name, "value": value} for name, value in other["reasons"]],
            }
            for other in row.runners_up
        ],
    }


def draft_view(session: Session, draft: Draft) -> Json:
    """Return a draft in the shape of the API."""
    # Only files the writer uploaded: a draft must not tell about others, whatever ids it was saved with.
    found = session.scalars(
        select(Attachment).where(
            Attachment.public_id.in_(draft.attachment_ids), Attachment.uploaded_by_agent_id == draft.agent_id
        )
    ).all()
    files = sorted(found, key=lambda file: draft.attachment_ids.index(file.public_id))
    return {
        "text": draft.text,
        "attachment_ids": [file.public_id for file in files],
        "attachments": [attachment_view(file) for file in files],
        "revision": draft.revision,
        "updated_at": iso(draft.updated_at),
    }


def skills(session: Session, ticket_id: int) -> list[Json]:
    """Return what skills a ticket asks for, with the least level."""
    return _skills(session, [ticket_id]).get(ticket_id, [])


def _skills(session: Session, ids: Sequence[int]) -> dict[int, list[Json]]:
    asked: dict[int, list[Json]] = {}
    for ticket_id, skill_id, level in session.execute(_SKILLS, {"ids": ids}):
        asked.setdefault(ticket_id, []).append({"skill_id": skill_id, "level": level})
    return asked


def _links(session: Session, actor: Actor, ids: Sequence[int]) -> dict[int, list[Json]]:
    """Return the tickets that those which have any are linked to."""
    return {id: _links_of(session, actor, id) for id in session.scalars(_LINKED, {"ids": ids})}


def _links_of(session: Session, actor: Actor, ticket_id: int) -> list[Json]:
    """Return the tickets it is linked to; "of_" before the kind where the other one says it of this one."""
    ours = _linked(session, actor, TicketLink.other_id, TicketLink.ticket_id == ticket_id)
    theirs = _linked(session, actor, TicketLink.ticket_id, TicketLink.other_id == ticket_id)
    sided = [(kind.value, *row) for kind, *row in ours] + [(f"of_{kind.value}", *row) for kind, *row in theirs]
    return [{"id": id, "number": number, "kind": kind, "subject": subject} for kind, id, number, subject in sided]


def _linked(
    session: Session, actor: Actor, side: InstrumentedAttribute[int], is_linked: ColumnElement[bool]
) -> Sequence[Row[LinkKind, int, int, str]]:
    return session.execute(
        select(TicketLink.kind, Ticket.id, Ticket.number, Ticket.subject)
        .join(Ticket, Ticket.id == side)
        .where(is_linked, visible_to(actor))
        .order_by(TicketLink.id)
        .limit(MAX_LINKS)
    ).all()


def threads(session: Session, ticket_id: int) -> list[Json]:
    """Return where a ticket talks, oldest first."""
    return _threads(session, [ticket_id]).get(ticket_id, [])


def _threads(session: Session, ids: Sequence[int]) -> dict[int, list[Json]]:
    talks: dict[int, list[Json]] = {}
    for thread, kind, name in session.execute(_THREADS, {"ids": ids}):
        talks.setdefault(thread.ticket_id, []).append(_thread(thread, kind, name))
    return talks


def _thread(thread: Thread, kind: ChannelKind, name: str) -> Json:
    return {
        "id": thread.id,
        "channel_id": thread.channel_id,
        "channel_kind": kind.value,
        "peer_name": name,
        "customer_seen_id": thread.customer_seen_id,
        "aside": bool(thread.details.get("aside")),
        "group": str(thread.details.get("group") or ""),
        "topic": str(thread.details.get("topic") or ""),
    }


def help_sums(session: Session, ticket_id: int) -> Json:
    """Return how many open requests for approval and how many side threads a ticket has."""
    return _help_sums(session, [ticket_id])[ticket_id]


def _help_sums(session: Session, ids: Sequence[int]) -> dict[int, Json]:
    asked = dict(session.execute(_ASKED, {"ids": ids}).all())
    sides = dict(session.execute(_SIDES, {"ids": ids}).all())
    return {id: {"approvals": asked.get(id, 0), "sides": sides.get(id, 0)} for id in ids}


def _drafts(session: Session, actor: Actor, ids: Sequence[int]) -> dict[int, Json]:
    written: dict[int, Json] = {}
    for draft in session.scalars(_DRAFTS, {"agent_id": actor.agent_id, "ids": ids}):
        written.setdefault(draft.ticket_id, {})[draft.mode.value] = draft_view(session, draft)
    return written


def _followed(session: Session, actor: Actor, ids: Sequence[int]) -> set[int]:
    return set(session.scalars(_FOLLOWED, {"agent_id": actor.agent_id, "ids": ids}))
