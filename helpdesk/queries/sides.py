"""Side threads as agents see them: those of tickets they work with, and those they were asked into."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true, union_all
from sqlalchemy.orm import Session

from helpdesk.errors import NotFound
from helpdesk.files.addresses import SIDE_FILES, address_of
from helpdesk.models import DeliveryState, SideFile, SideMember, SideMessage, SideThread, SystemMail, TeamMember, Ticket
from helpdesk.permissions import Actor, visible_to, works_with
from helpdesk.queries.rows import Json, iso

MAX: Final = 100
MAX_MESSAGES: Final = 300
SEARCHED: Final = 2_000  # newest messages that a search looks at


def side_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on SideThread joined with its Ticket: of a ticket they work with, or they were asked into it."""
    if actor.sees_everything:
        return true()
    own = select(SideMember.side_id).where(SideMember.agent_id == actor.agent_id)
    return or_(works_with(actor), SideThread.id.in_(own), SideThread.team_id.in_(sorted(actor.team_ids)))


def find_side(session: Session, actor: Actor, side_id: int) -> SideThread:
    """Return a side thread the actor may see; else NotFound."""
    wanted = select(SideThread).join(Ticket, Ticket.id == SideThread.ticket_id)
    found = session.scalar(wanted.where(SideThread.id == side_id, side_visible_to(actor)))
    if found is None:
        raise NotFound
    return found


def ticket_sides(session: Session, actor: Actor, ticket_id: int) -> list[Json]:
    """Return the side threads of a ticket the actor may see, the newest first; NotFound when they may see neither."""
    found = _views(session, actor, _listed(actor).where(SideThread.ticket_id == ticket_id))
    if not found and session.scalar(select(Ticket.id).where(Ticket.id == ticket_id, visible_to(actor))) is None:
        raise NotFound
    return found


def own_sides(session: Session, actor: Actor) -> list[Json]:
    """Return the side threads an agent takes part in, or a team of theirs was asked into; the newest first."""
    own = select(SideMember.side_id).where(SideMember.agent_id == actor.agent_id)
    return _views(
        session,
        actor,
        _listed(actor).where(or_(SideThread.id.in_(own), SideThread.team_id.in_(sorted(actor.team_ids)))),
    )


def side_detail(session: Session, actor: Actor, side_id: int) -> Json:
    """Return a side thread with its newest 300 messages, oldest first."""
    find_side(session, actor, side_id)
    (view,) = _views(session, actor, _listed(actor).where(SideThread.id == side_id))
    newest = (
        select(SideMessage, SystemMail.delivery_state, SystemMail.delivery_error)
        .outerjoin(SystemMail, SystemMail.id == SideMessage.system_mail_id)
        .where(SideMessage.side_id == side_id)
        .order_by(SideMessage.id.desc())
        .limit(MAX_MESSAGES)
    )
    rows = session.execute(newest).all()[::-1]
    files = _files(session, [message.id for message, _, _ in rows])
    return view | {
        "messages": [
            {
                "id": message.id,
                "agent_id": message.agent_id,
                "from_name": message.from_name or message.from_address,
                "from_address": message.from_address,
                "text": message.text,
                "created_at": iso(message.created_at),
                "delivery": _word(state),
                "delivery_error": error,
                "files": files.get(message.id, []),
            }
            for message, state, error in rows
        ]
    }


def file_of_side(session: Session, actor: Actor, public_id: str) -> SideFile | None:
    """Return a file of a side thread the actor may see."""
    return session.scalar(
        select(SideFile)
        .join(SideMessage, SideMessage.id == SideFile.side_message_id)
        .join(SideThread, SideThread.id == SideMessage.side_id)
        .join(Ticket, Ticket.id == SideThread.ticket_id)
        .where(SideFile.public_id == public_id, side_visible_to(actor))
    )


def unread_counts(session: Session, agent_ids: Collection[int]) -> dict[int, int]:
    """Return how many side threads hold something these agents have not seen; those without are left out."""
    asked = (
        select(SideMember.agent_id, func.count())
        .join(SideThread, SideThread.id == SideMember.side_id)
        .where(SideMember.agent_id.in_(agent_ids), SideThread.last_id > SideMember.seen_id)
        .group_by(SideMember.agent_id)
    )
    looked = and_(SideMember.side_id == SideThread.id, SideMember.agent_id == TeamMember.agent_id)
    of_team = (
        select(TeamMember.agent_id, func.count())
        .join(SideThread, SideThread.team_id == TeamMember.team_id)
        .outerjoin(SideMember, looked)
        .where(TeamMember.agent_id.in_(agent_ids), SideMember.agent_id.is_(None))
        .group_by(TeamMember.agent_id)
    )
    found: dict[int, int] = {}
    for agent_id, number in session.execute(union_all(asked, of_team)):
        found[agent_id] = found.get(agent_id, 0) + number
    return found


def search_sides(session: Session, actor: Actor, words: Sequence[str], *, limit: int) -> list[Json]:
    """Return the side threads with a message or subject that has all words, among the newest 2,000 messages they may see."""
    if not words:
        return []
    seen = (
        select(SideMessage.id)
        .join(SideThread, SideThread.id == SideMessage.side_id)
        .join(Ticket, Ticket.id == SideThread.ticket_id)
        .where(side_visible_to(actor))
        .order_by(SideMessage.id.desc())
        .limit(SEARCHED)
        .subquery()
    )
    said = [SideMessage.folded.contains(word.casefold(), autoescape=True) for word in words]
    found = session.execute(
        select(SideThread, Ticket.number, func.max(SideMessage.id))
        .join(SideMessage, SideMessage.side_id == SideThread.id)
        .join(seen, seen.c.id == SideMessage.id)
        .join(Ticket, Ticket.id == SideThread.ticket_id)
        .where(*said)
        .group_by(SideThread.id, Ticket.number)
        .order_by(func.max(SideMessage.id).desc())
        .limit(limit)
    )
    return [
        {"side_id": side.id, "ticket_id": side.ticket_id, "ticket_number": number, "subject": side.subject}
        for side, number, _ in found
    ]


Listed = Select[SideThread, int, int | None, int]


def _listed(actor: Actor) -> Listed:
    count = select(func.count()).where(SideMessage.side_id == SideThread.id).correlate(SideThread).scalar_subquery()
    mine = and_(SideMember.side_id == SideThread.id, SideMember.agent_id == actor.agent_id)
    return (
        select(SideThread, Ticket.number, SideMember.seen_id, count)
        .join(Ticket, Ticket.id == SideThread.ticket_id)
        .outerjoin(SideMember, mine)
        .where(side_visible_to(actor))
        .order_by(SideThread.last_at.desc(), SideThread.id.desc())
        .limit(MAX)
    )


def _views(session: Session, actor: Actor, wanted: Listed) -> list[Json]:
    rows = session.execute(wanted).all()
    members = _members(session, [side.id for side, *_ in rows])
    return [
        {
            "id": side.id,
            "ticket_id": side.ticket_id,
            "ticket_number": number,
            "subject": side.subject,
            "started_by_id": side.started_by_id,
            "agent_ids": members.get(side.id, []),
            "team_id": side.team_id,
            "address": side.address,
            "name": side.name,
            "message_count": count,
            "is_unread": side.last_id > (seen or 0) and (seen is not None or side.team_id in actor.team_ids),
            "created_at": iso(side.created_at),
            "last_at": iso(side.last_at),
        }
        for side, number, seen, count in rows
    ]


def _members(session: Session, side_ids: Collection[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    wanted = select(SideMember.side_id, SideMember.agent_id).where(SideMember.side_id.in_(side_ids))
    for side_id, agent_id in session.execute(wanted.order_by(SideMember.agent_id)):
        found.setdefault(side_id, []).append(agent_id)
    return found


def _word(state: DeliveryState | None) -> str | None:
    return None if state is None else state.value


def _files(session: Session, message_ids: Iterable[int]) -> dict[int, list[Json]]:
    found: dict[int, list[Json]] = {}
    for file in session.scalars(select(SideFile).where(SideFile.side_message_id.in_(list(message_ids)))):
        view = {"id": file.public_id, "filename": file.filename, "media_type": file.media_type, "size": file.size}
        view["url"] = address_of(file.public_id, among=SIDE_FILES).url
        found.setdefault(file.side_message_id, []).append(view)
    return found
