"""One ticket whole, as the console opens it."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from helpdesk.errors import NotFound
from helpdesk.models import (
    ROUTABLE,
    Answer,
    Approval,
    Assignment,
    Attachment,
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
from helpdesk.queries.messages import attachment_view
from helpdesk.queries.rows import Json, iso, rows
from helpdesk.queries.service_levels import ticket_clocks
from helpdesk.queries.timeline import ticket_page

PAGE = 50
MAX_LINKS = 100
NEWEST_EVENTS = 20  # positions follow ids but for what was committed at the same moment


def find(session: Session, actor: Actor, *, ticket_id: int | None = None, number: int | None = None) -> int:
    """Return the id of a ticket the actor may see, known by id or public number; else NotFound."""
    wanted = Ticket.id == ticket_id if ticket_id is not None else Ticket.number == number
    found = session.scalar(select(Ticket.id).where(wanted, visible_to(actor)))
    if found is None:
        raise NotFound
    return found


def detail(session: Session, actor: Actor, ticket_id: int) -> Json:
    """Return a ticket with threads, the newest messages and entries, assignment and the reader's drafts."""
    position = last_position(session)
    find(session, actor, ticket_id=ticket_id)
    (row,) = rows(session, actor, [ticket_id])
    return {
        "position": position,
        "ticket": row | {"skills": skills(session, ticket_id), "links": _links(session, actor, ticket_id)},
        "threads": threads(session, ticket_id),
        **ticket_page(session, ticket_id, before=None, limit=PAGE),
        "assignment": assignment(session, ticket_id),
        "sla": ticket_clocks(session, ticket_id),
        "drafts": _drafts(session, actor, ticket_id),
        "following": session.get(Follower, (actor.agent_id, ticket_id)) is not None,
        "help": help_sums(session, ticket_id),
        "read_only": not may_see(actor, team_id=row["team_id"], assignee_id=row["assignee_id"]),
    }


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
    row = session.scalar(select(Assignment).where(Assignment.ticket_id == ticket_id, Assignment.ended_at.is_(None)))
    if row is None:
        return None
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
    files = session.scalars(
        select(Attachment).where(
            Attachment.public_id.in_(draft.attachment_ids), Attachment.uploaded_by_agent_id == draft.agent_id
        )
    ).all()
    return {
        "text": draft.text,
        "attachment_ids": [file.public_id for file in files],
        "attachments": [attachment_view(file) for file in files],
        "revision": draft.revision,
        "updated_at": iso(draft.updated_at),
    }


def skills(session: Session, ticket_id: int) -> list[Json]:
    """Return what skills a ticket asks for, with the least level."""
    found = session.scalars(
        select(TicketSkill).where(TicketSkill.ticket_id == ticket_id).order_by(TicketSkill.skill_id)
    )
    return [{"skill_id": skill.skill_id, "level": skill.level} for skill in found]


def _links(session: Session, actor: Actor, ticket_id: int) -> list[Json]:
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
    found = session.execute(
        select(Thread, Channel.kind, Customer.name)
        .join(Channel, Channel.id == Thread.channel_id)
        .join(Ticket, Ticket.id == Thread.ticket_id)
        .join(Customer, Customer.id == Ticket.customer_id)
        .where(Thread.ticket_id == ticket_id)
        .order_by(Thread.id)
    )
    return [
        {
            "id": thread.id,
            "channel_id": thread.channel_id,
            "channel_kind": kind.value,
            "peer_name": name,
            "customer_seen_id": thread.customer_seen_id,
            "aside": bool(thread.details.get("aside")),
            "group": str(thread.details.get("group") or ""),
            "topic": str(thread.details.get("topic") or ""),
        }
        for thread, kind, name in found
    ]


def help_sums(session: Session, ticket_id: int) -> Json:
    """Return how many open requests for approval and how many side threads a ticket has."""
    asked = select(func.count()).where(Approval.ticket_id == ticket_id, Approval.answer == Answer.OPEN)
    sides = select(func.count()).where(SideThread.ticket_id == ticket_id)
    approvals, threads = session.execute(select(asked.scalar_subquery(), sides.scalar_subquery())).one()
    return {"approvals": approvals, "sides": threads}


def _drafts(session: Session, actor: Actor, ticket_id: int) -> Json:
    found = session.scalars(select(Draft).where(Draft.agent_id == actor.agent_id, Draft.ticket_id == ticket_id))
    return {draft.mode.value: draft_view(session, draft) for draft in found}
