"""Address headers in every dialect: RFC 5322, Outlook's semicolons, missing quotes, comments, groups, encoded words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape

from channels.email.charsets import decode_unlabelled
from channels.email.limits import MAX_ADDRESSES
from channels.email.mime.words import decode_value
from channels.email.parsed import Mailbox
from channels.email.storable import one_line

_TOKEN = re.compile(
    r"(?P<word>=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=)"
    r"|(?P<space>[ \t\r\n]+)"
    r"|(?P<text>[^\s\"()<>,;:=\\]+)"
    r"|(?P<mark>.)",
    re.DOTALL,
)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"', re.DOTALL)
_ANGLE = re.compile(r"<+([^<>\"]*+(?:\"[^\"<>]*+\"[^<>\"]*+)?)(?:>+|$)")
_BACKSLASH = re.compile(r"\\(.)", re.DOTALL)
_AROUND = re.compile(r"[ \t\r\n]*([@.])[ \t\r\n]*")
_ADDRESS = re.compile(
    r"(?<![^\s@<>()\[\],;:\"])[^\s@<>()\[\],;:\"]{1,200}@(?:[^\s@<>()\[\],;:\"]{1,260}|\[[0-9a-fA-F.:IPv]{1,60}\])"
)
_SURE = re.compile(
    r"(?:[^\s@<>()\[\],;:\"\\]+|\"(?:[^\"\\\r\n]|\\.)*+\")@(?:[^\s@<>()\[\],;:\"\\.]+(?:\.[^\s@<>()\[\],;:\"\\.]+)*|\[[^\]\s]+\])"
)
# What nearly every header is: one address with or without a name, nothing to doubt.
_USUAL = re.compile(
    rb"(?:(?:\"([ -!#-;>?A-\[\]-~]*+)\"|((?:=\?[A-Za-z0-9-]{1,20}\?[bBqQ]\?[!->@-~]{1,80}\?=[ \t]*+)++|[A-Za-z0-9 '_&-]*+))[ \t]*+"
    rb"<([A-Za-z0-9._%+-]++)@([A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)*+)>|([A-Za-z0-9._%+-]++)@([A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)*+))[ \t]*+"
)
_SCHEME = re.compile(r"^(?:mailto|smtp):", re.IGNORECASE)
_PUNCTUATION = " \t'\"`.,;:<>()[]"


@dataclass(slots=True)
class _Entry:
    """What was read of one address so far."""

    words: list[tuple[str, bool]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    angles: list[str] = field(default_factory=list)
    has_text_after: bool = False
    has_at: bool = False
    is_blank: bool = True
    is_broken: bool = False

    def add(self, text: str, *, quoted: bool = False) -> None:
        self.words.append((text, quoted))
        if text != " ":
            self.is_blank = False
            self.has_text_after = bool(self.angles)
            self.has_at = self.has_at or (not quoted and "@" in text)

    def has_address(self) -> bool:
        return self.has_at or bool(self.angles)

    def is_empty(self) -> bool:
        return self.is_blank and not self.angles and not self.comments


@dataclass(frozen=True, slots=True)
class Addresses:
    """The mailboxes of a header; clear when every one of them was written without doubt."""

    mailboxes: tuple[Mailbox, ...] = ()
    is_clear: bool = True


def read_addresses(value: bytes, *, charset: str = "") -> Addresses:
    """Return the mailboxes of an unfolded header; a name without an address has an empty `email`."""
    if not value:
        return Addresses()
    if (usual := _USUAL.fullmatch(value)) is not None:
        return _usual(usual)
    found = _read(value, charset)
    if len(found.mailboxes) == 1 and not found.mailboxes[0].email and b"=?" in value:
        # The whole "Name <address>" was encoded as one word.
        inner = decode_value(value, charset=charset)
        if "@" in inner:
            return Addresses(_read(inner.encode("utf-8", "replace"), "").mailboxes, is_clear=False)
    return found


def _read(value: bytes, charset: str) -> Addresses:
    text = value.decode("ascii") if value.isascii() and b"\x1b" not in value else decode_unlabelled(value, charset)
    if "&lt;" in text and "<" not in text:
        text = unescape(text)
    found: list[Mailbox] = []
    is_clear = True
    for entry in _entries(text):
        mailbox, clear = _mailbox(entry)
        if not (mailbox.email or mailbox.name):
            continue
        found.append(mailbox)
        is_clear = is_clear and clear
        if len(found) >= MAX_ADDRESSES:
            break
    return Addresses(tuple(found), is_clear)


def _usual(found: re.Match[bytes]) -> Addresses:
    quoted, plain, local, domain, bare, bare_domain = found.groups()
    name = _name([((quoted or plain or b"").decode("ascii"), False)])
    email = f"{(local or bare).decode()}@{(domain or bare_domain).decode().lower()}"
    return Addresses((Mailbox(name, email),))


def mailbox_emails(values: Sequence[bytes]) -> tuple[str, ...]:
    """Return every address of several headers once, in their order."""
    found = (mailbox.email for value in values for mailbox in read_addresses(value).mailboxes)
    return tuple(dict.fromkeys(email for email in found if email))


def normal_address(text: str) -> str:
    """Return an address with its domain in lower case, "" when it is none."""
    text = _SCHEME.sub("", _AROUND.sub(r"\1", one_line(text)).strip(" \t'`<>"))
    if text.startswith("@") and ":" in text:
        # A source route (RFC 5322, 4.4).
        text = text.partition(":")[2]
    text = text.strip(" .,;'")
    if not _SURE.fullmatch(text):
        return ""
    local, _, domain = text.rpartition("@")
    return f"{local}@{domain.lower()}"


def _entries(text: str) -> Iterator[_Entry]:
    entry = _Entry()
    position, size = 0, len(text)
    has_quotes = True
    while position < size:
        token = _TOKEN.match(text, position)
        if token is None:
            break
        kind, piece = token.lastgroup, token[0]
        position = token.end()
        if kind != "mark":
            entry.add(" " if kind == "space" else piece)
        elif piece == '"':
            quoted = _QUOTED.match(text, position - 1) if has_quotes else None
            if quoted is None:
                has_quotes, entry.is_broken = False, True
            elif text[quoted.end() : quoted.end() + 1] == "@":
                # A quoted local part: "john doe"@example.org
                position = quoted.end()
                entry.add(quoted[0])
            else:
                position = quoted.end()
                entry.add(_BACKSLASH.sub(r"\1", quoted[1]), quoted=True)
        elif piece == "(":
            position, comment = _comment(text, position)
            entry.comments.append(comment)
        elif piece == "<":
            position = _angle(text, position - 1, entry)
        elif piece in ",;":
            if entry.has_address() or (piece == ";" and not entry.is_empty()):
                yield entry
                entry = _Entry()
            elif not entry.is_empty():
                # "Doe, John <john@example.org>": the comma of a name without quotes.
                entry.add(piece)
                entry.add(" ")
        elif piece == ":" and _is_group(entry):
            entry = _Entry()
        else:
            if piece in ")>":
                entry.is_broken = True
            entry.add(piece)
    if not entry.is_empty():
        yield entry


def _is_group(entry: _Entry) -> bool:
    # "mailto:x@y" and "Re: x" are no groups.
    return not entry.has_address() and "".join(text for text, _ in entry.words).strip().lower() not in (
        "mailto",
        "smtp",
    )


def _comment(text: str, position: int) -> tuple[int, str]:
    """Return the position after the comment that starts here, and its text; nesting is counted, not followed."""
    depth, start = 1, position
    while position < len(text):
        char = text[position]
        position += 2 if char == "\\" else 1
        if char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if not depth:
                return position, text[start : position - 1]
    return len(text), text[start:]


def _angle(text: str, position: int, entry: _Entry) -> int:
    found = _ANGLE.match(text, position)
    if found is None:
        entry.add("<")
        entry.is_broken = True
        return position + 1
    inner = one_line(found[1])
    if found[0].startswith("<<") or inner.lower().startswith("mailto:"):
        entry.is_broken = True
    if "@" not in inner and "=?" not in inner:
        if inner and not entry.angles:
            entry.add(f"<{inner}>")
        elif not inner:
            entry.is_broken = True
        return found.end()
    if not found[0].endswith(">"):
        entry.is_broken = True
    entry.angles.append(inner)
    return found.end()


def _mailbox(entry: _Entry) -> tuple[Mailbox, bool]:
    """Return the mailbox and whether there is no other way to read it."""
    if entry.angles:
        return _bracketed(entry)
    phrase = "".join(text for text, quoted in entry.words if not quoted).strip()
    quoted = [text for text, is_quoted in entry.words if is_quoted]
    compact = _AROUND.sub(r"\1", phrase)
    if email := normal_address(compact):
        name = _name([(text, False) for text in (quoted or entry.comments)])
        return Mailbox(name, email), not entry.is_broken and not quoted
    found = list(dict.fromkeys(map(normal_address, _ADDRESS.findall(compact.replace("mailto:", "")))))
    if not found and not phrase and len(quoted) == 1 and (email := normal_address(quoted[0])):
        return Mailbox("", email), False
    if len(found) == 1 and found[0] and compact.count("@") == 1 and not entry.is_broken:
        name = _name([(text, quoted) for text, quoted in entry.words if "@" not in text])
        return Mailbox(name, found[0]), False
    return Mailbox(_name(entry.words) or _name([(text, False) for text in entry.comments]), ""), False


def _bracketed(entry: _Entry) -> tuple[Mailbox, bool]:
    emails = list(dict.fromkeys(map(_inner_address, entry.angles)))
    email = emails[0] if len(emails) == 1 else ""
    unquoted = "".join(text for text, quoted in entry.words if not quoted)
    others = {address for address in map(normal_address, _ADDRESS.findall(_AROUND.sub(r"\1", unquoted))) if address}
    others.discard(email)
    if entry.has_text_after and others:
        email = ""
    name = _name([word for word in entry.words if word[0].strip() not in ("<", ">")])
    name = name or _name([(text, False) for text in entry.comments])
    clear = bool(email) and not others and not entry.has_text_after and not entry.is_broken and len(entry.angles) == 1
    return Mailbox(name, email), clear


def _inner_address(inner: str) -> str:
    email = normal_address(inner)
    if not email and "=?" in inner:
        email = normal_address(decode_value(inner.encode("utf-8", "replace")))
    if not email:
        found = _ADDRESS.findall(_AROUND.sub(r"\1", inner))
        email = normal_address(found[0]) if len(found) == 1 and inner.count("@") == 1 else ""
    return email


def _name(words: list[tuple[str, bool]]) -> str:
    text = "".join(text for text, _ in words).strip()
    text = decode_value(text.encode("utf-8", "replace")) if "=?" in text else one_line(text)
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"`":
        text = text[1:-1].strip()
    return text.replace('\\"', '"')
