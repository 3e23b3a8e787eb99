"""The second step of signing in: a code of the app, a recovery code, or setting the app up."""

from typing import Final
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.params import FromQuery
from litestar.response import Redirect

from helpdesk import db, i18n, qr, settings
from helpdesk.actions.accounts import sign_in_steps
from helpdesk.actions.accounts.second_factors import Enrolment, Outcome, Verdict
from helpdesk.actions.accounts.sessions import Started
from helpdesk.actions.accounts.sign_in_steps import Found, Waiting
from helpdesk.config import Config
from helpdesk.errors import Conflict, Expired, TooMany
from helpdesk.models import StepKind
from web import code_tries
from web import session as web_session
from web.headers import Kind
from web.pages import redirects
from web.pages.forms import AnyRequest, Fields, field, form_page, refusal, require_form_token
from web.pages.render import language_of
from web.provided import TheAddress, TheConfig
from web.session import ForgedForm, browser_name

OPT = {"access": "public", "headers": Kind.PAGE}
WITH_CODES = {**OPT, "headers": Kind.CODES}
COOKIE: Final = "sign-in-step"
PLACES: Final = {StepKind.CODE: "/sign-in/code", StepKind.ENROL: "/sign-in/second-factor"}
RECOVERY: Final = "recovery"


def go_on(config: Config, outcome: Started | Waiting, *, next_path: str) -> Redirect:
    """Send a browser whose password was right to the desk, or to the step that is asked before."""
    wanted = redirects.local_path(next_path)
    if isinstance(outcome, Started):
        return Redirect(wanted, status_code=303, cookies=session_cookies(config, outcome))
    place = f"{PLACES[outcome.kind]}?{urlencode({'next': wanted})}"
    kept = web_session.cookie(config, outcome.token, expires_at=outcome.expires_at, name=COOKIE)
    return Redirect(place, status_code=303, cookies=[kept])


def session_cookies(config: Config, started: Started) -> list[Cookie]:
    """Return the cookies of a session that has just begun."""
    return [web_session.cookie(config, started.token, expires_at=started.expires_at)]


@get("/sign-in/code", opt=OPT, sync_to_thread=True, include_in_schema=False)
def show_code(
    request: AnyRequest,
    address: TheAddress,
    next: FromQuery[str] = "",  # noqa: A002 - the name in the address
    by: FromQuery[str] = "",
) -> Response[str] | Redirect:
    """Ask for the code of the app, or for a recovery code."""
    try:
        _find(request, StepKind.CODE, address=address)
    except Expired:
        return _over()
    return _code_form(request, {"next": next, "by": by})


@post("/sign-in/code", opt=OPT, sync_to_thread=True, include_in_schema=False, status_code=200)
def give_code(request: AnyRequest, data: Fields, config: TheConfig, address: TheAddress) -> Response[str] | Redirect:
    """Begin a session, or say why the code does not count."""
    try:
        require_form_token(request, data)
        step = _find(request, StepKind.CODE, address=address)
        spent = code_tries.spend(step.agent_id, address=address, is_known_address=step.is_known_address)
        browser = browser_name(request.headers.get("user-agent", ""))
        outcome = db.retrying(
            lambda session: sign_in_steps.give_code(
                session, _token(request), field(data, "code"), address=address, browser=browser
            )
        )
    except (TooMany, ForgedForm) as error:
        message, status, headers = refusal(request, error)
        return _code_form(request, data, message=message, status=status, headers=headers)
    except (Expired, Conflict):
        return _over()
    if isinstance(outcome, Verdict):
        is_recovery = field(data, "by") == RECOVERY
        return _code_form(request, data, message=_words(request, outcome, is_recovery=is_recovery), status=401)
    code_tries.give_back(spent)
    return _enter(config, outcome, next_path=field(data, "next"))


@get("/sign-in/second-factor", opt=OPT, sync_to_thread=True, include_in_schema=False)
def show_enrolment(
    request: AnyRequest,
    address: TheAddress,
    next: FromQuery[str] = "",  # noqa: A002 - the name in the address
) -> Response[str] | Redirect:
    """Show the picture for the app and ask for its first code."""
    try:
        return _enrolment_form(request, _offer(request, address=address), {"next": next})
    except Expired:
        return _over()


@post("/sign-in/second-factor", opt=WITH_CODES, sync_to_thread=True, include_in_schema=False, status_code=200)
def enrol(request: AnyRequest, data: Fields, config: TheConfig, address: TheAddress) -> Response[str] | Redirect:
    """Begin a session and show the recovery codes once, or say why the code does not count."""
    try:
        offered = _offer(request, address=address)
    except Expired:
        return _over()
    try:
        require_form_token(request, data)
        step = _find(request, StepKind.ENROL, address=address)
        spent = code_tries.spend(step.agent_id, address=address, is_known_address=True)
        browser = browser_name(request.headers.get("user-agent", ""))
        outcome = db.retrying(
            lambda session: sign_in_steps.enrol(
                session, _token(request), field(data, "code"), address=address, browser=browser
            )
        )
    except (TooMany, ForgedForm) as error:
        message, status, headers = refusal(request, error)
        return _enrolment_form(request, offered, data, message=message, status=status, headers=headers)
    except (Expired, Conflict):
        return _over()
    if isinstance(outcome, Verdict):
        return _enrolment_form(request, offered, data, message=_words(request, outcome), status=401)
    code_tries.give_back(spent)
    started, codes = outcome
    onward = redirects.local_path(field(data, "next"))
    answer = form_page(request, "recovery_codes.html", codes=codes, onward=onward)
    for cookie in (*session_cookies(config, started), _no_step(config)):
        answer.set_cookie(cookie)
    return answer


def _enter(config: Config, started: Started, *, next_path: str) -> Redirect:
    cookies = [*session_cookies(config, started), _no_step(config)]
    return Redirect(redirects.local_path(next_path), status_code=303, cookies=cookies)


def _no_step(config: Config) -> Cookie:
    return web_session.cookie(config, "", name=COOKIE)


def _over() -> Redirect:
    return Redirect("/sign-in?over=1", status_code=303)


def _token(request: AnyRequest) -> str:
    return web_session.token_of(request, request.app.state["config"], name=COOKIE)


def _find(request: AnyRequest, kind: StepKind, *, address: str) -> Found:
    with db.reading() as session:
        return sign_in_steps.find(session, _token(request), kind, address=address)


def _offer(request: AnyRequest, *, address: str) -> Enrolment:
    with db.reading() as session:
        return sign_in_steps.offer(session, _token(request), address=address)


def _words(request: AnyRequest, verdict: Verdict, *, is_recovery: bool = False) -> str:
    reason = "wrong_recovery" if is_recovery and verdict.outcome is Outcome.WRONG else verdict.outcome.value
    return i18n.text(language_of(request), f"second_factor.{reason}", n=verdict.minutes)


def _code_form(
    request: AnyRequest,
    fields: dict[str, str],
    *,
    message: str = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response[str]:
    is_recovery, onward = field(fields, "by") == RECOVERY, field(fields, "next")
    return form_page(
        request,
        "second_factor.html",
        fields={"next": onward, "by": RECOVERY if is_recovery else ""},
        message=message,
        status=status,
        headers=headers,
        desk=_desk_name(),
        is_recovery=is_recovery,
        other_way=f"/sign-in/code?{urlencode({'next': onward, 'by': '' if is_recovery else RECOVERY})}",
    )


def _enrolment_form(
    request: AnyRequest,
    offered: Enrolment,
    fields: dict[str, str],
    *,
    message: str = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response[str]:
    seed = offered.seed
    return form_page(
        request,
        "enrolment.html",
        fields={"next": field(fields, "next")},
        message=message,
        status=status,
        headers=headers,
        desk=_desk_name(),
        drawing=qr.draw(offered.uri),
        secret=" ".join(seed[at : at + 4] for at in range(0, len(seed), 4)),
    )


def _desk_name() -> str:
    with db.reading() as session:
        return str(settings.get(session, "desk_name"))
