"""A visitor's socket: from the first frame to the last."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

import structlog
from litestar import WebSocket, websocket
from litestar.params import FromPath

from channels.webchat.device import device_of
from channels.webchat.parse import (
    Browser,
    Reason,
    Refused,
    client_id_of,
    hash_of_token,
    locale_of,
    page_of,
    parse_message,
)
from helpdesk import clock
from helpdesk.queries.visitor_news import Told
from web.access import Access
from web.chat import desk, limits
from web.chat.acks import ack_of
from web.chat.door import Door
from web.chat.frames import Frame, Hello, Page, Ping, Seen, Typing
from web.chat.hearing import POLICY, Hearing, Said
from web.chat.hub import Visitors
from web.chat.identity import NOTHING, Proved, prove
from web.chat.intake import Letter
from web.chat.socket import VisitorSocket
from web.live.reader import Reader
from web.live.wire import wire_of

HELLO_WITHIN_S: Final = 10.0
TYPES_AT_MOST_EVERY_S: Final = 2.0
BROKEN: Final = 1011

log = structlog.get_logger()
AnySocket = WebSocket[Any, Any, Any]  # user, auth and state types do not matter here


@websocket("/chat/{key:str}/live", opt={"access": Access.VISITOR})
async def live(socket: AnySocket, key: FromPath[str]) -> None:
    """Take what a visitor writes and tell them what happens to their tickets."""
    visitors: Visitors = socket.app.state.visitors
    address = str(socket.scope["state"]["address"])
    limits.spend_socket(address)
    with visitors.place_of(address):
        await _serve(socket, key, address)


async def _serve(socket: AnySocket, key: str, address: str) -> None:
    visitors: Visitors = socket.app.state.visitors
    reader: Reader = socket.app.state.chat_reader
    channel = await reader.run(lambda: desk.open_channel(key))
    await socket.accept()
    one = VisitorSocket(wire_of(socket), channel.id)
    one.device = device_of(socket.headers.get("user-agent", ""))
    visitors.add(one)
    try:
        await Talk(socket, one, address).run()
    except Exception as error:
        log.error("a socket failed, its browser will come back", exc_info=error)
        one.wire.end(BROKEN, "try again")
    finally:
        visitors.remove(one)


class Talk:
    """What one widget says and is answered."""

    def __init__(self, socket: AnySocket, one: VisitorSocket, address: str) -> None:
        self._hearing = Hearing(socket, one)
        self._one = one
        self._visitors: Visitors = socket.app.state.visitors
        self._reader: Reader = socket.app.state.chat_reader
        self._door: Door = socket.app.state.chat_door
        self._address = address
        self._typed_at = float("-inf")
        self._seen: dict[int, int] = {}

    async def run(self) -> None:
        """Listen until the connection is over."""
        try:
            hello = await asyncio.wait_for(self._hearing.next(), HELLO_WITHIN_S)
        except TimeoutError:
            hello = None
        if not isinstance(hello, Hello):
            self._one.wire.end(POLICY, "hello comes first")
            return
        await self._greet(hello)
        while (frame := await self._hearing.next()) is not None:
            await self._answer(frame)

    async def _greet(self, hello: Hello) -> None:
        one = self._one
        one.token_hash = hash_of_token(one.channel_id, hello.token)
        one.locale, one.page = locale_of(hello.locale), page_of(hello.page)
        if hello.token is not None and one.token_hash is None:
            self._one.problem("invalid", "A token is 32 random bytes in base64url.")
        token_hash = one.token_hash
        proved = await self._prove(hello)
        if token_hash is not None:
            self._visitors.expect(one, token_hash)
        keys = await self._reader.run(lambda: desk.find_keys(one.channel_id, token_hash)) if token_hash else ()
        if keys and not one.keys:
            # Before the tickets are read: what happens from now on marks us as behind and is told afterwards.
            self._visitors.adopt(one, keys)
        cursors = _cursors(hello.cursors)
        standing = await self._reader.run(lambda: desk.stand(one.channel_id, token_hash, cursors))
        one.say(proved.on_top_of(standing.welcome))
        one.know(standing.threads)
        one.cursors = standing.cursors
        one.is_greeted = True
        if one.is_behind:
            await self._visitors.level(one)

    async def _prove(self, hello: Hello) -> Proved:
        one, token_hash = self._one, self._one.token_hash
        if hello.identity is None or token_hash is None:
            return NOTHING
        claim, locale, address = hello.identity, one.locale, self._address
        proved = await self._reader.run(
            lambda: prove(one.channel_id, token_hash, claim, locale=locale, address=address)
        )
        one.person = proved.person
        self._visitors.rebind(one)
        return proved

    async def _answer(self, frame: Said) -> None:
        match frame:
            case Ping():
                self._one.say({"t": "pong"})
            case Typing():
                self._type(on=frame.on, ticket=frame.ticket)
            case Seen():
                await self._mark_seen(frame)
            case Page():
                await self._turn(frame)
            case Hello():
                self._one.problem("bad_frame", "hello comes once")
            case dict():
                await self._take(frame)

    async def _take(self, frame: Frame) -> None:
        client_id = client_id_of(frame)
        if client_id is None:
            self._one.problem("invalid", "client_id is a UUID.")
            return
        try:
            told = await self._receive(frame)
        except Refused as error:
            self._one.say({"t": "refused", "client_id": client_id, "code": error.reason, "detail": error.detail})
            return
        self._typed_at = float("-inf")
        self._one.say({"t": "ack", **ack_of(told.fact, client_id)})
        await self._adopt(told)

    async def _receive(self, frame: Frame) -> Told:
        one, was = self._one, self._one.token_hash
        token_hash = hash_of_token(one.channel_id, frame.get("token"))
        if token_hash is None or was not in (None, token_hash):
            raise Refused(Reason.INVALID, "token is the one of the hello frame, 32 random bytes in base64url.")
        browser = Browser(one.channel_id, token_hash, one.locale, one.page, one.device)
        letter = Letter(parse_message(frame, browser, sent_at=clock.now()), self._address, one.person)
        one.token_hash = token_hash
        if not one.keys:
            # What is told between the commit and the adoption below marks us as behind.
            self._visitors.expect(one, token_hash)
        try:
            return await self._door.take(letter)
        except BaseException:
            if was is None:
                self._visitors.expect_no_more(one)
                one.token_hash = None
            raise

    async def _adopt(self, told: Told) -> None:
        one, key = self._one, (self._one.channel_id, told.peer)
        if key in one.keys:
            return
        self._visitors.adopt(one, (*one.keys, key))
        if told.fact["seq"] == 1 and not one.cursors:
            one.tickets[told.fact["ticket"]] = told.ticket_id
            one.offer([told.fact])
        else:
            await self._visitors.level(one)

    async def _turn(self, frame: Page) -> None:
        one, token_hash = self._one, self._one.token_hash
        one.page = page_of(frame.page)
        if token_hash is not None and one.keys:
            await self._reader.run(lambda: desk.turn_page(one.channel_id, token_hash, one.page))

    async def _mark_seen(self, frame: Seen) -> None:
        one, token_hash = self._one, self._one.token_hash
        if token_hash is None or self._seen.get(frame.ticket, 0) >= frame.seq or frame.ticket not in one.tickets:
            return
        self._seen[frame.ticket] = frame.seq
        await self._reader.run(lambda: desk.mark_seen(one.channel_id, token_hash, frame.ticket, frame.seq))

    def _type(self, *, on: bool, ticket: int | None) -> None:
        now = asyncio.get_running_loop().time()
        if on and now - self._typed_at < TYPES_AT_MOST_EVERY_S:
            return
        self._typed_at = now if on else float("-inf")
        self._visitors.types(self._one, on=on, ticket=ticket)


def _cursors(given: Mapping[str, int]) -> dict[int, int]:
    return {
        int(number): seq for number, seq in given.items() if number.isascii() and number.isdigit() and len(number) < 16
    }
