"""Hostile mails on the desk's own road: read from bytes, taken in, and looked at in a real browser."""

import zlib
from collections.abc import Sequence
from email.message import EmailMessage
from hashlib import sha256
from itertools import count

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from channels.email.incoming import Arrival, files_of, incoming_of
from channels.email.parse import parse_email
from helpdesk import clock, db, storage
from helpdesk.actions.receive_many import receive_many
from helpdesk.incoming import IncomingMessage
from helpdesk.mailboxes import MailboxConfig
from helpdesk.models import Channel, Inbound, InboundState, Message
from tests.browser.laptops import laptop
from tests.browser.staff import state_of
from tests.edge import Browser

_numbers = count(1)


def letter(
    html: str, *, sender: str = "Eve <eve@evil.example>", subject: str = "Hello", text: str = "", answers: str = ""
) -> EmailMessage:
    """Return a mail with HTML; its plain twin only where there is a text."""
    found = EmailMessage()
    found["From"], found["To"], found["Subject"] = sender, "support@x.test", subject
    found["Message-ID"] = f"<letter{next(_numbers)}@evil.example>"
    if answers:
        found["In-Reply-To"] = answers
    if text:
        found.set_content(text)
        found.add_alternative(html, subtype="html", cte="base64")
    else:
        found.set_content(html, subtype="html", cte="base64")
    return found


def letters(bodies: Sequence[str], *, sender: str) -> list[EmailMessage]:
    """Return mails of one sender that belong together."""
    first = letter(bodies[0], sender=sender)
    return [first, *(letter(body, sender=sender, answers=first["Message-ID"]) for body in bodies[1:])]


def delivered(mailbox_id: int, *mails: EmailMessage | bytes) -> list[Message]:
    """Have mails read and taken in, as the gateway does."""
    raws = [bytes(one).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for one in mails]
    with db.transaction() as session:
        config = MailboxConfig.of(session.get_one(Channel, mailbox_id))
        rows = [_stored(session, mailbox_id, raw) for raw in raws]
    incoming = [_read(raw, row, config) for raw, row in zip(raws, rows, strict=True)]
    found = db.retrying(lambda session: receive_many(session, incoming))
    return [one for one in found if one is not None]


def opened(chromium: Chromium, browser: Browser) -> Page:
    """Return an empty page of somebody who is signed in."""
    return laptop(chromium, storage_state=state_of(browser.token)).new_page()


def looks_at(page: Page, base_url: str, ticket_id: int, *, mails: int = 1) -> None:
    """Open a ticket and look at each of its mails, which are so many, until all are drawn."""
    page.goto(f"{base_url}/?view=all&ticket={ticket_id}")
    page.locator(".mail-frame").first.wait_for(state="attached")
    page.wait_for_function(
        """(mails) => {
          const frames = [...document.querySelectorAll(".mail-frame")];
          frames.find(frame => !frame.classList.contains("is-shown"))?.scrollIntoView({ block: "center" });
          return frames.length >= mails && frames.every(frame => frame.classList.contains("is-shown"));
        }""",
        arg=mails,
    )


def _stored(session: Session, mailbox_id: int, raw: bytes) -> Inbound:
    row = Inbound(
        channel_id=mailbox_id,
        key=f"INBOX/1/{next(_numbers)}",
        raw=zlib.compress(raw, 1),
        content_hash=sha256(raw).hexdigest(),
        state=InboundState.DONE,
        received_at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row


def _read(raw: bytes, row: Inbound, config: MailboxConfig) -> IncomingMessage:
    parsed = parse_email(raw)
    files = tuple(files_of(parsed, storage.put_many([file.data for file in parsed.attachments])))
    arrival = Arrival(inbound_id=row.id, received_at=row.received_at, content_hash=row.content_hash or "")
    return incoming_of(parsed, files, arrival, channel_id=row.channel_id, config=config)
