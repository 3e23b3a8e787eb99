"""The console's page has the browser ask at once for what the script will ask."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.edge import Browser
from web.pages.console import FIRST_PART, asked_first

Open = Callable[..., Browser]

LISTS = Path(__file__).parents[2] / "web" / "frontend" / "console" / "list" / "loading.ts"
DESK = ["/api/me", "/api/workspace", "/api/counts"]


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ({}, ["/api/tickets?view=mine&sort=urgency&limit=100"]),
        ({"view": "resolved"}, ["/api/tickets?view=resolved&sort=activity&limit=100"]),
        ({"view": "team:5", "sort": "created"}, ["/api/tickets?view=team%3A5&sort=created&limit=100"]),
        ({"view": "all", "ticket": "7"}, ["/api/tickets?view=all&sort=urgency&limit=100", "/api/tickets/7"]),
        ({"page": "settings", "ticket": "../me"}, []),
        ({"page": "settings", "ticket": "9" * 40}, []),
    ],
)
def test_what_is_asked_first_follows_the_address(query: dict[str, str], asked: list[str]) -> None:
    assert asked_first(query) == DESK + asked


def test_the_first_part_of_a_list_is_as_long_as_the_console_asks() -> None:
    found = re.search(r"const FIRST_PART = ([\d_]+);", LISTS.read_text())

    assert found is not None
    assert int(found[1]) == FIRST_PART


def test_an_address_in_the_page_is_text_and_nothing_else(browser: Open) -> None:
    page = browser("anna").get('/?view="><script>alert(1)</script>').text

    assert "<script>alert" not in page
