"""Binding a browser to the person its site proved it to be. What is only claimed binds nothing to anybody."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from helpdesk import clock, db, markup, widget_secrets
from helpdesk.errors import Conflict
from helpdesk.models import Channel, Customer, Identity, IdentityKind, IdentityUse, Visitor
from helpdesk.tokens import hash_token
from helpdesk.widget.design import design_of
from helpdesk.widget.signed import LEEWAY, LONGEST, Person, Unproved, person_of_hash, person_of_token

SITE: Final = "site"  # how such an identity was verified
NAME_CHARS: Final = 200


class Taken(Conflict):
    """This browser's token belongs to somebody else; it needs a new one."""

    def __init__(self) -> None:
        super().__init__(code="identity_taken")


@dataclass(frozen=True, slots=True)
class Browser:
    """Which browser shows an identity: its channel, the hash of its token, what else is known of it."""

    channel: Channel
    token_hash: str
    locale: str = ""


def prove(session: Session, channel: Channel, given: dict[str, Any]) -> Person:  # JSON from a browser
    """Return who a browser says its visitor is, if their site proved it; else Unproved."""
    secrets = widget_secrets.reveal(session, channel.config)
    if not secrets:
        raise Unproved("This widget has no secret to sign identities with.")
    if "jwt" in given:
        return person_of_token(given["jwt"], secrets, audience=channel.public_key, now=clock.now())
    return person_of_hash(given.get("user"), given.get("hash"), secrets)


def is_known(session: Session, channel_id: int, person: Person) -> bool:
    """Say whether this person has written on this channel before, from whatever browser."""
    return _external(session, channel_id, person) is not None


def bind(session: Session, browser: Browser, person: Person) -> Visitor:
    """Let a browser be this person from now on: one history over all of them. The same again changes nothing.

    What the browser wrote unnamed stays what this browser alone is shown: the page that says who it is need not be
    honest. Taken when it is somebody else already, Unproved when the signed token was shown by another browser.
    """
    channel_id = browser.channel.id
    db.lock(session, f"peer:{channel_id}:{browser.token_hash}")
    db.lock(session, f"person:{channel_id}:{person.id}")
    _spend(session, browser, person)
    visitor = session.scalar(
        select(Visitor).where(Visitor.token_hash == browser.token_hash, Visitor.channel_id == channel_id)
    )
    known = _external(session, channel_id, person)
    if visitor is None:
        visitor = _new_visitor(session, browser, known or _new_person(session, channel_id, person))
    else:
        _rebind(session, visitor, known, person)
    visitor.proved_until = clock.now() + timedelta(hours=design_of(browser.channel.config).session_h)
    identity = session.get_one(Identity, visitor.identity_id)
    _note(session, identity, person)
    session.flush()
    return visitor


def forget_spent(session: Session) -> None:
    """Forget signed tokens that have run out anyway."""
    session.execute(delete(IdentityUse).where(IdentityUse.expires_at < clock.now()))


def _spend(session: Session, browser: Browser, person: Person) -> None:
    """Tie a token that has an id to the first browser that shows it; whoever copied it comes too late."""
    if not person.nonce:
        return
    name = hash_token(person.nonce)
    use = session.get(IdentityUse, (browser.channel.id, name))
    if use is None:
        until = (person.expires_at or clock.now() + LONGEST) + LEEWAY + timedelta(minutes=1)
        session.add(
            IdentityUse(channel_id=browser.channel.id, name_hash=name, token_hash=browser.token_hash, expires_at=until)
        )
        session.flush()
    elif use.token_hash != browser.token_hash:
        raise Unproved("This token was shown by another browser.")


def _rebind(session: Session, visitor: Visitor, known: Identity | None, person: Person) -> None:
    current = session.get_one(Identity, visitor.identity_id)
    if known is not None and current.id == known.id:
        return
    if current.kind is IdentityKind.EXTERNAL:
        raise Taken
    target = known or _new_person(session, visitor.channel_id, person)
    visitor.identity_id, visitor.earlier_identity_id = target.id, current.id
    session.flush()
    for customer_id in {current.customer_id, target.customer_id}:
        # Both are one browser's, which is a reason to suggest that they are one person.
        session.get_one(Customer, customer_id, with_for_update={"key_share": True}).version += 1


def _external(session: Session, channel_id: int, person: Person) -> Identity | None:
    address = _address(channel_id, person)
    return session.scalar(select(Identity).where(Identity.kind == IdentityKind.EXTERNAL, Identity.address == address))


def _address(channel_id: int, person: Person) -> str:
    # Two sites may call two people by one id, so the widget's channel is part of the address.
    return f"site:{channel_id}:{person.id}"


def _new_person(session: Session, channel_id: int, person: Person) -> Identity:
    now = clock.now()
    customer = Customer(name="", language=person.locale[:10], created_at=now)
    session.add(customer)
    session.flush()
    identity = Identity(
        customer_id=customer.id,
        kind=IdentityKind.EXTERNAL,
        address=_address(channel_id, person),
        display=markup.preview(person.id, chars=NAME_CHARS),
        verified_by=SITE,
        verified_at=now,
        created_at=now,
    )
    session.add(identity)
    session.flush()
    return identity


def _new_visitor(session: Session, browser: Browser, identity: Identity) -> Visitor:
    now = clock.now()
    visitor = Visitor(
        channel_id=browser.channel.id,
        identity_id=identity.id,
        token_hash=browser.token_hash,
        locale=browser.locale,
        page={},
        created_at=now,
        last_seen_at=now,
    )
    session.add(visitor)
    session.flush()
    return visitor


def _note(session: Session, identity: Identity, person: Person) -> None:
    """Keep the signed name, and the address if the site checked it and nobody else has it: that never joins two people."""
    customer = session.get_one(Customer, identity.customer_id)
    if person.name and not customer.name:
        customer.name = markup.preview(person.name, chars=NAME_CHARS)
    if person.has_email:
        _note_email(session, customer, person.email.strip().lower())


def _note_email(session: Session, customer: Customer, address: str) -> None:
    known = session.scalar(select(Identity).where(Identity.kind == IdentityKind.EMAIL, Identity.address == address))
    now = clock.now()
    if known is None:
        known = Identity(customer_id=customer.id, kind=IdentityKind.EMAIL, address=address, created_at=now)
        session.add(known)
    if known.customer_id == customer.id and known.verified_at is None:
        known.verified_by, known.verified_at = SITE, now
