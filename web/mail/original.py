"""A mail as it came, byte for byte, to be saved."""

from litestar import Response, get
from litestar.params import FromPath

from helpdesk import db
from helpdesk.actions import quarantine
from helpdesk.errors import NotFound
from helpdesk.queries.mail_page import raw_mail
from web.access import ADMIN, AGENT
from web.downloads import disposition
from web.headers import Kind
from web.provided import TheActor

MEDIA_TYPE = "message/rfc822"


@get(
    "/mail/{message_id:int}/original",
    opt={**AGENT, "headers": Kind.ATTACHMENT},
    sync_to_thread=True,
)
def show_original(message_id: FromPath[int], actor: TheActor) -> Response[bytes]:
    """Answer the raw mail of a message the agent may see."""
    with db.reading() as session:
        found = raw_mail(session, actor, message_id)
    if found is None:
        raise NotFound
    return saved(found, name=f"message-{message_id}.eml")


@get(
    "/mail/quarantine/{inbound_id:int}/original",
    opt={**ADMIN, "headers": Kind.ATTACHMENT},
    sync_to_thread=True,
)
def show_quarantined(inbound_id: FromPath[int], actor: TheActor) -> Response[bytes]:
    """Answer a raw thing that nobody could read."""
    with db.transaction() as session:
        return saved(quarantine.raw(session, inbound_id, by=actor), name=f"inbound-{inbound_id}.eml")


def saved(raw: bytes, *, name: str) -> Response[bytes]:
    """Answer a raw mail as a file to be saved, never shown and kept in no cache."""
    headers = {"content-disposition": disposition(name, kind="attachment"), "cache-control": "no-store"}
    return Response(raw, headers=headers, media_type=MEDIA_TYPE)
