"""Side threads: begun beside a ticket with a colleague, a team or an address outside; the customer never sees them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from helpdesk import clock, events, markup
from helpdesk.actions import side_mail
from helpdesk.actions.access import open_ticket, raise_version
from helpdesk.actions.circles import circles_of
from helpdesk.actions.notifications import notify
from helpdesk.actions.recipients import Recipients, checked
from helpdesk.crash import crash_point
from helpdesk.errors import Invalid
from helpdesk.mailboxes import own_addresses
from helpdesk.models import Agent, SideMember, SideMessage, SideThread, Team, TeamMember, Ticket
from helpdesk.permissions import SYSTEM, Actor
from helpdesk.queries.sides import find_side

SUBJECT_CHARS: Final = 300
MOST: Final = 100  # on a ticket


@dataclass(frozen=True, slots=True)
class Partner:
    """With whom: exactly one of an agent, a team and an address outside."""

    agent_id: int | None = None
    team_id: int | None = None
    address: str = ""
    name: str = ""


def begin(
    session: Session, ticket_id: int, partner: Partner, *, subject: str, text: str, client_key: str, by: Actor
) -> SideThread:
    """Begin a side thread with its first message; nothing of the ticket goes along but what the text itself quotes.

    The same client key again returns the first. Conflict "no_mailbox" where a mail should go out and none can.
    """
    assert by.agent_id is not None
    ticket = open_ticket(session, ticket_id, by=by)
    known = session.scalar(_by_key(ticket.id, client_key, by))
    if known is not None:
        return known
    if (session.scalar(select(func.count()).where(SideThread.ticket_id == ticket.id)) or 0) >= MOST:
        raise Invalid(f"A ticket has at most {MOST} side threads.", subject="too_many")
    name, address = _checked(session, ticket, partner, by=by)
    now = clock.now()
    side = SideThread(
        ticket_id=ticket.id,
        subject=_subject(subject),
        started_by_id=by.agent_id,
        team_id=partner.team_id,
        address=address,
        name=name,
        created_at=now,
        last_at=now,
    )
    session.add(side)
    session.flush()
    for agent_id in {by.agent_id, partner.agent_id or by.agent_id}:
        session.add(SideMember(side_id=side.id, agent_id=agent_id, seen_id=0))
    _say(session, side, ticket, text=text, client_key=client_key, by=by, kind="side.begun")
    return side


def write(session: Session, side_id: int, *, text: str, client_key: str, by: Actor) -> SideMessage:
    """Add a message to a side thread the actor may see; the same client key again returns the first."""
    assert by.agent_id is not None
    side = find_side(session, by, side_id)
    ticket = open_ticket(session, side.ticket_id, by=SYSTEM)
    known = session.scalar(
        select(SideMessage).where(SideMessage.side_id == side.id, SideMessage.client_key == client_key)
    )
    return known or _say(session, side, ticket, text=text, client_key=client_key, by=by, kind="side.written")


def mark_read(session: Session, side_id: int, *, by: Actor) -> None:
    """Note that an agent has seen all of a side thread."""
    assert by.agent_id is not None
    side = find_side(session, by, side_id)
    see(session, side, by.agent_id)


def see(session: Session, side: SideThread, agent_id: int) -> None:
    """Move an agent's mark to the newest message; whoever looks at a team's side thread takes part from then on."""
    member = session.get(SideMember, (side.id, agent_id))
    if member is None:
        member = SideMember(side_id=side.id, agent_id=agent_id, seen_id=0)
        session.add(member)
    member.seen_id = max(member.seen_id or 0, side.last_id)


def tell(session: Session, side: SideThread, ticket: Ticket, *, kind: str, by: Actor) -> None:
    """Record that something was said, and tell those who take part."""
    raise_version(ticket)
    events.record(session, kind, by=by, ticket=ticket, data={"side_id": side.id})
    listening = _listening(session, side) - {by.agent_id}
    data = {"side_id": side.id, "number": ticket.number}
    if listening:
        notify(session, listening, kind="side.written", ticket=None, data=data)


def _say(
    session: Session, side: SideThread, ticket: Ticket, *, text: str, client_key: str, by: Actor, kind: str
) -> SideMessage:
    assert by.agent_id is not None
    words = markup.clean(text).strip()
    if not words or len(words) > markup.MAX_CHARS:
        raise Invalid("Write something.", text="empty" if not words else "too_long")
    message = SideMessage(
        side_id=side.id,
        agent_id=by.agent_id,
        text=words,
        folded=words.casefold(),
        client_key=client_key,
        created_at=clock.now(),
    )
    session.add(message)
    session.flush()
    if side.address:
        side_mail.post(session, side, message)
    side.last_id, side.last_at = message.id, message.created_at
    see(session, side, by.agent_id)
    tell(session, side, ticket, kind=kind, by=by)
    session.flush()
    crash_point("side.before_commit")
    return message


def _listening(session: Session, side: SideThread) -> set[int]:
    """Whoever takes part, and the team that was asked."""
    members = select(SideMember.agent_id).where(SideMember.side_id == side.id)
    team = select(TeamMember.agent_id).where(TeamMember.team_id == side.team_id)
    ids: Collection[int] = {*session.scalars(members), *(session.scalars(team) if side.team_id else ())}
    return set(session.scalars(select(Agent.id).where(Agent.id.in_(ids), Agent.is_active)))


def _checked(session: Session, ticket: Ticket, partner: Partner, *, by: Actor) -> tuple[str, str]:
    """Return name and address of the partner, empty for those inside; Invalid names what is wrong."""
    if sum((partner.agent_id is not None, partner.team_id is not None, bool(partner.address))) != 1:
        raise Invalid("Choose a colleague, a team or an address: one of them.", address="one")
    if partner.agent_id is not None:
        agent = session.get(Agent, partner.agent_id)
        if agent is None or not agent.is_active or agent.id == by.agent_id:
            raise Invalid("There is no such active colleague.", agent_id="unknown")
        return "", ""
    if partner.team_id is not None:
        if session.get(Team, partner.team_id) is None:
            raise Invalid("There is no such team.", team_id="unknown")
        return "", ""
    own = own_addresses(session)
    ((name, address),) = checked(Recipients(to=[(partner.name, partner.address)]), own=own).to
    if circles_of(session, [ticket], own=own)[ticket.id].has(address):
        raise Invalid("This address takes part in the ticket itself.", address="takes_part")
    side_mail.require_mailbox(session)
    return name, address


def _by_key(ticket_id: int, client_key: str, by: Actor) -> Select[SideThread]:
    return (
        select(SideThread)
        .join(SideMessage, SideMessage.side_id == SideThread.id)
        .where(
            SideThread.ticket_id == ticket_id,
            SideMessage.client_key == client_key,
            SideMessage.agent_id == by.agent_id,
        )
    )


def _subject(subject: str) -> str:
    line = markup.preview(subject, chars=SUBJECT_CHARS)
    if not line:
        raise Invalid("A side thread needs a subject.", subject="empty")
    return line
