"""Planning on the screen: the night's forecast with its error, and past weeks played again by a process of their own."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import BrowserContext, Page, StorageState, expect
from sqlalchemy import delete, select

from helpdesk import clock, db
from helpdesk.actions import planning
from helpdesk.models import Agent, Customer, Forecast, Role, Team
from runtime.bench.desk import BenchDesk
from runtime.faults.patience import patience
from tests.browser.axe import faults_in, misfits_in
from tests.browser.staff import hire
from tests.routing.replay.desk_past import Who, write_past

Contexts = Callable[..., BrowserContext]
SOON_MS = 90_000

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def dora(desk: BenchDesk) -> StorageState:
    """An admin's browser, of a desk with six weeks behind it."""
    state = hire("Dora", role=Role.ADMIN)
    with db.transaction() as session:
        agent_id = session.scalars(select(Agent.id).order_by(Agent.id.desc()).limit(1)).one()
        session.add(Team(name="Night", created_at=clock.now()))
        vera = Customer(name="Vera", language="en", created_at=clock.now())
        session.add(vera)
        session.flush()
        write_past(session, Who(agent_id, vera.id), until=clock.now(), days=42, a_day=8)
        session.execute(delete(Forecast))
        planning.ask_forecasts(session, clock.now().date())
    return state


@pytest.fixture(scope="module")
def olena(desk: BenchDesk, dora: StorageState) -> StorageState:
    """One who reads Ukrainian."""
    return hire("Olena", role=Role.ADMIN, locale="uk")


def test_the_forecast_says_who_is_needed_and_how_wrong_it_was(
    desk: BenchDesk, dora: StorageState, contexts: Contexts
) -> None:
    page = contexts(storage_state=dora, reduced_motion="reduce").new_page()
    page.goto(desk.running.base_url)
    page.get_by_role("button", name="Planning").click()
    expect(
        page.get_by_text("There is no forecast yet")
        .or_(page.get_by_text("is being made"))
        .or_(page.locator(".summary-main").first)
    ).to_be_visible()
    _until_made(page)

    expect(page.get_by_text("weeks, which it was not shown")).to_be_visible()
    expect(page.locator(".plot canvas")).to_be_visible()
    expect(page.locator(".report-table tbody tr").first).to_contain_text(":")
    assert faults_in(page, page.main_frame) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.path().read_text().count("\n") == 14 * 48 + 1


def test_a_replay_is_asked_for_played_and_read(desk: BenchDesk, dora: StorageState, contexts: Contexts) -> None:
    page = contexts(storage_state=dora, reduced_motion="reduce").new_page()
    page.goto(f"{desk.running.base_url}/?page=planning&q=replays")
    page.get_by_role("button", name="New replay").click()
    page.get_by_label("Name").fill("One more at noon")
    page.get_by_role("button", name="Change head counts").click()
    page.get_by_role("button", name="Change a team's rules").click()
    page.get_by_label("Order", exact=True).select_option("fifo")
    assert faults_in(page, page.main_frame) == []
    page.get_by_role("button", name="Play it").click()

    expect(page.get_by_role("heading", name="One more at noon")).to_be_visible(timeout=SOON_MS)
    expect(page.get_by_text("Mon–Fri, 09:00–17:00: +1")).to_be_visible()
    expect(page.get_by_text("Night: who came first")).to_be_visible()
    expect(page.get_by_role("row", name="Median wait for the first answer")).to_contain_text("3m")
    assert faults_in(page, page.main_frame) == []


def test_planning_fits_in_ukrainian(desk: BenchDesk, olena: StorageState, contexts: Contexts) -> None:
    page = contexts(storage_state=olena, reduced_motion="reduce", locale="uk-UA").new_page()
    page.goto(f"{desk.running.base_url}/?page=planning")
    expect(page.locator(".summary-main").first).to_be_visible(timeout=SOON_MS)

    assert misfits_in(page.main_frame) == []


def _until_made(page: Page) -> None:
    for _ in range(round(30 * patience())):
        with suppress(AssertionError):
            expect(page.locator(".summary-main").first).to_be_visible(timeout=5_000)
            return
        page.reload()
    raise AssertionError("no forecast was made")
