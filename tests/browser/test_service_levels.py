"""Service levels on the screen: promised by an admin, counted down on tickets, told to those whom they concern."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, StorageState, expect
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions import notifications
from helpdesk.actions.workspace.sla_policies import PolicyChanges, change_policy
from helpdesk.models import Agent, Calendar, Message, SlaPolicy, Ticket
from helpdesk.permissions import SYSTEM
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in
from tests.browser.mails import open_parcel
from tests.browser.people import Console
from tests.browser.settings import Settings

Contexts = Callable[..., BrowserContext]


@pytest.fixture
def page(dora: StorageState, contexts: Contexts) -> Page:
    """What Dora looks at."""
    return contexts(storage_state=dora, reduced_motion="reduce").new_page()


@pytest.fixture
def letter(mailbox_id: int) -> Message:
    """Vera's mail."""
    return open_parcel(mailbox_id, html="")


def opens(page: Page, desk: BenchDesk, letter: Message) -> Console:
    page.goto(f"{desk.running.base_url}/?view=all&ticket={letter.ticket_id}")
    expect(page.get_by_role("region", name="Service level")).to_be_visible()
    return Console(page)


def test_an_admin_promises_answers_within_hours_with_a_break(desk: BenchDesk, page: Page) -> None:
    settings = Settings(page)
    page.goto(desk.running.base_url)
    settings.opens("Business hours")
    page.get_by_role("button", name="Add a calendar").click()
    settings.dialog.get_by_label("Name", exact=True).fill("Office")
    settings.dialog.get_by_label("Monday, to").fill("13")
    settings.dialog.get_by_role("button", name="Add hours on Monday").click()
    settings.dialog.get_by_role("button", name="Tuesday to Friday like Monday").click()
    settings.dialog.get_by_label("Public holidays of").select_option("DE")
    settings.dialog.get_by_label("Region").select_option("BY")
    assert faults_in(page, page.main_frame) == []
    settings.saves()
    expect(page.get_by_text("Mon–Fri 09:00–13:00, 14:00–18:00")).to_be_visible()

    settings.opens("Service levels")
    page.get_by_role("button", name="Add a policy").click()
    settings.dialog.get_by_label("Name", exact=True).fill("Complaints")
    settings.dialog.get_by_label("Time that counts").select_option("Office")
    settings.dialog.get_by_label("First response, Urgent").fill("half an hour")
    expect(settings.dialog.get_by_role("button", name="Save")).to_be_disabled()
    settings.dialog.get_by_label("First response, Urgent").fill("1:30")
    settings.dialog.get_by_text("For: Every ticket").click()
    settings.dialog.get_by_label("Complaint").check()
    assert faults_in(page, page.main_frame) == []
    settings.saves()
    page.get_by_role("button", name="Move Complaints up").click()
    expect(page.locator(".lines > li").nth(-2)).to_contain_text("First response: 1h 30m")

    with db.reading() as session:
        office = session.scalars(select(Calendar).where(Calendar.name == "Office")).one()
        policy = session.scalars(select(SlaPolicy).where(SlaPolicy.name == "Complaints")).one()
        assert office.hours["4"] == [["09:00", "13:00"], ["14:00", "18:00"]]
        assert office.holiday_source == {"country": "DE", "subdivision": "BY", "years": None}
        assert (policy.calendar_id, policy.targets) == (office.id, {"urgent": {"first_response": 90}})


def test_a_ticket_counts_down_and_an_answer_in_time_is_told_at_once(
    desk: BenchDesk, page: Page, mailbox_id: int
) -> None:
    promise_within_a_minute()
    letter = open_parcel(mailbox_id, html="")
    console = opens(page, desk, letter)
    level = page.get_by_role("region", name="Service level")

    for shown in (console.ticket.locator(".due"), page.locator(f"#row-{letter.ticket_id} .due")):
        expect(shown).to_have_text(re.compile(r"^\d+s$"))
        before = shown.inner_text()
        expect(shown).not_to_have_text(before)
    expect(level).to_contain_text("Promised within 1m")
    expect(level).to_contain_text("E-mail and all else")
    assert faults_in(page, page.main_frame) == []
    with page.expect_response("**/replies"):
        console.answers("A new one leaves today.")

    expect(level.locator(".clock-met")).to_contain_text("First response")


def test_what_is_overdue_rings_at_the_bell_until_it_has_been_seen(desk: BenchDesk, page: Page, letter: Message) -> None:
    page.goto(desk.running.base_url)
    bell = page.get_by_role("navigation", name="Views").get_by_role("button", name="Notifications")
    bell.wait_for()
    tell_dora(letter)
    # It goes away by itself, so it is looked for first.
    expect(page.get_by_text("the resolution is overdue").first).to_be_visible(timeout=60_000)
    expect(bell).to_have_accessible_name("Notifications: 1 unread")

    with page.expect_response("**/notifications/read"):
        bell.press("Enter")
    assert faults_in(page, page.main_frame) == []
    page.get_by_role("group", name="Notifications").get_by_role("button").first.press("Enter")

    expect(page).to_have_url(re.compile(rf"ticket={letter.ticket_id}\b"))
    expect(bell).to_have_accessible_name("Notifications")
    page.reload()
    expect(page.get_by_role("region", name="Service level")).to_be_visible()
    expect(bell).to_have_accessible_name("Notifications")


def promise_within_a_minute() -> None:
    """Promise whoever writes by mail an answer within a minute."""
    with db.transaction() as session:
        policy_id = session.scalars(select(SlaPolicy.id).where(SlaPolicy.name == "E-mail and all else")).one()
        targets = {"normal": {"first_response": 1, "resolution": 60}}
        change_policy(session, policy_id, PolicyChanges(targets=targets), by=SYSTEM)


def tell_dora(letter: Message) -> None:
    """Tell Dora that a letter is late."""
    with db.transaction() as session:
        dora = session.scalars(select(Agent.id).where(Agent.name == "Dora")).one()
        ticket = session.get_one(Ticket, letter.ticket_id)
        notifications.notify(session, [dora], kind="sla.breached", ticket=ticket, data={"target": "resolution"})
