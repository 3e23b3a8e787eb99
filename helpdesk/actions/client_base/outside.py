"""What other systems, or agents by hand, tell of a customer: purchases, payments, calls. Taken once by source and key."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, db, markup
from helpdesk.actions.client_base.door import announce, open_customer
from helpdesk.actions.client_base.identities import add_identity, plain_address
from helpdesk.actions.client_base.profile import ProfileChanges, create_customer
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import Customer, Identity, IdentityKind, OutsideEvent
from helpdesk.permissions import Actor
from helpdesk.queries.customers import known_to

BY_HAND: Final = "desk"
MAX_MINOR: Final = 10**15
AHEAD: Final = timedelta(days=1)  # clocks of other systems may be wrong, but not by more
_WORD: Final = re.compile(r"[a-z][a-z0-9_.-]{0,39}")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened elsewhere. key: what `source` calls it; amount_minor: in the currency's smallest unit."""

    source: str
    key: str
    kind: str
    happened_at: datetime
    title: str = ""
    amount_minor: int | None = None
    currency: str = ""
    url: str = ""
    outcome: str = ""
    duration_s: int | None = None
    ticket_id: int | None = None


@dataclass(frozen=True, slots=True)
class Whom:
    """The customer by an address; made when nobody has it, unless must_exist."""

    kind: IdentityKind
    address: str
    name: str = ""
    must_exist: bool = False


def tell_of(session: Session, customer_id: int, happening: Happening, *, by: Actor) -> tuple[OutsideEvent, bool]:
    """Keep what happened; the same source and key again changes nothing. Says whether it is new.

    Conflict "other_customer" when this source and key were told of somebody else.
    """
    customer = open_customer(session, customer_id, by=by)
    checked = _checked(happening)
    db.lock(session, f"outside:{checked.source}:{checked.key}")
    known = session.scalar(
        select(OutsideEvent).where(OutsideEvent.source == checked.source, OutsideEvent.key == checked.key)
    )
    if known is not None:
        if known.customer_id != customer.id:
            raise Conflict("This was told of another customer before.", code="other_customer")
        return known, False
    event = OutsideEvent(
        customer_id=customer.id,
        ticket_id=checked.ticket_id,
        agent_id=by.agent_id,
        source=checked.source,
        key=checked.key,
        kind=checked.kind,
        title=checked.title,
        amount_minor=checked.amount_minor,
        currency=checked.currency,
        url=checked.url,
        outcome=checked.outcome,
        duration_s=checked.duration_s,
        happened_at=checked.happened_at,
        created_at=clock.now(),
    )
    session.add(event)
    announce(session, customer.id, by=by)
    return event, True


def whom(session: Session, by_address: Whom, *, by: Actor) -> int:
    """Return the id of the customer with this address, made when there is none; NotFound when that is not wanted."""
    plain = plain_address(by_address.kind, by_address.address)
    db.lock(session, f"identity:{by_address.kind}:{plain}")
    found = select(Identity.customer_id).where(Identity.kind == by_address.kind, Identity.address == plain)
    customer_id = session.scalar(found)
    if customer_id is not None:
        return _seen(session, customer_id, by=by)
    if by_address.must_exist:
        raise NotFound
    changes = ProfileChanges(name=by_address.name or None)
    customer = create_customer(session, changes, by=by, origin="api")
    add_identity(session, customer.id, kind=by_address.kind, address=by_address.address, by=by)
    return customer.id


def _seen(session: Session, customer_id: int, *, by: Actor) -> int:
    seen = session.scalar(select(Customer.id).where(Customer.id == customer_id, known_to(by)))
    if seen is None:
        raise NotFound
    return seen


def _checked(given: Happening) -> Happening:
    problems = {
        "source": "word" if not _WORD.fullmatch(given.source) else "",
        "kind": "word" if not _WORD.fullmatch(given.kind) else "",
        "key": "empty" if not given.key.strip() else "",
        "happened_at": "time" if given.happened_at.tzinfo is None or given.happened_at > clock.now() + AHEAD else "",
        "url": "link" if given.url and not _is_link(given.url) else "",
        "currency": "currency" if not _fits(given) else "",
        "amount_minor": "range" if abs(given.amount_minor or 0) > MAX_MINOR else "",
        "duration_s": "range" if not 0 <= (given.duration_s or 0) <= 30 * 86_400 else "",
    }
    wrong = {name: word for name, word in problems.items() if word}
    if wrong:
        raise Invalid("This does not fit what an outside event holds.", **wrong)
    return Happening(
        source=given.source,
        key=given.key.strip()[:200],
        kind=given.kind,
        happened_at=given.happened_at.astimezone(UTC),
        title=" ".join(markup.clean(given.title).split())[:300],
        amount_minor=given.amount_minor,
        currency=given.currency,
        url=given.url,
        outcome=" ".join(markup.clean(given.outcome).split())[:40],
        duration_s=given.duration_s,
        ticket_id=given.ticket_id,
    )


def _fits(given: Happening) -> bool:
    if given.amount_minor is None:
        return given.currency == ""
    return bool(_CURRENCY.fullmatch(given.currency))


def _is_link(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and len(url) <= 1_000
