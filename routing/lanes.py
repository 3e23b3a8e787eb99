"""Teams that order their own tickets otherwise: within a lane, never at the cost of another's place."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from routing.shapes import Id, WaitingTicket
from routing.urgency import due_at

Key = Callable[[WaitingTicket], tuple[Any, ...]]  # of numbers and a word

URGENCY: Final = "urgency"
_KEYS: Final[Mapping[str, Key]] = {
    "fifo": lambda ticket: (ticket.waiting_since, str(ticket.id)),
    "priority": lambda ticket: (ticket.priority, ticket.waiting_since, str(ticket.id)),
    "due": lambda ticket: (due_at(ticket), ticket.waiting_since, str(ticket.id)),
}


def in_lanes(waiting: Sequence[WaitingTicket]) -> Sequence[WaitingTicket]:
    """Return tickets that come by urgency in the order of their lanes.

    The places that a lane's tickets have among all stay the lane's; only which of them comes first changes.
    """
    if all(ticket.order == URGENCY for ticket in waiting):
        return waiting
    places: dict[tuple[Id | None, str], list[int]] = {}
    for place, ticket in enumerate(waiting):
        if ticket.order in _KEYS:
            places.setdefault((ticket.lane, ticket.order), []).append(place)
    ordered = list(waiting)
    for (_, order), taken in places.items():
        theirs = sorted((waiting[place] for place in taken), key=_KEYS[order])
        for place, ticket in zip(taken, theirs, strict=True):
            ordered[place] = ticket
    return ordered
