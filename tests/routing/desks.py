"""Short words for routing tests: a ticket that waits, an agent at work, one call of the strategy."""

from typing import Any

from routing.shapes import Assignment, RoutableAgent, WaitingTicket
from routing.strategy import assign

NOW = 10_000.0


def ticket(id: int | str = 1, **fields: Any) -> WaitingTicket:
    """A fresh normal chat in English that needs no skill, due in five minutes."""
    since = fields.get("waiting_since", NOW)
    usual: dict[str, Any] = {
        "channel": "webchat",
        "units": 4,
        "skills": {},
        "language": "en",
        "priority": 3,
        "waiting_since": since,
        "due_at": since + 300,
    }
    return WaitingTicket(id=id, **(usual | fields))


def email(id: int | str = 1, **fields: Any) -> WaitingTicket:
    """A fresh normal e-mail, due in two hours."""
    since = fields.get("waiting_since", NOW)
    usual: dict[str, Any] = {"channel": "email", "units": 2, "due_at": since + 7200}
    return ticket(id, **(usual | fields))


def agent(id: int | str = "anna", **fields: Any) -> RoutableAgent:
    """An idle agent who speaks English."""
    usual: dict[str, Any] = {
        "skills": {},
        "languages": frozenset({"en"}),
        "capacity_units": 12,
        "used_units": 0,
        "open_tickets": 0,
        "awaiting": 0,
        "unanswered_email": 0,
        "last_assigned_at": NOW - 600,
        "idle_since": NOW - 60,
        "shift_ends_at": None,
        "online": True,
    }
    return RoutableAgent(id=id, **(usual | fields))


def chosen(
    tickets: list[WaitingTicket], agents: list[RoutableAgent], *, now: float = NOW, memory: dict[str, Any] | None = None
) -> dict[int | str, int | str]:
    """Who gets which ticket."""
    return {given.ticket_id: given.agent_id for given in decisions(tickets, agents, now=now, memory=memory)}


def decisions(
    tickets: list[WaitingTicket], agents: list[RoutableAgent], *, now: float = NOW, memory: dict[str, Any] | None = None
) -> list[Assignment]:
    """What the strategy decides."""
    return assign(now, tickets, agents, {} if memory is None else memory)
