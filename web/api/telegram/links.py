"""Links that lead a customer from a ticket into a chat with a bot."""

from litestar import post
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions.telegram import starts
from helpdesk.queries.rows import Json, iso
from web.access import AGENT
from web.api.schemas.answers import gives
from web.api.schemas.bots import NewLink
from web.api.schemas.shown.bots import LinkView
from web.provided import TheActor


@post(
    "/api/tickets/{ticket_id:int}/telegram-links",
    opt=AGENT,
    sync_to_thread=True,
    tags=("telegram",),
    responses=gives(LinkView, 404, 409, status=201),
)
def make_link(ticket_id: FromPath[int], data: JSONBody[NewLink], actor: TheActor) -> Json:
    """Make a link for the customer that continues this ticket on Telegram; it works once, for a day."""
    with db.transaction() as session:
        made = starts.invite(session, ticket_id, by=actor, channel_id=data.channel_id)
        return {"url": made.url, "channel_id": made.channel_id, "expires_at": iso(made.expires_at)}
