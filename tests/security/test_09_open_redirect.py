"""Attack 9: signing in sends nobody to somebody else's site."""

from collections.abc import Callable
from urllib.parse import quote, urljoin, urlsplit

import pytest

from tests.cast import PASSWORD, email_of
from tests.edge import Browser
from tests.security.forms import fill_form
from web.pages.redirects import local_path

TRICKS = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/%09/evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "/\r\nSet-Cookie: session=x",
    "/%5cevil.example",
    "/%5Cevil.example",
    "/%2fevil.example",
    "/%2F%2Fevil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/./\\evil.example",
    "/%2e%2e//evil.example",
    "https://evil.example",
    "HTTPS://evil.example",
    "http:evil.example",
    "https:/evil.example",
    "https:\\\\evil.example",
    "//evil.example/%2f..",
    "//evil.example:80/?x",
    "//user@evil.example",
    "@evil.example",
    ".evil.example",
    "evil.example",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//[::1]",
    "/\u2028/evil.example",
    "/\uff0fevil.example",
    "//\u3002evil.example",
    "/\x00/evil.example",
    "/sign-in?next=/sign-in",
    "/sign-out",
    "/" + "a" * 5_000,
    "",
]


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_leads_home(trick: str) -> None:
    assert local_path(trick) == "/"


@pytest.mark.parametrize("place", ["/", "/?ticket=5", "/?view=team%3A1&ticket=7#m9", "/sign-invitations?x=//y", "/try"])
def test_a_place_of_the_desk_is_kept(place: str) -> None:
    assert local_path(place) == place


@pytest.mark.parametrize("trick", TRICKS[::6])
def test_over_http_the_answer_stays_at_the_desk(browser: Callable[..., Browser], trick: str) -> None:
    stranger = browser()
    form = fill_form(stranger, f"/sign-in?next={quote(trick)}", email=email_of("anna"), password=PASSWORD)

    answer = stranger.submit("/sign-in", {**form, "next": trick})

    assert answer.status_code == 303
    there = urljoin(stranger.config.public_url, answer.headers["location"])
    assert urlsplit(there).netloc == urlsplit(stranger.config.public_url).netloc
