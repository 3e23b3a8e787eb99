"""The page behind an unsubscribe link: opening it does nothing, since programs that scan mails open every link."""

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import db, ratelimit, settings
from helpdesk.actions import unsubscribing
from helpdesk.errors import Expired
from web.headers import Kind
from web.origins import network_of
from web.pages.forms import AnyRequest, Fields
from web.pages.render import page
from web.provided import TheAddress

OPT = {"access": "public", "headers": Kind.PAGE}


class UnsubscribeExpired(Expired):
    """This link was never given, or whom it was given to is forgotten."""

    code = "unsubscribe_expired"


@get("/unsubscribe/{token:str}", opt=OPT, sync_to_thread=True, include_in_schema=False)
def show_unsubscribe(request: AnyRequest, token: FromPath[str], address: TheAddress) -> Response[str]:
    """Show what the reader may choose, by where they stand."""
    return _page(request, token, address)


@post(
    "/unsubscribe/{token:str}",
    opt=OPT | {"cross_site": True},
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
)
def unsubscribe(request: AnyRequest, token: FromPath[str], data: Fields, address: TheAddress) -> Response[str]:
    """Unsubscribe, or take it back where the form says `again`.

    No token of a form is asked for: mail programs post here by themselves (RFC 8058), and the link is the right to it.
    """
    _stands(token, address)
    with db.transaction() as session:
        if data.get("again") == "1":
            unsubscribing.subscribe_again(session, token)
        else:
            unsubscribing.unsubscribe(session, token)
    return _page(request, token, address)


def _page(request: AnyRequest, token: str, address: str) -> Response[str]:
    is_out, desk = _stands(token, address)
    return page(request, "unsubscribe.html", is_out=is_out, desk=desk)


def _stands(token: str, address: str) -> tuple[bool, str]:
    """Return whether the link's reader has unsubscribed, and from what; guesses are counted."""
    network = network_of(address)
    ratelimit.check(ratelimit.LINK_GUESS, network)
    try:
        with db.reading() as session:
            customer = unsubscribing.find(session, token)
            return customer.unsubscribed_at is not None, str(settings.get(session, "desk_name"))
    except Expired:
        ratelimit.spend(ratelimit.LINK_GUESS, network)
        raise UnsubscribeExpired from None
