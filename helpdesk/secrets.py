"""Secrets at rest: AES-256-GCM with a random id as associated data and key ids for rotation."""

import base64
import binascii
import os
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import delete
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.errors import Misconfigured, NotFound
from helpdesk.models import Secret

NONCE_BYTES = 12

_keys: dict[str, bytes] = {}
_derived: dict[str, tuple[bytes, ...]] = {}


def configure(text: str) -> None:
    """Read keys as "id:base64,id:base64"; the first encrypts, all decrypt. Each is 32 random bytes."""
    keys: dict[str, bytes] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        key_id, _, encoded = part.partition(":")
        keys[key_id] = _key(key_id, encoded)
    if not keys:
        raise Misconfigured("HELPDESK_SECRET_KEYS is empty; give id:base64 of 32 random bytes.")
    _keys.clear()
    _keys.update(keys)
    _derived.clear()


def new_key() -> str:
    """Return a fresh key in the form `configure` reads."""
    return f"k{secrets.token_hex(3)}:{base64.b64encode(os.urandom(32)).decode()}"


def store(session: Session, plain: bytes) -> str:
    """Encrypt `plain` into a new row and return its id."""
    secret_id, nonce, key_id = secrets.token_hex(16), os.urandom(NONCE_BYTES), next(iter(_keys))
    sealed = AESGCM(_keys[key_id]).encrypt(nonce, plain, secret_id.encode())
    session.add(Secret(id=secret_id, key_id=key_id, nonce=nonce, ciphertext=sealed, created_at=clock.now()))
    return secret_id


def replace(session: Session, secret_id: str, plain: bytes) -> None:
    """Encrypt other words under the same id: for what the desk itself turns over, such as access tokens."""
    row, nonce, key_id = session.get_one(Secret, secret_id), os.urandom(NONCE_BYTES), next(iter(_keys))
    row.key_id, row.nonce = key_id, nonce
    row.ciphertext = AESGCM(_keys[key_id]).encrypt(nonce, plain, secret_id.encode())


def forget(session: Session, secret_id: str) -> None:
    """Delete a stored secret; harmless when it is gone."""
    session.execute(delete(Secret).where(Secret.id == secret_id))


def reveal(session: Session, secret_id: str) -> bytes:
    """Decrypt a stored secret; Misconfigured when its key is not among ours."""
    row = session.get(Secret, secret_id)
    if row is None:
        raise NotFound
    if row.key_id not in _keys:
        raise Misconfigured(f"HELPDESK_SECRET_KEYS lacks the key {row.key_id!r} that a stored secret needs.")
    try:
        return AESGCM(_keys[row.key_id]).decrypt(row.nonce, row.ciphertext, secret_id.encode())
    except InvalidTag:
        raise Misconfigured(f"The key {row.key_id!r} in HELPDESK_SECRET_KEYS is not the one it was.") from None


def derived(purpose: str) -> tuple[bytes, ...]:
    """Return a 32-byte key for one purpose from each of our keys, the one to sign with first (HKDF, RFC 5869)."""
    found = _derived.get(purpose)
    if found is None:
        found = tuple(HKDF(SHA256(), 32, None, purpose.encode()).derive(key) for key in _keys.values())
        _derived[purpose] = found
    return found


def _key(key_id: str, encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        key = b""
    if not key_id or len(key) != 32 or len(set(key)) < 8:
        raise Misconfigured("HELPDESK_SECRET_KEYS needs id:base64 of 32 random bytes for each key.")
    return key
