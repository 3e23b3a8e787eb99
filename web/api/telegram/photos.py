"""Photos of customers."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from helpdesk import clock, db, storage
from helpdesk.errors import NotFound
from helpdesk.models import Attachment, AttachmentState, TelegramPhoto
from helpdesk.queries import customers
from web.access import AGENT
from web.api.schemas.answers import gives
from web.downloads import file_answer
from web.headers import Kind
from web.provided import TheActor


@get(
    "/api/customers/{customer_id:int}/photo",
    opt={**AGENT, "headers": Kind.ATTACHMENT},
    sync_to_thread=True,
    tags=("customers",),
    responses=gives(None, 404),
)
def show_photo(
    request: Request[Any, Any, Any],  # user, auth and state types do not matter here
    customer_id: FromPath[int],
    actor: TheActor,
) -> Response[Any]:
    """Answer the photo of a customer of whom the agent may see a ticket, from our own storage."""
    with db.reading() as session:
        found = customers.photo(session, actor, customer_id)
    if found is None:
        raise NotFound
    return file_answer(request, _file(found), inline=True)


def _file(found: TelegramPhoto) -> Attachment:
    """Return a photo as a file; that it may be shown was seen when it was stored."""
    assert found.blob is not None
    path = storage.path(found.blob)
    if not path.is_file():
        raise NotFound
    return Attachment(
        public_id="",
        filename="photo",
        media_type=found.media_type,
        size=path.stat().st_size,
        blob=found.blob,
        width=1,
        height=1,
        state=AttachmentState.STORED,
        created_at=clock.now(),
    )
