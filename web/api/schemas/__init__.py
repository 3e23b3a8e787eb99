"""Shapes that requests must have; whatever they do not name is refused."""

from typing import Annotated, Final

import msgspec

MAX_ID: Final = 2**63 - 1
Id = Annotated[int, msgspec.Meta(ge=1, le=MAX_ID)]


class Input(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a request may carry. Trust flags, ids of owners and the like cannot be slipped in."""


def line(max_length: int) -> msgspec.Meta:
    """Return the limit of a text field: `Annotated[str, line(80)]`."""
    return msgspec.Meta(max_length=max_length)
