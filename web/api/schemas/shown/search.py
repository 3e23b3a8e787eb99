"""What a search finds."""

from web.api.schemas.shown import Shown
from web.api.schemas.shown.messages import MessageHit
from web.api.schemas.shown.tickets import Named, Row


class Found(Shown):
    """Tickets, messages and customers, each at most `limit`, newest first."""

    tickets: list[Row]
    messages: list[MessageHit]
    customers: list[Named]
