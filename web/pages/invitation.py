"""The page behind an invitation link."""

from dataclasses import dataclass

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.orm import Session

from helpdesk import db, ratelimit, settings
from helpdesk.actions.accounts import hashing, invitations, passwords, sign_in_steps
from helpdesk.actions.accounts.checks import checked_name
from helpdesk.actions.accounts.invitations import Acceptance
from helpdesk.actions.accounts.sessions import Started
from helpdesk.actions.accounts.sign_in_steps import Waiting
from helpdesk.errors import Expired, TooMany
from helpdesk.models import Invitation
from web.headers import Kind
from web.origins import network_of
from web.pages.forms import AnyRequest, Fields, collect, field, form_page, refusal, require_form_token
from web.pages.render import language_of
from web.pages.second_factor import go_on
from web.pages.setup import require_repeated
from web.provided import TheAddress, TheConfig
from web.session import ForgedForm, browser_name

OPT = {"access": "public", "headers": Kind.PAGE}


class InvitationExpired(Expired):
    """This invitation was withdrawn or is too old."""

    code = "invitation_expired"


@dataclass(frozen=True, slots=True)
class _Shown:
    desk: str
    email: str
    name: str
    role: str


@get("/invitations/{token:str}", opt=OPT, sync_to_thread=True, include_in_schema=False)
def show_invitation(request: AnyRequest, token: FromPath[str], address: TheAddress) -> Response[str]:
    """Show what the invitation offers, and the form to take it."""
    shown = _find(token, address=address)
    return form_page(request, "invitation.html", fields={"name": shown.name}, invitation=shown)


@post("/invitations/{token:str}", opt=OPT, sync_to_thread=True, include_in_schema=False, status_code=200)
def accept_invitation(
    request: AnyRequest, token: FromPath[str], data: Fields, config: TheConfig, address: TheAddress
) -> Response[str] | Redirect:
    """Make the agent and sign them in, or show the form again saying what is wrong."""
    shown = _find(token, address=address)
    try:
        require_form_token(request, data)
    except (ForgedForm, TooMany) as error:
        message, status, headers = refusal(request, error)
        return form_page(
            request, "invitation.html", fields=data, message=message, status=status, headers=headers, invitation=shown
        )
    errors = _errors(data, shown)
    if errors:
        return form_page(request, "invitation.html", fields=data, errors=errors, status=400, invitation=shown)
    return go_on(config, _accept(request, token, data=data, address=address), next_path="/")


def _errors(data: Fields, shown: _Shown) -> dict[str, str]:
    personal = (shown.email, field(data, "name"))
    with db.reading() as session:
        return collect(
            lambda: checked_name(field(data, "name")),
            lambda: passwords.require_strong(session, field(data, "password"), personal=personal),
            lambda: require_repeated(data),
        )


def _accept(request: AnyRequest, token: str, *, data: Fields, address: str) -> Started | Waiting:
    choice = Acceptance(
        name=field(data, "name"),
        password_hash=hashing.make_hash(field(data, "password")),
        locale=language_of(request),
    )
    browser = browser_name(request.headers.get("user-agent", ""))

    def accept(session: Session) -> Started | Waiting:
        agent = invitations.accept(session, token, choice=choice, address=address)
        return sign_in_steps.begin(session, agent, address=address, browser=browser)

    try:
        return db.retrying(accept)
    except invitations.Used:
        raise
    except Expired:
        raise InvitationExpired from None


def _find(token: str, *, address: str) -> _Shown:
    network = network_of(address)
    ratelimit.check(ratelimit.LINK_GUESS, network)
    try:
        with db.reading() as session:
            found: Invitation = invitations.find(session, token)
            return _Shown(str(settings.get(session, "desk_name")), found.email, found.name, found.role.value)
    except invitations.Used:
        raise
    except Expired:
        ratelimit.spend(ratelimit.LINK_GUESS, network)
        raise InvitationExpired from None
