"""Forgotten passwords: asking for a link, and the page behind it."""

import structlog
from litestar import Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath

from helpdesk import db, ratelimit, settings
from helpdesk.actions import system_mail
from helpdesk.actions.accounts import password_resets
from helpdesk.actions.accounts.checks import checked_email
from helpdesk.actions.accounts.password_resets import Reset
from helpdesk.errors import Expired, Invalid, TooMany
from web.headers import Kind
from web.origins import network_of
from web.pages.forms import AnyRequest, Fields, collect, errors_of, field, form_page, refusal, require_form_token
from web.pages.render import page
from web.pages.setup import require_repeated
from web.provided import TheAddress
from web.session import ForgedForm

OPT = {"access": "public", "headers": Kind.PAGE}

log = structlog.get_logger()


class ResetExpired(Expired):
    """This link was used already, or is older than an hour."""

    code = "reset_expired"


@get("/password-reset", opt=OPT, sync_to_thread=True, include_in_schema=False)
def show_reset_request(request: AnyRequest) -> Response[str]:
    """Show the form that asks for a link."""
    return _request_form(request)


@post("/password-reset", opt=OPT, sync_to_thread=True, include_in_schema=False, status_code=200)
def request_reset(request: AnyRequest, data: Fields, address: TheAddress) -> Response[str]:
    """Say that a link is on its way if the address is known; whether it is, is looked up when that has been said."""
    try:
        require_form_token(request, data)
        ratelimit.spend(ratelimit.RESET, network_of(address))
    except (ForgedForm, TooMany) as error:
        message, status, headers = refusal(request, error)
        return _request_form(request, data, message=message, status=status, headers=headers)
    errors = collect(lambda: checked_email(field(data, "email")))
    if errors:
        return _request_form(request, data, errors=errors, status=400)
    answer = page(request, "reset_sent.html")
    answer.background = BackgroundTask(_ask, field(data, "email"), address)
    return answer


@get("/password-reset/{token:str}", opt=OPT, sync_to_thread=True, include_in_schema=False)
def show_reset(request: AnyRequest, token: FromPath[str], address: TheAddress) -> Response[str]:
    """Show the form that takes the new password."""
    return form_page(request, "reset.html", reset=_find(token, address=address))


@post("/password-reset/{token:str}", opt=OPT, sync_to_thread=True, include_in_schema=False, status_code=200)
def reset_password(request: AnyRequest, token: FromPath[str], data: Fields, address: TheAddress) -> Response[str]:
    """Keep the new password, or show the form again saying what is wrong; nobody is signed in by it."""
    reset = _find(token, address=address)
    try:
        require_form_token(request, data)
    except (ForgedForm, TooMany) as error:
        message, status, headers = refusal(request, error)
        return form_page(request, "reset.html", message=message, status=status, headers=headers, reset=reset)
    try:
        require_repeated(data)
        with db.reading() as session:
            password_hash = password_resets.prepare(session, reset, field(data, "password"))
    except Invalid as error:
        return form_page(request, "reset.html", errors=errors_of(error), status=400, reset=reset)
    try:
        db.retrying(
            lambda session: password_resets.finish(session, token, password_hash=password_hash, address=address)
        )
    except Expired:
        raise ResetExpired from None
    return page(request, "reset_done.html")


def _request_form(
    request: AnyRequest,
    fields: dict[str, str] | None = None,
    *,
    errors: dict[str, str] | None = None,
    message: str = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response[str]:
    with db.reading() as session:
        desk = settings.get(session, "desk_name")
        can_send = system_mail.mailbox(session) is not None
    return form_page(
        request,
        "reset_request.html",
        fields=fields,
        errors=errors,
        message=message,
        status=status,
        headers=headers,
        desk=desk,
        can_send=can_send,
    )


def _ask(email: str, address: str) -> None:
    try:
        db.retrying(lambda session: password_resets.ask(session, email, address=address))
    except Exception as error:
        log.error("a link for a new password was not written", exc_info=error)


def _find(token: str, *, address: str) -> Reset:
    network = network_of(address)
    ratelimit.check(ratelimit.LINK_GUESS, network)
    try:
        with db.reading() as session:
            return password_resets.find(session, token)
    except Expired:
        ratelimit.spend(ratelimit.LINK_GUESS, network)
        raise ResetExpired from None
