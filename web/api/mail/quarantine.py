"""What could not be taken in: shown, tried again, put away."""

from typing import Annotated

from litestar import Controller, delete, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from helpdesk import db
from helpdesk.actions import quarantine
from helpdesk.queries.quarantine import Quarantined, quarantined
from helpdesk.queries.rows import Json, iso
from web.access import ADMIN
from web.api.schemas.answers import gives
from web.api.schemas.shown.mail import QuarantinedView
from web.api.schemas.tickets import NoBody
from web.provided import TheActor

Before = Annotated[int | None, QueryParameter(description="The last one already seen.", ge=1)]


class Quarantine(Controller):
    """Raw things that nobody could read."""

    path = "/api/quarantine"
    opt = ADMIN
    tags = ("mail",)

    @get(sync_to_thread=True, responses=gives(list[QuarantinedView]))
    def index(self, actor: TheActor, before: Before = None) -> list[Json]:
        """Return the newest first, at most 50."""
        with db.reading() as session:
            return [_view(one) for one in quarantined(session, actor, before_id=before)]

    @post(
        "/{inbound_id:int}/replays", sync_to_thread=True, status_code=204, responses=gives(None, 404, 409, status=204)
    )
    def replay(self, inbound_id: FromPath[int], actor: TheActor, data: JSONBody[NoBody]) -> None:
        """Have it tried again within seconds."""
        with db.transaction() as session:
            quarantine.replay(session, inbound_id, by=actor)

    @delete("/{inbound_id:int}", sync_to_thread=True, responses=gives(None, 404, 409, status=204))
    def dismiss(self, inbound_id: FromPath[int], actor: TheActor) -> None:
        """Put it away; its original stays."""
        with db.transaction() as session:
            quarantine.dismiss(session, inbound_id, by=actor)


def _view(one: Quarantined) -> Json:
    return {
        "id": one.inbound_id,
        "channel_id": one.channel_id,
        "channel_name": one.channel_name,
        "received_at": iso(one.received_at),
        "size": one.size,
        "error": one.error,
        "attempts": one.attempts,
        "has_raw": one.has_raw,
        "summary": dict(one.summary),
        "ticket_id": one.ticket_id,
        "ticket_number": one.ticket_number,
    }
