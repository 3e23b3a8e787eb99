"""Attack 32: no header says who somebody is."""

from collections.abc import Callable

import pytest

from tests.cast import email_of
from tests.edge import Browser

HEADERS = [
    "x-remote-user",
    "remote-user",
    "x-forwarded-user",
    "x-forwarded-email",
    "x-auth-request-email",
    "x-user",
    "x-webauth-user",
    "authorization",
]


@pytest.mark.parametrize("header", HEADERS)
def test_a_stranger_with_a_header_stays_a_stranger(browser: Callable[..., Browser], header: str) -> None:
    answer = browser().get("/api/me", headers={header: email_of("dora")})

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
