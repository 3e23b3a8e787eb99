"""The one-time set-up page that makes the first administrator."""

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.orm import Session

from helpdesk import db, ratelimit
from helpdesk.actions.accounts import hashing, passwords, sessions, setup
from helpdesk.actions.accounts.checks import checked_email, checked_name
from helpdesk.actions.accounts.sessions import Started
from helpdesk.actions.accounts.setup import FirstAdmin
from helpdesk.errors import Conflict, Expired, Invalid, TooMany
from web.headers import Kind
from web.origins import network_of
from web.pages.forms import AnyRequest, Fields, collect, errors_of, field, form_page, refusal, require_form_token
from web.pages.render import language_of
from web.pages.second_factor import session_cookies
from web.provided import TheAddress, TheConfig
from web.session import ForgedForm, browser_name

OPT = {"access": "public", "headers": Kind.PAGE}


class SetupExpired(Expired):
    """The desk is set up already, or this is not the newest set-up link."""

    code = "setup_expired"


@get("/setup/{token:str}", opt=OPT, sync_to_thread=True, include_in_schema=False)
def show_setup(request: AnyRequest, token: FromPath[str], address: TheAddress) -> Response[str]:
    """Show the form while the link is good."""
    _require_open(token, address=address)
    return form_page(request, "setup.html")


@post("/setup/{token:str}", opt=OPT, sync_to_thread=True, include_in_schema=False, status_code=200)
def set_up(
    request: AnyRequest, token: FromPath[str], data: Fields, config: TheConfig, address: TheAddress
) -> Response[str] | Redirect:
    """Make the first administrator and sign them in, or show the form again saying what is wrong."""
    _require_open(token, address=address)
    try:
        require_form_token(request, data)
    except (ForgedForm, TooMany) as error:
        message, status, headers = refusal(request, error)
        return form_page(request, "setup.html", fields=data, message=message, status=status, headers=headers)
    errors = _errors(data)
    if errors:
        return form_page(request, "setup.html", fields=data, errors=errors, status=400)
    try:
        started = _make(request, token, data=data, address=address)
    except Conflict as error:
        return form_page(request, "setup.html", fields=data, errors=errors_of(error), status=409)
    return Redirect("/", status_code=303, cookies=session_cookies(config, started))


def require_repeated(data: Fields) -> None:
    """Raise Invalid unless the password was written twice the same."""
    if field(data, "password") != field(data, "repeat"):
        raise Invalid("The two passwords are not the same.", repeat="differs")


def _errors(data: Fields) -> dict[str, str]:
    personal = (field(data, "email"), field(data, "name"), field(data, "desk_name"))
    with db.reading() as session:
        return collect(
            lambda: setup.checked_desk_name(field(data, "desk_name")),
            lambda: checked_name(field(data, "name")),
            lambda: checked_email(field(data, "email")),
            lambda: passwords.require_strong(session, field(data, "password"), personal=personal),
            lambda: require_repeated(data),
        )


def _make(request: AnyRequest, token: str, *, data: Fields, address: str) -> Started:
    first = FirstAdmin(
        desk_name=field(data, "desk_name"),
        name=field(data, "name"),
        email=field(data, "email"),
        password_hash=hashing.make_hash(field(data, "password")),
        locale=language_of(request),
    )
    browser = browser_name(request.headers.get("user-agent", ""))

    def make(session: Session) -> Started:
        agent = setup.set_up(session, token, first=first, address=address)
        return sessions.start(session, agent, address=address, browser=browser)

    try:
        return db.retrying(make)
    except Expired:
        raise SetupExpired from None


def _require_open(token: str, *, address: str) -> None:
    network = network_of(address)
    ratelimit.check(ratelimit.LINK_GUESS, network)
    try:
        with db.reading() as session:
            setup.require_open(session, token)
    except Expired:
        ratelimit.spend(ratelimit.LINK_GUESS, network)
        raise SetupExpired from None
