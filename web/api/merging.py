"""Tickets that belong together, or do not: merging, splitting, linking."""

from litestar import Controller, delete, post, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions import links, merge, split
from helpdesk.errors import NotFound
from helpdesk.models import LinkKind
from helpdesk.queries.rows import Json
from web.access import AGENT
from web.api.row_answer import row_answer
from web.api.schemas.answers import gives
from web.api.schemas.merging import LinkTo, MergeInto, SplitOff
from web.api.schemas.shown.tickets import RowAnswer
from web.provided import TheActor

ROW = gives(RowAnswer, 404, 409)


class Merging(Controller):
    """Each answers the row of the ticket it is about; the other one's comes over the socket."""

    path = "/api/tickets/{ticket_id:int}"
    opt = AGENT
    tags = ("tickets",)

    @put("/merge", sync_to_thread=True, responses=ROW)
    def merge(self, ticket_id: FromPath[int], data: JSONBody[MergeInto], actor: TheActor) -> Json:
        """Merge a ticket into another; 409 "merged", "closed", "spam" or "chat" says why not."""
        with db.transaction() as session:
            merge.merge(session, ticket_id, into_id=data.into_id, by=actor)
            return row_answer(session, ticket_id, actor)

    @delete("/merge", sync_to_thread=True, status_code=200, responses=ROW)
    def take_back(self, ticket_id: FromPath[int], actor: TheActor) -> Json:
        """Take a merge back; 409 "merged_on" when the other ticket was merged on."""
        with db.transaction() as session:
            merge.unmerge(session, ticket_id, by=actor)
            return row_answer(session, ticket_id, actor)

    @post("/splits", sync_to_thread=True, responses=gives(RowAnswer, 404, 409, status=201))
    def split(self, ticket_id: FromPath[int], data: JSONBody[SplitOff], actor: TheActor) -> Json:
        """Move messages to a new ticket and return its row; 409 "chat", "closed", "on_their_way" or "nothing_left"."""
        with db.transaction() as session:
            fresh = split.split(session, ticket_id, message_ids=data.message_ids, subject=data.subject, by=actor)
            return row_answer(session, fresh.id, actor)

    @put("/links", sync_to_thread=True, responses=ROW)
    def link(self, ticket_id: FromPath[int], data: JSONBody[LinkTo], actor: TheActor) -> Json:
        """Say that a ticket is the parent or a duplicate of another, or part of that incident."""
        with db.transaction() as session:
            links.link(session, ticket_id, other_id=data.other_id, kind=data.kind, by=actor)
            return row_answer(session, ticket_id, actor)

    @delete("/links/{kind:str}/{other_id:int}", sync_to_thread=True, status_code=200, responses=ROW)
    def unlink(self, ticket_id: FromPath[int], kind: FromPath[str], other_id: FromPath[int], actor: TheActor) -> Json:
        """Take such a link away."""
        if kind not in links.MADE_BY_HAND:
            raise NotFound
        with db.transaction() as session:
            links.unlink(session, ticket_id, other_id=other_id, kind=LinkKind(kind), by=actor)
            return row_answer(session, ticket_id, actor)
