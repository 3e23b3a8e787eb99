"""A plain page of a pretend shop that embeds the chat as any site would."""

from litestar import Response, get
from sqlalchemy import select

from helpdesk import db
from helpdesk.errors import NotFound
from helpdesk.models import Channel, ChannelKind
from web.headers import Kind
from web.origins import asked_origin
from web.pages.forms import AnyRequest
from web.pages.render import page
from web.provided import TheConfig


@get("/try", opt={"access": "public", "headers": Kind.SHOP}, sync_to_thread=True, include_in_schema=False)
def show_shop(request: AnyRequest, config: TheConfig) -> Response[str]:
    """Show the shop with the first web-chat channel."""
    return page(request, "try.html", base_url=asked_origin(request.headers, config), channel_key=_first_chat())


@get("/try/examples", opt={"access": "public", "headers": Kind.SHOP}, sync_to_thread=True, include_in_schema=False)
def show_examples(request: AnyRequest) -> Response[str]:
    """Show what a page may say to the chat, each with a button that runs it."""
    return page(request, "try_examples.html", channel_key=_first_chat())


def _first_chat() -> str:
    with db.reading() as session:
        key = session.scalar(
            select(Channel.public_key).where(Channel.kind == ChannelKind.WEBCHAT).order_by(Channel.id).limit(1)
        )
    if key is None:
        raise NotFound
    return key
