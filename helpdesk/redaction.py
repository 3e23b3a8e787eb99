"""Keeping tokens of bots out of logs, pages and error texts."""

import re
from typing import Final

SHOWN: Final = "[token]"

# A bot's token: its number, a colon (perhaps as it looks in an address), 35 letters (Bot API, "Authorizing your bot").
_token = re.compile(r"\d{5,20}(?::|%3[Aa])[A-Za-z0-9_-]{25,}")


def redacted(text: str) -> str:
    """Return a text without the tokens of bots."""
    return _token.sub(SHOWN, text) if ":" in text or "%3" in text else text
