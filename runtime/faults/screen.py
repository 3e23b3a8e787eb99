"""What one tab of the console shows, kept right by the console's own rules."""

from typing import Any

from runtime.faults.journal import Journal

Json = dict[str, Any]  # shapes of the API
KEPT_FRAMES = 2_000


class Screen:
    """Rows by id, newest version wins; messages of the one ticket it shows, by id. position: of the last frame."""

    def __init__(self, journal: Journal, ticket_id: int | None = None) -> None:
        self.ticket_id = ticket_id
        self.position = 0
        self.rows: dict[int, Json] = {}
        self.messages: dict[int, Json] = {}
        self._journal = journal
        self._recent: list[Json] = []

    def show_list(self, answer: Json) -> None:
        """Take the answer to a list of tickets, and again the frames that are newer than it."""
        self.rows = {}
        for row in answer["rows"]:
            self._show_row(row)
        self._replay(answer["position"])

    def show_ticket(self, answer: Json) -> None:
        """Take the answer to one whole ticket, and again the frames that are newer than it."""
        self._show_row(answer["ticket"])
        self.messages = {}
        for message in answer["messages"]:
            self._show_message(message)
        self._replay(answer["position"])

    def take(self, frame: Json) -> None:
        """Apply a frame of the socket."""
        if "p" in frame:
            self.position = max(self.position, frame["p"])
            self._recent = [*self._recent[-KEPT_FRAMES:], frame]
        self._apply(frame)

    def start_anew(self, position: int) -> None:
        """Forget the frames: what they told is about to be asked for again."""
        self.position = position
        self._recent = []

    def texts(self, kind: str) -> list[str]:
        """Return the texts of the ticket's messages of a kind, "in" or "out", in order."""
        return [message["text"] for _, message in sorted(self.messages.items()) if message["kind"] == kind]

    def _replay(self, position: int) -> None:
        self.position = max(self.position, position)
        for frame in self._recent:
            if frame["p"] > position:
                self._apply(frame)

    def _apply(self, frame: Json) -> None:
        if frame["t"] == "gone":
            self.rows.pop(frame["ticket"], None)
        elif frame["t"] == "event":
            if "ticket" in frame:
                self._show_row(frame["ticket"])
            if "message" in frame:
                self._show_message(frame["message"])

    def _show_row(self, row: Json) -> None:
        known = self.rows.get(row["id"])
        if known is None or known["version"] <= row["version"]:
            self.rows[row["id"]] = row
            self._journal.seen_on_screen(row["preview"])

    def _show_message(self, message: Json) -> None:
        if message["ticket_id"] == self.ticket_id:
            self.messages[message["id"]] = message
            if message["kind"] == "in":
                self._journal.seen_on_screen(message["text"])
