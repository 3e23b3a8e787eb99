"""Finding or making the customer behind an address. Only a verified address ever joins two people."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from helpdesk import clock, markup
from helpdesk.incoming import IncomingMessage, NewVisitor, Sender
from helpdesk.models import Customer, Identity, IdentityKind, Visitor
from helpdesk.tokens import new_name

NAME_CHARS = 200

_VISITOR = (
    select(Visitor, Identity)
    .join(Identity, Identity.id == Visitor.identity_id)
    .where(Visitor.token_hash == bindparam("token_hash"), Visitor.channel_id == bindparam("channel_id"))
)


def identify(session: Session, incoming: IncomingMessage) -> Identity:
    """Return the identity that wrote, made with a new customer when this address is unknown."""
    if incoming.visitor is not None:
        return _visitor_identity(session, incoming, incoming.visitor)
    sender = incoming.sender
    identity = session.scalar(select(Identity).where(Identity.kind == sender.kind, Identity.address == sender.address))
    return identity or _new_identity(session, sender, address=sender.address)


def _visitor_identity(session: Session, incoming: IncomingMessage, visitor: NewVisitor) -> Identity:
    known = session.execute(_VISITOR, {"token_hash": visitor.token_hash, "channel_id": incoming.channel_id}).first()
    now = clock.now()
    if known is not None:
        earlier, identity = known
        meet_again(earlier, visitor)
        _name(session, identity, incoming.sender.name)
        fill_in(session, identity, visitor.customer_fields)
        return identity
    identity = _new_identity(session, incoming.sender, address=new_name(), language=visitor.locale)
    fill_in(session, identity, visitor.customer_fields)
    fresh = Visitor(
        channel_id=incoming.channel_id,
        identity_id=identity.id,
        token_hash=visitor.token_hash,
        locale=visitor.locale,
        page=visitor.page,
        created_at=now,
        last_seen_at=now,
    )
    note_browser(fresh, visitor)
    session.add(fresh)
    return identity


def earlier_identity(session: Session, incoming: IncomingMessage, identity: Identity) -> Identity | None:
    """Return who a visitor was when they wrote unnamed, if their site has said later who they are."""
    if incoming.visitor is None or identity.kind is not IdentityKind.EXTERNAL:
        return None
    wanted = select(Identity).join(Visitor, Visitor.earlier_identity_id == Identity.id)
    return session.scalar(
        wanted.where(Visitor.token_hash == incoming.visitor.token_hash, Visitor.channel_id == incoming.channel_id)
    )


def meet_again(kept: Visitor, told: NewVisitor) -> None:
    """Note what a browser tells of itself as it writes again."""
    kept.last_seen_at, kept.page = clock.now(), told.page or kept.page
    note_browser(kept, told)


def note_browser(kept: Visitor, told: NewVisitor) -> None:
    """Keep what a browser tells of itself beside what it told before."""
    kept.device = told.device or kept.device
    if told.said:
        kept.said = {**(kept.said or {}), **told.said}
    if told.consents and kept.consented_at is None:
        kept.consented_at = clock.now()


def fill_in(session: Session, identity: Identity, fields: Mapping[str, Any]) -> None:
    """Put what a visitor said of themselves into the fields that are empty; what the desk knows stays."""
    if not fields:
        return
    customer = session.get_one(Customer, identity.customer_id, with_for_update={"key_share": True})
    if lacking := {key: value for key, value in fields.items() if key not in customer.fields}:
        customer.fields = {**customer.fields, **lacking}
        customer.version += 1


def _new_identity(session: Session, sender: Sender, *, address: str, language: str = "") -> Identity:
    now = clock.now()
    customer = Customer(name=markup.preview(sender.name, chars=NAME_CHARS), language=language, created_at=now)
    session.add(customer)
    session.flush()
    identity = Identity(
        customer_id=customer.id,
        kind=sender.kind,
        address=address,
        display=markup.preview(sender.name, chars=NAME_CHARS) if sender.kind is not IdentityKind.VISITOR else "",
        verified_by=sender.verified_by,
        verified_at=now if sender.verified_by else None,
        created_at=now,
    )
    session.add(identity)
    session.flush()
    return identity


def _name(session: Session, identity: Identity, name: str) -> None:
    if not name:
        return
    customer = session.get_one(Customer, identity.customer_id)
    if not customer.name:
        customer.name = markup.preview(name, chars=NAME_CHARS)
