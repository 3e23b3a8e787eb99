"""Random tokens for links and cookies; only their hashes are stored."""

import hashlib
import secrets


def new_token() -> str:
    """Return 256 random bits as URL-safe text."""
    return secrets.token_urlsafe(32)


def new_name() -> str:
    """Return a 128-bit random name in hex, for attachments and public links."""
    return secrets.token_hex(16)


def hash_token(token: str) -> str:
    """Return the SHA-256 under which a token is kept and looked up."""
    return hashlib.sha256(token.encode()).hexdigest()
