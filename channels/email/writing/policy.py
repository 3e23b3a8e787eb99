"""How headers of ours are written: short lines, Message-IDs whole, every letter of a name or subject kept."""

import base64
from collections.abc import Iterator
from email.headerregistry import Address
from email.policy import EmailPolicy
from typing import Any, Final

ID_HEADERS: Final = ("message-id", "in-reply-to", "references")
LINE_CHARS: Final = 76
WORD_BYTES: Final = 42  # 56 in base64, which with "=?utf-8?b??=" leaves room on a line of 76


class _LetterPolicy(EmailPolicy):
    """Folds what the library folds wrongly.

    It turns long Message-IDs into encoded words, loses a space where an encoded subject is folded, and puts quotes
    inside the encoded words of a name.
    """

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:  # as the library has it
        # Parsed, a subject of encoded words would be decoded here, line breaks and all.
        return (name, str(value)) if name.lower() == "subject" else super().header_store_parse(name, value)

    def fold(self, name: str, value: Any) -> str:  # one of many header classes
        lowered = name.lower()
        if lowered in ID_HEADERS:
            return _header(name, str(value).split())
        if lowered == "subject":
            return _header(name, _words(str(value)))
        if hasattr(value, "addresses") and value.addresses:
            return _header(name, [part for one in _with_commas(value.addresses) for part in one])
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:  # as above
        return self.fold(name, value).encode("utf-8", "replace")  # only an address may hold more than ASCII (RFC 6532)


LETTER_POLICY: Final = _LetterPolicy(linesep="\r\n", cte_type="7bit", refold_source="none")


def _header(name: str, parts: list[str]) -> str:
    """Return a header whose lines break only between parts."""
    if any("\r" in part or "\n" in part for part in parts):
        raise ValueError(f"A line break in {name}.")
    lines, line = [], f"{name}:"
    for part in parts:
        if len(line) + 1 + len(part) > LINE_CHARS and line.strip() and not line.endswith(":"):
            lines.append(line)
            line = ""
        line = f"{line} {part}"
    return "\r\n".join([*lines, line]) + "\r\n"


def _words(text: str) -> list[str]:
    """Return a text as words that may be folded between (RFC 2047)."""
    if text.isascii() and "=?" not in text:
        return text.split(" ")
    return [f"=?utf-8?b?{base64.b64encode(piece).decode()}?=" for piece in _pieces(text)]


def _pieces(text: str) -> Iterator[bytes]:
    piece = b""
    for char in text:
        encoded = char.encode("utf-8", "replace")
        if len(piece) + len(encoded) > WORD_BYTES:
            yield piece
            piece = b""
        piece += encoded
    yield piece


def _with_commas(addresses: tuple[Address, ...]) -> Iterator[list[str]]:
    for index, one in enumerate(addresses):
        parts = [*_name(one.display_name), f"<{one.addr_spec}>"] if one.display_name else [one.addr_spec]
        yield [*parts[:-1], parts[-1] + ("," if index < len(addresses) - 1 else "")]


def _name(name: str) -> list[str]:
    if not name.isascii() or "=?" in name:
        return _words(name)
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return [f'"{escaped}"']
