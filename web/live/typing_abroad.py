"""Telling customers on other channels that an agent types; visitors of the chat hear it from web/chat."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from helpdesk import db, typing_signs
from helpdesk.errors import DeskError
from helpdesk.queries.typing import whom_to_show

MOST_WAITING: Final = 20


class TypingAbroad:
    """Passes signs of typing on to the gateway, by a thread of its own; when that is behind they are dropped."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="typing")
        self._waiting = 0

    def tell(self, ticket_id: int) -> None:
        """Have the customer of a ticket shown that somebody types; in the event loop."""
        if self._waiting < MOST_WAITING:
            self._waiting += 1
            self._thread.submit(self._tell, ticket_id)

    def close(self) -> None:
        """Tell nothing more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _tell(self, ticket_id: int) -> None:
        self._waiting -= 1
        try:
            with db.reading() as session:
                found = whom_to_show(session, ticket_id)
        except (SQLAlchemyError, DeskError):
            return
        if found is not None:
            typing_signs.send(*found)
