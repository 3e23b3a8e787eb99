"""Connecting a mailbox at Google or Microsoft: there and back."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect

from channels.email import connecting
from channels.email.trouble import MailTrouble, said
from helpdesk.errors import Conflict, DeskError
from helpdesk.mailboxes import Auth
from helpdesk.queries.rows import Json
from web.access import ADMIN
from web.api.schemas.answers import gives
from web.api.schemas.mail_settings import NewConnection
from web.api.schemas.shown.mail import ConnectionView
from web.headers import Kind
from web.provided import TheActor, TheAddress

SETTINGS = "/?page=settings&section=mailboxes"
MAX_CHARS = 8_000


@post(
    "/api/mailboxes/{mailbox_id:int}/connections",
    opt=ADMIN,
    sync_to_thread=True,
    tags=("mail",),
    responses=gives(ConnectionView, 404, 409, status=201),
)
def begin_connection(mailbox_id: FromPath[int], data: JSONBody[NewConnection], actor: TheActor) -> Json:
    """Return the provider's page on which the owner of the mailbox agrees; 409 when the desk is not registered there."""
    try:
        return {"url": connecting.begin(mailbox_id, Auth(data.auth), by=actor)}
    except MailTrouble as trouble:
        raise Conflict(said(trouble), code=trouble.kind.value) from trouble


@get(connecting.CALLBACK, opt={**ADMIN, "headers": Kind.PAGE}, sync_to_thread=True, include_in_schema=False)
def finish_connection(
    request: Request[Any, Any, Any],  # user, auth and state types do not matter here
    actor: TheActor,
    address: TheAddress,
) -> Redirect:
    """Keep what the provider sent back, and go on with the settings; they say what went wrong, if anything did."""
    # `state` is a word that Litestar keeps for itself.
    code, state = (request.query_params.get(name, "")[:MAX_CHARS] for name in ("code", "state"))
    try:
        connecting.finish(code, state, by=actor, address=address)
    except MailTrouble as trouble:
        return Redirect(f"{SETTINGS}&refused={trouble.kind.value}")
    except DeskError as error:
        return Redirect(f"{SETTINGS}&refused={error.code}")
    return Redirect(f"{SETTINGS}&connected=1")
