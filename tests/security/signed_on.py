"""Signing in at a provider as a browser does it, step by step."""

from collections.abc import Callable
from typing import Any

from tests.edge import Browser
from tests.peers.issuer import CLIENT_ID, SECRET, Issuer

Open = Callable[..., Browser]
USUAL = {
    "is_on": True,
    "client_id": CLIENT_ID,
    "client_secret": SECRET,
    "name": "Zoo account",
    "domains": ["desk.example"],
    "new_people": "invited",
    "team_ids": [],
    "passwords_of_admins_only": False,
    "asks_code": False,
}


def set_up(browser: Open, there: Issuer, **other: Any) -> None:
    answer = browser("dora").put("/api/sign-on", {**USUAL, "issuer": there.url, **other})
    assert answer.status_code == 200, answer.text


def goes(browser: Browser) -> str:
    """Press the button; return where the browser is sent."""
    answer = browser.page("/sign-in/elsewhere?next=/?ticket=5")
    assert answer.status_code == 303
    return answer.headers["location"]


def comes_back(browser: Browser, brought: dict[str, Any]) -> str:
    """Return where the browser is sent with what it brings back."""
    answer = browser.page("/sign-in/returned", params=brought)
    assert answer.status_code == 303
    return answer.headers["location"]


def tries(browser: Browser, there: Issuer, **claims: Any) -> str:
    return comes_back(browser, there.agrees(goes(browser), **claims))


def is_in(browser: Browser) -> bool:
    return browser.get("/api/me").status_code == 200
