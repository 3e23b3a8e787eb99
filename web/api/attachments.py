"""Files: sent up before their message, fetched with the right to see it."""

from typing import Annotated, Any

from anyio import to_thread
from litestar import Request, Response, get, post
from litestar.params import FromPath, QueryParameter

from helpdesk import db, ratelimit
from helpdesk.actions.attachments import AGENT_MAX_BYTES, StoredFile, add_agent_file
from helpdesk.errors import NotFound
from helpdesk.files.addresses import address_of, refuse_ended
from helpdesk.models import Attachment
from helpdesk.permissions import Actor
from helpdesk.queries.attachments import file_for_agent
from helpdesk.queries.messages import attachment_view
from helpdesk.queries.rows import Json, iso
from web.access import AGENT
from web.api.schemas.answers import gives
from web.api.schemas.shown.messages import AttachmentView, FileAddress
from web.headers import Kind
from web.provided import TheActor, TheSignedIn
from web.small_pictures import picture_answer
from web.uploads import FORM_BYTES, take_file

AnyRequest = Request[Any, Any, Any]  # user, auth and state types do not matter here
Inline = Annotated[bool, QueryParameter(description="Show a picture in its place instead of saving it.")]
Small = Annotated[bool, QueryParameter(description="A picture's small copy, at most 640 pixels long, if it has one.")]
Until = Annotated[int | None, QueryParameter(description="When this address ends, in seconds since 1970.")]
Seal = Annotated[str, QueryParameter(description="The desk's seal on file and end.", max_length=100)]


@post(
    "/api/uploads",
    opt=AGENT,
    request_max_body_size=AGENT_MAX_BYTES + 2 * FORM_BYTES,
    responses=gives(AttachmentView, 413, status=201),
    tags=("attachments",),
)
async def upload(request: AnyRequest, signed_in: TheSignedIn) -> Json:
    """Take one file (form field "file", at most 25 MB) that a message may carry within a day."""
    await to_thread.run_sync(ratelimit.spend, ratelimit.UPLOAD, str(signed_in.agent_id))
    file = await take_file(request, max_bytes=AGENT_MAX_BYTES)
    return await to_thread.run_sync(_add, file, signed_in.agent_id)


@get(
    "/api/attachments/{attachment_id:str}",
    opt={**AGENT, "headers": Kind.ATTACHMENT},
    tags=("attachments",),
)
async def fetch(
    request: AnyRequest,
    attachment_id: FromPath[str],
    actor: TheActor,
    until: Until = None,
    seal: Seal = "",
    inline: Inline = False,
    small: Small = False,
) -> Response[Any]:
    """Answer a file of a message the agent may see, or one they have just sent up, at an address that has not ended."""
    file = await to_thread.run_sync(_readable, actor, attachment_id)
    refuse_ended(file.public_id, until=until, seal=seal)
    return await picture_answer(request, file, small=small, inline=inline)


@get(
    "/api/attachments/{attachment_id:str}/address",
    opt=AGENT,
    sync_to_thread=True,
    responses=gives(FileAddress, 404),
    tags=("attachments",),
)
def fresh_address(attachment_id: FromPath[str], actor: TheActor) -> Json:
    """Return addresses of a file that end in 12 to 24 hours, for whoever may fetch it now."""
    view = attachment_view(_readable(actor, attachment_id))
    addresses = {name: view[name] for name in ("url", "preview_url", "small_url")}
    return addresses | {"ends_at": iso(address_of(attachment_id).ends_at)}


def _readable(actor: Actor, public_id: str) -> Attachment:
    if not public_id.isalnum():  # PostgreSQL takes no NUL in a question
        raise NotFound
    with db.reading() as session:
        file = file_for_agent(session, actor, public_id)
    if file is None:
        raise NotFound
    return file


def _add(file: StoredFile, agent_id: int) -> Json:
    with db.transaction() as session:
        return attachment_view(add_agent_file(session, file, agent_id=agent_id))
