"""A visitor's wish to be forgotten: their token is worth nothing at once, and what they wrote goes after a grace."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import ColumnElement, String, and_, cast, delete, not_, or_, select, true, union_all, update
from sqlalchemy.orm import Session

from helpdesk import clock, db, events, storage
from helpdesk.actions import audit
from helpdesk.actions.access import open_ticket, touch
from helpdesk.actions.client_base.forgetting import forget_profile
from helpdesk.actions.help_forgetting import forget_help
from helpdesk.actions.telegram.forgetting import forget_photos, forget_ticket
from helpdesk.models import (
    Attachment,
    Channel,
    Customer,
    Draft,
    Erasure,
    FollowUp,
    Identity,
    IdentityKind,
    Inbound,
    Mail,
    Message,
    MessageRevision,
    Promise,
    Rating,
    SideFile,
    TemplateFile,
    Thread,
    Ticket,
    Visitor,
    WidgetLink,
)
from helpdesk.permissions import CUSTOMER, SYSTEM, Actor
from helpdesk.tokens import new_name
from helpdesk.widget.design import design_of

BATCH: Final = 20
IS_OPEN: Final = and_(Erasure.done_at.is_(None), Erasure.cancelled_at.is_(None))


def ask(session: Session, visitor: Visitor, *, address: str = "") -> datetime:
    """Note a visitor's wish and forget their browsers now; returns when the desk will have deleted what it has.

    Asking again while one is open gives the same answer.
    """
    ids = (visitor.identity_id, visitor.earlier_identity_id)
    return max(_ask(session, visitor.channel_id, one, address=address) for one in ids if one is not None)


def _ask(session: Session, channel_id: int, identity_id: int, *, address: str) -> datetime:
    identity = session.get_one(Identity, identity_id)
    known = session.scalar(select(Erasure).where(Erasure.identity_id == identity.id, IS_OPEN))
    if known is None:
        now = clock.now()
        grace_h = design_of(session.get_one(Channel, channel_id).config).erase_after_h
        known = Erasure(
            customer_id=identity.customer_id,
            identity_id=identity.id,
            channel_id=channel_id,
            requested_at=now,
            due_at=now + timedelta(hours=grace_h),
        )
        session.add(known)
        session.flush()
        data = {"erasure": known.id, "due_at": known.due_at.isoformat()}
        audit.append(
            session,
            "customer.erasure_requested",
            by=CUSTOMER,
            what=f"customer:{identity.customer_id}",
            address=address,
            data=data,
        )
        events.record(session, "customer.changed", by=CUSTOMER, customer_id=identity.customer_id)
    _forget_browsers(session, identity.id)
    # Whoever comes back, even identified by their site, begins anew and is not deleted with what was before.
    identity.kind, identity.address, identity.display = IdentityKind.VISITOR, new_name(), ""
    identity.verified_by = identity.verified_at = None
    return known.due_at


def _forget_browsers(session: Session, identity_id: int) -> None:
    """Forget those of an identity; another browser of a person, which wrote unnamed once, is that again."""
    session.execute(
        update(Visitor)
        .where(Visitor.identity_id == identity_id, Visitor.earlier_identity_id.is_not(None))
        .values(identity_id=Visitor.earlier_identity_id, earlier_identity_id=None, proved_until=None)
    )
    session.execute(delete(Visitor).where(Visitor.identity_id == identity_id))
    session.execute(update(Visitor).where(Visitor.earlier_identity_id == identity_id).values(earlier_identity_id=None))


def fulfil_due() -> int:
    """Delete what is due; returns how many wishes that were."""
    with db.reading() as session:
        due = session.scalars(select(Erasure.id).where(IS_OPEN, Erasure.due_at <= clock.now()).limit(BATCH)).all()
    for erasure_id in due:
        with db.transaction() as session:
            fulfil(session, erasure_id, by=SYSTEM)
    return len(due)


def fulfil_now(session: Session, ticket_id: int, *, by: Actor) -> None:
    """Delete now what the visitor of this ticket asked to have deleted; harmless where nobody asks."""
    erasure = _wish(session, ticket_id, by=by)
    if erasure is not None:
        fulfil(session, erasure.id, by=by)


def cancel(session: Session, ticket_id: int, *, by: Actor, address: str = "") -> None:
    """Keep what the visitor of this ticket asked to have deleted; harmless where nobody asks.

    Their browsers stay forgotten: whoever comes back begins anew.
    """
    erasure = _wish(session, ticket_id, by=by)
    if erasure is None:
        return
    erasure.cancelled_at = clock.now()
    what, data = f"customer:{erasure.customer_id}", {"erasure": erasure.id}
    audit.append(session, "customer.erasure_cancelled", by=by, what=what, address=address, data=data)
    events.record(session, "customer.changed", by=by, ticket=open_ticket(session, ticket_id, by=by))


def _wish(session: Session, ticket_id: int, *, by: Actor) -> Erasure | None:
    ticket = open_ticket(session, ticket_id, by=by)
    peers = select(Thread.peer).where(Thread.ticket_id == ticket.id)
    wanted = select(Erasure).where(Erasure.customer_id == ticket.customer_id, IS_OPEN).with_for_update()
    return session.scalar(wanted.where(cast(Erasure.identity_id, String).in_(peers)).limit(1))


def fulfil(session: Session, erasure_id: int, *, by: Actor) -> None:
    """Delete all a visitor wrote and was written on their channel, texts, files and names; that there were tickets stays."""
    erasure = session.get(Erasure, erasure_id, with_for_update=True, populate_existing=True)
    if erasure is None or erasure.done_at is not None or erasure.cancelled_at is not None:
        return
    tickets = _tickets_of(session, erasure)
    for ticket_id in tickets:
        empty(session, open_ticket(session, ticket_id, by=SYSTEM))
    _forget(session, erasure)
    erasure.done_at = clock.now()
    data = {"erasure": erasure.id, "tickets": len(tickets)}
    audit.append(session, "customer.erased", by=by, what=f"customer:{erasure.customer_id}", data=data)


def _tickets_of(session: Session, erasure: Erasure) -> Sequence[int]:
    return session.scalars(
        select(Thread.ticket_id)
        .where(Thread.channel_id == erasure.channel_id, Thread.peer == str(erasure.identity_id))
        .distinct()
        .order_by(Thread.ticket_id)
    ).all()


def empty(session: Session, ticket: Ticket) -> None:
    """Delete all that was said on a locked ticket, texts, files and names; that there was one stays."""
    messages = select(Message.id).where(Message.ticket_id == ticket.id)
    forget_ticket(session, ticket.id)
    _remove_files(session, ticket)
    session.execute(delete(MessageRevision).where(MessageRevision.message_id.in_(messages)))
    session.execute(delete(Draft).where(Draft.ticket_id == ticket.id))
    session.execute(delete(Promise).where(Promise.ticket_id == ticket.id))
    forget_help(session, ticket.id)
    session.execute(delete(FollowUp).where(FollowUp.message_id.in_(messages)))
    session.execute(delete(WidgetLink).where(WidgetLink.ticket_id == ticket.id))
    session.execute(
        update(Mail)
        .where(Mail.message_id.in_(messages))
        .values(subject="", from_name="", to=[], cc=[], bcc=[], reply_to=[], folds=[], forward=None, authentication={})
    )
    session.execute(update(Mail).where(Mail.message_id.in_(messages), Mail.sender.is_not(None)).values(from_address=""))
    # The keys stay, so that the same mail is not taken in again.
    session.execute(
        update(Inbound).where(Inbound.message_id.in_(messages)).values(payload=None, raw=None, blob=None, summary=None)
    )
    session.execute(update(Message).where(Message.ticket_id == ticket.id).values(text="", html="", delivery_error=None))
    session.execute(update(Rating).where(Rating.ticket_id == ticket.id).values(comment=""))
    for thread in session.scalars(select(Thread).where(Thread.ticket_id == ticket.id)):
        thread.details = {}
    ticket.subject = ticket.preview = ""
    ticket.fields = None
    touch(ticket)
    events.record(session, "customer.changed", by=SYSTEM, ticket=ticket)


def _remove_files(session: Session, ticket: Ticket) -> None:
    wanted = Attachment.message_id.in_(select(Message.id).where(Message.ticket_id == ticket.id))
    raw = select(Inbound.blob).join(Message, Message.id == Inbound.message_id).where(Message.ticket_id == ticket.id)
    blobs = set(session.scalars(union_all(select(Attachment.blob).where(wanted), raw)))
    session.execute(delete(Attachment).where(wanted))
    own = select(Message.id).where(Message.ticket_id == ticket.id)
    drop_blobs(session, blobs, but=Inbound.message_id.in_(own))


def drop_blobs(session: Session, names: Collection[str | None], *, but: ColumnElement[bool] | None = None) -> None:
    """Delete files after the commit that nothing names any more. but: raw things that are about to let go of theirs."""
    blobs = {blob for blob in names if blob}
    still = set(session.scalars(select(Attachment.blob).where(Attachment.blob.in_(blobs))))
    elsewhere = true() if but is None else or_(Inbound.message_id.is_(None), not_(but))
    still |= set(session.scalars(select(Inbound.blob).where(Inbound.blob.in_(blobs), elsewhere)))
    still |= set(session.scalars(select(SideFile.blob).where(SideFile.blob.in_(blobs))))
    still |= set(session.scalars(select(TemplateFile.blob).where(TemplateFile.blob.in_(blobs))))
    for blob in blobs - still:
        db.after_commit(session, f"blob:{blob}", partial(storage.delete, blob))


def _forget(session: Session, erasure: Erasure) -> None:
    """Take the name and the addresses off the customer, unless the desk knows them by more than this chat."""
    others = session.scalar(
        select(Ticket.id).where(
            Ticket.customer_id == erasure.customer_id, Ticket.id.not_in(_tickets_of(session, erasure))
        )
    )
    if others is not None:
        return
    forget_photos(session, erasure.customer_id)
    forget_profile(session, erasure.customer_id)
    customer = session.get_one(Customer, erasure.customer_id)
    customer.name, customer.language, customer.time_zone, customer.fields = "", "", "", {}
    customer.version, customer.erased_at = customer.version + 1, clock.now()
    for one in session.scalars(select(Identity).where(Identity.customer_id == customer.id)):
        one.address, one.display, one.verified_by, one.verified_at = new_name(), "", None, None
