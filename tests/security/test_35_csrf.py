"""Attack 35: another site cannot make a signed-in browser do anything."""

from collections.abc import Callable

import httpx
import pytest

from tests.cast import PASSWORD, email_of
from tests.edge import Browser
from tests.security.forms import fill_form
from tests.security.routes import Call, calls
from web.access import Access

FOREIGN = [
    {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none", "origin": "null"},
]


def unsafe(*rules: Access) -> list[Call]:
    """Return every unsafe verb of the routes with these rules."""
    return [call for call in calls() if call.is_unsafe and call.access in rules]


def test_every_unsafe_route_refuses_without_the_csrf_token(browser: Callable[..., Browser]) -> None:
    dora = browser("dora")
    routes = unsafe(Access.AGENT, Access.SUPERVISOR, Access.ADMIN)

    let_in = [
        f"{call.method} {call.route} with {token!r}"
        for call in routes
        for token in ("", "0" * 64)
        if not _is_refused(dora.send(call.method, call.path, headers={"x-csrf-token": token}, json={}))
    ]

    assert len(routes) >= 7
    assert let_in == []


@pytest.mark.parametrize("headers", FOREIGN)
def test_every_unsafe_route_refuses_a_foreign_page_even_with_the_token(
    browser: Callable[..., Browser], headers: dict[str, str]
) -> None:
    dora = browser("dora")
    own = {"origin": dora.config.origin} if "origin" not in headers else {}

    let_in = [
        f"{call.method} {call.route}"
        for call in unsafe(Access.AGENT, Access.SUPERVISOR, Access.ADMIN, Access.VISITOR, Access.PUBLIC)
        if not call.handler.opt.get("cross_site")
        and not _is_refused(
            dora.send(call.method, call.path, headers={"sec-fetch-site": "same-origin", **own, **headers})
        )
    ]

    assert let_in == []


def test_a_request_that_says_nothing_of_where_it_comes_from_is_refused(browser: Callable[..., Browser]) -> None:
    dora = browser("dora")

    answer = dora.client.patch(
        "/api/me", json={"name": "X"}, headers={"x-csrf-token": dora.get("/api/me").json()["csrf"]}
    )

    assert _is_refused(answer)


def test_only_reports_webhooks_and_the_one_click_of_mail_programs_come_from_foreign_pages() -> None:
    excepted = {call.route for call in calls() if call.is_unsafe and call.handler.opt.get("cross_site")}

    assert excepted == {"/csp-reports", "/telegram/{key:str}", "/unsubscribe/{token:str}"}


def test_a_token_of_another_session_is_refused(browser: Callable[..., Browser]) -> None:
    anna, dora = browser("anna"), browser("dora")
    hers = anna.get("/api/me").json()["csrf"]

    assert _is_refused(dora.patch("/api/me", {"name": "X"}, headers={"x-csrf-token": hers}))
    assert anna.patch("/api/me", {"name": "Anna"}, headers={"x-csrf-token": hers}).status_code == 200


def test_a_form_without_its_token_signs_nobody_in(browser: Callable[..., Browser]) -> None:
    stranger = browser()
    form = fill_form(stranger, "/sign-in", email=email_of("anna"), password=PASSWORD)

    for token in ("", "0" * 64):
        answer = stranger.submit("/sign-in", {**form, "form_token": token})
        assert answer.status_code == 403
        assert "session" not in answer.cookies
    assert stranger.submit("/sign-in", form).status_code == 303


def test_a_form_token_of_another_browser_signs_nobody_in(browser: Callable[..., Browser]) -> None:
    attacker, victim = browser(), browser()
    form = fill_form(attacker, "/sign-in", email=email_of("anna"), password=PASSWORD)
    victim.page("/sign-in")

    assert victim.submit("/sign-in", form).status_code == 403


def test_signing_out_needs_the_token_too(browser: Callable[..., Browser]) -> None:
    anna = browser("anna")

    assert anna.submit("/sign-out", {"csrf": ""}).status_code == 403
    assert anna.get("/api/me").status_code == 200


def _is_refused(answer: httpx.Response) -> bool:
    return answer.status_code == 403 and answer.json()["code"] == "csrf"
