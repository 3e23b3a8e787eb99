"""How a reply is doing on its way to the customer, and which moves are legal."""

from enum import StrEnum

from sqlalchemy import text

# Written out, not bound: a partial index serves only queries that repeat its very condition.
UNDELIVERED = text("delivery_state IN ('queued', 'sending')")


class DeliveryState(StrEnum):
    """queued -> sending -> sent -> delivered -> read; failed, unknown and withdrawn leave that line."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"


S = DeliveryState

DELIVERY_MOVES: dict[DeliveryState, frozenset[DeliveryState]] = {
    S.QUEUED: frozenset({S.SENDING, S.WITHDRAWN, S.FAILED}),
    S.SENDING: frozenset({S.SENT, S.QUEUED, S.FAILED, S.UNKNOWN}),
    S.SENT: frozenset({S.DELIVERED, S.READ, S.FAILED}),
    S.DELIVERED: frozenset({S.READ, S.FAILED}),
    S.READ: frozenset(),
    S.FAILED: frozenset({S.QUEUED}),
    S.UNKNOWN: frozenset({S.QUEUED, S.SENT}),
    S.WITHDRAWN: frozenset(),
}
