"""What an agent's calendar program reads: promises, reminders, and tickets put aside (RFC 5545)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.errors import NotFound
from helpdesk.models import Agent, CalendarFeed, Ticket
from helpdesk.permissions import Actor, works_with
from helpdesk.queries.promises import own_promises
from helpdesk.queries.rights import actor_of
from helpdesk.tokens import hash_token

MAX: Final = 500
LENGTH: Final = timedelta(minutes=15)
LINE_OCTETS: Final = 75
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def feed_owner(session: Session, token: str) -> Actor:
    """Return whose feed a token opens, with their rights as they are now; NotFound for any other."""
    wanted = select(Agent).join(CalendarFeed, CalendarFeed.agent_id == Agent.id)
    agent = session.scalar(wanted.where(CalendarFeed.token_hash == hash_token(token), Agent.is_active))
    if agent is None:
        raise NotFound
    return actor_of(session, agent)


def calendar_text(session: Session, actor: Actor, *, base_url: str) -> str:
    """Return an iCalendar text of all that is due for an agent."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//helpdesk//promises//EN", "X-WR-CALNAME:Helpdesk"]
    for entry in _entries(session, actor, base_url):
        lines += entry
    return "\r\n".join([folded for line in (*lines, "END:VCALENDAR") for folded in _fold(line)]) + "\r\n"


def _entries(session: Session, actor: Actor, base_url: str) -> Iterator[list[str]]:
    host = urlsplit(base_url).hostname or "helpdesk"
    for one in own_promises(session, actor):
        at = datetime.fromisoformat(one["due_at"])
        if one["ticket_id"] is None:
            name, url = one["customer"]["name"], f"{base_url}/?page=customers&q=customers:{one['customer']['id']}"
            yield _event(f"customer-promise-{one['id']}@{host}", at, f"{one['text']} ({name})", url)
            continue
        name = f"{one['text']} (#{one['ticket_number']})"
        yield _event(f"promise-{one['id']}@{host}", at, name, f"{base_url}/?ticket={one['ticket_id']}")
    asleep = select(Ticket).where(
        works_with(actor), Ticket.snoozed_until > clock.now(), Ticket.snoozed_by_id == actor.agent_id
    )
    for ticket in session.scalars(asleep.order_by(Ticket.snoozed_until).limit(MAX)):
        assert ticket.snoozed_until is not None
        name = f"{ticket.subject or ticket.preview} (#{ticket.number})"
        yield _event(f"snooze-{ticket.id}@{host}", ticket.snoozed_until, name, f"{base_url}/?ticket={ticket.id}")


def _event(uid: str, at: datetime, name: str, url: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{_stamp(clock.now())}",
        f"DTSTART:{_stamp(at)}",
        f"DTEND:{_stamp(at + LENGTH)}",
        f"SUMMARY:{name.translate(_ESCAPES)}",
        f"URL:{url}",
        "END:VEVENT",
    ]


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _fold(line: str) -> Iterator[str]:
    """Lines have at most 75 octets; a letter of several is never cut (RFC 5545, 3.1)."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LINE_OCTETS:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + octets
    yield part
