"""Side threads, which the customer never sees."""

from typing import Any

from litestar import Controller, Request, Response, get, post, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions import sides
from helpdesk.actions.sides import Partner
from helpdesk.errors import NotFound
from helpdesk.files.addresses import SIDE_FILES, address_of, refuse_ended
from helpdesk.models import Attachment, AttachmentState, SideFile
from helpdesk.permissions import Actor
from helpdesk.queries.rows import Json, iso
from helpdesk.queries.sides import file_of_side, own_sides, side_detail, ticket_sides
from web.access import AGENT
from web.api.attachments import Seal, Until
from web.api.schemas.answers import gives
from web.api.schemas.help import NewSide, NewSideMessage
from web.api.schemas.shown.help import SideDetail, SideView
from web.api.schemas.shown.messages import FileAddress
from web.api.schemas.tickets import NoBody
from web.downloads import file_answer
from web.headers import Kind
from web.provided import TheActor


class Sides(Controller):
    """Talks beside a ticket, with colleagues, a team or an address outside."""

    path = "/api"
    opt = AGENT
    tags = ("help",)

    @get("/sides", sync_to_thread=True, responses=gives(list[SideView]))
    def index(self, actor: TheActor) -> list[Json]:
        """Return those one takes part in, or a team of one's was asked into; the newest first."""
        with db.reading_one_state() as session:
            return own_sides(session, actor)

    @get("/tickets/{ticket_id:int}/sides", sync_to_thread=True, responses=gives(list[SideView], 404))
    def of_ticket(self, ticket_id: FromPath[int], actor: TheActor) -> list[Json]:
        """Return those of a ticket that one may see, the newest first."""
        with db.reading_one_state() as session:
            return ticket_sides(session, actor, ticket_id)

    @post("/tickets/{ticket_id:int}/sides", sync_to_thread=True, responses=gives(SideDetail, 404, 409, status=201))
    def begin(self, ticket_id: FromPath[int], data: JSONBody[NewSide], actor: TheActor) -> Json:
        """Begin one; an address outside gets a mail whose answers come back here."""
        partner = Partner(data.agent_id, data.team_id, data.outside, data.name)
        with db.transaction() as session:
            side = sides.begin(
                session,
                ticket_id,
                partner,
                subject=data.subject,
                text=data.text,
                client_key=str(data.client_key),
                by=actor,
            )
            return side_detail(session, actor, side.id)

    @get("/sides/{side_id:int}", sync_to_thread=True, responses=gives(SideDetail, 404))
    def show(self, side_id: FromPath[int], actor: TheActor) -> Json:
        """Return one with its messages."""
        with db.reading_one_state() as session:
            return side_detail(session, actor, side_id)

    @post("/sides/{side_id:int}/messages", sync_to_thread=True, responses=gives(SideDetail, 404, 409, status=201))
    def write(self, side_id: FromPath[int], data: JSONBody[NewSideMessage], actor: TheActor) -> Json:
        """Say something in it; the same client key again changes nothing."""
        with db.transaction() as session:
            sides.write(session, side_id, text=data.text, client_key=str(data.client_key), by=actor)
            return side_detail(session, actor, side_id)

    @put("/sides/{side_id:int}/read", sync_to_thread=True, responses=gives(SideDetail, 404))
    def mark_read(self, side_id: FromPath[int], data: JSONBody[NoBody], actor: TheActor) -> Json:
        """Note that one has seen all of it."""
        with db.transaction() as session:
            sides.mark_read(session, side_id, by=actor)
            session.flush()
            return side_detail(session, actor, side_id)


@get(
    "/api/attachments/aside/{side_file_id:str}",
    opt={**AGENT, "headers": Kind.ATTACHMENT},
    sync_to_thread=True,
    tags=("help",),
)
def fetch_side_file(
    request: Request[Any, Any, Any],  # user, auth and state types do not matter here
    side_file_id: FromPath[str],
    actor: TheActor,
    until: Until = None,
    seal: Seal = "",
) -> Response[Any]:
    """Answer a file of a side thread one may see, at an address that has not ended; it is saved, never shown."""
    file = _readable(actor, side_file_id)
    refuse_ended(file.public_id, until=until, seal=seal, among=SIDE_FILES)
    state = AttachmentState.STORED if file.blob else AttachmentState.GONE
    shown = Attachment(filename=file.filename, media_type=file.media_type, size=file.size, blob=file.blob, state=state)
    return file_answer(request, shown, inline=False)


@get(
    "/api/attachments/aside/{side_file_id:str}/address",
    opt=AGENT,
    sync_to_thread=True,
    responses=gives(FileAddress, 404),
    tags=("help",),
)
def fresh_side_address(side_file_id: FromPath[str], actor: TheActor) -> Json:
    """Return an address of a side thread's file that ends in 12 to 24 hours, for whoever may see it now."""
    address = address_of(_readable(actor, side_file_id).public_id, among=SIDE_FILES)
    return {"url": address.url, "preview_url": None, "small_url": None, "ends_at": iso(address.ends_at)}


def _readable(actor: Actor, public_id: str) -> SideFile:
    with db.reading_one_state() as session:
        file = file_of_side(session, actor, public_id)
    if file is None:
        raise NotFound
    return file
