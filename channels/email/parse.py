"""Reading a mail: bytes in, `ParsedEmail` out; no clock, no network, no database."""

from datetime import datetime

from channels.email.automatic import kind_of
from channels.email.body import Body, read_body
from channels.email.bounces import read_bounce
from channels.email.calendars import calendar_method
from channels.email.content import Content
from channels.email.envelope import content_key, message_ids, read_sender, returned_ids
from channels.email.forwards import find_forward
from channels.email.limits import MAX_SUBJECT_CHARS
from channels.email.mime.addresses import mailbox_emails, normal_address, read_addresses
from channels.email.mime.dates import read_date
from channels.email.mime.headers import Headers
from channels.email.mime.split import Budget, Part, split_mail
from channels.email.parsed import KEPT_HEADERS, Mailbox, ParsedEmail
from channels.email.storable import storable
from channels.email.walk import read_content

_MAX_HEADER_CHARS = 1_000
_DELIVERED = (
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-delivered-to",
    "x-original-delivered-to",
)


def parse_email(raw: bytes) -> ParsedEmail:
    """Return what a mail says; never raises, whatever the bytes are."""
    try:
        return read_mail(raw)
    except Exception:
        # The promise of this function. What led here is a fault of ours: the raw mail is kept and shown, the next one goes on.
        return ParsedEmail(text=_last_resort(raw), reply=_last_resort(raw), defects=("unreadable",))


def read_mail(raw: bytes) -> ParsedEmail:
    """Return what a mail says; unlike `parse_email` it may raise where this program is wrong."""
    budget = Budget()
    top = split_mail(raw, budget)
    headers = top.headers
    if charset := _header_charset(top):
        for part in top.walk():
            part.suppose(charset)
    content = read_content(top, budget)
    body = read_body(content)
    subject = headers.get("subject")[:MAX_SUBJECT_CHARS]
    sender = read_sender(headers)
    bounce = read_bounce(
        headers, subject=subject, from_email=sender.mailbox.email, parts=content.reports, text=body.text
    )
    kind = kind_of(headers, from_email=sender.mailbox.email, subject=subject, media_type=top.media_type)
    forward = find_forward(body.text, subject=subject, attached=content.attached)
    ids = message_ids(headers.all("message-id"))
    return ParsedEmail(
        subject=subject,
        from_email=sender.mailbox.email,
        from_name=sender.mailbox.name,
        is_from_clear=sender.is_clear,
        message_id=ids[0] if ids else "",
        in_reply_to=next(iter(message_ids(headers.all("in-reply-to"))), ""),
        references=message_ids(headers.all("references")),
        to=_mailboxes(headers, "to"),
        cc=_mailboxes(headers, "cc"),
        reply_to=_mailboxes(headers, "reply-to"),
        sender=next(iter(mailbox_emails(headers.raw_all("sender"))), ""),
        return_path=normal_address(headers.get("return-path")),
        delivered_to=mailbox_emails([value for name in _DELIVERED for value in headers.raw_all(name)]),
        date=_date(headers),
        text=body.text,
        html=body.html,
        has_remote_images=body.has_remote_images,
        reply=body.reply,
        folds=body.folds,
        attachments=body.attachments,
        is_auto=bool(kind) or bounce is not None,
        auto_kind="bounce" if bounce else kind,
        is_bounce=bounce is not None,
        bounce=bounce,
        failed_recipients=bounce.failed_recipients if bounce else (),
        ids_in_bounced=_ids_in_returned(content, body) if bounce or kind == "spam_report" else (),
        forward_from=forward.address if forward else "",
        forward_from_name=forward.name if forward else "",
        forward_subject=forward.subject if forward else "",
        authentication_results=tuple(headers.all("authentication-results")),
        list_id=_list_id(headers),
        calendar_method=calendar_method(content.calendar) if content.calendar else "",
        content_key=content_key(headers, top.body),
        headers={name: headers.get(name)[:_MAX_HEADER_CHARS] for name in KEPT_HEADERS if name in headers},
        defects=tuple(dict.fromkeys([*sender.defects, *content.defects])),
    )


def _header_charset(top: Part) -> str:
    """Return what raw 8-bit headers are likely in: the charset of the first text."""
    for part in top.walk():
        if label := part.parameters.get("charset"):
            return label
    return ""


def _mailboxes(headers: Headers, name: str) -> tuple[Mailbox, ...]:
    found = (read_addresses(value, charset=headers.charset) for value in headers.raw_all(name))
    return tuple(mailbox for addresses in found for mailbox in addresses.mailboxes if mailbox.email)


def _date(headers: Headers) -> datetime | None:
    for value in headers.all("date"):
        if found := read_date(value):
            return found
    received = headers.all("received")
    return read_date(received[0].rpartition(";")[2]) if received else None


def _ids_in_returned(content: Content, body: Body) -> tuple[str, ...]:
    mails = [part.text for part in content.reports if "/rfc822" in part.media_type or "headers" in part.media_type]
    return returned_ids([*mails, body.text])


def _list_id(headers: Headers) -> str:
    value = headers.get("list-id")
    inner = value.rpartition("<")[2].partition(">")[0] if "<" in value else value
    return inner.strip()[:250].lower()


def _last_resort(raw: bytes) -> str:
    return storable(raw[:100_000].decode("utf-8", "replace"))
