"""Mails of ours that came back, or that somebody complained of. A report counts only if it names a signed mail of ours."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, mail_tokens, markup
from helpdesk.actions import delivery
from helpdesk.actions.circle import addresses, folded
from helpdesk.actions.mail_known import Known
from helpdesk.actions.mail_shapes import Pointer
from helpdesk.incoming import IncomingBounce, IncomingMail, IncomingMessage
from helpdesk.models import Identity, IdentityKind, Mail, Message, MessageKind

KINDS: Final = frozenset({"bounce", "spam_report"})
REASON_CHARS: Final = 300
LOOK_BACK: Final = 20
COMPLAINT: Final = "spam complaint"  # as the reason of an identity


def original(session: Session, known: Known, incoming: IncomingMessage) -> Pointer | None:
    """Return the mail of ours that a report is about; None when it is no report or proves nothing."""
    mail = incoming.mail
    if mail is None or (mail.bounce is None and mail.auto_kind not in KINDS):
        return None
    named = known.named[id(incoming)]
    for mail_id in named.mail_ids:
        if any(mail_tokens.ticket_of(token) is not None for token in mail_tokens.tokens_in([mail_id])):
            for pointer in known.pointers(incoming.channel_id, mail_id):
                if pointer.is_ours:
                    return pointer
    # Some providers give our mails other ids; the token in the address that answers go to still says whose it was.
    found = (_newest_to_failed(session, known, incoming, ticket_id) for ticket_id in named.ticket_ids)
    return next((pointer for pointer in found if pointer is not None), None)


def note(session: Session, mail: IncomingMail, pointer: Pointer) -> None:
    """Say on the message that it did not arrive, and on the identity that it cannot be reached."""
    assert pointer.message_id is not None
    row = session.get_one(Mail, pointer.message_id)
    message = session.get_one(Message, pointer.message_id)
    bounce = mail.bounce or IncomingBounce((), is_hard=False)
    failed = _failed(row, bounce)
    words = markup.preview(" ".join(filter(None, (*failed[:3], bounce.status, bounce.diagnostic))), chars=REASON_CHARS)
    if mail.auto_kind == "spam_report":
        words = COMPLAINT
    elif failed:
        delivery.mark_bounced(
            session, message, pointer.file.ticket, error=words, is_whole=set(addresses(row.to)) <= set(failed)
        )
    theirs = select(Identity).where(Identity.kind == IdentityKind.EMAIL, Identity.address.in_(failed))
    for identity in session.scalars(theirs):
        identity.unreachable_reason = words
        if bounce.is_hard and mail.auto_kind != "spam_report":
            identity.unreachable_at = clock.now()


def _failed(row: Mail, bounce: IncomingBounce) -> list[str]:
    """Return which recipients failed: a report can only be about those the mail went to."""
    recipients = addresses(row.to, row.cc, row.bcc)
    if not bounce.failed:
        return recipients if len(recipients) == 1 else []
    named = {folded(address) for address in bounce.failed}
    return [address for address in recipients if address in named]


def _newest_to_failed(session: Session, known: Known, incoming: IncomingMessage, ticket_id: int) -> Pointer | None:
    file, mail = known.file(ticket_id), incoming.mail
    if file is None or mail is None or mail.bounce is None:
        return None
    found = session.execute(
        select(Message.id, Message.thread_id, Mail)
        .join(Mail, Mail.message_id == Message.id)
        .where(Message.ticket_id == file.ticket.id, Message.kind == MessageKind.OUT)
        .where(Mail.channel_id == incoming.channel_id)
        .order_by(Message.id.desc())
        .limit(LOOK_BACK)
    )
    for message_id, thread_id, row in found:
        if mail.bounce.failed and _failed(row, mail.bounce):
            return Pointer(file, thread_id, message_id, is_ours=True)
    return None
