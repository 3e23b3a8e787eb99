"""A letter to bytes: plain text with its HTML twin, files, and headers nobody can break out of."""

import re
from collections.abc import Iterable, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

from channels.email.smtp.session import Envelope
from channels.email.writing.letter import Letter, LetterFile, Mailbox
from channels.email.writing.policy import LETTER_POLICY
from helpdesk.errors import DeliveryError, Outcome

MAX_FILE_BYTES: Final = 18 * 1024 * 1024  # about 25 MB once encoded, what most servers take
MAX_REFERENCES: Final = 20
MAX_RECIPIENTS: Final = 100
MAX_SUBJECT_CHARS: Final = 400
FIRST_KEPT: Final = 4

_breaks = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
_mail_id = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,380}>")
_address = re.compile(r"[^\s<>()\[\],;:\\\"@\x00-\x20\x7f]+@[^\s<>()\[\],;:\\\"@\x00-\x20\x7f]+")


def compose(letter: Letter) -> Envelope:
    """Return a letter as it is handed to the next hop; DeliveryError (rejected) says why it cannot be sent."""
    recipients = tuple(dict.fromkeys(_checked(address) for _, address in (*letter.to, *letter.cc, *letter.bcc)))
    if not recipients:
        raise _rejected("This mail has no recipient.")
    if len(recipients) > MAX_RECIPIENTS:
        raise _rejected(f"A mail goes to at most {MAX_RECIPIENTS} people; this one has {len(recipients)}.")
    _require_small(letter.files)
    mail = EmailMessage(policy=LETTER_POLICY)
    _write_headers(mail, letter)
    _write_body(mail, letter)
    return Envelope(_checked(letter.sender[1]), recipients, mail.as_bytes())


def _write_headers(mail: EmailMessage, letter: Letter) -> None:
    mail["From"] = _addresses([letter.sender])
    mail["To"] = _addresses(letter.to) if letter.to else "undisclosed-recipients:;"
    if letter.cc:
        mail["Cc"] = _addresses(letter.cc)
    if letter.reply_to:
        mail["Reply-To"] = _addresses(letter.reply_to)
    mail["Subject"] = _one_line(letter.subject, max_chars=MAX_SUBJECT_CHARS)
    mail["Date"] = format_datetime(letter.date)
    mail["Message-ID"] = _required_id(letter.mail_id)
    in_reply_to = _mail_id.fullmatch(letter.in_reply_to)
    if in_reply_to:
        mail["In-Reply-To"] = in_reply_to.group()
    references = [one for one in letter.references if _mail_id.fullmatch(one)]
    if references:
        mail["References"] = " ".join(_shortened(references))
    if letter.language:
        mail["Content-Language"] = _one_line(letter.language, max_chars=10)
    for name, value in _automatic(letter.auto_kind):
        mail[name] = value
    for name, value in _unsubscribing(letter.unsubscribe_url):
        mail[name] = value


def _write_body(mail: EmailMessage, letter: Letter) -> None:
    mail.set_content(letter.text, cte=_encoding(letter.text))
    mail.add_alternative(letter.html, subtype="html", cte=_encoding(letter.html))
    shown = [file for file in letter.files if file.content_id]
    if shown:
        html = mail.get_payload()[1]  # type: ignore[index]  # what add_alternative has just made
        for file in shown:
            kind = _media_type(file)
            html.add_related(file.data, *kind, filename=_file_name(file), cid=_content_id(file), disposition="inline")  # type: ignore[union-attr]
    for file in letter.files:
        if not file.content_id:
            _attach(mail, file)


def _attach(mail: EmailMessage, file: LetterFile) -> None:
    main, sub = _media_type(file)
    mail.add_attachment(file.data, maintype=main, subtype=sub, filename=_file_name(file))


def _automatic(auto_kind: str) -> list[tuple[str, str]]:
    """RFC 3834, section 5; the other two are for servers that know no better."""
    if not auto_kind:
        return []
    submitted = "auto-replied" if auto_kind == "acknowledgement" else "auto-generated"
    headers = [("Auto-Submitted", submitted), ("X-Auto-Response-Suppress", "All")]
    return headers if auto_kind == "system" else [*headers, ("Precedence", "bulk")]


def _unsubscribing(url: str) -> list[tuple[str, str]]:
    """RFC 2369 and, where the address is safe enough for it, the one click of RFC 8058."""
    if not url:
        return []
    header = ("List-Unsubscribe", f"<{url}>")
    return [header, ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")] if url.startswith("https:") else [header]


def _addresses(mailboxes: Iterable[Mailbox]) -> tuple[Address, ...]:
    return tuple(_header_address(name, address) for name, address in mailboxes)


def _header_address(name: str, address: str) -> Address:
    local, _, domain = _checked(address).rpartition("@")
    domain = domain if domain.isascii() else domain.encode("idna").decode()
    return Address(display_name=_one_line(name, max_chars=200), username=local, domain=domain)


def _checked(address: str) -> str:
    if not _address.fullmatch(address) or len(address) > 320 or _breaks.search(address):
        raise _rejected(f"{address[:80]!r} is no address a mail can be sent to.")
    return address


def _one_line(text: str, *, max_chars: int) -> str:
    return " ".join(_breaks.sub(" ", text).split())[:max_chars]


def _required_id(mail_id: str) -> str:
    if not _mail_id.fullmatch(mail_id):
        raise _rejected(f"{mail_id[:80]!r} is no Message-ID.")
    return mail_id


def _shortened(references: Sequence[str]) -> Sequence[str]:
    """Keep the first few, where the thread began, and the newest (RFC 5322, 3.6.4 lets long ones be cut)."""
    if len(references) <= MAX_REFERENCES:
        return references
    return [*references[:FIRST_KEPT], *references[FIRST_KEPT - MAX_REFERENCES :]]


def _encoding(text: str) -> str:
    return "7bit" if text.isascii() and all(len(line) < 900 for line in text.splitlines()) else _denser(text)


def _denser(text: str) -> str:
    return "quoted-printable" if sum(char.isascii() for char in text) > len(text) * 0.7 else "base64"


def _media_type(file: LetterFile) -> tuple[str, str]:
    main, _, sub = file.media_type.partition("/")
    token = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,100}")
    # An attached message or multipart would be read as structure of this mail.
    if not token.fullmatch(main) or not token.fullmatch(sub) or main in ("message", "multipart"):
        return "application", "octet-stream"
    return main, sub


def _file_name(file: LetterFile) -> str:
    return _one_line(file.filename, max_chars=180).replace("/", "_").replace("\\", "_") or "file"


def _content_id(file: LetterFile) -> str:
    return f"<{re.sub(r'[^A-Za-z0-9._@+-]', '', file.content_id)[:200]}>"


def _require_small(files: Sequence[LetterFile]) -> None:
    size = sum(len(file.data) for file in files)
    if size > MAX_FILE_BYTES:
        raise _rejected(f"The files have {size / 1e6:.1f} MB; a mail takes at most {MAX_FILE_BYTES / 1e6:.1f} MB.")


def _rejected(words: str) -> DeliveryError:
    return DeliveryError(words, outcome=Outcome.REJECTED)
