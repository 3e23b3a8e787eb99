"""The session cookie: its name, its flags, its life."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from helpdesk import clock
from helpdesk.config import Config
from tests.cast import PASSWORD, email_of
from tests.edge import Browser
from tests.security.forms import fill_form
from web import session

HTTPS = Config(base_url="https://desk.example")


def test_over_tls_the_cookie_is_bound_to_the_host_and_secure() -> None:
    cookie = session.cookie(HTTPS, "token", expires_at=clock.now() + timedelta(hours=1)).to_header(header="")

    assert cookie.startswith("__Host-session=token;")
    for flag in ("Secure", "HttpOnly", "Path=/", "SameSite=lax", "Max-Age=3600"):
        assert flag in cookie
    assert "Domain" not in cookie


@pytest.mark.parametrize(("name", "life_s"), [("anna", 30 * 24 * 3600), ("dora", 12 * 3600)])
def test_on_plain_loopback_it_is_as_closed_as_it_can_be(
    browser: Callable[..., Browser], name: str, life_s: int
) -> None:
    stranger = browser()
    form = fill_form(stranger, "/sign-in", email=email_of(name), password=PASSWORD)

    cookie = stranger.submit("/sign-in", form).headers["set-cookie"]

    assert cookie.startswith("session=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    seconds = int(cookie.split("Max-Age=")[1].split(";")[0])
    assert life_s - 60 < seconds <= life_s


def test_signing_out_takes_the_cookie_away(browser: Callable[..., Browser]) -> None:
    answer = browser("anna").delete("/api/me/session")

    assert "Max-Age=0" in answer.headers["set-cookie"]


def test_the_csrf_token_comes_from_the_session_alone() -> None:
    assert session.csrf_token("one") == session.csrf_token("one")
    assert session.csrf_token("one") != session.csrf_token("two")
    assert "one" not in session.csrf_token("one")


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36 Edg/156.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/156.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_as_people_know_it(user_agent: str, name: str) -> None:
    assert session.browser_name(user_agent) == name
