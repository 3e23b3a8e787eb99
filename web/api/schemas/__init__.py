"""Shapes that requests must have; whatever they do not name is refused."""

from typing import Annotated, Any, Final

import msgspec
from msgspec import UNSET, UnsetType

MAX_ID: Final = 2**63 - 1
Id = Annotated[int, msgspec.Meta(ge=1, le=MAX_ID)]


class Input(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a request may carry. Trust flags, ids of owners and the like cannot be slipped in."""


class AsSeen(Input):
    """A change that may say what it was made of. seen: fields as they were read; 409 "saved_meanwhile" where they are not so now."""

    seen: dict[str, Any] | UnsetType = UNSET


def line(max_length: int) -> msgspec.Meta:
    """Return the limit of a text field: `Annotated[str, line(80)]`."""
    return msgspec.Meta(max_length=max_length)
