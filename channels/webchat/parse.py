"""What a visitor's browser sends, turned into the desk's words or refused by name. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from helpdesk.incoming import IncomingMessage, NewVisitor, Sender
from helpdesk.markup import MAX_CHARS, clean
from helpdesk.models import IdentityKind
from helpdesk.tokens import hash_token

MAX_FILES: Final = 10
NAME_CHARS: Final = 200
PAGE_CHARS: Final = 500
LOCALE_CHARS: Final = 10
MAX_NUMBER: Final = 2**53
FIELDS: Final = frozenset(
    {
        "t",
        "client_id",
        "token",
        "ticket",
        "text",
        "attachments",
        "name",
        "email",
        "form",
        "consent",
        "identity",
        "website",  # a trap: people do not see it, programs fill it in
    }
)
MAX_ANSWERS: Final = 20
ANSWER_CHARS: Final = 500

Frame = Mapping[str, Any]  # JSON of any shape
_uuid = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_token = re.compile(r"[A-Za-z0-9_-]{43,64}")  # 32 random bytes or more
_file = re.compile(r"[0-9a-f]{32}")
_email = re.compile(r"[^@\s<>]{1,64}@[^@\s<>]{1,190}")
_locale = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,4})?")


class Reason(StrEnum):
    """Why a message is refused for good."""

    TOO_LONG = "too_long"
    EMPTY = "empty"
    TOO_MANY = "too_many"
    BLOCKED = "blocked"
    ATTACHMENT = "attachment"
    INVALID = "invalid"
    CONSENT = "consent"
    FORM = "form"
    IDENTITY = "identity"


class Refused(Exception):
    """A message the desk does not take; the browser shows why and does not send it again."""

    def __init__(self, reason: Reason, detail: str) -> None:
        self.reason, self.detail = reason, detail
        super().__init__(detail)


@dataclass(frozen=True, slots=True)
class Browser:
    """What is known of the browser that writes: the channel of its widget, its token's hash, language and page."""

    channel_id: int
    token_hash: str
    locale: str = ""
    page: Mapping[str, str] | None = None
    device: Mapping[str, str] | None = None


def client_id_of(frame: Frame) -> str | None:
    """Return the browser's own name for a message, None when it gave none: then nothing can be answered to it."""
    given = frame.get("client_id")
    return given if isinstance(given, str) and _uuid.fullmatch(given) else None


def parse_message(frame: Frame, browser: Browser, *, sent_at: datetime) -> IncomingMessage:
    """Return the message of a send frame; Refused names what is wrong with it."""
    client_id = client_id_of(frame)
    if client_id is None or not frame.keys() <= FIELDS:
        raise Refused(Reason.INVALID, "A message has a client_id and no other fields than those of the protocol.")
    files = _files(frame.get("attachments"))
    email = _email_of(frame.get("email"))
    answers = answers_of(frame.get("form"))
    return IncomingMessage(
        channel_id=browser.channel_id,
        external_id=f"v:{browser.token_hash[:16]}:{client_id}",
        peer="",
        sender=Sender(IdentityKind.VISITOR, browser.token_hash, name=_name(frame.get("name") or answers.get("name"))),
        text=_text(frame.get("text"), has_files=bool(files)),
        sent_at=sent_at,
        attachment_ids=files,
        client_key=client_id,
        visitor=_visitor(frame, browser, answers),
        details={"email": email} if email else {},
    )


def claim_of(given: object) -> dict[str, Any] | None:  # JSON
    """Return what a browser claims its visitor to be, for helpdesk.actions.visitor_identity to judge; None for nothing."""
    return dict(given) if isinstance(given, Mapping) else None


def answers_of(given: object) -> dict[str, str]:
    """Return what a visitor filled in before writing, by field; Refused when it is no form."""
    if given is None:
        return {}
    if not isinstance(given, Mapping) or len(given) > MAX_ANSWERS:
        raise Refused(Reason.INVALID, f"form is at most {MAX_ANSWERS} texts by field.")
    if not all(isinstance(key, str) and len(key) <= 40 and isinstance(text, str) for key, text in given.items()):
        raise Refused(Reason.INVALID, f"form is at most {MAX_ANSWERS} texts by field.")
    cleaned = {key: " ".join(clean(text).split())[:ANSWER_CHARS] for key, text in given.items()}
    return {key: text for key, text in cleaned.items() if text}


def hash_of_token(channel_id: int, token: object) -> str | None:
    """Return the hash under which a visitor's token is known on this channel and on no other; None for no token."""
    if not isinstance(token, str) or not _token.fullmatch(token):
        return None
    return hash_token(f"{channel_id}:{token}")


def page_of(given: object) -> dict[str, str]:
    """Return url, title and referrer of the page a widget is on, as far as they make sense."""
    if not isinstance(given, Mapping):
        return {}
    texts = {name: given.get(name) for name in ("url", "title", "referrer")}
    page = {name: clean(text)[:PAGE_CHARS] for name, text in texts.items() if isinstance(text, str) and text}
    for name in ("url", "referrer"):
        if not page.get(name, "").lower().startswith(("http://", "https://")):
            page.pop(name, None)
    return page


def locale_of(given: object) -> str:
    """Return the language a browser speaks, empty when it is none."""
    return given[:LOCALE_CHARS] if isinstance(given, str) and _locale.fullmatch(given) else ""


def _visitor(frame: Frame, browser: Browser, answers: dict[str, str]) -> NewVisitor:
    return NewVisitor(
        browser.token_hash,
        browser.locale,
        dict(browser.page or {}),
        _ticket(frame.get("ticket")),
        device=dict(browser.device or {}),
        said=answers,
        consents=frame.get("consent") is True,
        is_suspect=bool(frame.get("website")),
    )


def _ticket(given: object) -> int | None:
    if given is None:
        return None
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= MAX_NUMBER:
        raise Refused(Reason.INVALID, "ticket is a number or null.")
    return given


def _text(given: object, *, has_files: bool) -> str:
    if not isinstance(given, str):
        raise Refused(Reason.INVALID, "text is text.")
    text = clean(given).strip("\n")
    if len(text) > MAX_CHARS:
        raise Refused(Reason.TOO_LONG, f"A message has at most {MAX_CHARS} characters.")
    if not has_files and not any(_is_visible(character) for character in text):
        raise Refused(Reason.EMPTY, "Write something or attach a file.")
    return text


def _is_visible(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) not in ("Cf", "Cc", "Cn")


def _files(given: object) -> tuple[str, ...]:
    if given is None:
        return ()
    if not isinstance(given, list) or not all(isinstance(id, str) and _file.fullmatch(id) for id in given):
        raise Refused(Reason.ATTACHMENT, "attachments are ids of uploaded files.")
    if len(given) > MAX_FILES:
        raise Refused(Reason.ATTACHMENT, f"A message carries at most {MAX_FILES} files.")
    return tuple(given)


def _name(given: object) -> str:
    if given is None:
        return ""
    if not isinstance(given, str):
        raise Refused(Reason.INVALID, "name is text.")
    # Direction marks and invisible characters could make a name pass for another.
    visible = "".join(character for character in clean(given) if unicodedata.category(character) != "Cf")
    return " ".join(visible.split())[:NAME_CHARS]


def _email_of(given: object) -> str:
    if given is None or given == "":
        return ""
    if not isinstance(given, str) or not _email.fullmatch(given.strip()):
        raise Refused(Reason.INVALID, "email is an address.")
    return clean(given.strip())
