"""Who a site says its visitor is: a signed, short-lived token (RFC 7519, HS256 alone), or a keyed hash of their id. Pure."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

LONGEST: Final = timedelta(hours=1)
LEEWAY: Final = timedelta(seconds=60)
MAX_CHARS: Final = 4_096
ID_CHARS: Final = 200


class Unproved(Exception):
    """A claim that proves nothing; `code` is "identity_invalid" or "identity_expired", the words are for the site's makers."""

    def __init__(self, why: str, *, code: str = "identity_invalid") -> None:
        self.code = code
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Person:
    """Who a visitor is, as their site proved it. Only what was signed is here; `has_email` says the site checked it."""

    id: str
    name: str = ""
    email: str = ""
    phone: str = ""
    locale: str = ""
    has_email: bool = False
    nonce: str = ""
    expires_at: datetime | None = None


def person_of_token(token: object, secrets: Iterable[bytes], *, audience: str, now: datetime) -> Person:
    """Return whom a token names; Unproved unless one of the secrets signed it for this widget and it still holds.

    It must say sub, aud (the widget's public key) and exp, at most an hour ahead; alg must be HS256 and nothing else.
    """
    if not isinstance(token, str) or len(token) > MAX_CHARS or token.count(".") != 2 or not token.isascii():
        raise Unproved("A token has three parts and at most 4096 characters.")
    head, body, signature = token.split(".")
    said = _json(head)
    if said.get("alg") != "HS256" or "crit" in said:
        raise Unproved("alg must be HS256, and nothing else may be critical (RFC 7515, 4.1.11).")
    if not _is_signed(f"{head}.{body}".encode(), _bytes(signature), secrets):
        raise Unproved("The signature is not that of a secret of this widget.")
    return _person(_json(body), audience=audience, now=now)


def person_of_hash(user: object, given: object, secrets: Iterable[bytes]) -> Person:
    """Return whom a site's id names, when `given` is its HMAC-SHA256 in hex under one of the secrets.

    The hash covers the id alone, so nothing else that came with it is believed.
    """
    if not isinstance(user, str) or not isinstance(given, str) or not _is_id(user) or len(given) != 64:
        raise Unproved("user is the site's id of a person, hash its HMAC-SHA256 in hex.")
    try:
        signature = bytes.fromhex(given)
    except ValueError:
        raise Unproved("hash is written in hex.") from None
    if not _is_signed(user.encode(), signature, secrets):
        raise Unproved("The hash is not that of a secret of this widget.")
    return Person(user)


def _person(claims: Mapping[str, Any], *, audience: str, now: datetime) -> Person:  # claims: JSON
    said = claims.get("aud")
    if audience not in (said if isinstance(said, list) else [said]):
        raise Unproved("aud must be the key of this widget.")
    who = claims.get("sub")
    if not isinstance(who, str) or not _is_id(who):
        raise Unproved(f"sub must be the site's id of a person, at most {ID_CHARS} characters.")
    email = _text(claims, "email")
    return Person(
        id=who,
        name=_text(claims, "name"),
        email=email,
        phone=_text(claims, "phone_number"),
        locale=_text(claims, "locale"),
        has_email=bool(email) and claims.get("email_verified") is True,
        nonce=_text(claims, "jti"),
        expires_at=_checked_times(claims, now),
    )


def _checked_times(claims: Mapping[str, Any], now: datetime) -> datetime:  # claims: JSON
    expires = _time(claims, "exp")
    if expires is None:
        raise Unproved("exp is missing.")
    if expires + LEEWAY <= now:
        raise Unproved("The token has run out.", code="identity_expired")
    if expires > now + LONGEST + LEEWAY:
        raise Unproved("exp is more than an hour ahead.")
    for name in ("nbf", "iat"):
        starts = _time(claims, name)
        if starts is not None and starts > now + LEEWAY:
            raise Unproved(f"{name} lies ahead.")
    return expires


def _time(claims: Mapping[str, Any], name: str) -> datetime | None:  # claims: JSON
    given = claims.get(name)
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given < 2**33:
        raise Unproved(f"{name} is a number of seconds since 1970.")
    return datetime.fromtimestamp(given, UTC)


def _text(claims: Mapping[str, Any], name: str) -> str:  # claims: JSON
    given = claims.get(name)
    return given[:320] if isinstance(given, str) and given.isprintable() else ""


def _is_id(text: str) -> bool:
    return 0 < len(text) <= ID_CHARS and text.isprintable() and bool(text.strip())


def _is_signed(content: bytes, signature: bytes, secrets: Iterable[bytes]) -> bool:
    # All are tried, so that the time taken does not tell which one it was.
    found = False
    for secret in secrets:
        found |= hmac.compare_digest(hmac.new(secret, content, hashlib.sha256).digest(), signature)
    return found


def _json(part: str) -> dict[str, Any]:
    try:
        found = json.loads(_bytes(part))
    except (ValueError, RecursionError):
        raise Unproved("A part of the token is no JSON.") from None
    if not isinstance(found, dict):
        raise Unproved("A part of the token is no JSON object.")
    return found


def _bytes(part: str) -> bytes:
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Unproved("A part of the token is no base64url.") from None
