"""What a visitor asks for besides writing: to end, to rate, to go on by mail or in Telegram, to be forgotten."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Final, Literal

from litestar import Controller, Request, post, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta
from sqlalchemy.orm import Session

from channels.webchat.parse import page_of
from helpdesk import db
from helpdesk.actions import chat_links, erasures, visitor_wishes
from helpdesk.errors import NotFound, Unauthenticated
from helpdesk.models import Visitor, WidgetLinkPurpose
from helpdesk.queries import visitor as queries
from helpdesk.queries.rows import Json, iso
from web.access import Access
from web.api.schemas import Input
from web.chat import desk, limits
from web.chat.identity import prove
from web.chat.token import visitor_of
from web.provided import TheAddress

AnyRequest = Request[Any, Any, Any]  # user, auth and state types do not matter here
Number = Annotated[int, Meta(ge=1, le=2**53)]
VISITOR: Final = {"access": Access.VISITOR}


class Claim(Input):
    """Who the site says its visitor is: a signed token, or an id with its keyed hash."""

    jwt: Annotated[str, Meta(max_length=4096)] | None = None
    user: Annotated[str, Meta(max_length=200)] | None = None
    hash: Annotated[str, Meta(max_length=64)] | None = None


class Turned(Input):
    """The page a visitor is on now."""

    url: Annotated[str, Meta(max_length=2_000)] = ""
    title: Annotated[str, Meta(max_length=2_000)] = ""
    referrer: Annotated[str, Meta(max_length=2_000)] = ""


class OfTicket(Input):
    """One of the visitor's tickets, by number."""

    ticket: Number


class Continued(OfTicket):
    """How to go on; email: where to, when it is not known yet."""

    by: Literal["mail", "telegram"]
    email: Annotated[str, Meta(max_length=320)] = ""


class Wanted(OfTicket):
    """Where the transcript goes, when that is not known yet."""

    email: Annotated[str, Meta(max_length=320)] = ""


class Rated(OfTicket):
    """1 to 5, and a word."""

    score: int
    comment: Annotated[str, Meta(max_length=10_000)] = ""


class Nothing(Input):
    """No words are needed."""


class IdentityRefused(Unauthenticated):
    """What was said about who the visitor is proves nothing."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code


class Wishes(Controller):
    """What a visitor asks for; always by the token."""

    path = "/chat/{key:str}"
    opt = VISITOR
    tags = ("chat",)

    @put("/identity", sync_to_thread=True)
    def identify(self, request: AnyRequest, key: FromPath[str], data: JSONBody[Claim], address: TheAddress) -> Json:
        """Bind this browser to the person their site proved; what need not be asked any more comes back."""
        channel_id, token_hash = visitor_of(request, key)
        given = {name: value for name in ("jwt", "user", "hash") if (value := getattr(data, name)) is not None}
        proved = prove(channel_id, token_hash, given, address=address)
        if proved.problem is not None:
            raise IdentityRefused(proved.problem)
        standing = proved.on_top_of(desk.stand(channel_id, token_hash, {}).welcome)
        return {name: standing[name] for name in ("known", "consented", "verified")}

    @post("/pages", sync_to_thread=True, status_code=204)
    def turn(self, request: AnyRequest, key: FromPath[str], data: JSONBody[Turned]) -> None:
        """Note that the visitor went on to another page; of who has not written nothing is kept."""
        channel_id, token_hash = visitor_of(request, key)
        page = page_of({"url": data.url, "title": data.title, "referrer": data.referrer})
        desk.turn_page(channel_id, token_hash, page)

    @post("/endings", sync_to_thread=True, status_code=204)
    def end(self, request: AnyRequest, key: FromPath[str], data: JSONBody[OfTicket]) -> None:
        """End a chat: its ticket is resolved."""
        with _visitor(request, key) as (session, visitor):
            visitor_wishes.end(session, visitor_wishes.thread_of(session, visitor, data.ticket))

    @put("/ratings", sync_to_thread=True, status_code=204)
    def rate(self, request: AnyRequest, key: FromPath[str], data: JSONBody[Rated]) -> None:
        """Rate the help; again replaces the rating before."""
        with _visitor(request, key) as (session, visitor):
            thread = visitor_wishes.thread_of(session, visitor, data.ticket)
            visitor_wishes.rate(session, thread, score=data.score, comment=data.comment)

    @post("/continuations", sync_to_thread=True, status_code=200)
    def go_on(self, request: AnyRequest, key: FromPath[str], data: JSONBody[Continued], address: TheAddress) -> Json:
        """Go on by mail ("sent", or "confirm" when a link has to prove the address first) or by a link to Telegram."""
        limits.spend_letter(address)
        with _visitor(request, key) as (session, visitor):
            thread = visitor_wishes.thread_of(session, visitor, data.ticket)
            if data.by == "telegram":
                return {"url": visitor_wishes.telegram_link(session, thread)}
            purpose = WidgetLinkPurpose.CONTINUE
            return {"state": chat_links.by_mail(session, thread, purpose=purpose, address=data.email)}

    @post("/transcripts", sync_to_thread=True, status_code=200)
    def send_transcript(
        self, request: AnyRequest, key: FromPath[str], data: JSONBody[Wanted], address: TheAddress
    ) -> Json:
        """Send what was said by mail: "sent", or "confirm" when a link has to prove the address first."""
        limits.spend_letter(address)
        with _visitor(request, key) as (session, visitor):
            thread = visitor_wishes.thread_of(session, visitor, data.ticket)
            purpose = WidgetLinkPurpose.TRANSCRIPT
            return {"state": chat_links.by_mail(session, thread, purpose=purpose, address=data.email)}

    @post("/erasures", sync_to_thread=True, status_code=200)
    def erase(self, request: AnyRequest, key: FromPath[str], data: JSONBody[Nothing], address: TheAddress) -> Json:
        """Ask that everything be deleted; the token is worth nothing from now on."""
        with _visitor(request, key) as (session, visitor):
            return {"due_at": iso(erasures.ask(session, visitor, address=address))}


@contextmanager
def _visitor(request: AnyRequest, key: str) -> Iterator[tuple[Session, Visitor]]:
    channel_id, token_hash = visitor_of(request, key)
    with db.transaction() as session:
        visitor = queries.visitor_by_hash(session, channel_id, token_hash)
        if visitor is None:
            raise NotFound
        yield session, visitor
