"""Agents about themselves."""

from collections.abc import Callable

from tests.edge import Browser

Open = Callable[..., Browser]


def test_an_agent_sees_who_they_are_and_a_csrf_token(browser: Open) -> None:
    answer = browser("anna").get("/api/me")

    assert answer.status_code == 200
    assert answer.json()["agent"]["name"] == "Anna"
    assert len(answer.json()["csrf"]) == 64
