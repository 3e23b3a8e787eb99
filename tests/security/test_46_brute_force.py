"""Attack 46: passwords cannot be guessed by trying."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from helpdesk import db, ratelimit
from helpdesk.models import Audit
from helpdesk.ratelimit import Limit
from tests.cast import PASSWORD, Desk, email_of
from tests.edge import Browser, running
from tests.security.forms import fill_form, sign_in


def try_from(browser: Browser, address: str, email: str, password: str) -> int:
    """Try to sign in from an address that a listed proxy tells."""
    form = fill_form(browser, "/sign-in", email=email, password=password)
    return browser.submit("/sign-in", form, headers={"x-forwarded-for": address}).status_code


def test_after_ten_wrong_tries_even_the_right_password_waits(browser: Callable[..., Browser]) -> None:
    stranger = browser()

    statuses = [sign_in(stranger, email_of("anna"), f"wrong {number}") for number in range(10)]

    assert statuses == [401] * 10
    assert sign_in(stranger, email_of("anna"), PASSWORD) == 429
    assert sign_in(stranger, email_of("charlie"), PASSWORD) == 303


def test_the_refusal_says_how_long_to_wait(browser: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ratelimit, "SIGN_IN", Limit("sign_in", 0, 600))
    stranger = browser()

    answer = stranger.submit("/sign-in", fill_form(stranger, "/sign-in", email="a@b.example", password="x"))

    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 600
    assert "wait 10 minutes" in answer.text


def test_one_address_cannot_spray_over_many_accounts(
    browser: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ratelimit, "SIGN_IN_ADDRESS", Limit("sign_in_address", 3, 600))
    stranger = browser()

    statuses = [sign_in(stranger, f"somebody{number}@desk.example", "x") for number in range(5)]

    assert statuses == [401, 401, 401, 429, 429]


def test_many_addresses_share_one_cap_per_account_but_the_agents_own_address_gets_in(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ratelimit, "SIGN_IN_ACCOUNT", Limit("sign_in_account", 3, 3600))
    with (
        running(replace(desk.config, trusted_proxies=("127.0.0.1",))) as config,
        Browser(config) as anna,
        Browser(config) as botnet,
        Browser(config) as home,
    ):
        assert try_from(anna, "192.0.2.1", email_of("anna"), PASSWORD) == 303

        statuses = [try_from(botnet, f"198.51.100.{number}", email_of("anna"), "x") for number in range(5)]

        assert statuses == [401, 401, 401, 429, 429]
        assert try_from(home, "192.0.2.1", email_of("anna"), PASSWORD) == 303


def test_good_sign_ins_are_not_counted(browser: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ratelimit, "SIGN_IN_ADDRESS", Limit("sign_in_address", 2, 600))

    assert [sign_in(browser(), email_of("anna"), PASSWORD) for _ in range(4)] == [303] * 4


def test_failed_tries_are_in_the_audit_log_without_what_was_typed(browser: Callable[..., Browser], desk: Desk) -> None:
    stranger = browser()
    sign_in(stranger, email_of("anna"), "typed-canary-1")
    sign_in(stranger, "typed-canary-2@desk.example", "x")

    with db.reading() as session:
        assert session.scalar(select(func.count()).where(Audit.verb == "agent.sign_in_failed")) == 2
    kept = b"".join(file.read_bytes() for file in desk.folder.glob("helpdesk.sqlite3*"))
    assert b"typed-canary" not in kept


def test_guessing_the_current_password_in_a_stolen_session_is_slowed_down(
    browser: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ratelimit, "PASSWORD_CHANGE", Limit("password_change", 3, 600))
    anna = browser("anna")

    answers = [
        anna.put("/api/me/password", {"current": f"x{number}", "new": "quiet orange ladders 8"}) for number in range(5)
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400, 429, 429]
    assert answers[0].json()["fields"] == {"current": "wrong"}
