"""Every screen, light and dark, is usable by everybody: axe-core finds nothing, and no text is cut off."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, Page, StorageState
from sqlalchemy import update

from helpdesk import clock, db
from helpdesk.actions.accounts.invitations import Invited, invite
from helpdesk.actions.workspace import skills, teams
from helpdesk.models import Agent, Role
from helpdesk.permissions import SYSTEM
from runtime.bench.desk import BenchDesk
from tests.browser import screens
from tests.browser.axe import faults_in, misfits_in
from tests.browser.screens import Screens
from tests.browser.staff import hire
from tests.browser.visitors import Visitor

OTHERS: Final = ("ru", "uk")
# axe in English; of the others one a day, for texts that are too long for their place.
TODAYS: Final = ("en", OTHERS[clock.now().toordinal() % len(OTHERS)])
LANGUAGES: Final = ("en", *OTHERS) if os.environ.get("HELPDESK_TEST_ALL_LANGUAGES") else TODAYS
PICTURES: Final = os.environ.get("HELPDESK_TEST_PICTURES", "")

Contexts = Callable[..., BrowserContext]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """What the people at the screens speak."""
    return str(request.param)


@pytest.fixture(scope="module")
def dora(desk: BenchDesk) -> StorageState:
    """An admin of a desk with a team, a skill, and more tickets than she can take at once."""
    with db.transaction() as session:
        teams.create_team(session, name="Support", member_ids=(), by=SYSTEM)
        skills.create_skill(session, name="Payments", by=SYSTEM)
    state = hire("Dora Bell", role=Role.ADMIN)
    for name, text in (("Grace Miller", "My parcel was due on Tuesday"), ("Оксана", "Не можу оплатити замовлення")):
        Visitor(desk.running.base_url, name=name).writes(text)
    return state


@pytest.fixture
def console(desk: BenchDesk, dora: StorageState, contexts: Contexts, language: str) -> Page:
    """Dora's console in the language at hand."""
    with db.transaction() as session:
        session.execute(update(Agent).values(locale=language))
    page = contexts(storage_state=dora, locale=language).new_page()
    page.goto(desk.running.base_url)
    page.locator(".list-pane").wait_for()
    return page


def test_pages_before_signing_in(desk: BenchDesk, setup_url: str, contexts: Contexts, language: str) -> None:
    page = contexts(locale=language).new_page()

    assert faults(page, screens.plain_pages(page, desk.running.base_url, setup_url=setup_url)) == []


def test_tickets(console: Page) -> None:
    assert faults(console, screens.ticket_screens(console)) == []


def test_tickets_on_a_phone(console: Page) -> None:
    assert faults(console, screens.phone_screens(console)) == []


def test_finding(console: Page) -> None:
    assert faults(console, screens.finding_screens(console)) == []


def test_settings(console: Page) -> None:
    assert faults(console, screens.settings_screens(console)) == []


def test_the_invitation(desk: BenchDesk, dora: StorageState, contexts: Contexts, language: str) -> None:
    with db.transaction() as session:
        _, token = invite(session, Invited("guest@desk.example", Role.AGENT), by=SYSTEM)
    page = contexts(locale=language).new_page()

    assert faults(page, screens.one_page(page, f"{desk.running.base_url}/invitations/{token}")) == []


def test_the_chat(desk: BenchDesk, dora: StorageState, contexts: Contexts, language: str) -> None:
    page = contexts(locale=language).new_page()

    assert faults(page, screens.chat_screens(page, desk.running.base_url)) == []


def faults(page: Page, walk: Screens) -> list[str]:
    """Return what is wrong on the screens of a walk, each fault with its screen's name."""
    found: list[str] = []
    is_english = page.evaluate("navigator.language") == "en"
    for name, frame in walk:
        seen = faults_in(page, frame) if is_english else misfits_in(frame)
        found += [f"{name}: {fault}" for fault in seen]
        if PICTURES:
            page.emulate_media(color_scheme="light")
            page.screenshot(path=Path(PICTURES) / f"{name.replace(' ', '-').replace(',', '')}.png")
    return found
