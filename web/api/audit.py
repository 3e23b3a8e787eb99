"""The audit log."""

from datetime import date
from typing import Annotated, Literal

from litestar import get
from litestar.params import FromQuery, QueryParameter

from helpdesk import db
from helpdesk.queries import audit
from helpdesk.queries.audit import Asked
from helpdesk.queries.rows import Json
from web.access import ADMIN
from web.api.parameters import RowId
from web.api.schemas.answers import gives
from web.api.schemas.shown.system import AuditPage

Kind = Literal[
    "", "people", "customers", "tickets", "channels", "routing", "service", "automation", "writing", "settings"
]
Who = Annotated[int | None, QueryParameter(ge=0, le=2**53, description="0: what nobody signed in has done.")]


@get("/api/audit", opt=ADMIN, tags=["system"], sync_to_thread=True, responses=gives(AuditPage))
def show_audit(
    agent_id: Who = None,
    kind: FromQuery[Kind] = "",
    since: FromQuery[date | None] = None,
    until: FromQuery[date | None] = None,
    before: RowId = None,
) -> Json:
    """Return 50 entries, the newest first, by person, kind and days of the desk; `before` goes on from there.

    A part may be empty and have more behind it: 20,000 rows are looked at for each.
    """
    with db.reading() as session:
        return audit.entries(session, Asked(agent_id, kind, since, until, before))
