"""What happened elsewhere, told by other systems and by agents."""

from litestar import Controller, get, post
from litestar.params import FromPath, JSONBody
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.actions.client_base.calls import log_call
from helpdesk.actions.client_base.outside import BY_HAND, Happening, tell_of, whom
from helpdesk.models import OutsideEvent
from helpdesk.permissions import Actor
from helpdesk.queries import customers
from helpdesk.queries.client_base.outside import event_view, events_of
from helpdesk.queries.rows import Json
from web.access import AGENT
from web.api.parameters import PageSize, RowId
from web.api.schemas.answers import gives
from web.api.schemas.outside import EventByAddress, LoggedCall, NewOutsideEvent
from web.api.schemas.shown.outside import OutsideEvents, OutsideEventView
from web.provided import TheActor


class OutsideEventsOf(Controller):
    """Purchases, payments, calls, anything that happened elsewhere."""

    path = "/api"
    opt = AGENT
    tags = ("outside events",)

    @get("/customers/{customer_id:int}/outside-events", sync_to_thread=True, responses=gives(OutsideEvents, 404))
    def index(self, customer_id: FromPath[int], actor: TheActor, before: RowId = None, limit: PageSize = 50) -> Json:
        """Return a page of a customer's outside events, the newest first; before: an id."""
        with db.reading_one_state() as session:
            found = customers.find(session, actor, customer_id)
            return events_of(session, found.id, before=before, limit=limit)

    @post(
        "/customers/{customer_id:int}/outside-events",
        sync_to_thread=True,
        responses=gives(OutsideEventView, 404, 409, status=201),
    )
    def tell(self, customer_id: FromPath[int], data: JSONBody[NewOutsideEvent], actor: TheActor) -> Json:
        """Tell of something that happened to a customer; the same source and key again changes nothing."""
        return db.retrying(lambda session: event_view(_told(session, customer_id, data.as_happening(), actor)))

    @post("/outside-events", sync_to_thread=True, responses=gives(OutsideEventView, 404, 409, status=201))
    def tell_by_address(self, data: JSONBody[EventByAddress], actor: TheActor) -> Json:
        """Tell of something that happened to whoever has this mail address, phone or id of yours."""

        def keep(session: Session) -> Json:
            customer_id = whom(session, data.as_whom(), by=actor)
            return event_view(_told(session, customer_id, data.as_happening(), actor))

        return db.retrying(keep)

    @post(
        "/customers/{customer_id:int}/calls",
        sync_to_thread=True,
        responses=gives(OutsideEventView, 404, 409, status=201),
    )
    def log(self, customer_id: FromPath[int], data: JSONBody[LoggedCall], actor: TheActor) -> Json:
        """Write down a call or a visit, and open a ticket about it where a subject is given."""
        happening = Happening(
            source=BY_HAND,
            key=f"{actor.agent_id}:{data.client_key}",
            kind=data.kind,
            happened_at=data.happened_at or clock.now(),
            title=data.title,
            outcome=data.outcome,
            duration_s=data.duration_s,
        )
        with db.transaction() as session:
            event = log_call(session, customer_id, happening, subject=data.ticket_subject, by=actor)
            session.flush()
            return event_view(event)


def _told(session: Session, customer_id: int, happening: Happening, actor: Actor) -> OutsideEvent:
    event, _ = tell_of(session, customer_id, happening, by=actor)
    session.flush()
    return event
