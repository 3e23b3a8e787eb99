"""Tickets: lists, one whole, older pages, and why one waits."""

from collections.abc import Sequence

from litestar import Controller, get
from litestar.params import FromPath, FromQuery
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.actions.recipients import usual_recipients
from helpdesk.errors import NotFound
from helpdesk.models import Thread, Ticket
from helpdesk.outbox import last_position
from helpdesk.permissions import Actor
from helpdesk.queries import customers, inbox, ticket, timeline
from helpdesk.queries.found_messages import found_messages
from helpdesk.queries.lists.orders import MAX_PART, Part
from helpdesk.queries.promises import promises_of
from helpdesk.queries.rows import Json
from helpdesk.queries.usual_answers import answer_view, usual_answers
from routing.explain import explain
from web.access import AGENT
from web.api.parameters import AheadIds, OrderSize, PageSize, Query, RowId, SortKey
from web.api.schemas import MAX_ID
from web.api.schemas.answers import gives
from web.api.schemas.shown.tickets import (
    AnswerRecipients,
    FoundMessages,
    RoutingView,
    TicketDetail,
    TicketList,
    TicketPage,
    TicketsAhead,
    TicketUnchanged,
)
from web.api.viewers import VIEWERS, TheViewers
from web.provided import TheActor


class Tickets(Controller):
    """Tickets the agent may see."""

    path = "/api/tickets"
    opt = AGENT
    tags = ("tickets",)

    @get(sync_to_thread=True, responses=gives(TicketList | TicketDetail, 404))
    def index(
        self,
        actor: TheActor,
        view: FromQuery[str] = "mine",
        sort: FromQuery[str] = "urgency",
        number: RowId = None,
        limit: OrderSize = MAX_PART,
        after_key: SortKey = None,
        after_id: RowId = None,
    ) -> Json:
        """Return a view in order or, with `number`, the one ticket that has this public number.

        An order has `limit` pairs at most; those behind it are asked for by its cut as after_id and after_key.

        view: mine, unassigned, waiting, all, mentioned, followed, snoozed, breaching, resolved, spam, team:<id> or
        view:<id>; sort: urgency, waiting, activity, created, priority, or a custom field: fields.<key> of the ticket,
        customer.<key> of its customer, with a minus before it from the end.
        """
        with db.reading_one_state() as session:
            if number is None:
                after = None if after_key is None else (after_key, after_id or 0)
                return inbox.view(session, actor, view, sort, Part(limit, after))
            return _detail(session, actor, ticket.find(session, actor, number=number), viewers=[])

    @get(
        "/{ticket_id:int}",
        sync_to_thread=True,
        dependencies=VIEWERS,
        responses=gives(TicketDetail | TicketUnchanged, 404),
    )
    def show(self, ticket_id: FromPath[int], actor: TheActor, viewers: TheViewers, since: RowId = None) -> Json:
        """Return all that a ticket's first screen needs: newest messages and entries, customer, promises, drafts.

        since: the position of a copy the caller has; where nothing happened to the ticket after it, only that is said.
        """
        with db.reading_one_state() as session:
            if since is not None and (position := ticket.unchanged(session, actor, ticket_id, since=since)):
                return {"position": position, "unchanged": True, "viewers": viewers}
            return _detail(session, actor, ticket_id, viewers=viewers)

    @get("/ahead", sync_to_thread=True, responses=gives(TicketsAhead))
    def ahead(self, ids: AheadIds, actor: TheActor) -> Json:
        """Return up to 8 tickets ("1,2,3") whole, for who is about to open them; those that may not be seen are left out."""
        wanted = list(dict.fromkeys(number for number in map(int, ids.split(",")) if number <= MAX_ID))
        with db.reading_one_state() as session:
            position = last_position(session)
            return {"position": position, "tickets": _details(session, actor, wanted)}

    @get("/{ticket_id:int}/messages", sync_to_thread=True, responses=gives(TicketPage, 404))
    def messages(self, ticket_id: FromPath[int], actor: TheActor, before: RowId = None, limit: PageSize = 50) -> Json:
        """Return up to `limit` messages older than `before`, with the entries between them."""
        with db.reading_one_state() as session:
            ticket.find(session, actor, ticket_id=ticket_id)
            return timeline.ticket_page(session, ticket_id, before=before, limit=limit)

    @get("/{ticket_id:int}/found-messages", sync_to_thread=True, responses=gives(FoundMessages, 404))
    def found_messages(self, ticket_id: FromPath[int], actor: TheActor, q: Query) -> Json:
        """Return in which messages something was said, in text or names of files; of the newest 2,000."""
        with db.reading_one_state() as session:
            ticket.find(session, actor, ticket_id=ticket_id)
            return found_messages(session, ticket_id, q)

    @get("/{ticket_id:int}/routing", sync_to_thread=True, responses=gives(RoutingView, 404))
    def routing(self, ticket_id: FromPath[int], actor: TheActor) -> Json:
        """Return why a ticket waits, or why this agent has it."""
        with db.reading_one_state() as session:
            ticket.find(session, actor, ticket_id=ticket_id)
            return {
                "waiting": ticket.is_waiting(session, ticket_id),
                "reasons": explain(session, ticket_id),
                "assignment": ticket.assignment(session, ticket_id),
            }

    @get("/{ticket_id:int}/recipients", sync_to_thread=True, responses=gives(AnswerRecipients, 404))
    def recipients(self, ticket_id: FromPath[int], thread_id: RowId, actor: TheActor) -> Json:
        """Return whom an answer by mail goes to when the agent says nothing else; nobody: the agent must say."""
        with db.reading_one_state() as session:
            found = session.get_one(Ticket, ticket.find(session, actor, ticket_id=ticket_id))
            thread = session.get(Thread, thread_id or 0)
            if thread is None or thread.ticket_id != found.id:
                raise NotFound
            return answer_view(found, usual_recipients(session, [(found, thread)])[0])


def _detail(session: Session, actor: Actor, ticket_id: int, *, viewers: list[Json]) -> Json:
    for found in _details(session, actor, [ticket_id]):
        return found | {"viewers": viewers}
    raise NotFound


def _details(session: Session, actor: Actor, ids: Sequence[int]) -> list[Json]:
    found = ticket.details(session, actor, ids)
    shown = [one["ticket"]["id"] for one in found]
    people = customers.panels(session, actor, {one["ticket"]["customer"]["id"] for one in found})
    promised, usual = promises_of(session, actor, shown), usual_answers(session, found)
    return [
        one
        | {
            "viewers": [],
            "customer": people[one["ticket"]["customer"]["id"]],
            "promises": promised[id],
            "recipients": usual.get(id),
        }
        for one, id in zip(found, shown, strict=True)
    ]
