"""What a search finds."""

from web.api.schemas.shown import Shown
from web.api.schemas.shown.messages import MessageHit
from web.api.schemas.shown.tickets import Named, Row


class Found(Shown):
    """Tickets, messages, files and customers, each at most `limit`, newest first.

    unknown: parts of the filter that mean nothing at this desk, as "team:tech"; with such nothing is found.
    """

    tickets: list[Row]
    messages: list[MessageHit]
    files: list[MessageHit]
    customers: list[Named]
    unknown: list[str]
