"""Attack 38: no link and no redirect is built from what a request says about its host."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.edge import Browser

EVIL = [
    {"host": "evil.example"},
    {"x-forwarded-host": "evil.example"},
    {"forwarded": "host=evil.example"},
    {"x-forwarded-proto": "https", "x-forwarded-port": "444", "x-host": "evil.example", "x-original-url": "/evil"},
]


@pytest.mark.parametrize("headers", EVIL)
def test_an_invitation_links_to_the_desk(browser: Callable[..., Browser], headers: dict[str, str]) -> None:
    dora = browser("dora")

    answer = dora.post("/api/invitations", {"email": "olena@desk.example"}, headers=headers)

    assert answer.status_code == 201
    assert answer.json()["url"].startswith(f"{dora.config.public_url}/invitations/")
    assert "evil" not in answer.text


@pytest.mark.parametrize("headers", EVIL)
def test_pages_and_redirects_do_not_repeat_the_host(browser: Callable[..., Browser], headers: dict[str, str]) -> None:
    stranger = browser()

    for path in ("/", "/sign-in", "/nothing", "/try", "/schema/openapi.json"):
        answer = stranger.page(path, headers=headers)
        assert "evil" not in answer.text
        assert urlsplit(answer.headers.get("location", "/")).netloc == ""


def test_a_host_that_is_no_host_is_refused(browser: Callable[..., Browser]) -> None:
    assert browser().get("/sign-in", headers={"host": "x</script>"}).status_code == 400
