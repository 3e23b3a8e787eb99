"""Addresses in what mail servers write."""

import re
from collections.abc import Iterable
from typing import Final

# Bounded on both sides: a long word without @ is passed over once.
ADDRESS: Final = re.compile(
    r"(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}(?![\w@])"
)
_OWN: Final = ("mailer-daemon@", "postmaster@", "mailerdaemon@", "mail-daemon@")


def clean(address: str) -> str:
    """Return an address as it is kept: without brackets and quotes, the domain in lower case."""
    local, at, domain = address.strip(" <>\"'`*,;:.()[]").rpartition("@")
    return f"{local}@{domain.lower()}" if at else ""


def distinct(addresses: Iterable[str]) -> tuple[str, ...]:
    """Return addresses once each, without those of mail servers themselves."""
    found: dict[str, str] = {}
    for address in addresses:
        if address and not address.lower().startswith(_OWN):
            found.setdefault(address.lower(), address)
    return tuple(found.values())[:200]
