"""What happened to that mail."""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from helpdesk import db
from helpdesk.queries import mail_log as log
from helpdesk.queries.mail_log import LogEntry
from helpdesk.queries.rows import Json, iso
from web.access import SUPERVISOR
from web.api.schemas.answers import gives
from web.api.schemas.shown.mail import LogEntryView
from web.provided import TheActor

Asked = Annotated[str, QueryParameter(description="A part of an address, subject or Message-ID.", max_length=1_000)]


@get("/api/mail-log", opt=SUPERVISOR, sync_to_thread=True, tags=("mail",), responses=gives(list[LogEntryView]))
def mail_log(actor: TheActor, q: Asked = "") -> list[Json]:
    """Return mails that came or went and what became of each, the newest first, at most 50."""
    with db.reading() as session:
        return [_view(entry) for entry in log.mail_log(session, actor, q)]


def _view(entry: LogEntry) -> Json:
    return {
        "at": iso(entry.at),
        "direction": entry.direction,
        "state": entry.state,
        "address": entry.address,
        "subject": entry.subject,
        "mail_id": entry.mail_id,
        "folder": entry.folder,
        "error": entry.error,
        "inbound_id": entry.inbound_id,
        "message_id": entry.message_id,
        "ticket_id": entry.ticket_id,
        "ticket_number": entry.ticket_number,
        "tries": [
            {"at": iso(one.at), "attempt": one.attempt, "outcome": one.outcome, "detail": one.detail}
            for one in entry.tries
        ],
    }
