"""Signing in and out."""

import hashlib
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.params import FromQuery
from litestar.response import Redirect

from helpdesk import db, i18n, ratelimit, settings
from helpdesk.actions.accounts import agents, sessions, sign_on_settings, signing_in
from helpdesk.actions.accounts.checks import normal_email
from helpdesk.actions.accounts.sessions import Started
from helpdesk.actions.accounts.sign_in_steps import Waiting
from helpdesk.actions.accounts.signing_in import PasswordsOff
from helpdesk.config import Config
from helpdesk.errors import TooMany, Unauthenticated
from helpdesk.sign_on.trouble import Why
from web import session as web_session
from web.headers import Kind
from web.origins import network_of
from web.pages import redirects
from web.pages.forms import AnyRequest, Fields, field, form_page, refusal, require_form_token
from web.pages.render import language_of, page
from web.pages.second_factor import go_on
from web.provided import TheAddress, TheConfig
from web.session import ForgedForm, SignedIn, browser_name, token_of

OPT = {"access": "public", "headers": Kind.PAGE}


@get("/sign-in", opt=OPT, sync_to_thread=True, include_in_schema=False)
def show_sign_in(
    request: AnyRequest,
    config: TheConfig,
    next: FromQuery[str] = "",  # noqa: A002 - the name in the address
    over: FromQuery[str] = "",
    trouble: FromQuery[str] = "",
) -> Response[str] | Redirect:
    """Show the form; who is signed in already goes on."""
    if web_session.find(token_of(request, config)) is not None:
        return Redirect(redirects.local_path(next), status_code=303)
    word = f"sign_on.{trouble}" if trouble in set(Why) else "second_factor.over" if over else ""
    return _form(request, {"next": next}, message=i18n.text(language_of(request), word) if word else "")


@post("/sign-in", opt=OPT, sync_to_thread=True, include_in_schema=False, status_code=200)
def sign_in(request: AnyRequest, data: Fields, config: TheConfig, address: TheAddress) -> Response[str] | Redirect:
    """Begin a session, or show the form again saying why not."""
    try:
        require_form_token(request, data)
        arrived = _try(request, data, config=config, address=address)
    except (TooMany, ForgedForm) as error:
        message, status, headers = refusal(request, error)
        return _form(request, data, message=message, status=status, headers=headers)
    except PasswordsOff:
        return _form(request, data, message=i18n.text(language_of(request), "sign_on.passwords_off"), status=403)
    except Unauthenticated:
        return _form(request, data, message=i18n.text(language_of(request), "sign_in.wrong"), status=401)
    return go_on(config, arrived, next_path=field(data, "next"))


@get("/sign-out", opt={**OPT, "access": "agent"}, sync_to_thread=True, include_in_schema=False)
def show_sign_out(request: AnyRequest) -> Response[str]:
    """Ask whether to sign out, for those without JavaScript."""
    return page(request, "sign_out.html", desk=_desk_name(), csrf=web_session.csrf_of(request))


@post("/sign-out", opt=OPT, sync_to_thread=True, include_in_schema=False)
def sign_out(request: AnyRequest, data: Fields, config: TheConfig, address: TheAddress) -> Redirect:
    """End the session this browser uses; without one there is nothing to end."""
    token = token_of(request, config)
    signed_in = web_session.find(token)
    if signed_in is not None:
        web_session.require_csrf(field(data, "csrf"), token)
        end(signed_in, address=address)
    return Redirect("/sign-in", status_code=303, cookies=[web_session.cookie(config, "")])


def end(signed_in: SignedIn, *, address: str) -> None:
    """End a session in a transaction of its own."""
    with db.transaction() as session:
        sessions.sign_out(session, signed_in, address=address)


def _try(request: AnyRequest, data: Fields, *, config: Config, address: str) -> Started | Waiting:
    """Prove who somebody is and let them in, or on to the next step, counting tries by account and address."""
    account = hashlib.sha256(normal_email(field(data, "email")).encode()).hexdigest()[:32]
    network = network_of(address)
    spent = [(ratelimit.SIGN_IN, f"{account}:{network}"), (ratelimit.SIGN_IN_ADDRESS, network)]
    for limit, key in spent:
        ratelimit.spend(limit, key)
    with db.reading() as session:
        claim = signing_in.find_claim(session, field(data, "email"), address=address)
    if not claim.is_known_address:
        ratelimit.spend(ratelimit.SIGN_IN_ACCOUNT, account)
        spent.append((ratelimit.SIGN_IN_ACCOUNT, account))
    proof = signing_in.prove(claim, field(data, "password"))
    with db.transaction() as session:
        if proof is not None:
            sessions.end_by_token(session, token_of(request, config))
            browser = browser_name(request.headers.get("user-agent", ""))
            arrived = signing_in.sign_in(session, proof, address=address, browser=browser)
        else:
            signing_in.record_failure(session, claim, address=address)
    if proof is None:
        raise Unauthenticated(signing_in.WRONG)
    for limit, key in spent:
        ratelimit.give_back(limit, key)
    return arrived


def _form(
    request: AnyRequest,
    fields: dict[str, str],
    *,
    message: str = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response[str]:
    with db.reading() as session:
        is_anybody_here = agents.is_any(session)
        kept = sign_on_settings.current(session)
        desk = settings.get(session, "desk_name")
    return form_page(
        request,
        "sign_in.html",
        fields={"email": field(fields, "email"), "next": field(fields, "next")},
        message=message,
        status=status,
        headers=headers,
        desk=desk,
        is_anybody_here=is_anybody_here,
        elsewhere=kept.name if kept.is_on else "",
        elsewhere_path=f"/sign-in/elsewhere?{urlencode({'next': field(fields, 'next')})}",
    )


def _desk_name() -> str:
    with db.reading() as session:
        return str(settings.get(session, "desk_name"))
