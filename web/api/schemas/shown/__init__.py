"""Shapes of answers. They describe the API; tests hold every answer against them."""

from msgspec import Struct


class Shown(Struct, forbid_unknown_fields=True, kw_only=True):
    """What an answer holds. Times are ISO 8601, UTC, with milliseconds."""
