"""The secrets a site signs its visitors' identities with: at most two live at a time, so that one can replace the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from helpdesk import secrets

KEY: Final = "identity_secrets"  # in a channel's config: [{"name", "secret_id", "created_at"}]
MOST: Final = 2


@dataclass(frozen=True, slots=True)
class Kept:
    """One secret as the channel's config names it."""

    name: str
    secret_id: str
    created_at: str


def kept_of(config: Mapping[str, Any]) -> list[Kept]:  # JSON
    """Return which secrets a widget has, the newest last."""
    return [Kept(one["name"], one["secret_id"], one["created_at"]) for one in config.get(KEY, [])]


def reveal(session: Session, config: Mapping[str, Any]) -> list[bytes]:  # JSON
    """Return the secrets themselves, the newest first."""
    return [secrets.reveal(session, one.secret_id) for one in reversed(kept_of(config))]
