"""Keeping tokens out of logs, pages and error texts."""

import re
from typing import Final

SHOWN: Final = "[token]"

# A bot's token: its number, a colon (perhaps as it looks in an address), 35 letters (Bot API, "Authorizing your bot").
_token = re.compile(r"\d{5,20}(?::|%3[Aa])[A-Za-z0-9_-]{25,}")
# A signed token (RFC 7519): its first part is JSON in base64, which always begins so.
_signed = re.compile(r"eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}")


def redacted(text: str) -> str:
    """Return a text without the tokens of bots and signed ones."""
    if "eyJ" in text:
        text = _signed.sub(SHOWN, text)
    return _token.sub(SHOWN, text) if ":" in text or "%3" in text else text


def redacted_all(value: object) -> object:
    """Return a value of JSON without tokens, in whatever text or name they are."""
    match value:
        case str():
            return redacted(value)
        case dict():
            return {redacted_all(name): redacted_all(one) for name, one in value.items()}
        case list() | tuple():
            return [redacted_all(one) for one in value]
        case _:
            return value
