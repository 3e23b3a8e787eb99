"""Attack 37: a session id known before signing in is worth nothing after."""

from collections.abc import Callable

from tests.cast import PASSWORD, email_of
from tests.edge import Browser
from tests.security.forms import fill_form
from web.session import cookie_name


def sign_in(browser: Browser) -> str:
    """Sign anna in and return the session token she got."""
    form = fill_form(browser, "/sign-in", email=email_of("anna"), password=PASSWORD)
    answer = browser.submit("/sign-in", form)
    assert answer.status_code == 303
    return answer.cookies[cookie_name(browser.config)]


def test_a_cookie_planted_before_signing_in_is_not_adopted(browser: Callable[..., Browser]) -> None:
    victim, attacker = browser(), browser()
    for one in (victim, attacker):
        one.client.cookies.set("session", "planted" * 7, domain="127.0.0.1")

    token = sign_in(victim)

    assert token != "planted" * 7
    assert attacker.get("/api/me").status_code == 401


def test_signing_in_again_gives_a_new_id_and_kills_the_old(browser: Callable[..., Browser]) -> None:
    anna = browser("anna")
    before = anna.token

    # Somebody who is signed in is sent on by the form itself, so its token comes from a stranger's page.
    stranger = browser()
    form = fill_form(stranger, "/sign-in", email=email_of("anna"), password=PASSWORD)
    anna.client.cookies.set("form", stranger.client.cookies["form"], domain="127.0.0.1")
    after = anna.submit("/sign-in", form).cookies["session"]

    assert after != before
    stranger.client.cookies.set("session", before, domain="127.0.0.1")
    assert stranger.get("/api/me").status_code == 401


def test_signing_out_kills_the_session_not_only_the_cookie(browser: Callable[..., Browser]) -> None:
    anna, thief = browser("anna"), browser()
    thief.client.cookies.set("session", anna.token, domain="127.0.0.1")

    answer = anna.delete("/api/me/session")

    assert answer.status_code == 204
    assert "session=" in answer.headers["set-cookie"]
    assert thief.get("/api/me").status_code == 401


def test_changing_the_password_ends_the_other_sessions(browser: Callable[..., Browser]) -> None:
    here, there = browser("anna"), browser("anna")

    answer = here.put("/api/me/password", {"current": PASSWORD, "new": "quiet orange ladders 8"})

    assert answer.status_code == 204
    assert here.get("/api/me").status_code == 200
    assert there.get("/api/me").status_code == 401
