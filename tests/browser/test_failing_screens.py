"""Every screen says that its data could not be had, in words, and has it once it can."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Request, Route, expect

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
FORMS: Final = (
    *(
        f"settings&section={one}"
        for one in ("templates", "macros", "agents", "teams", "skills", "rules", "automations")
    ),
    *(f"settings&section={one}" for one in ("sla_policies", "calendars", "channels", "mailboxes", "bots", "api_keys")),
    *(f"settings&section={one}" for one in ("webhooks",)),
    *("customers", "customers&q=organisations"),
)
REFUSALS: Final[tuple[tuple[Failure, str], ...]] = (
    (lambda route: route.abort(), "The desk cannot be reached."),
    (lambda route: route.fulfill(status=500, body="<h1>Oh</h1>"), "not available just now."),
    (lambda route: route.fulfill(status=403, json={"status": 403}), "You are not allowed"),
    (lambda route: route.fulfill(status=429, json={"status": 429}), "Too many requests."),
    (lambda route: route.fulfill(status=404, json={"status": 404}), "This does not exist"),
    (lambda route: route.fulfill(status=409, json={"status": 409}), "changed it meanwhile"),
    (lambda route: route.fulfill(status=413, body="<h1>Large</h1>"), "too large"),
    (lambda route: route.fulfill(status=422, body=""), "cannot be accepted"),
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
        again = still.get_by_role("button", name="Try again")
        again.evaluate_all("all => all.forEach(one => one.click())")  # some go on by themselves meanwhile
        page.clock.run_for(1_000)
        expect(still, screen).to_have_count(0)
        expect(page.get_by_role("button", name="Try again"), screen).to_have_count(0)


@pytest.mark.timeout(400)
def test_a_save_that_fails_says_why_and_keeps_what_was_typed(desk: BenchDesk, contexts: Contexts) -> None:
    page = contexts(storage_state=hire("Doris", role=Role.ADMIN), reduced_motion="reduce").new_page()
    page.goto(desk.running.base_url)

    for screen, (fail, said) in zip(FORMS, cycle(REFUSALS), strict=False):
        goes(page, f"?page={screen}")
        page.locator("main .button.primary:not([type=submit])").first.click()
        form = page.locator("dialog[open] form, main form.save-segment").first
        with _answered(page):
            _fill(form)
        typed, was_ready = _values(form), form.locator("[type=submit]").first.is_enabled()
        page.route(API, _unless_asked(fail))
        form.evaluate("form => { form.noValidate = true; form.requestSubmit() }")

        expect(
            page.locator(".toast").filter(has_text=said).filter(has_text="is still here").first, screen
        ).to_be_visible()
        assert _values(form) == typed, screen
        assert form.locator("[type=submit]").first.is_enabled() == was_ready, screen
        expect(form.locator(":focus"), screen).to_have_count(1)
        page.unroute_all(behavior="ignoreErrors")
        page.keyboard.press("Escape")
        if page.locator("dialog[open]").count():
            page.get_by_role("button", name="Leave without saving").click()
        expect(page.locator("dialog[open]"), screen).to_have_count(0)


def test_what_is_changed_in_its_place_and_refused_stays_to_be_saved_again(desk: BenchDesk, contexts: Contexts) -> None:
    Visitor(desk.running.base_url, name="Vera").writes("Where is my parcel?")
    page = contexts(storage_state=hire("Dagmar", role=Role.ADMIN), reduced_motion="reduce").new_page()
    page.goto(f"{desk.running.base_url}?view=all&ticket=1")
    subject, name = page.locator(".ticket-subject"), page.locator(".customer-name")
    page.route(API, _unless_asked(FAILURES[1][0]))

    for place, label in ((subject, "Subject"), (name, "Name")):
        place.get_by_role("button").click()
        page.get_by_label(label, exact=True).first.fill("Another name")
        page.keyboard.press("Enter")
        refused = page.locator("input[aria-invalid=true]").filter(visible=True)
        expect(refused).to_have_value("Another name")
        expect(page.locator(".toast").last).to_contain_text("It usually passes within a minute.")
        refused.press("Escape")
        expect(place.get_by_role("button")).to_have_text("Where is my parcel?" if place is subject else "Vera")
        expect(refused).to_have_count(0)
    tag = page.get_by_label("Add a tag")
    tag.fill("vip")
    tag.press("Enter")
    expect(page.locator(".toast").last).to_contain_text("It usually passes within a minute.")
    expect(tag).to_have_value("vip")


def _unless_asked(fail: Failure) -> Failure:
    return lambda route: route.continue_() if route.request.method == "GET" else fail(route)


@contextmanager
def _answered(page: Page) -> Iterator[None]:
    """Go on when what is asked within has been answered: a form may be filled in by what is typed into it."""
    asked: set[Request] = set()

    def ask(request: Request) -> None:
        asked.add(request)

    def end(request: Request) -> None:
        asked.discard(request)

    page.on("request", ask)
    page.on("requestfinished", end)
    page.on("requestfailed", end)
    yield
    page.wait_for_timeout(50)
    while asked:
        page.wait_for_timeout(50)
    page.remove_listener("request", ask)
    page.remove_listener("requestfinished", end)
    page.remove_listener("requestfailed", end)


def _fill(form: Locator) -> None:
    for field in form.locator(
        "input:visible:not([type=checkbox], [type=radio], [type=file], [readonly]), textarea:visible"
    ).all():
        kind = field.get_attribute("type") or "text"
        if field.is_enabled() and field.input_value() == "":
            words = "2h" if field.get_attribute("placeholder") == "–" else "Words"
            field.fill(
                {"number": "3", "email": "new@desk.example", "date": "2031-02-03", "url": "https://x.example"}.get(
                    kind, words
                )
            )
    form.locator("[type=submit]").first.focus()


def _values(form: Locator) -> list[str]:
    read = "all => all.map(one => one.type === 'checkbox' ? String(one.checked) : one.value)"
    return list(form.locator("input:not([type=file]), textarea, select").evaluate_all(read))


def _look_at(page: Page, screen: str, *, failing: Failure | None) -> None:
    if failing is not None:
        page.route(API, failing)
    goes(page, screen)
