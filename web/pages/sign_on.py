"""Signing in at a provider: the way there and the way back."""

from typing import Final
from urllib.parse import urlencode

from litestar import get
from litestar.datastructures import Cookie
from litestar.params import FromQuery
from litestar.response import Redirect
from sqlalchemy.orm import Session

from helpdesk import clock, db, ratelimit
from helpdesk.actions.accounts import sign_on, sign_on_people
from helpdesk.actions.accounts.sessions import Started
from helpdesk.actions.accounts.sign_in_steps import Waiting
from helpdesk.actions.accounts.sign_on import LIFE, Proven, Returned
from helpdesk.config import Config
from helpdesk.errors import TooMany
from helpdesk.permissions import Actor
from helpdesk.sign_on.trouble import SignOnTrouble, Why
from web import session as web_session
from web.headers import Kind
from web.origins import network_of
from web.pages import redirects
from web.pages.forms import AnyRequest
from web.pages.second_factor import go_on
from web.provided import TheAddress, TheConfig
from web.session import browser_name, token_of

OPT = {"access": "public", "headers": Kind.PAGE}
COOKIE: Final = "sign-on"
PROFILE: Final = "/?page=settings&section=second_factor"


def browser_cookie(config: Config, browser_token: str) -> Cookie:
    """Return what binds the way to the provider and back to one browser."""
    return web_session.cookie(config, browser_token, expires_at=clock.now() + LIFE, name=COOKIE)


@get("/sign-in/elsewhere", opt=OPT, sync_to_thread=True, include_in_schema=False)
def go_to_provider(
    config: TheConfig,
    address: TheAddress,
    next: FromQuery[str] = "",  # noqa: A002 - the name in the address
) -> Redirect:
    """Send the browser to the provider."""
    try:
        ratelimit.spend(ratelimit.SIGN_ON, network_of(address))
        sent = sign_on.begin(next_path=redirects.local_path(next))
    except (SignOnTrouble, TooMany) as error:
        return _refused(error.why if isinstance(error, SignOnTrouble) else Why.OVER, config)
    return Redirect(sent.url, status_code=303, cookies=[browser_cookie(config, sent.browser_token)])


@get("/sign-in/returned", opt=OPT, sync_to_thread=True, include_in_schema=False)
def come_back(
    request: AnyRequest,
    config: TheConfig,
    address: TheAddress,
) -> Redirect:
    """Let somebody in by the provider's word, or say on the sign-in page why not."""
    try:
        ratelimit.spend(ratelimit.SIGN_ON, network_of(address))
        proven = sign_on.prove(_returned(request, config))
        if proven.agent_id is not None:
            return _link(request, proven, proven.agent_id, config=config, address=address)
        outcome = _enter(request, proven, config=config, address=address)
    except TooMany:
        return _refused(Why.OVER, config)
    except SignOnTrouble as trouble:
        why = trouble.why
        db.retrying(lambda session: sign_on.note_refusal(session, why, address=address))
        return _refused(why, config)
    answer = go_on(config, outcome, next_path=proven.next_path)
    answer.set_cookie(_no_cookie(config))
    return answer


def _returned(request: AnyRequest, config: Config) -> Returned:
    code, state, error, issuer = (request.query_params.get(name, "") for name in ("code", "state", "error", "iss"))
    return Returned(code, state, token_of(request, config, name=COOKIE), error, issuer)


def _enter(request: AnyRequest, proven: Proven, *, config: Config, address: str) -> Started | Waiting:
    browser = browser_name(request.headers.get("user-agent", ""))
    before = token_of(request, config)

    def enter(session: Session) -> Started | Waiting:
        outcome = sign_on.sign_in(session, proven, address=address, browser=browser)
        sign_on.end_before(session, before)
        return outcome

    return db.retrying(enter)


def _link(request: AnyRequest, proven: Proven, agent_id: int, *, config: Config, address: str) -> Redirect:
    signed_in = web_session.find(token_of(request, config))
    if signed_in is None or signed_in.agent_id != agent_id:
        raise SignOnTrouble(Why.OVER)
    actor: Actor = signed_in.actor
    db.retrying(lambda session: sign_on_people.link(session, agent_id, proven.person, by=actor, address=address))
    return Redirect(PROFILE, status_code=303, cookies=[_no_cookie(config)])


def _refused(why: Why, config: Config) -> Redirect:
    return Redirect(f"/sign-in?{urlencode({'trouble': why.value})}", status_code=303, cookies=[_no_cookie(config)])


def _no_cookie(config: Config) -> Cookie:
    return web_session.cookie(config, "", name=COOKIE)
