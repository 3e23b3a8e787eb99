"""The visitor's side without a socket: long polls, plain posts, files. Always by the token, never by a cookie."""

import asyncio
import contextlib
from typing import Annotated, Any, Final

from anyio import to_thread
from litestar import Controller, Request, Response, get, post, put
from litestar.params import FromPath, QueryParameter

from channels.webchat.device import device_of
from channels.webchat.parse import Browser, Reason, Refused, claim_of, parse_message
from helpdesk import clock, db
from helpdesk.actions.attachments import VISITOR_MAX_BYTES, StoredFile, add_visitor_file
from helpdesk.errors import Invalid, NotFound, UnsupportedMedia
from helpdesk.models import Attachment
from helpdesk.queries.attachments import file_for_visitor
from helpdesk.queries.rows import Json
from helpdesk.queries.visitor import file_view
from web.access import Access
from web.chat import desk, limits
from web.chat.accepted import is_accepted
from web.chat.acks import ack_of
from web.chat.frames import MAX_FRAME_BYTES, BadFrame, Seen, read_object, seen_of
from web.chat.hub import Visitors
from web.chat.identity import prove
from web.chat.intake import Letter
from web.chat.shown import max_bytes
from web.chat.token import visitor_of
from web.headers import Kind
from web.provided import TheAddress
from web.small_pictures import picture_answer
from web.uploads import FORM_BYTES, take_file

MAX_WAIT_S: Final = 25

AnyRequest = Request[Any, Any, Any]  # user, auth and state types do not matter here
Number = Annotated[int, QueryParameter(ge=0, le=2**53)]
MaybeNumber = Annotated[int | None, QueryParameter(ge=0, le=2**53)]
Wait = Annotated[int, QueryParameter(ge=0, le=MAX_WAIT_S, description="Seconds to wait for something new.")]
Small = Annotated[bool, QueryParameter(description="The small copy of a picture, if it has one.")]
VISITOR: Final = {"access": Access.VISITOR}


class RefusedMessage(Invalid):
    """The desk does not take this message; `code` is the reason."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.detail)
        self.code = refused.reason.value


class Rest(Controller):
    """What a widget asks for over plain HTTP."""

    path = "/chat/{key:str}"
    opt = VISITOR
    tags = ("chat",)

    @get("/events")
    async def events(
        self, request: AnyRequest, key: FromPath[str], ticket: MaybeNumber = None, after: Number = 0, wait: Wait = 0
    ) -> Json:
        """Return where the visitor stands or, with `ticket`, up to 100 of its events after a seq."""
        channel_id, token_hash = await to_thread.run_sync(visitor_of, request, key)
        if ticket is None:
            standing = await to_thread.run_sync(desk.stand, channel_id, token_hash, {})
            return {name: value for name, value in standing.welcome.items() if name != "t"}
        return await _page(request.app.state.visitors, channel_id, token_hash, ticket=ticket, after=after, wait_s=wait)

    @post("/messages", request_max_body_size=MAX_FRAME_BYTES)
    async def write(self, request: AnyRequest, key: FromPath[str], address: TheAddress) -> Json:
        """Take a message; the same client_id again gives the same answer."""
        body = _json(await request.body())
        letter = await to_thread.run_sync(_letter, request, key, body, address)
        try:
            told = await request.app.state.chat_door.take(letter)
        except Refused as error:
            raise RefusedMessage(error) from None
        return ack_of(told.fact, letter.incoming.client_key or "")

    @post("/uploads", request_max_body_size=VISITOR_MAX_BYTES + 2 * FORM_BYTES)
    async def upload(self, request: AnyRequest, key: FromPath[str], address: TheAddress) -> Json:
        """Take one file (form field "file", at most 20 MB) that a message may carry within a day."""
        channel_id, token_hash = await to_thread.run_sync(visitor_of, request, key)
        await to_thread.run_sync(_spend_upload, channel_id, token_hash, address)
        uploads = await to_thread.run_sync(desk.uploads_of, channel_id)
        if not uploads.is_allowed:
            raise UnsupportedMedia("This chat takes no files.")
        file = await take_file(request, max_bytes=max_bytes(uploads))
        if not is_accepted(file.media_type, uploads.kinds):
            raise UnsupportedMedia
        return await to_thread.run_sync(_add, file, token_hash)

    @get("/files/{file_id:str}", opt={"headers": Kind.ATTACHMENT})
    async def file(
        self, request: AnyRequest, key: FromPath[str], file_id: FromPath[str], small: Small = False
    ) -> Response[Any]:
        """Answer a file of the visitor's own tickets, or the small copy of a picture."""
        file = await to_thread.run_sync(_readable, request, key, file_id)
        return await picture_answer(request, file, small=small)

    @put("/seen", status_code=204)
    async def see(self, request: AnyRequest, key: FromPath[str]) -> None:
        """Note up to where the visitor has seen a ticket."""
        seen = _seen(await request.body())
        channel_id, token_hash = await to_thread.run_sync(visitor_of, request, key)
        await to_thread.run_sync(desk.mark_seen, channel_id, token_hash, seen.ticket, seen.seq)


async def _page(visitors: Visitors, channel_id: int, token_hash: str, *, ticket: int, after: int, wait_s: int) -> Json:
    keys = await to_thread.run_sync(desk.find_keys, channel_id, token_hash)
    if not keys:
        raise NotFound
    deadline = asyncio.get_running_loop().time() + wait_s
    while True:
        with visitors.bell(keys) as bell:
            events, more = await to_thread.run_sync(desk.page_of_events, channel_id, token_hash, ticket, after)
            left_s = deadline - asyncio.get_running_loop().time()
            if events or left_s <= 0:
                return {"events": events, "more": more}
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(bell.wait(), left_s)


def _letter(request: AnyRequest, key: str, body: Json, address: str) -> Letter:
    channel_id, token_hash = visitor_of(request, key)
    device = device_of(request.headers.get("user-agent", ""))
    try:
        incoming = parse_message(body, Browser(channel_id, token_hash, device=device), sent_at=clock.now())
        proved = prove(channel_id, token_hash, claim_of(body.get("identity")), address=address)
        if proved.problem is not None:
            raise Refused(Reason.IDENTITY, proved.problem)
        return Letter(incoming, address, proved.person)
    except Refused as error:
        raise RefusedMessage(error) from None


def _spend_upload(channel_id: int, token_hash: str, address: str) -> None:
    limits.spend_upload(channel_id=channel_id, token_hash=token_hash, address=address)


def _readable(request: AnyRequest, key: str, file_id: str) -> Attachment:
    channel_id, token_hash = visitor_of(request, key)
    peers = [peer for _, peer in desk.find_keys(channel_id, token_hash)]
    with db.reading() as session:
        file = file_for_visitor(session, file_id, channel_id=channel_id, peers=peers, visitor_hash=token_hash)
    if file is None:
        raise NotFound
    return file


def _add(file: StoredFile, token_hash: str) -> Json:
    with db.transaction() as session:
        return file_view(add_visitor_file(session, file, visitor_hash=token_hash))


def _json(body: bytes) -> Json:
    try:
        return read_object(body.decode())
    except (BadFrame, UnicodeDecodeError) as error:
        raise RefusedMessage(Refused(Reason.INVALID, str(error))) from None


def _seen(body: bytes) -> Seen:
    try:
        return seen_of(read_object(body.decode()))
    except (BadFrame, UnicodeDecodeError) as error:
        raise Invalid(str(error)) from None
