"""Tokens of links to a ticket's public page: for one ticket and one address, from one moment on. They lie nowhere."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from helpdesk import secrets
from helpdesk.errors import Misconfigured

PURPOSE: Final = "ticket page, 1"
CODE_PURPOSE: Final = "ticket page code, 1"
LASTS: Final = timedelta(days=30)
CODE_WINDOW_S: Final = 1800  # a code is good for this window and the next
CODE_DIGITS: Final = 8
MAC_BYTES: Final = 16
ID_BYTES: Final = 5


@dataclass(frozen=True, slots=True)
class PageLink:
    """What a token says: the page of which ticket, for the reader of which address, since when."""

    ticket_id: int
    identity_id: int
    issued_at: datetime

    @property
    def expires_at(self) -> datetime:
        """Until when it opens the page."""
        return self.issued_at + LASTS


def token_of(link: PageLink) -> str:
    """Return the token of a link, 40 characters of base64url; whole seconds of issued_at count."""
    moment = int(link.issued_at.timestamp()).to_bytes(ID_BYTES)
    plain = link.ticket_id.to_bytes(ID_BYTES) + link.identity_id.to_bytes(ID_BYTES) + moment
    return base64.urlsafe_b64encode(_sealed(_keys(PURPOSE)[0], plain)).decode().rstrip("=")


def meant(token: str) -> PageLink | None:
    """Return what a token made by any of our keys says; None for everything else."""
    try:
        sealed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(sealed) != MAC_BYTES + 3 * ID_BYTES:
        return None
    found = None
    for key in _keys(PURPOSE):
        plain = _masked(key, sealed[:MAC_BYTES], sealed[MAC_BYTES:])
        if hmac.compare_digest(_sealed(key, plain), sealed):
            found = plain
    if found is None:
        return None
    ticket_id, identity_id, moment = (int.from_bytes(found[at : at + ID_BYTES]) for at in (0, 5, 10))
    return PageLink(ticket_id, identity_id, datetime.fromtimestamp(moment, UTC))


def codes(link: PageLink, *, now: datetime) -> list[str]:
    """Return the codes that prove now that somebody reads the address of a link, the newest first."""
    key, window = _keys(CODE_PURPOSE)[0], int(now.timestamp()) // CODE_WINDOW_S
    return [_code(key, f"{link.ticket_id} {link.identity_id} {one}") for one in (window, window - 1)]


def _code(key: bytes, said: str) -> str:
    number = int.from_bytes(hmac.digest(key, said.encode(), hashlib.sha256)[:8]) % 10**CODE_DIGITS
    return f"{number:0{CODE_DIGITS}}"


def _keys(purpose: str) -> list[bytes]:
    keys = secrets.derived(purpose)
    if not keys:
        raise Misconfigured("HELPDESK_SECRET_KEYS is empty; links need a key to sign with.")
    return list(keys)


def _sealed(key: bytes, plain: bytes) -> bytes:
    mac = hmac.digest(key, b"mac" + plain, hashlib.sha256)[:MAC_BYTES]
    return mac + _masked(key, mac, plain)


def _masked(key: bytes, mac: bytes, data: bytes) -> bytes:
    mask = hmac.digest(key, b"mask" + mac, hashlib.sha256)
    return bytes(one ^ other for one, other in zip(data, mask, strict=False))
