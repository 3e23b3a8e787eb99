"""Signed ticket tokens: in our Message-IDs and reply addresses they say which ticket an answer belongs to.

A token is opaque: the ticket's id is masked, so that nobody learns how many tickets there are. Whoever has one has seen
a mail of ours; that alone gives nobody a right to anything (helpdesk.actions.threading).
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets as random
from collections.abc import Iterable
from typing import Final

from helpdesk import secrets
from helpdesk.errors import Misconfigured

PURPOSE: Final = "ticket token in mail, 1"
SIDE_PURPOSE: Final = "side thread token in mail, 1"
UNSUBSCRIBE_PURPOSE: Final = "unsubscribe link, 1"
ID_BYTES: Final = 5
MAC_BYTES: Final = 10
CHARS: Final = 24  # of 15 bytes in base32: no padding, any case, 38 more fit into a local part
LOCAL_PART_CHARS: Final = 64  # RFC 5321, 4.5.3.1.1

_token = re.compile(rf"(?i)(?<![a-z0-9])t\.([a-z2-7]{{{CHARS}}})(?![a-z0-9])")
_side_token = re.compile(rf"(?i)(?<![a-z0-9])s\.([a-z2-7]{{{CHARS}}})(?![a-z0-9])")


def token_of(ticket_id: int) -> str:
    """Return the token of a ticket, the same each time for the same key; 24 characters a-z and 2-7."""
    return _token_of(ticket_id, PURPOSE)


def ticket_of(token: str) -> int | None:
    """Return the ticket a token was made for by any of our keys; None for everything else."""
    return _meant(token, PURPOSE)


def side_of(token: str) -> int | None:
    """Return the side thread that a token with "s." before it was made for; None for everything else."""
    return _meant(token.removeprefix("s."), SIDE_PURPOSE) if token.startswith("s.") else None


def customer_token(customer_id: int) -> str:
    """Return the token of a customer's unsubscribe links, the same each time for the same key."""
    return _token_of(customer_id, UNSUBSCRIBE_PURPOSE)


def customer_of(token: str) -> int | None:
    """Return the customer an unsubscribe link was made for by any of our keys; None for everything else."""
    return _meant(token, UNSUBSCRIBE_PURPOSE)


def _token_of(ticket_id: int, purpose: str) -> str:
    keys = secrets.derived(purpose)
    if not keys:
        raise Misconfigured("HELPDESK_SECRET_KEYS is empty; mail needs a key to sign with.")
    return base64.b32encode(_sealed(keys[0], ticket_id)).decode().lower()


def _meant(token: str, purpose: str) -> int | None:
    try:
        sealed = base64.b32decode(token.upper())
    except (binascii.Error, ValueError):
        return None
    if len(sealed) != MAC_BYTES + ID_BYTES:
        return None
    found = None
    for key in secrets.derived(purpose):
        ticket_id = int.from_bytes(_masked(key, sealed[:MAC_BYTES], sealed[MAC_BYTES:]))
        if hmac.compare_digest(_sealed(key, ticket_id), sealed):
            found = ticket_id
    return found


def tokens_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Return what looks like tokens in Message-IDs and addresses, in their order, each once."""
    return tuple(dict.fromkeys(found.lower() for text in texts for found in _token.findall(text)))


def side_tokens_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Return what looks like tokens of side threads, with "s." before each, in their order and each once."""
    return tuple(dict.fromkeys(f"s.{found.lower()}" for text in texts for found in _side_token.findall(text)))


def new_side_mail_id(side_id: int, domain: str) -> str:
    """Return a Message-ID that nobody else has and that names the side thread."""
    return f"<s.{_token_of(side_id, SIDE_PURPOSE)}.{random.token_hex(8)}@{domain}>"


def side_reply_address(address: str, side_id: int) -> str:
    """Return the address that brings an answer back to the side thread; the plain one when a token does not fit."""
    return _signed(address, f"s.{_token_of(side_id, SIDE_PURPOSE)}")


def new_mail_id(ticket_id: int, domain: str) -> str:
    """Return a Message-ID that nobody else has and that names the ticket."""
    return f"<t.{token_of(ticket_id)}.{random.token_hex(8)}@{domain}>"


def reply_address(address: str, ticket_id: int) -> str:
    """Return the address that brings an answer back to the ticket; the plain one when a token does not fit."""
    return _signed(address, f"t.{token_of(ticket_id)}")


def _signed(address: str, token: str) -> str:
    local, _, domain = address.rpartition("@")
    signed = f"{local}+{token}"
    return f"{signed}@{domain}" if len(signed) <= LOCAL_PART_CHARS else address


def _sealed(key: bytes, ticket_id: int) -> bytes:
    plain = ticket_id.to_bytes(ID_BYTES)
    mac = hmac.digest(key, b"id" + plain, hashlib.sha256)[:MAC_BYTES]
    return mac + _masked(key, mac, plain)


def _masked(key: bytes, mac: bytes, data: bytes) -> bytes:
    mask = hmac.digest(key, b"mask" + mac, hashlib.sha256)
    return bytes(one ^ other for one, other in zip(data, mask, strict=False))
