"""What a search finds."""

from web.api.schemas.shown import Shown
from web.api.schemas.shown.messages import MessageHit
from web.api.schemas.shown.tickets import Named, Row


class SideHit(Shown):
    """A side thread where the words were said."""

    side_id: int
    ticket_id: int
    ticket_number: int
    subject: str


class Found(Shown):
    """Tickets, messages, files, side threads and customers, each at most `limit`, newest or best first.

    unknown: parts of the filter that mean nothing at this desk, as "team:tech"; with such nothing is found.
    """

    tickets: list[Row]
    messages: list[MessageHit]
    files: list[MessageHit]
    sides: list[SideHit]
    customers: list[Named]
    unknown: list[str]
