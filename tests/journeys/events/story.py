"""What a story of an event begins with."""

from dataclasses import dataclass

from helpdesk.models import (
    Message,
)
from tests.cast import Desk


@dataclass(frozen=True, slots=True)
class Story:
    """The desk, and the ticket that anna has on her screen."""

    desk: Desk
    asked: Message

    @property
    def id(self) -> int:
        return self.asked.ticket_id
