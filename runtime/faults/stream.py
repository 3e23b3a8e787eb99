"""What one tab of a visitor knows of their tickets, by number, as the widget keeps it."""

from typing import Any

Event = dict[str, Any]  # JSON of the protocol


class Stream:
    """Events of each ticket by seq; a repeat changes nothing, a jump is a gap that somebody has to fill."""

    def __init__(self) -> None:
        self.tickets: dict[int, dict[int, Event]] = {}
        self.repeats = 0
        self._heads: dict[int, int] = {}

    def add(self, event: Event) -> str | None:
        """Take an event; returns what is wrong when its number told something else before."""
        known = self.tickets.setdefault(event["ticket"], {})
        before = known.setdefault(event["seq"], event)
        if before is event:
            return None
        self.repeats += 1
        if _gist(before) != _gist(event):
            return f"ticket {event['ticket']} told {_gist(before)} and {_gist(event)} as number {event['seq']}"
        return None

    def head(self, ticket: int, seq: int) -> None:
        """Learn that a ticket has events up to `seq`."""
        self._heads[ticket] = max(seq, self._heads.get(ticket, 0))

    def cursor(self, ticket: int) -> int:
        """Return up to where everything of a ticket is known."""
        known, seq = self.tickets.get(ticket, {}), 0
        while seq + 1 in known:
            seq += 1
        return seq

    def cursors(self) -> dict[str, int]:
        """Return the cursors as a hello frame carries them."""
        return {str(ticket): self.cursor(ticket) for ticket in self.tickets}

    def gaps(self) -> list[int]:
        """Return the tickets of which something is missing."""
        tickets = self.tickets.keys() | self._heads.keys()
        return [ticket for ticket in tickets if self.cursor(ticket) < self._last(ticket)]

    def texts(self, author: str) -> list[str]:
        """Return the texts of all messages by "visitor" or "agent", in the order in which they are shown."""
        return [
            event["message"]["text"]
            for ticket in sorted(self.tickets)
            for _, event in sorted(self.tickets[ticket].items())
            if event["kind"] == "message" and event["message"]["from"] == author
        ]

    def _last(self, ticket: int) -> int:
        return max(self._heads.get(ticket, 0), *self.tickets.get(ticket, {}), 0)


def _gist(event: Event) -> tuple[object, ...]:
    message = event.get("message") or {}
    return event["kind"], message.get("from"), message.get("text"), message.get("client_id"), event.get("status")
