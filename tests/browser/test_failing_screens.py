"""Every screen says that its data could not be had, in words, and has it once it can."""

import re
from collections.abc import Callable
from itertools import cycle
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from helpdesk.models import Role
from runtime.bench.desk import BenchDesk
from tests.browser.screens import goes
from tests.browser.staff import hire
from tests.browser.visitors import Visitor

Contexts = Callable[..., BrowserContext]
Failure = Callable[[Route], None]

API: Final = re.compile(r"/api/(?!me($|\?))")
QUIET: Final = "?page=settings&section=profile"  # a screen that asks for nothing
SECTIONS: Final = (
    *("sessions", "promises", "news", "templates", "macros", "desk", "agents", "routing", "rules", "learning"),
    *("automations", "sla_policies", "calendars", "channels", "mailboxes", "bots", "custom_fields", "api_keys"),
    *("webhooks", "system"),
)
SCREENS: Final = (
    "?view=resolved",
    "?view=all&ticket=1",
    "?page=customers",
    "?page=customers&q=customers:1",
    "?page=customers&q=organisations",
    "?page=customers&q=duplicates",
    "?page=reports",
    "?page=planning",
    "?page=planning&q=replays",
    "?page=board",
    "?page=help",
    "?page=search&q=parcel",
    *(f"?page=settings&section={section}" for section in SECTIONS),
)
# What fails, what is said of it, and what can be done about it.
FAILURES: Final[tuple[tuple[Failure, str, str], ...]] = (
    (lambda route: route.abort(), "The desk cannot be reached.", "Look at your connection."),
    (
        lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"),
        "not available just now.",
        "within a minute",
    ),
    (lambda route: route.fulfill(status=403, json={"status": 403}), "You are not allowed", "Ask an administrator"),
    (lambda route: route.fulfill(status=429, json={"status": 429}), "Too many requests.", "within a minute"),
    (lambda route: route.fulfill(status=404, json={"status": 404}), "This does not exist", "may have been removed"),
)


@pytest.mark.timeout(400)
def test_every_screen_says_what_failed_and_what_to_do_and_goes_on_when_it_can(
    desk: BenchDesk, contexts: Contexts
) -> None:
    Visitor(desk.running.base_url, name="Vera").writes("Where is my parcel?")
    page = contexts(storage_state=hire("Dora", role=Role.ADMIN), reduced_motion="reduce").new_page()
    page.goto(desk.running.base_url)
    expect(page.get_by_text("Where is my parcel?").or_(page.locator(".empty")).first).to_be_visible()

    for screen, (fail, said, advised) in zip(SCREENS, cycle(FAILURES), strict=False):
        _look_at(page, QUIET, failing=None)
        _look_at(page, screen, failing=fail)
        told = page.get_by_role("alert").filter(has=page.get_by_role("button", name="Try again")).first
        expect(told, screen).to_contain_text(said)
        expect(told, screen).to_contain_text(advised)
        expect(page.locator("main .skeleton"), screen).to_have_count(0)

        page.unroute_all(behavior="ignoreErrors")
        again = page.get_by_role("button", name="Try again")
        again.evaluate_all("all => all.forEach(one => one.click())")  # some go on by themselves meanwhile
        expect(again, screen).to_have_count(0)


@pytest.mark.timeout(400)
def test_every_screen_that_hangs_says_so_and_asks_anew_when_it_is_told_to(desk: BenchDesk, contexts: Contexts) -> None:
    Visitor(desk.running.base_url, name="Vera").writes("Where is my parcel?")
    page = contexts(storage_state=hire("Dorothea", role=Role.ADMIN), reduced_motion="reduce").new_page()
    page.clock.install()
    page.goto(desk.running.base_url)
    expect(page.get_by_text("Where is my parcel?").or_(page.locator(".empty")).first).to_be_visible()
    is_hanging = False
    page.route(API, lambda route: None if is_hanging else route.continue_())

    for screen in SCREENS:
        goes(page, QUIET)
        is_hanging = True
        goes(page, screen)
        expect(page.locator("main .skeleton").first, screen).to_be_attached()
        page.clock.run_for(6_000)
        still = page.locator("main .still")
        expect(still.first, screen).to_contain_text("Still loading")

        is_hanging = False
        still.first.get_by_role("button", name="Try again").click()
        page.clock.run_for(1_000)
        expect(still, screen).to_have_count(0)
        expect(page.get_by_role("button", name="Try again"), screen).to_have_count(0)


def _look_at(page: Page, screen: str, *, failing: Failure | None) -> None:
    if failing is not None:
        page.route(API, failing)
    goes(page, screen)
