"""Reports and the live board on the screen: arranged, drilled into, saved; figures that move by themselves."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, StorageState, expect
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions import lifecycle, reply
from helpdesk.actions.writing import Writing
from helpdesk.models import Agent, Presence, Role, Ticket
from helpdesk.outbox import last_position
from helpdesk.permissions import Actor, ActorKind
from helpdesk.reporting.progress import progress
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in, misfits_in
from tests.browser.staff import hire
from tests.browser.visitors import Visitor

Contexts = Callable[..., BrowserContext]
WITHIN_S = 60.0


@pytest.fixture(scope="module")
def olena(desk: BenchDesk) -> StorageState:
    """One who reads Ukrainian."""
    return hire("Olena", role=Role.ADMIN, locale="uk")


@pytest.fixture(scope="module")
def busy(desk: BenchDesk, dora: StorageState, olena: StorageState) -> BenchDesk:
    """A desk where three have written; one of them was answered, and that is resolved. Nobody takes the others."""
    all_are_away()
    for name in ("Vera", "Ivan", "Tom"):
        Visitor(desk.running.base_url, name=name).writes(f"Where is the parcel of {name}?")
    with db.transaction() as session:
        agent = session.scalars(select(Agent).where(Agent.email == "dora@desk.example")).one()
        first = session.scalars(select(Ticket).order_by(Ticket.id)).first()
        assert first is not None
        by = Actor(ActorKind.AGENT, agent.id, agent.role)
        reply.send_reply(session, first.id, Writing("It leaves today.", "one"), by=by)
        lifecycle.resolve(session, first.id, by=by)
    wait_for_facts()
    return desk


@pytest.fixture
def page(dora: StorageState, contexts: Contexts) -> Page:
    """What Dora looks at."""
    return contexts(storage_state=dora, reduced_motion="reduce").new_page()


def test_a_report_is_arranged_and_leads_to_its_tickets(busy: BenchDesk, page: Page) -> None:
    page.goto(busy.running.base_url)
    page.get_by_role("button", name="Reports").click()
    expect(page.locator(".summary-main")).to_have_text("3")
    expect(page.locator(".plot canvas")).to_be_visible()

    page.get_by_label("What is measured").select_option("First response")
    page.get_by_label("Grouped by").select_option("Agent")
    page.get_by_label("Compare with the period before").check()
    expect(page.locator(".report-table tbody tr")).to_have_count(1)
    expect(page.locator(".report-table tbody th")).to_contain_text("Dora")
    assert faults_in(page, page.main_frame) == []

    page.locator(".report-table tbody .number-link").first.click()
    expect(page.locator(".behind-ticket")).to_have_count(1)
    assert faults_in(page, page.main_frame) == []
    page.locator(".behind-ticket").click()
    expect(page.locator(".ticket-pane")).to_contain_text("It leaves today.")
    page.go_back()
    expect(page.locator(".report-table tbody th")).to_contain_text("Dora")


def test_a_filter_narrows_and_a_report_is_saved_and_found_again(busy: BenchDesk, page: Page) -> None:
    page.goto(f"{busy.running.base_url}/?page=reports")
    page.get_by_role("button", name="Narrow by: Agent").click()
    page.get_by_role("checkbox", name="Dora").check()
    expect(page.locator(".summary-main")).to_have_text("1")
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Save report").click()
    page.get_by_role("dialog").get_by_label("Name").fill("What Dora did")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator(".summary-main")).to_have_text("3")
    page.get_by_role("button", name="Saved reports").click()
    page.get_by_role("button", name="What Dora did Only me").click()

    expect(page.locator(".summary-main")).to_have_text("1")
    page.reload()
    expect(page.locator(".summary-main")).to_have_text("1")


def test_a_report_is_taken_along_as_a_file(busy: BenchDesk, page: Page) -> None:
    page.goto(f"{busy.running.base_url}/?page=reports&q=measure%3Dcreated%26by%3Dchannel")
    with page.expect_download() as found:
        page.get_by_role("link", name="Download as CSV").click()

    assert found.value.path().read_text("utf-8-sig").splitlines()[-1] == "total,3"


def test_every_kind_of_report_fits_and_is_readable_in_ukrainian(
    busy: BenchDesk, olena: StorageState, contexts: Contexts
) -> None:
    page = contexts(storage_state=olena, reduced_motion="reduce", locale="uk-UA").new_page()
    for question in (
        "measure=messages&by=hour_of_week",
        "measure=backlog&by=age",
        "measure=sla_first_response&by=week",
    ):
        page.goto(f"{busy.running.base_url}/?page=reports&q={question.replace('&', '%26').replace('=', '%3D')}")
        expect(page.locator(".report-table, .answer .empty").first).to_be_visible()
        assert faults_in(page, page.main_frame) == [], question
    page.goto(f"{busy.running.base_url}/?page=board")
    expect(page.locator(".board-agent").first).to_be_visible()
    assert misfits_in(page.main_frame) == []


def test_the_board_moves_by_itself_and_acts(busy: BenchDesk, page: Page) -> None:
    all_are_away()
    page.goto(f"{busy.running.base_url}/?page=board")
    waiting = page.locator(".tile", has_text="Waiting for an answer").locator("dd")
    expect(waiting).to_have_text("2")
    assert faults_in(page, page.main_frame) == []

    Visitor(busy.running.base_url, name="Emma").writes("Is anybody there?")
    expect(waiting).to_have_text("3")
    queued = page.locator(".board-ticket", has_text="Is anybody there?")
    choice = queued.get_by_role("option", name=re.compile("Dora")).get_attribute("value")
    queued.get_by_role("combobox").select_option(choice)
    held = page.locator(".board-agent", has_text="Dora").locator(".board-ticket", has_text="Is anybody there?")
    expect(held).to_be_visible()
    held.get_by_role("button", name=re.compile("Return")).click()
    expect(held).to_have_count(0)

    capacity = page.get_by_label("Capacity of Dora")
    capacity.fill("7")
    with page.expect_response("**/capacity"):
        capacity.press("Tab")
    page.reload()
    expect(page.get_by_label("Capacity of Dora")).to_have_value("7")


def test_the_wall_shows_figures_and_nobodys_name(busy: BenchDesk, page: Page) -> None:
    page.goto(f"{busy.running.base_url}/?page=board")
    page.get_by_role("button", name="Wall mode").click()
    wall = page.locator(".wall")
    expect(wall).to_be_visible()

    expect(wall).not_to_contain_text("Dora")
    expect(wall).not_to_contain_text("parcel")
    assert faults_in(page, page.main_frame) == []
    page.get_by_role("button", name="Leave wall mode").click()
    expect(page.locator(".board-agent").first).to_be_visible()


def all_are_away() -> None:
    """Have nobody take tickets by routing."""
    with db.transaction() as session:
        for presence in session.scalars(select(Presence)):
            presence.status = type(presence.status)("away")


def wait_for_facts() -> None:
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        with db.reading() as session:
            reached = progress(session)
            resolved = session.scalar(select(Ticket.id).where(Ticket.resolved_at.is_not(None)))
            if (
                reached is not None
                and reached.rebuilt_to is None
                and resolved
                and reached.position == last_position(session) > 0
            ):
                return
        time.sleep(0.3)
    raise TimeoutError("the facts of reports were not made")
