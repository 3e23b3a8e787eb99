"""Offers, the next ticket, passing on and team rules, on the screens of those who use them."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, StorageState, expect
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from helpdesk import db, team_routing
from helpdesk.actions.accounts.grants import Grants
from helpdesk.actions.workspace.team_routing import change_routing
from helpdesk.actions.workspace.teams import create_team
from helpdesk.models import Agent, Channel, ChannelKind, Message, MessageKind, Role, Team, Ticket
from helpdesk.permissions import SYSTEM
from helpdesk.team_routing import Leaving, Mode, TeamRouting
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in
from tests.browser.settings import Settings
from tests.browser.staff import hire
from tests.cast import Cast, Desk
from tests.stories import visitor_writes

Contexts = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def anna(desk: BenchDesk) -> StorageState:
    """An agent's browser."""
    return hire("Anna", grants=Grants(languages=("en",)))


@pytest.fixture(scope="module")
def dora(desk: BenchDesk) -> StorageState:
    """An admin's browser; she speaks no language customers write in, so that nothing is given to her."""
    state = hire("Dora", role=Role.ADMIN, grants=Grants(languages=("ru",)))
    _write(lambda session: create_team(session, name="Billing", member_ids=(), by=SYSTEM))
    return state


@pytest.fixture
def rules() -> Iterator[Callable[..., None]]:
    """`rules(mode=...)` sets those for tickets of no team; they end with the test."""

    def change(**settings: Any) -> None:
        _write(lambda session: change_routing(session, None, TeamRouting(**settings), by=SYSTEM))

    yield change
    change()


def _write(work: Callable[[Session], object]) -> None:
    with db.transaction() as session:
        work(session)


def asks(browser: str) -> Message:
    """Have a visitor write."""
    with db.reading() as session:
        channel = session.scalars(select(Channel).where(Channel.kind == ChannelKind.WEBCHAT)).first()
        assert channel is not None
        channel_id, key = channel.id, channel.public_key
    return visitor_writes(_at(channel_id, key), "Good morning, where is my order please?", browser=browser)


def _at(channel_id: int, key: str) -> Desk:
    nobody: Any = None
    cast: Cast = nobody
    return Desk(nobody, cast, channel_id, key)


def look(contexts: Contexts, state: StorageState, desk: BenchDesk, **options: object) -> Page:
    page = contexts(storage_state=state, reduced_motion="reduce", **options).new_page()
    page.goto(desk.running.base_url)
    expect(page.get_by_role("navigation", name="Views")).to_be_visible(timeout=60_000)
    return page


def test_an_offer_counts_down_and_is_accepted_by_a_key(
    desk: BenchDesk, anna: StorageState, contexts: Contexts, rules: Callable[..., None]
) -> None:
    rules(offer_s={ChannelKind.WEBCHAT: 90})
    page = look(contexts, anna, desk)
    asked = asks("vera")
    offer = page.get_by_role("region", name="Offered to you").get_by_role("article")

    expect(offer).to_contain_text("where is my order")
    assert faults_in(page, page.main_frame) == []
    page.keyboard.press("Shift+Y")

    expect(offer).to_have_count(0)
    expect(page.get_by_text("Anna accepted it")).to_be_visible()
    with db.reading() as session:
        assert session.get_one(Ticket, asked.ticket_id).offer_until is None


def test_an_offer_that_nobody_takes_goes_from_the_screen(
    desk: BenchDesk, anna: StorageState, contexts: Contexts, rules: Callable[..., None]
) -> None:
    rules(offer_s={ChannelKind.WEBCHAT: 6}, on_offline=Leaving.KEEP)
    page = look(contexts, anna, desk)
    _finish_all()
    asked = asks("vasyl")
    offer = page.get_by_role("region", name="Offered to you").get_by_role("article")
    expect(offer).to_be_visible()

    expect(offer).to_have_count(0, timeout=60_000)

    page.goto(f"{desk.running.base_url}/?view=all&ticket={asked.ticket_id}")
    expect(page.get_by_text("Anna did not answer the offer")).to_be_visible()


def test_an_agent_asks_for_the_next_one_and_passes_it_on_with_a_note(
    desk: BenchDesk, anna: StorageState, dora: StorageState, contexts: Contexts, rules: Callable[..., None]
) -> None:
    _finish_all()
    rules(mode=Mode.PULL)
    page = look(contexts, anna, desk)
    asked = asks("stepan")
    expect(page.get_by_role("button", name="Next ticket")).to_be_visible()
    _until_classified(page, asked)

    page.keyboard.press(".")
    expect(page).to_have_url(re.compile(rf"ticket={asked.ticket_id}\b"))
    page.keyboard.press("Shift+T")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("To", exact=True).select_option(label="Billing")
    dialog.get_by_label("Note for whoever takes over").fill("Please check the invoice")
    assert faults_in(page, page.main_frame) == []
    dialog.get_by_role("button", name="Pass on").click()
    expect(dialog).to_have_count(0)

    with db.reading() as session:
        ticket = session.get_one(Ticket, asked.ticket_id)
        team = session.get_one(Team, ticket.team_id)
        note = session.scalars(
            select(Message.text).where(Message.ticket_id == ticket.id, Message.kind == MessageKind.NOTE)
        ).one()
    assert (team.name, ticket.assignee_id, note) == ("Billing", None, "Please check the invoice")


def test_an_admin_sets_the_rules_of_a_team(desk: BenchDesk, dora: StorageState, contexts: Contexts) -> None:
    page = look(contexts, dora, desk)
    settings = Settings(page)
    settings.opens("Routing")
    assert faults_in(page, page.main_frame) == []
    page.get_by_role("button", name="Rules of Billing").click()
    settings.dialog.get_by_label("How tickets get to agents").select_option("pull")
    settings.dialog.get_by_text("Offers", exact=True).click()
    settings.dialog.get_by_label("Web chat").first.fill("30")
    settings.dialog.get_by_text("When an agent leaves", exact=True).click()
    settings.dialog.get_by_label("Open work of somebody offline").select_option("return_all")
    assert faults_in(page, page.main_frame) == []
    settings.saves()

    expect(page.get_by_text("Agents ask")).to_be_visible()
    with db.reading() as session:
        billing = session.scalars(select(Team.id).where(Team.name == "Billing")).one()
        kept = team_routing.of_team(session, billing)
    assert (kept.mode, kept.offer_s, kept.on_offline) == (Mode.PULL, {ChannelKind.WEBCHAT: 30}, Leaving.RETURN_ALL)


def test_a_supervisor_sets_somebodys_capacity(
    desk: BenchDesk, anna: StorageState, dora: StorageState, contexts: Contexts
) -> None:
    page = look(contexts, dora, desk)
    Settings(page).opens("Agents")

    with page.expect_response("**/capacity"):
        page.get_by_label("Capacity of Anna in units").select_option("8")

    assert faults_in(page, page.main_frame) == []
    with db.reading() as session:
        assert session.scalars(select(Agent.capacity_units).where(Agent.name == "Anna")).one() == 8


def _finish_all() -> None:
    with db.transaction() as session:
        session.execute(update(Ticket).values(waiting_since=None))


def _until_classified(page: Page, asked: Message) -> None:
    for _ in range(100):
        with db.reading() as session:
            if session.get_one(Ticket, asked.ticket_id).classified_at is not None:
                return
        page.wait_for_timeout(100)
    raise TimeoutError("nobody classified the ticket")
