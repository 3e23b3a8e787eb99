"""Promises, reminders, and the calendar feed that shows them."""

from litestar import Controller, Response, delete, get, patch, post, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions import promises
from helpdesk.actions.calendar_feeds import close_feed, open_feed
from helpdesk.models import CalendarFeed
from helpdesk.queries.calendar_feeds import calendar_text, feed_owner
from helpdesk.queries.promises import own_promises, promise_view, ticket_promises
from helpdesk.queries.rows import Json, iso
from web.access import AGENT, Access
from web.api.schemas.answers import gives
from web.api.schemas.shown.promises import PromiseView
from web.api.schemas.shown.writing import FeedAddress, FeedView
from web.api.schemas.tickets import NoBody
from web.api.schemas.writing import NewPromise, PromisePatch
from web.provided import TheActor, TheConfig


class Promises(Controller):
    """What is to be done by a moment."""

    path = "/api"
    opt = AGENT
    tags = ("writing",)

    @get("/promises", sync_to_thread=True, responses=gives(list[PromiseView]))
    def index(self, actor: TheActor) -> list[Json]:
        """Return one's open promises and reminders, and what is promised on one's tickets; the next due first."""
        with db.reading_one_state() as session:
            return own_promises(session, actor)

    @get("/tickets/{ticket_id:int}/promises", sync_to_thread=True, responses=gives(list[PromiseView], 404))
    def of_ticket(self, ticket_id: FromPath[int], actor: TheActor) -> list[Json]:
        """Return the open ones of a ticket, without the reminders of others."""
        with db.reading_one_state() as session:
            return ticket_promises(session, actor, ticket_id)

    @post("/tickets/{ticket_id:int}/promises", sync_to_thread=True, responses=gives(PromiseView, 404, status=201))
    def make(self, ticket_id: FromPath[int], data: JSONBody[NewPromise], actor: TheActor) -> Json:
        """Note a promise, or a reminder of one's own."""
        with db.transaction() as session:
            made = promises.make(
                session,
                ticket_id,
                data.kind,
                text=data.text,
                due=promises.Due(data.due_at, data.due_on),
                by=actor,
                owner_id=data.owner_id,
            )
            return promise_view(session, actor, made.id)

    @patch("/promises/{promise_id:int}", sync_to_thread=True, responses=gives(PromiseView, 404))
    def change(self, promise_id: FromPath[int], data: JSONBody[PromisePatch], actor: TheActor) -> Json:
        """Change what, by when or who; null leaves it as it is."""
        has_due = data.due_at is not None or data.due_on is not None
        due = promises.Due(data.due_at, data.due_on) if has_due else None
        with db.transaction() as session:
            promises.change(session, promise_id, by=actor, text=data.text, due=due, owner_id=data.owner_id)
            return promise_view(session, actor, promise_id)

    @put("/promises/{promise_id:int}/completion", sync_to_thread=True, responses=gives(PromiseView, 404))
    def finish(self, promise_id: FromPath[int], data: JSONBody[NoBody], actor: TheActor) -> Json:
        """Note that it was kept."""
        with db.transaction() as session:
            promises.finish(session, promise_id, by=actor)
            session.flush()
            return promise_view(session, actor, promise_id)

    @delete("/promises/{promise_id:int}", sync_to_thread=True, responses=gives(None, 404, status=204))
    def drop(self, promise_id: FromPath[int], actor: TheActor) -> None:
        """Remove it."""
        with db.transaction() as session:
            promises.drop(session, promise_id, by=actor)

    @get("/me/calendar-feed", sync_to_thread=True, responses=gives(FeedView))
    def show_feed(self, actor: TheActor) -> Json:
        """Say whether there is a feed; its address is shown once, when it is made."""
        with db.reading_one_state() as session:
            feed = session.get(CalendarFeed, actor.agent_id)
            return {"created_at": iso(feed.created_at) if feed else None}

    @post("/me/calendar-feed", sync_to_thread=True, responses=gives(FeedAddress, status=201))
    def open_feed(self, data: JSONBody[NoBody], actor: TheActor, config: TheConfig) -> Json:
        """Make a secret address for a calendar program; the one before ends."""
        with db.transaction() as session:
            token = open_feed(session, by=actor)
        return {"url": f"{config.public_url}/calendar-feeds/{token}"}

    @delete("/me/calendar-feed", sync_to_thread=True, responses=gives(None, status=204))
    def close_feed(self, actor: TheActor) -> None:
        """End the secret address."""
        with db.transaction() as session:
            close_feed(session, by=actor)


@get("/calendar-feeds/{token:str}", sync_to_thread=True, opt={"access": Access.PUBLIC}, include_in_schema=False)
def read_feed(token: FromPath[str], config: TheConfig) -> Response[str]:
    """Answer a calendar program that knows the secret address; 404 for any other."""
    with db.reading_one_state() as session:
        owner = feed_owner(session, token)
        text = calendar_text(session, owner, base_url=config.public_url)
    return Response(text, media_type="text/calendar; charset=utf-8")
