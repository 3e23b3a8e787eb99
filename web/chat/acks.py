"""Saying that a message is stored."""

from collections.abc import Mapping
from typing import Any

from helpdesk.queries.rows import Json


def ack_of(fact: Mapping[str, Any], client_id: str) -> Json:  # a fact is JSON
    """Return what tells a browser that its message is kept, and as what; the same message gives the same again."""
    message = fact["message"]
    return {
        "client_id": client_id,
        "ticket": fact["ticket"],
        "seq": fact["seq"],
        "at": message["at"],
        "message": message,
    }
