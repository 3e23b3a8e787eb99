"""Letting go what a channel keeps no longer: step by step, audited, and so that nothing of it comes back."""

import time
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from functools import partial
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from helpdesk import clock, db, events
from helpdesk.actions import audit, erasures
from helpdesk.actions.access import open_ticket
from helpdesk.actions.client_base.forgetting import forget_profile
from helpdesk.actions.workspace.changes import What, leave_trace
from helpdesk.crash import crash_point
from helpdesk.errors import NotFound
from helpdesk.models import (
    Attachment,
    AttachmentState,
    Channel,
    Customer,
    Identity,
    IdentityKind,
    Inbound,
    Setting,
    Ticket,
    Visitor,
)
from helpdesk.permissions import SYSTEM, Actor
from helpdesk.queries.retention import OLDER
from helpdesk.retention import KEY, How, Rule, rules
from helpdesk.tokens import new_name

BATCH: Final = 50
PAUSE: Final = 1.0  # as long again as a step took, so that others get at the database


def set_rule(session: Session, channel_id: int, rule: Rule, *, by: Actor, address: str = "") -> None:
    """Keep what a channel took in for as long as this from now on; the same again changes nothing."""
    if session.get(Channel, channel_id) is None:
        raise NotFound
    db.lock(session, KEY)
    kept = rules(session)
    if kept.get(channel_id, Rule()) == rule:
        return
    known = set(session.scalars(select(Channel.id)))
    value = {str(id): one.as_json() for id, one in (kept | {channel_id: rule}).items() if id in known and one != Rule()}
    session.merge(Setting(key=KEY, value={"value": value}, updated_at=clock.now()))
    thing, data = f"channel:{channel_id}", rule.as_json()
    leave_trace(
        session, "channel.retention_changed", what=What.SETTINGS, thing=thing, by=by, address=address, data=data
    )


def keep(*, at_most_s: float = 0.5) -> int:
    """Let go what is due, for at most so long, in steps of 50; return how many things went."""
    with db.reading() as session:
        kept = rules(session)
    until, gone = time.monotonic() + at_most_s, 0
    for channel_id in kept:
        for name in OLDER:
            while time.monotonic() < until:
                began = time.monotonic()
                done = _step(channel_id, name)
                gone += done
                if done < BATCH:
                    break
                time.sleep(min((time.monotonic() - began) * PAUSE, at_most_s))
    return gone


def _step(channel_id: int, name: str) -> int:
    with db.reading() as session:
        ids = _due(session, channel_id, name)
    if not ids:
        return 0
    return db.retrying(partial(_let_go, channel_id=channel_id, name=name))


def _due(session: Session, channel_id: int, name: str) -> Collection[int]:
    days = rules(session).get(channel_id, Rule()).days[name]
    if days is None:
        return ()
    wanted = OLDER[name](channel_id, clock.now() - timedelta(days=days))
    ids: Collection[int] = session.scalars(wanted.limit(BATCH)).all()
    return ids


def _let_go(session: Session, *, channel_id: int, name: str) -> int:
    """Ask again who is due: the rule, or what it is about, may have changed meanwhile."""
    ids = _due(session, channel_id, name)
    if not ids:
        return 0
    if name == "tickets":
        _tickets(session, ids, how=rules(session)[channel_id].tickets_how)
    else:
        OTHERS[name](session, ids)
    audit.append(session, "channel.forgotten", by=SYSTEM, what=f"channel:{channel_id}", data={name: len(ids)})
    session.flush()
    crash_point("retention.before_commit")
    return len(ids)


def _tickets(session: Session, ids: Collection[int], *, how: How) -> None:
    for ticket_id in sorted(ids):
        ticket = open_ticket(session, ticket_id, by=SYSTEM)
        erasures.empty(session, ticket)
        ticket.emptied_at = clock.now()
        if how is How.DELETE:
            ticket.trash, ticket.spam_at = {"emptied": True}, ticket.spam_at or clock.now()
        events.record(session, "ticket.emptied", by=SYSTEM, ticket=ticket)


def _files(session: Session, ids: Collection[int]) -> None:
    """The messages go on naming their files, which are gone."""
    theirs = Attachment.id.in_(ids)
    blobs = set(session.scalars(select(Attachment.blob).where(theirs)))
    session.execute(update(Attachment).where(theirs).values(blob=None, state=AttachmentState.GONE))
    erasures.drop_blobs(session, blobs)


def _raws(session: Session, ids: Collection[int]) -> None:
    """The keys stay, so that the same mail is not taken in again."""
    theirs = Inbound.id.in_(ids)
    blobs = set(session.scalars(select(Inbound.blob).where(theirs)))
    session.execute(update(Inbound).where(theirs).values(payload=None, raw=None, blob=None, summary=None))
    erasures.drop_blobs(session, blobs)


def _visitors(session: Session, ids: Collection[int]) -> None:
    """Whoever is known by nothing but this browser is forgotten as a person, too."""
    people = set(
        session.scalars(
            select(Identity.customer_id).join(Visitor, Visitor.identity_id == Identity.id).where(Visitor.id.in_(ids))
        )
    )
    session.execute(delete(Visitor).where(Visitor.id.in_(ids)))
    known = set(session.scalars(select(Ticket.customer_id).where(Ticket.customer_id.in_(people))))
    otherwise = select(Identity.customer_id).where(
        Identity.customer_id.in_(people), Identity.kind != IdentityKind.VISITOR
    )
    browsing = select(Identity.customer_id).join(Visitor, Visitor.identity_id == Identity.id)
    known |= set(session.scalars(otherwise)) | set(session.scalars(browsing.where(Identity.customer_id.in_(people))))
    for customer_id in people - known:
        forget_profile(session, customer_id)
        customer = session.get_one(Customer, customer_id)
        customer.version, customer.erased_at = customer.version + 1, clock.now()
        for identity in session.scalars(select(Identity).where(Identity.customer_id == customer_id)):
            identity.address, identity.display = new_name(), ""


OTHERS: Final[Mapping[str, Callable[[Session, Collection[int]], None]]] = {
    "files": _files,
    "raws": _raws,
    "visitors": _visitors,
}
