"""Macros, and running them."""

from litestar import Controller, delete, get, post, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions.macros import change_macro, create_macro, remove_macro, run_macro, undo_macro
from helpdesk.errors import DeskError
from helpdesk.permissions import Actor
from helpdesk.queries.macros import macro_view, macros
from helpdesk.queries.rows import Json
from web.access import AGENT
from web.api.as_seen import one_of, require_as_seen
from web.api.row_answer import row_answer
from web.api.schemas.answers import gives
from web.api.schemas.shown.writing import MacroOutcome, MacroRunAnswer, MacroUndoAnswer, MacroView
from web.api.schemas.writing import MacroInput, MacroRuns, NewMacroRun
from web.provided import TheActor


class Macros(Controller):
    """Steps under a name: one's own, a team's, everybody's."""

    path = "/api"
    opt = AGENT
    tags = ("writing",)

    @get("/macros", sync_to_thread=True, responses=gives(list[MacroView]))
    def index(self, actor: TheActor) -> list[Json]:
        """Return those one finds, the most used first; at most 1,000."""
        with db.reading() as session:
            return macros(session, actor)

    @post("/macros", sync_to_thread=True, responses=gives(MacroView, 404, status=201))
    def create(self, data: JSONBody[MacroInput], actor: TheActor) -> Json:
        """Put steps under a name."""
        with db.transaction() as session:
            return macro_view(create_macro(session, data.as_changes(), by=actor), actor)

    @put("/macros/{macro_id:int}", sync_to_thread=True, responses=gives(MacroView, 404, 409))
    def change(self, macro_id: FromPath[int], data: JSONBody[MacroInput], actor: TheActor) -> Json:
        """Replace a macro; 403 for those it does not belong to."""
        with db.transaction() as session:
            require_as_seen(session, data, lambda: one_of(macros(session, actor), macro_id))
            return macro_view(change_macro(session, macro_id, data.as_changes(), by=actor), actor)

    @delete("/macros/{macro_id:int}", sync_to_thread=True, responses=gives(None, 404, status=204))
    def remove(self, macro_id: FromPath[int], actor: TheActor) -> None:
        """Remove a macro; 403 for those it does not belong to."""
        with db.transaction() as session:
            remove_macro(session, macro_id, by=actor)

    @post("/macros/{macro_id:int}/runs", sync_to_thread=True, responses=gives(list[MacroOutcome], 404, status=201))
    def run_on_many(self, macro_id: FromPath[int], data: JSONBody[MacroRuns], actor: TheActor) -> list[Json]:
        """Run a macro on up to 100 tickets, on each all of it or none; each says how it fared."""
        return [_outcome(macro_id, id, data.client_key, actor) for id in dict.fromkeys(data.ticket_ids)]

    @post(
        "/tickets/{ticket_id:int}/macro-runs",
        sync_to_thread=True,
        responses=gives(MacroRunAnswer, 404, 409, status=201),
    )
    def run(self, ticket_id: FromPath[int], data: JSONBody[NewMacroRun], actor: TheActor) -> Json:
        """Run a macro on a ticket, all of it or none; a refusal names the "step" in its fields, from 1."""
        with db.transaction() as session:
            done = run_macro(
                session,
                data.macro_id,
                ticket_id,
                key=data.client_key,
                by=actor,
                seen_message_id=data.seen_message_id,
                others_get_link=data.others_get_link,
            )
            return {"run_id": done.id, **row_answer(session, ticket_id, actor)}

    @delete(
        "/tickets/{ticket_id:int}/macro-runs/{run_id:int}",
        sync_to_thread=True,
        status_code=200,
        responses=gives(MacroUndoAnswer, 404, 409),
    )
    def undo(self, ticket_id: FromPath[int], run_id: FromPath[int], actor: TheActor) -> Json:
        """Take an own run back as far as it can be."""
        with db.transaction() as session:
            left = undo_macro(session, ticket_id, run_id, by=actor)
            return {"left": left, **row_answer(session, ticket_id, actor)}


def _outcome(macro_id: int, ticket_id: int, key: str, actor: Actor) -> Json:
    try:
        with db.transaction() as session:
            done = run_macro(session, macro_id, ticket_id, key=f"{key[:40]}:{ticket_id}", by=actor)
            return {"ticket_id": ticket_id, "run_id": done.id, "code": "", "detail": ""}
    except DeskError as error:
        return {"ticket_id": ticket_id, "run_id": None, "code": error.code, "detail": error.detail}
