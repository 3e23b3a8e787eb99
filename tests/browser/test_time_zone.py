"""The console shows every time in the zone of the agent's profile, not of the browser."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Locator, StorageState, expect

from helpdesk.models import Role
from runtime.bench.desk import BenchDesk
from tests.browser.people import Console
from tests.browser.settings import Settings
from tests.browser.staff import hire
from tests.browser.visitors import Visitor

Contexts = Callable[..., BrowserContext]
# 25 hours apart: never the same day.
PAGO_PAGO = "Pacific/Pago_Pago"
KIRITIMATI = "Pacific/Kiritimati"


@pytest.fixture
def console(desk: BenchDesk, contexts: Contexts, request: pytest.FixtureRequest) -> Console:
    """The console of somebody new, in a browser in Pago Pago."""
    state: StorageState = hire(request.node.name, role=Role.ADMIN)
    console = Console(contexts(storage_state=state, locale="en-GB", timezone_id=PAGO_PAGO).new_page())
    console.opens(desk.running.base_url)
    return console


def test_a_profile_without_a_zone_learns_it_from_the_browser(desk: BenchDesk, console: Console) -> None:
    settings = Settings(console.page)

    settings.opens("My profile")

    expect(console.page.get_by_label("Time zone").last).to_have_value(PAGO_PAGO)
    answer = console.page.request.get(f"{desk.running.base_url}/api/me").json()
    assert answer["agent"]["time_zone"] == PAGO_PAGO


def test_a_chosen_zone_acts_at_once_on_hours_days_and_the_list(desk: BenchDesk, console: Console) -> None:
    Visitor(desk.running.base_url, name="Grace").writes("When do you open tomorrow?")
    console.opens_ticket("When do you open tomorrow?")
    assert shown_in(PAGO_PAGO, console)

    Settings(console.page).opens("My profile")
    console.page.get_by_label("Time zone").last.select_option(KIRITIMATI)
    console.page.go_back()
    console.opens_ticket("When do you open tomorrow?")

    expect(console.page.locator(".day-line").last).to_have_text(f"{there(console, KIRITIMATI):%a %-d %B}")
    assert shown_in(KIRITIMATI, console)


def shown_in(zone: str, console: Console) -> bool:
    """Say whether the ticket's times and day, and its customer's history, are those of a zone."""
    moment = there(console, zone)
    hour, day = f"{moment:%H:%M}", f"{moment:%a %-d %B}"
    expect(last_time(console)).to_have_text(hour)
    last_time(console).hover()
    expect(last_time(console)).to_have_attribute("title", f"{moment:%-d %B %Y} at {moment:%H:%M:%S}")
    expect(console.page.locator(".day-line").last).to_have_text(day)
    expect(console.page.get_by_role("complementary").locator("time", has_text=hour).first).to_be_visible()
    return True


def there(console: Console, zone: str) -> datetime:
    """Return when the last message came, by the clocks of a zone."""
    at = last_time(console).get_attribute("datetime")
    assert at is not None
    return datetime.fromisoformat(at).astimezone(ZoneInfo(zone))


def last_time(console: Console) -> Locator:
    return console.messages.locator(".message time").last
