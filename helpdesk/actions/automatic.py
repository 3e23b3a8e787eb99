"""The one gate of every mail that nobody pressed send for.

Two desks that answer each other, a form filled in with a stranger's address, a mailbox that is out of office: what
keeps them from becoming thousands of mails is here and nowhere else.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.actions.returned_mail import COMPLAINT
from helpdesk.mailboxes import bare_address, own_addresses
from helpdesk.models import AutomaticMail, Identity, IdentityKind, Mail

Windows = tuple[tuple[timedelta, int], ...]  # how many within how long


def _minutes(*pairs: tuple[int, int]) -> Windows:
    return tuple((timedelta(minutes=minutes), most) for minutes, most in pairs)


HOUR, DAY = 60, 24 * 60

# What one address gets of one kind; an unverified one may belong to somebody who never wrote to us.
PER_KIND: Final[dict[str, Windows]] = {
    "acknowledgement": _minutes((HOUR, 3), (DAY, 10)),
    "rating": _minutes((DAY, 2), (7 * DAY, 4)),
    "password_reset": _minutes((HOUR, 3), (DAY, 6)),
    "second_factor": _minutes((HOUR, 10), (DAY, 30)),
    "invitation": _minutes((HOUR, 5), (DAY, 10)),
    "digest": _minutes((HOUR, 2), (DAY, 24)),
    "report": _minutes((HOUR, 30), (DAY, 100)),
    "news": _minutes((HOUR, 4), (DAY, 30)),
    "chat_follow_up": _minutes((HOUR, 6), (DAY, 20)),
    "chat_transcript": _minutes((HOUR, 3), (DAY, 6)),
    "chat_confirm": _minutes((HOUR, 2), (DAY, 4)),
    "ticket_code": _minutes((HOUR, 3), (DAY, 6)),
    "automation": _minutes((HOUR, 3), (DAY, 6)),
}
TO_UNVERIFIED: Final = _minutes((DAY, 1))
# The figures Zammad lives with: to an address about one ticket, and to an address at all.
PER_TICKET: Final = _minutes((10, 10), (30, 15), (HOUR, 25), (3 * HOUR, 50), (10 * HOUR, 100))
PER_ADDRESS: Final = _minutes((10, 30), (30, 60), (HOUR, 120), (3 * HOUR, 240), (10 * HOUR, 360))
IN_ALL: Final = _minutes((10, 300), (HOUR, 1_000), (DAY, 10_000))

ANSWERS: Final = (
    "acknowledgement",
    "rating",
    "automation",
)  # to somebody who wrote, as against mails to those who work here

_machine = re.compile(
    r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|nobody|bounces?|abuse|listserv|majordomo|auto-?reply|notifications?)"
    r"([-+._].*)?@|(owner-|bounces?[-+=]).*@|.*-(request|owner|bounces?|errors)@",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Planned:
    """A mail that is about to be written by itself. answers: the mail it answers, of which nobody may make a loop."""

    kind: str
    address: str
    channel_id: int | None = None
    ticket_id: int | None = None
    is_verified: bool = True
    answers: Mail | None = None


def may_send(session: Session, planned: Planned) -> bool:
    """Say whether this mail may be written, and count it if so; ask once, in the transaction that writes it."""
    address = bare_address(planned.address)
    db.lock(session, f"automatic:{address}")
    if _must_not(session, planned, address) or _is_too_much(session, planned, address):
        return False
    _count(session, planned, address)
    return True


def may_write_in_chat(session: Session, planned: Planned) -> bool:
    """Say of a chat, "telegram:3:777" for its address, what `may_send` says of a mail, and count it."""
    db.lock(session, f"automatic:{planned.address}")
    if _is_too_much(session, planned, planned.address):
        return False
    _count(session, planned, planned.address)
    return True


def is_machine(address: str) -> bool:
    """Say whether an address is one behind which nobody reads."""
    return not address.strip("<> ") or _machine.match(address) is not None


def _count(session: Session, planned: Planned, address: str) -> None:
    session.add(
        AutomaticMail(
            channel_id=planned.channel_id,
            ticket_id=planned.ticket_id,
            address=address,
            kind=planned.kind,
            created_at=clock.now(),
        )
    )
    session.flush()


def _must_not(session: Session, planned: Planned, address: str) -> bool:
    if "@" not in address or address in own_addresses(session):
        return True
    if planned.kind not in ANSWERS:
        return False
    answered = planned.answers
    if answered is not None and (answered.auto_kind or is_machine(answered.from_address)):
        return True
    return is_machine(address) or _is_unreachable(session, planned.address)


def _is_unreachable(session: Session, address: str) -> bool:
    wanted = select(Identity.id).where(
        Identity.kind == IdentityKind.EMAIL,
        Identity.address == address.strip().lower(),
        or_(Identity.unreachable_at.is_not(None), Identity.unreachable_reason == COMPLAINT),
    )
    return session.scalar(wanted.limit(1)) is not None


def _is_too_much(session: Session, planned: Planned, address: str) -> bool:
    mine = AutomaticMail.address == address
    of_kind = AutomaticMail.kind == planned.kind
    about = AutomaticMail.ticket_id == planned.ticket_id
    own = PER_KIND.get(planned.kind, PER_ADDRESS) if planned.is_verified else TO_UNVERIFIED
    return (
        _exceeds(session, own, mine, of_kind)
        or (planned.ticket_id is not None and _exceeds(session, PER_TICKET, mine, about))
        or _exceeds(session, PER_ADDRESS, mine)
        or _exceeds(session, IN_ALL)
    )


def _exceeds(session: Session, windows: Windows, *conditions: ColumnElement[bool]) -> bool:
    now = clock.now()
    for window, most in windows:
        recent = select(AutomaticMail.id).where(AutomaticMail.created_at > now - window, *conditions).limit(most)
        if (session.scalar(select(func.count()).select_from(recent.subquery())) or 0) >= most:
            return True
    return False
