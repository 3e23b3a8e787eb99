"""Taking customers in from a file that the console or another program has read."""

from typing import Annotated

from litestar import post
from litestar.params import JSONBody
from msgspec import Meta

from helpdesk import db
from helpdesk.actions.client_base.importing import import_rows, preview_rows
from helpdesk.queries.rows import Json
from web.access import SUPERVISOR
from web.api.schemas import Input, line
from web.api.schemas.answers import gives
from web.api.schemas.shown.segments import ImportOutcome
from web.provided import TheActor

Cells = dict[Annotated[str, line(70)], Annotated[str, line(2_000)]]


class ImportedRows(Input):
    """Up to 200 rows by column: name, email, phone, external, language, time_zone, organisation, tags, fields.<key>."""

    rows: Annotated[list[Cells], Meta(min_length=1, max_length=200)]
    is_preview: bool = False


@post(
    "/api/customer-imports",
    sync_to_thread=True,
    status_code=200,
    opt=SUPERVISOR,
    tags=["customers"],
    responses=gives(list[ImportOutcome]),
)
def import_customers(data: JSONBody[ImportedRows], actor: TheActor) -> list[Json]:
    """Take rows in and say of each what became of it, or with is_preview what would; sent again, nothing is doubled."""
    take = preview_rows if data.is_preview else import_rows
    with db.transaction() as session:
        return take(session, data.rows, by=actor)
