"""Where a customer can be written to first, and why not elsewhere."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from helpdesk.errors import NotFound
from helpdesk.models import ENDED, Channel, ChannelKind, Customer, Identity, IdentityKind, Thread, Ticket, Visitor
from helpdesk.permissions import Actor, may_see, visible_to
from helpdesk.queries.customers import MAX_IDENTITIES, changed_by
from helpdesk.queries.rows import Json, iso

VISITORS = (IdentityKind.VISITOR, IdentityKind.EXTERNAL)


class Hindrance(StrEnum):
    """Why a way does not reach a customer."""

    NO_ADDRESS = "no_address"  # the desk has such channels, but nothing to write to there
    UNREACHABLE = "unreachable"  # what was sent there came back, or they have blocked the bot
    PAUSED = "paused"
    BLOCKED = "blocked"  # the desk has: it takes nothing from them in the chat
    GONE = "gone"  # of a chat: no browser has it any more


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a customer. channel: None for mail, which any mailbox may send; before: how they talked there last."""

    kind: ChannelKind
    channel: Channel | None = None
    identity: Identity | None = None
    before: Thread | None = None
    hindrance: Hindrance | None = None

    def is_by(self, channel_id: int, identity_id: int) -> bool:
        """Say whether this is the customer's chat by that address on that channel."""
        if self.channel is None or self.identity is None:
            return False
        return (self.channel.id, self.identity.id) == (channel_id, identity_id)


def ways_to(session: Session, actor: Actor, customer_id: int) -> list[Way]:
    """Return the ways to a customer the actor works with, by channels the actor may see; else NotFound."""
    customer = session.scalar(select(Customer).where(Customer.id == customer_id, changed_by(actor)))
    if customer is None:
        raise NotFound
    # A bounded number: nobody is known by hundreds of addresses.
    wanted = select(Identity).where(Identity.customer_id == customer.id).order_by(Identity.id).limit(MAX_IDENTITIES)
    identities = session.scalars(wanted).all()
    found = session.scalars(select(Channel).order_by(Channel.id)).all()
    channels = [one for one in found if may_see(actor, team_id=one.team_id, assignee_id=None)]
    return [
        *_mails(identities, channels),
        *_telegrams(session, identities, channels),
        *_chats(session, customer, identities, channels),
    ]


def way_views(session: Session, actor: Actor, ways: Sequence[Way]) -> list[Json]:
    """Return ways as screens show them; open_ticket: what is being talked about in the same chat on Telegram."""
    last = _last_written(session, [way.before for way in ways if way.before is not None])
    return [
        {
            "kind": way.kind.value,
            "channel_id": way.channel.id if way.channel else None,
            "channel_name": way.channel.name if way.channel else "",
            "identity_id": way.identity.id if way.identity else None,
            "address": _address(way.identity),
            "hindrance": way.hindrance.value if way.hindrance else None,
            "reason": (way.identity.unreachable_reason or "") if way.identity else "",
            "last_at": iso(last.get(way.before.id)) if way.before else None,
            "open_ticket": _open_ticket(session, actor, way),
        }
        for way in ways
    ]


def _mails(identities: Sequence[Identity], channels: Sequence[Channel]) -> list[Way]:
    boxes = [one for one in channels if one.kind is ChannelKind.EMAIL]
    found = [one for one in identities if one.kind is IdentityKind.EMAIL]
    if not boxes:
        return []
    ways = [Way(ChannelKind.EMAIL, identity=one, hindrance=_unreachable(one)) for one in found]
    return ways or [Way(ChannelKind.EMAIL, hindrance=Hindrance.NO_ADDRESS)]


def _telegrams(session: Session, identities: Sequence[Identity], channels: Sequence[Channel]) -> list[Way]:
    bots = {one.id: one for one in channels if one.kind is ChannelKind.TELEGRAM}
    # Whose peer is their own address: a private chat, no group and no business account.
    theirs = {one.address: one for one in identities if one.kind is IdentityKind.TELEGRAM}
    ways = []
    for thread in _newest(session, bots, theirs):
        identity, bot = theirs[thread.peer], bots[thread.channel_id]
        hindrance = _unreachable(identity) or (Hindrance.PAUSED if bot.is_paused else None)
        ways.append(Way(ChannelKind.TELEGRAM, bot, identity, thread, hindrance))
    if not ways and bots:
        return [Way(ChannelKind.TELEGRAM, hindrance=Hindrance.NO_ADDRESS)]
    return ways


def _chats(
    session: Session, customer: Customer, identities: Sequence[Identity], channels: Sequence[Channel]
) -> list[Way]:
    widgets = {one.id: one for one in channels if one.kind is ChannelKind.WEBCHAT}
    theirs = {str(one.id): one for one in identities if one.kind in VISITORS}
    threads = _newest(session, widgets, theirs)
    there = _with_browser(session, [int(thread.peer) for thread in threads])
    ways = []
    for thread in threads:
        identity, widget = theirs[thread.peer], widgets[thread.channel_id]
        hindrance = Hindrance.BLOCKED if customer.blocked_at is not None else None
        if widget.is_paused:
            hindrance = Hindrance.PAUSED
        elif (widget.id, identity.id) not in there:
            hindrance = Hindrance.GONE
        ways.append(Way(ChannelKind.WEBCHAT, widget, identity, thread, hindrance))
    if not ways and widgets:
        return [Way(ChannelKind.WEBCHAT, hindrance=Hindrance.NO_ADDRESS)]
    return ways


def _unreachable(identity: Identity) -> Hindrance | None:
    return Hindrance.UNREACHABLE if identity.unreachable_at is not None else None


def _newest(session: Session, channels: Collection[int], peers: Collection[str]) -> Sequence[Thread]:
    """Return the newest thread with each of these peers on each of these channels, the newest first."""
    if not channels or not peers:
        return []
    newest = (
        select(func.max(Thread.id))
        .where(Thread.channel_id.in_(list(channels)), Thread.peer.in_(list(peers)))
        .group_by(Thread.channel_id, Thread.peer)
    )
    return session.scalars(select(Thread).where(Thread.id.in_(newest)).order_by(Thread.id.desc())).all()


def _with_browser(session: Session, identity_ids: Collection[int]) -> set[tuple[int, int]]:
    """Return on which channels which of these visitors can come back: channel id and identity id."""
    if not identity_ids:
        return set()
    wanted = Visitor.identity_id.in_(identity_ids), Visitor.earlier_identity_id.in_(identity_ids)
    found = session.execute(
        select(Visitor.channel_id, Visitor.identity_id, Visitor.earlier_identity_id).where(or_(*wanted))
    )
    return {(channel_id, id) for channel_id, *ids in found for id in ids if id is not None}


def _last_written(session: Session, threads: Iterable[Thread]) -> dict[int, datetime]:
    ids = {thread.ticket_id: thread.id for thread in threads}
    found = session.execute(select(Ticket.id, Ticket.last_message_at).where(Ticket.id.in_(ids)))
    return {ids[ticket_id]: at for ticket_id, at in found}


def _address(identity: Identity | None) -> str:
    if identity is None:
        return ""
    # What a browser is called by tells nobody anything.
    address = "" if identity.kind is IdentityKind.VISITOR else identity.address
    return address if identity.kind is IdentityKind.EMAIL else identity.display or address


def _open_ticket(session: Session, actor: Actor, way: Way) -> Json | None:
    """Return what they write next would have gone to: of one they may not see an agent learns that it is there."""
    if way.before is None or way.kind is not ChannelKind.TELEGRAM or way.before.is_closed:
        return None
    is_open: ColumnElement[bool] = Ticket.category.not_in(ENDED)
    wanted = select(Ticket.id, Ticket.number).where(Ticket.id == way.before.ticket_id, is_open)
    if session.execute(wanted).first() is None:
        return None
    seen = session.execute(wanted.where(visible_to(actor))).first()
    return {"id": seen.id, "number": seen.number} if seen else {"id": None, "number": None}
