"""What a ticket asks of an agent, in a form that can be counted."""

from typing import NamedTuple

from routing.shapes import WaitingTicket


class Need(NamedTuple):
    """A language, and skills each with the least level."""

    language: str
    skills: tuple[tuple[str, int], ...]


def need_of(ticket: WaitingTicket) -> Need:
    """Tell what a ticket needs. A level below 1 asks for nothing."""
    return Need(ticket.language or "", tuple(sorted((s, n) for s, n in ticket.skills.items() if n > 0)))
