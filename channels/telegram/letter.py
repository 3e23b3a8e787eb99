"""One message of Telegram read whole: what the desk takes in, and what only this channel knows. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from channels.telegram.content import UNKNOWN, described, is_service, told, unknown_content
from channels.telegram.facts import Nothing, OwnerWrote
from channels.telegram.formatted import html_of
from channels.telegram.keys import album_key, key_of, peer_of
from channels.telegram.media import TelegramFile, files_of
from channels.telegram.shapes import Json, moment, number, thing, things, token, words
from helpdesk.incoming import IncomingFile, IncomingMessage, Sender
from helpdesk.markup import clean
from helpdesk.models import AttachmentState, IdentityKind

TEXT_CHARS: Final = 20_000
SERVICE_ACCOUNT: Final = 777_000  # Telegram's own notices
VERIFIED_BY: Final = "telegram"
# Who Telegram names as the sender of what was said in the name of a chat.
STAND_INS: Final = frozenset({136_817_688, 1_087_968_824})

_start = re.compile(r"/start(?:@\w{1,64})?(?:\s+(\S{1,512}))?\s*", re.ASCII)
_language = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Card:
    """A shared phone number; it proves something only when it is the sender's own."""

    phone: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """A customer's message. `album` is the key of the album it belongs to.

    answers: the external id of the message it answers; quote: the words it quotes. start: what came behind /start, ""
    for a bare one, None for every other message. pressed: the id of the query to answer when a button was pressed, chosen: the button's
    value, offered: label and value of all buttons as they stood there.
    """

    incoming: IncomingMessage
    files: tuple[TelegramFile, ...] = ()
    album: str = ""
    answers: str = ""
    quote: str = ""
    forwarded_from: str = ""
    language: str = ""
    username: str = ""
    card: Card | None = None
    content: Json | None = None
    start: str | None = None
    pressed: str = ""
    chosen: str = ""
    offered: tuple[tuple[str, str], ...] = ()
    is_group: bool = False


def read_letter(message: Json) -> Letter | OwnerWrote | Nothing:
    """Read a message; its channel is filled in by who knows it."""
    key, peer, sender = key_of(message), peer_of(message), sender_of(message)
    if key is None or peer is None or sender is None:
        return Nothing("unreadable")
    if _is_nobodys(message):
        return Nothing("automatic")
    if is_service(message):
        return Nothing("service")
    if "@" in peer and number(thing(message, "from"), "id") != number(thing(message, "chat"), "id"):
        return OwnerWrote(key, peer, text_of(message), moment(message, "date"))
    return _letter(message, key=key, peer=peer, sender=sender)


def text_of(message: Json) -> str:
    """Return what a message says in words."""
    for field in ("text", "caption"):
        found = message.get(field)
        if isinstance(found, str) and found:
            return clean(found[:TEXT_CHARS])
    return told(message)


def view_of(message: Json) -> str:
    """Return what a message says as sanitised HTML, empty when its plain text says it all."""
    for field, entities in (("text", "entities"), ("caption", "caption_entities")):
        found = message.get(field)
        if isinstance(found, str) and found:
            # Offsets count in the text as it came.
            return html_of(found[:TEXT_CHARS], message, entities)
    return ""


def sender_of(message: Json) -> Sender | None:
    """Return who wrote: by number, since names change and pass to others; None when nobody did."""
    writer = thing(message, "from")
    writer_id, chat = number(writer, "id"), thing(message, "sender_chat")
    chat_id = number(chat, "id")
    if chat_id is not None and (writer_id is None or writer_id in STAND_INS):
        name = words(chat, "title") or words(chat, "username")
        return Sender(IdentityKind.TELEGRAM, str(chat_id), name=name, verified_by=VERIFIED_BY)
    if writer_id is None:
        return None
    return Sender(IdentityKind.TELEGRAM, str(writer_id), name=name_of(writer), verified_by=VERIFIED_BY)


def name_of(person: Json) -> str:
    """Return what a person calls themselves."""
    name = " ".join(filter(None, (words(person, "first_name"), words(person, "last_name"))))
    return name or words(person, "username")


def language_of(person: Json) -> str:
    """Return the language of a person's app, empty when it is none."""
    found = token(person, "language_code", chars=20)
    return found[:10] if _language.fullmatch(found) else ""


def sent_at_of(message: Json) -> datetime:
    """Return when a message was sent."""
    return moment(message, "date")


def _letter(message: Json, *, key: str, peer: str, sender: Sender) -> Letter:
    files, text, group = files_of(message), text_of(message), token(message, "media_group_id")
    card = _card(message, sender)
    start = _start.fullmatch(text) if isinstance(message.get("text"), str) else None
    if start is not None:
        text = "/start"  # what follows may be a secret
    if not text and not files:
        text = f"{UNKNOWN} ({', '.join(unknown_content(message)) or '…'})"
    details: dict[str, object] = {}
    if "@" in peer:
        details["business_connection_id"] = token(message, "business_connection_id", chars=200)
    title = words(thing(message, "chat"), "title")
    topic = words(thing(thing(message, "reply_to_message"), "forum_topic_created"), "name") if "/" in peer else ""
    named = {"group": title} if title else {}
    named |= {"topic": topic} if topic else {}
    incoming = IncomingMessage(
        channel_id=0,
        external_id=key,
        peer=peer,
        sender=sender,
        text=text,
        sent_at=sent_at_of(message),
        html=view_of(message) if start is None else "",
        details=details | named,
        files=tuple(_incoming_file(file) for file in files),
    )
    return Letter(
        incoming,
        files=files,
        album=album_key(peer, group) if group else "",
        answers=_answered(message),
        quote=words(thing(message, "quote"), "text", chars=1000),
        forwarded_from=_origin(message),
        language=language_of(thing(message, "from")),
        username=words(thing(message, "from"), "username", chars=64),
        card=card,
        content=described(message, is_own=card is not None and card.is_own),
        start=None if start is None else start[1] or "",
        is_group=thing(message, "chat").get("type") in ("group", "supergroup"),
    )


def _is_nobodys(message: Json) -> bool:
    writer = thing(message, "from")
    if message.get("is_automatic_forward") is True or number(writer, "id") == SERVICE_ACCOUNT:
        return True
    if thing(message, "sender_business_bot"):
        return True  # our own answer in the name of a business account
    is_for_chat = bool(thing(message, "sender_chat")) and number(writer, "id") in STAND_INS
    return writer.get("is_bot") is True and not is_for_chat


def _incoming_file(file: TelegramFile) -> IncomingFile:
    state = AttachmentState.TOO_LARGE if file.is_too_large else AttachmentState.RETRYING
    return IncomingFile(
        filename=file.filename,
        media_type=file.media_type,
        size=file.size,
        blob=None,
        state=state,
        width=file.width,
        height=file.height,
        kind=file.kind,
        duration_s=file.duration_s,
    )


def _answered(message: Json) -> str:
    original = thing(message, "reply_to_message")
    # In a topic everything answers the topic's first message, unless it answers another one.
    if not original or thing(original, "forum_topic_created"):
        return ""
    return key_of({"business_connection_id": message.get("business_connection_id"), **original}) or ""


def _origin(message: Json) -> str:
    origin = thing(message, "forward_origin")
    for holder in (thing(origin, "sender_user"), thing(message, "forward_from")):
        if holder:
            return name_of(holder)
    for holder in (thing(origin, "sender_chat"), thing(origin, "chat"), thing(message, "forward_from_chat")):
        if holder:
            return words(holder, "title") or words(holder, "username")
    return words(origin, "sender_user_name") or words(message, "forward_sender_name")


def _card(message: Json, sender: Sender) -> Card | None:
    card = thing(message, "contact")
    digits = "".join(char for char in words(card, "phone_number", chars=40) if char in "0123456789")
    if not 5 <= len(digits) <= 15:
        return None
    user_id = number(card, "user_id")
    is_forwarded = bool(thing(message, "forward_origin"))
    return Card(f"+{digits}", is_own=user_id is not None and str(user_id) == sender.address and not is_forwarded)


def buttons_of(message: Json) -> list[Json]:
    """Return the buttons below a message."""
    rows = thing(message, "reply_markup").get("inline_keyboard")
    listed = rows[:100] if isinstance(rows, list) else []
    return [button for row in listed for button in things({"row": row}, "row", limit=20)]
