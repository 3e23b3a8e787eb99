"""When and for whom a ticket matters: snoozes, followers, tags."""

from zoneinfo import ZoneInfo

from litestar import Controller, delete, get, put
from litestar.params import FromPath, JSONBody

from helpdesk import clock, db
from helpdesk.actions import follow, snooze, tags
from helpdesk.models import Agent
from helpdesk.moments import read_moment
from helpdesk.queries.rows import Json, iso
from web.access import AGENT
from web.api.parameters import Query
from web.api.row_answer import row_answer
from web.api.schemas.answers import gives
from web.api.schemas.lists import SnoozeChoice, TagChanges
from web.api.schemas.shown.lists import Following, Moment
from web.api.schemas.shown.tickets import RowAnswer
from web.api.schemas.tickets import NoBody
from web.provided import TheActor

ROW = gives(RowAnswer, 404, 409)


class Attention(Controller):
    """What agents do so that a ticket comes up at the right time for the right people."""

    path = "/api/tickets/{ticket_id:int}"
    opt = AGENT
    tags = ("tickets",)

    @put("/snooze", sync_to_thread=True, responses=ROW)
    def snooze(self, ticket_id: FromPath[int], data: JSONBody[SnoozeChoice], actor: TheActor) -> Json:
        """Put a ticket aside until a moment; it also comes back when its customer writes. 409 "ended" when it is done."""
        with db.transaction() as session:
            snooze.snooze(session, ticket_id, until=data.until, by=actor)
            return row_answer(session, ticket_id, actor)

    @delete("/snooze", sync_to_thread=True, status_code=200, responses=ROW)
    def wake(self, ticket_id: FromPath[int], actor: TheActor) -> Json:
        """Bring a ticket back now."""
        with db.transaction() as session:
            snooze.wake_by_hand(session, ticket_id, by=actor)
            return row_answer(session, ticket_id, actor)

    @put("/following", sync_to_thread=True, responses=gives(Following, 404))
    def follow(self, ticket_id: FromPath[int], data: JSONBody[NoBody], actor: TheActor) -> Json:
        """Follow a ticket, whoever has it."""
        with db.transaction() as session:
            follow.follow(session, ticket_id, by=actor)
            return {"following": True}

    @delete("/following", sync_to_thread=True, status_code=200, responses=gives(Following, 404))
    def unfollow(self, ticket_id: FromPath[int], actor: TheActor) -> Json:
        """Follow a ticket no longer."""
        with db.transaction() as session:
            follow.unfollow(session, ticket_id, by=actor)
            return {"following": False}

    @put("/tags", sync_to_thread=True, responses=ROW)
    def change_tags(self, ticket_id: FromPath[int], data: JSONBody[TagChanges], actor: TheActor) -> Json:
        """Put tags on a ticket and take others off."""
        with db.transaction() as session:
            tags.change_tags(session, ticket_id, add=data.add, remove=data.remove, by=actor)
            return row_answer(session, ticket_id, actor)


@get("/api/moments", sync_to_thread=True, opt=dict(AGENT), tags=["tickets"], responses=gives(Moment))
def show_moment(actor: TheActor, q: Query) -> Json:
    """Return the moment a text names ("tomorrow 9", "через 2 часа", "наступного тижня") in the agent's time zone."""
    with db.reading() as session:
        zone = ZoneInfo(session.get_one(Agent, actor.agent_id).time_zone)
    return {"at": iso(read_moment(q, now=clock.now(), zone=zone))}
