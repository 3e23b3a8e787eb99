"""Takes the pictures of the README anew: `python -m tests.browser.pictures` writes them to docs/images."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.actions import reply
from helpdesk.actions.accounts import sessions
from helpdesk.actions.workspace import settings as desk_settings
from helpdesk.actions.writing import Writing
from helpdesk.models import Agent, Customer, Event, Message, Ticket
from helpdesk.permissions import SYSTEM, Actor, ActorKind
from runtime.bench.desk import BenchDesk, throwaway_desk
from runtime.demo import staff
from runtime.demo.stories import STORIES, Story
from tests.browser.people import Console, Shop
from tests.browser.staff import state_of
from tests.browser.visitors import Visitor
from tests.peers.chromium import FLAGS

FOLDER: Final = Path(__file__).parents[2] / "docs" / "images"
MAX_BYTES: Final = 250_000
WIDE: Final = {"width": 1360, "height": 820}
PHONE: Final = {"width": 390, "height": 780}
ONE_STORY_EVERY: Final = timedelta(minutes=2)
DORA, OLENA = "dora@demo.example", "olena@demo.example"


class Studio:
    """A desk with tickets of three languages, and browsers to look at it."""

    def __init__(self, desk: BenchDesk, browser: Browser) -> None:
        self.desk = desk
        self.browser = browser

    @property
    def base_url(self) -> str:
        return self.desk.running.base_url

    def page(self, email: str = "", *, dark: bool = False, size: dict[str, int] = WIDE, locale: str = "en-GB") -> Page:
        state: StorageState = _signed_in(email) if email else {}
        context: BrowserContext = self.browser.new_context(
            storage_state=state,
            viewport=size,  # type: ignore[arg-type]
            locale=locale,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(60_000)
        return context.new_page()

    def takes(self, page: Page, name: str) -> None:
        """Keep what a page shows, without a mouse pointer's traces."""
        page.mouse.move(0, 0)
        path = FOLDER / f"{name}.png"
        page.screenshot(path=path, animations="disabled", caret="hide")
        size = path.stat().st_size
        print(f"{path.name}: {size // 1_000} KB")
        assert size < MAX_BYTES, f"{path.name} is too large"


@contextmanager
def studio() -> Iterator[Studio]:
    """Staff a desk, let the invented customers write to it, and make it look as if that had taken all morning."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert chromium is not None, "Chromium is not installed"
    with throwaway_desk() as desk, sync_playwright() as playwright:
        with db.transaction() as session:
            staff.hire(session, password="not used here")
            desk_settings.change_settings(session, {"desk_name": "Juniper Tea"}, by=SYSTEM)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield Studio(desk, browser)
        browser.close()


def main() -> None:
    """Take them all."""
    FOLDER.mkdir(exist_ok=True)
    with studio() as at:
        dora, olena = Console(at.page(DORA)), Console(at.page(OLENA, dark=True, locale="uk-UA"))
        for console in (dora, olena):
            console.page.goto(at.base_url)
            console.page.locator(".list-pane").wait_for()
        chat = _ask_in_the_shop(at, dora)
        for story in STORIES:
            _tell(at, story)
        _wait_until_classified(len(STORIES) + 1)
        _answer_some()
        _spread_over_the_morning()
        at.takes(chat, "chat")
        _console(at, dora)
        _dark_console(at, olena)
        _routing(at, dora)
        _settings(at, dora)
        _phone(at)


def _ask_in_the_shop(at: Studio, dora: Console) -> Page:
    shop = Shop(at.page(), at.base_url)
    shop.opens()
    shop.opens_chat()
    shop.writes("Hello! Is the green tea suitable for children?")
    dora.looks_at("All open")
    dora.opens_ticket("suitable for children")
    dora.answers("It contains a little caffeine. For children we have rooibos, which has none.")
    shop.sees("rooibos")
    shop.writes("Lovely, thank you! Do you gift-wrap it?")
    expect(dora.messages).to_contain_text("gift-wrap")
    dora.answers("We do, for free. Tick “a present” in the basket.")
    shop.sees("Tick")
    _rename("Emma Clark")
    return shop.page


def _tell(at: Studio, story: Story) -> None:
    visitor = Visitor(at.base_url, name=story.name)
    for line in story.opening:
        visitor.writes(line)


def _wait_until_classified(count: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with db.reading() as session:
            if len(session.scalars(select(Ticket.id).where(Ticket.language.is_not(None))).all()) >= count:
                return
        time.sleep(0.2)
    raise TimeoutError("The tickets were not classified.")


def _answer_some() -> None:
    with db.transaction() as session:
        agent = session.scalars(select(Agent).where(Agent.email == DORA)).one()
        by = Actor(ActorKind.AGENT, agent.id, agent.role)
        for name, text in (("Tom Becker", "Thank you for telling us. Which browser do you use?"),):
            ticket = session.scalars(select(Ticket).join(Customer).where(Customer.name == name)).one()
            reply.add_note(
                session, ticket.id, Writing("Same as yesterday's outage: ask the hosting company.", "note"), by=by
            )
            reply.send_reply(session, ticket.id, Writing(text, "reply"), by=by)


def _spread_over_the_morning() -> None:
    """Let each ticket be some minutes older than the next, with all that happened on it, and few of them late."""
    with db.transaction() as session:
        tickets = session.scalars(select(Ticket).order_by(Ticket.id.desc())).all()
        for place, ticket in enumerate(tickets):
            _age(session, ticket, by=place * ONE_STORY_EVERY + timedelta(minutes=2))


def _age(session: Session, ticket: Ticket, *, by: timedelta) -> None:
    for name in ("created_at", "updated_at", "last_message_at", "waiting_since"):
        at: datetime | None = getattr(ticket, name, None)
        if at is not None:
            setattr(ticket, name, at - by)
    if ticket.next_due_at is not None:
        ticket.next_due_at = clock.now() + timedelta(minutes=20) - by
    for message in session.scalars(select(Message).where(Message.ticket_id == ticket.id)):
        message.created_at -= by
    session.execute(update(Event).where(Event.ticket_id == ticket.id).values(created_at=ticket.created_at))


def _rename(name: str) -> None:
    with db.transaction() as session:
        session.execute(update(Customer).where(Customer.name == "").values(name=name))


def _console(at: Studio, dora: Console) -> None:
    dora.page.goto(f"{at.base_url}/?view=all")
    dora.opens_ticket("error 502")
    dora.box.focus()
    expect(dora.page.locator(".customer-pane .history-list")).to_be_visible()
    dora.page.locator(".list").evaluate("list => { list.scrollTop = 0; list.blur() }")
    expect(dora.page.get_by_text("Order has changed")).to_have_count(0)
    at.takes(dora.page, "console")


def _dark_console(at: Studio, olena: Console) -> None:
    olena.page.goto(f"{at.base_url}/?view=all")
    olena.row("Не можу увійти").click()
    olena.page.locator("#composer").fill(
        "Доброго дня! Спробуйте, будь ласка, увійти ще раз: ми щойно скинули стару сесію."
    )
    expect(olena.page.locator(".customer-pane .history-list")).to_be_visible()
    at.takes(olena.page, "console-dark")


def _routing(at: Studio, dora: Console) -> None:
    dora.page.goto(f"{at.base_url}/?view=unassigned")
    dora.page.locator("[role=option]").first.click()
    dora.page.locator(".why-waiting").click()
    expect(dora.page.locator(".why-card li").first).to_be_visible()
    at.takes(dora.page, "routing")


def _settings(at: Studio, dora: Console) -> None:
    dora.page.goto(f"{at.base_url}/?page=settings&section=agents")
    expect(dora.page.locator(".settings-column .line").first).to_be_visible()
    at.takes(dora.page, "agents")


def _phone(at: Studio) -> None:
    page = at.page("boris@demo.example", size=PHONE, locale="ru-RU")
    page.goto(f"{at.base_url}/?view=all")
    expect(page.locator("[role=option]").nth(3)).to_be_visible()
    at.takes(page, "phone")


def _signed_in(email: str) -> StorageState:
    def start(session: Session) -> str:
        agent = session.scalars(select(Agent).where(Agent.email == email)).one()
        return sessions.start(session, agent, address="127.0.0.1", browser="Chromium").token

    return state_of(db.retrying(start))


if __name__ == "__main__":
    main()
