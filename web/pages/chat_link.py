"""The page behind a link from a mail of the chat: opening it does nothing, since programs that scan mails open every link."""

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import db, ratelimit
from helpdesk.actions import chat_links
from helpdesk.actions.chat_links import Offered
from helpdesk.errors import Conflict, Expired, TooMany
from web.headers import Kind
from web.origins import network_of
from web.pages.forms import AnyRequest, Fields, form_page, refusal, require_form_token
from web.pages.render import page
from web.provided import TheAddress
from web.session import ForgedForm

OPT = {"access": "public", "headers": Kind.PAGE}


class ChatLinkExpired(Expired):
    """This link has expired or was already used."""

    code = "chat_link_expired"


@get("/chat-links/{token:str}", opt=OPT, sync_to_thread=True, include_in_schema=False)
def show_chat_link(request: AnyRequest, token: FromPath[str], address: TheAddress) -> Response[str]:
    """Show what the link is for."""
    return form_page(request, "chat_link.html", fields={}, offered=_find(token, address=address))


@post("/chat-links/{token:str}", opt=OPT, sync_to_thread=True, include_in_schema=False, status_code=200)
def use_chat_link(request: AnyRequest, token: FromPath[str], data: Fields, address: TheAddress) -> Response[str]:
    """Do what the link is for, once."""
    offered = _find(token, address=address)
    try:
        require_form_token(request, data)
        with db.transaction() as session:
            chat_links.confirm(session, token)
    except (ForgedForm, TooMany) as error:
        message, status, headers = refusal(request, error)
        return form_page(
            request, "chat_link.html", fields={}, offered=offered, message=message, status=status, headers=headers
        )
    except (Expired, Conflict):
        raise ChatLinkExpired from None
    return page(request, "chat_link_done.html")


def _find(token: str, *, address: str) -> Offered:
    network = network_of(address)
    ratelimit.check(ratelimit.LINK_GUESS, network)
    try:
        with db.reading() as session:
            return chat_links.find(session, token)
    except Expired:
        ratelimit.spend(ratelimit.LINK_GUESS, network)
        raise ChatLinkExpired from None
