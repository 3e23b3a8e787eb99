"""Answers that a visitor has not seen go after them, by mail or Telegram, whichever they left us."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from helpdesk import clock, db, events, i18n, settings
from helpdesk.actions import chat_letters
from helpdesk.actions.access import open_ticket, touch
from helpdesk.actions.forwarded import copy_files
from helpdesk.actions.telegram import known_chats
from helpdesk.models import (
    Agent,
    AuthorKind,
    Channel,
    ChannelKind,
    Customer,
    DeliveryState,
    FollowUp,
    Identity,
    IdentityKind,
    Message,
    MessageKind,
    Thread,
    Ticket,
    Visitor,
)
from helpdesk.permissions import SYSTEM
from helpdesk.widget.design import design_of

BATCH = 50
MOST_MESSAGES = 10
ARRIVED = (DeliveryState.SENT, DeliveryState.DELIVERED)


def expect(session: Session, message: Message) -> None:
    """Note that a visitor was sent an answer, in the transaction that says so to the agent."""
    thread = session.get_one(Thread, message.thread_id)
    design = design_of(session.get_one(Channel, thread.channel_id).config)
    if message.author_kind is not AuthorKind.AGENT or session.get(FollowUp, thread.id) is not None:
        return
    wait = timedelta(0) if _wrote_elsewhere(session, thread) else timedelta(minutes=design.hand_over.after_min)
    session.add(FollowUp(thread_id=thread.id, message_id=message.id, due_at=clock.now() + wait))


def send_due() -> int:
    """Send what is due; returns how many answers went after their visitor."""
    with db.reading() as session:
        due = session.scalars(
            select(FollowUp.thread_id).where(FollowUp.due_at <= clock.now()).order_by(FollowUp.due_at).limit(BATCH)
        ).all()
    sent = 0
    for thread_id in due:
        with db.transaction() as session:
            sent += send(session, thread_id)
    return sent


def send(session: Session, thread_id: int) -> int:
    """Send what a visitor has not seen of one thread, once; returns how many answers that were."""
    thread = session.get(Thread, thread_id)
    if thread is None:
        return 0
    ticket = open_ticket(session, thread.ticket_id, by=SYSTEM)
    due = session.get(FollowUp, thread_id, with_for_update=True, populate_existing=True)
    if due is None:
        return 0
    session.delete(due)
    unseen = _unseen(session, thread)
    if not unseen or ticket.spam_at is not None or not _go_after(session, ticket, thread, unseen):
        return 0
    thread.details = {**thread.details, "followed_id": unseen[-1].id}
    return len(unseen)


def address_of(session: Session, thread: Thread) -> str | None:
    """Return where a visitor said they can be written to: a proved address of theirs first, else the one they named."""
    identity = session.get_one(Identity, thread.identity_id) if thread.identity_id else None
    proved = identity and session.scalar(
        select(Identity.address).where(
            Identity.customer_id == identity.customer_id,
            Identity.kind == IdentityKind.EMAIL,
            Identity.verified_at.is_not(None),
            Identity.unreachable_at.is_(None),
        )
    )
    named = thread.details.get("email")
    return proved or (named if isinstance(named, str) else None)


def language_of(session: Session, ticket: Ticket, thread: Thread) -> str:
    """Return the language to write to a visitor in: that of the ticket, else of their browser."""
    theirs = or_(Visitor.identity_id == thread.identity_id, Visitor.earlier_identity_id == thread.identity_id)
    locale = session.scalar(select(Visitor.locale).where(theirs).limit(1)) or ""
    language = ticket.language or locale or session.get_one(Customer, ticket.customer_id).language
    return i18n.known(language[:2].lower())


def _unseen(session: Session, thread: Thread) -> Sequence[Message]:
    after = max(thread.customer_seen_id, int(thread.details.get("followed_id", 0)))
    return session.scalars(
        select(Message)
        .where(
            Message.ticket_id == thread.ticket_id,
            Message.thread_id == thread.id,
            Message.kind == MessageKind.OUT,
            Message.author_kind == AuthorKind.AGENT,
            Message.delivery_state.in_(ARRIVED),
            Message.id > after,
        )
        .order_by(Message.id)
        .limit(MOST_MESSAGES)
    ).all()


def _go_after(session: Session, ticket: Ticket, thread: Thread, unseen: Sequence[Message]) -> bool:
    telegram = _telegram_thread(session, ticket)
    if telegram is None:
        if _go_after_by_mail(session, ticket, thread, unseen):
            return True
        telegram = known_chats.go_on(session, ticket)
    if telegram is None:
        return False
    for message in unseen:
        _repeat(session, ticket, telegram, message)
    return True


def _go_after_by_mail(session: Session, ticket: Ticket, thread: Thread, unseen: Sequence[Message]) -> bool:
    design = design_of(session.get_one(Channel, thread.channel_id).config)
    address = address_of(session, thread)
    if address is None or not design.hand_over.by_mail:
        return False
    language = language_of(session, ticket, thread)
    desk = settings.get(session, "desk_name")
    letter = chat_letters.write(
        session,
        ticket,
        kind=chat_letters.FOLLOW_UP,
        address=address,
        subject=i18n.text(language, "chat_mail.follow_up_subject", desk=desk, number=ticket.number),
        text="\n\n".join(
            [
                i18n.text(language, "chat_mail.follow_up", n=len(unseen), desk=desk),
                *(_quoted(session, message) for message in unseen),
                i18n.text(language, "chat_mail.just_reply"),
            ]
        ),
    )
    if letter is None:
        return False
    for message in unseen:
        copy_files(session, message, letter)
    return True


def _quoted(session: Session, message: Message) -> str:
    agent = session.get(Agent, message.author_agent_id) if message.author_agent_id else None
    return f"{agent.name}:\n{message.text}" if agent else message.text


def _repeat(session: Session, ticket: Ticket, thread: Thread, original: Message) -> None:
    message = Message(
        ticket_id=ticket.id,
        thread_id=thread.id,
        customer_id=ticket.customer_id,
        kind=MessageKind.OUT,
        author_kind=AuthorKind.SYSTEM,
        text=original.text,
        html=original.html,
        is_auto=True,
        delivery_state=DeliveryState.QUEUED,
        created_at=clock.now(),
    )
    session.add(message)
    session.flush()
    copy_files(session, original, message)
    touch(ticket)
    events.record(session, "message.queued", by=SYSTEM, ticket=ticket, message=message)


def _telegram_thread(session: Session, ticket: Ticket) -> Thread | None:
    return session.scalar(
        select(Thread)
        .join(Channel, Channel.id == Thread.channel_id)
        .where(Thread.ticket_id == ticket.id, Channel.kind == ChannelKind.TELEGRAM, Channel.is_paused.is_(False))
        .order_by(Thread.id.desc())
        .limit(1)
    )


def _wrote_elsewhere(session: Session, thread: Thread) -> bool:
    """Say whether the customer's newest message came by another way: then they are not in the chat."""
    newest = session.scalar(
        select(Message.thread_id)
        .where(Message.ticket_id == thread.ticket_id, Message.kind == MessageKind.IN)
        .order_by(Message.id.desc())
        .limit(1)
    )
    return newest is not None and newest != thread.id
