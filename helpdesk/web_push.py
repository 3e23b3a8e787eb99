"""Web Push: what goes to a browser's push service, sealed for the browser and signed by the desk. Pure.

Message encryption is RFC 8291 over RFC 8188, the signature RFC 8292 (VAPID). Only who sends imports this module.
"""

import base64
import binascii
import json
import os
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

RECORD_BYTES: Final = 4096
MOST_BYTES: Final = 3000  # of plain text; services take 4096 in all
LIFE_S: Final = 12 * 3600  # of a signature; services refuse more than a day
SALT_BYTES: Final = 16
P256_BYTES: Final = 65


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a browser is reached, and the keys it gave: an uncompressed point and 16 bytes both sides share."""

    endpoint: str
    p256dh: bytes
    auth: bytes


def new_key() -> bytes:
    """Return a new signing key, 32 bytes."""
    return ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(32, "big")


def public_half(key: bytes) -> bytes:
    """Return what browsers are told of a signing key: an uncompressed point."""
    return _point(_private(key))


def is_point(data: bytes) -> bool:
    """Say whether these bytes are a point a browser may have given."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), data)
    except ValueError:
        return False
    return len(data) == P256_BYTES


def seal(plain: bytes, to: Subscription, *, salt: bytes = b"", own: bytes = b"") -> bytes:
    """Return the body for a push of at most 3000 bytes; salt and own key are random unless a test gives them."""
    if len(plain) > MOST_BYTES:
        raise ValueError("This is too long for a push.")
    salt = salt or os.urandom(SALT_BYTES)
    private = _private(own) if own else ec.generate_private_key(ec.SECP256R1())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), to.p256dh)
    shared, point = private.exchange(ec.ECDH(), theirs), _point(private)
    secret = _derive(shared, salt=to.auth, info=b"WebPush: info\0" + to.p256dh + point, size=32)
    key = _derive(secret, salt=salt, info=b"Content-Encoding: aes128gcm\0", size=16)
    nonce = _derive(secret, salt=salt, info=b"Content-Encoding: nonce\0", size=12)
    head = salt + RECORD_BYTES.to_bytes(4, "big") + bytes([len(point)]) + point
    return head + AESGCM(key).encrypt(nonce, plain + b"\2", None)


def headers(to: Subscription, *, key: bytes, sender: str, now_s: int, ttl_s: int, urgency: str) -> dict[str, str]:
    """Return the headers of a push. sender: an https address or mailto: of the desk, for the push service's people."""
    parts = urlsplit(to.endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": now_s + LIFE_S, "sub": sender}
    token = _signed(claims, key)
    return {
        "authorization": f"vapid t={token}, k={to_base64(public_half(key))}",
        "content-encoding": "aes128gcm",
        "content-type": "application/octet-stream",
        "ttl": str(ttl_s),
        "urgency": urgency,
    }


def to_base64(data: bytes) -> str:
    """Return bytes as browsers write them: base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64(text: str) -> bytes:
    """Read what `to_base64` writes; ValueError for anything else."""
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None


def _signed(claims: dict[str, object], key: bytes) -> str:
    parts = [json.dumps(one, separators=(",", ":")).encode() for one in ({"typ": "JWT", "alg": "ES256"}, claims)]
    content = ".".join(to_base64(part) for part in parts)
    r, s = decode_dss_signature(_private(key).sign(content.encode(), ec.ECDSA(SHA256())))
    return f"{content}.{to_base64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def _private(key: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(key, "big"), ec.SECP256R1())


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    form = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return key.public_key().public_bytes(*form)


def _derive(secret: bytes, *, salt: bytes, info: bytes, size: int) -> bytes:
    return HKDF(SHA256(), size, salt, info).derive(secret)
