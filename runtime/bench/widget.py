"""What a visitor feels of the chat over a long line: from the click to the history, and whether their page moves."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, Final

from playwright.sync_api import BrowserContext, Frame, Page, sync_playwright
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions import reply
from helpdesk.actions.workspace.channels import ChannelChanges, change_channel
from helpdesk.actions.writing import Writing
from helpdesk.errors import Misconfigured, Unavailable
from helpdesk.models import Agent, Message, Role
from helpdesk.models.channels import Channel
from helpdesk.permissions import SYSTEM, Actor, ActorKind
from runtime.bench.desk import hire, throwaway_desk
from runtime.bench.journey import percentile
from runtime.bench.slow_line import SlowLine, slow_line
from runtime.bench.widget_page import CLICK, FORGOTTEN, PROBE, REMEMBERED, site
from runtime.faults.peers.dovecot import free_port

FLAGS: Final = ["--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking"]
BROWSERS: Final = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUESTION: Final = "Where is my kettle?"
LONGEST_S: Final = 60.0
POLL_MS: Final = 20
HOVER_MS: Final = 300  # between the pointer's coming and the click
READ_MS: Final = 1_000  # what somebody reads before they reach for the chat


@dataclass(frozen=True, slots=True)
class Load:
    """opens: how often the chat is opened in each way; answers: how long its history is."""

    round_trip_ms: float = 40.0
    opens: int = 10
    answers: int = 20


def measure(load: Load) -> dict[str, Any]:
    """Return the figures as one JSON object; times in milliseconds."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise Misconfigured("No browser is here: install Chromium.")
    with slow_line(load.round_trip_ms) as line, site() as (origin, shown):
        shown["desk"] = f"http://127.0.0.1:{line.port}"
        line.to_port = free_port()
        # Browsers must see one address: the desk's own is that of the line.
        with throwaway_desk({"HELPDESK_BASE_URL": shown["desk"], "HELPDESK_PORT": f"{line.to_port}"}):
            shown["key"] = _chat_on(origin)
            with _browser(path) as context:
                visit = _Visit(context, line, origin)
                visit.writes(load.answers)
                return {**asdict(load), **_figures(visit, load)}


@contextmanager
def _browser(path: str) -> Iterator[BrowserContext]:
    """Run one with a profile of its own: without one it refuses frames of another site their storage, and a chat has no history."""
    with tempfile.TemporaryDirectory(prefix="helpdesk-bench-") as folder, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder, executable_path=path, args=FLAGS, viewport={"width": 1280, "height": 800}
        )
        yield context
        context.close()


def _chat_on(origin: str) -> str:
    """Let a site show a chat; return its key."""
    with db.transaction() as session:
        key = hire(session, agents=1, teams=1).channel_keys[0]
        channel = session.scalars(select(Channel).where(Channel.public_key == key)).one()
        change_channel(session, channel.id, ChannelChanges(allowed_origins=[origin]), by=SYSTEM)
    return key


class _Visit:
    """Somebody who has written before, at the site."""

    def __init__(self, context: BrowserContext, line: SlowLine, origin: str) -> None:
        self._context, self._line, self._origin = context, line, origin
        self.shifts: list[float] = []
        context.set_default_timeout(LONGEST_S * 1000)
        context.add_init_script(PROBE)

    def writes(self, answers: int) -> None:
        """Ask, and be answered so many times."""
        page = self._page()
        page.evaluate(CLICK)
        box = page.locator("helpdesk-chat iframe").content_frame.get_by_role("textbox")
        box.fill(QUESTION)
        box.press("Enter")
        _until(page, lambda: _ticket() is not None)
        with db.transaction() as session:
            agent = session.scalars(select(Agent)).first()
            assert agent is not None
            by = Actor(ActorKind.AGENT, agent.id, Role.ADMIN)
            for number in range(answers):
                reply.send_reply(session, _ticket() or 0, Writing(f"{number}. It left on Monday.", f"{number}"), by=by)
        _until(page, lambda: _frame(page).evaluate("window.drawnAt") or 0)
        page.close()

    def opens(self, *, is_cold: bool, is_hovered: bool = False, is_remembered: bool = False) -> float:
        """Return how long after the click the history stands. is_remembered: the page knows that they have written here."""
        page = self._page(is_cold=is_cold, is_remembered=is_remembered)
        page.wait_for_timeout(READ_MS)
        if is_hovered:
            page.locator("helpdesk-chat button.b").hover()
            page.wait_for_timeout(HOVER_MS)
        page.evaluate(CLICK)
        drawn_at = _until(page, lambda: _frame(page).evaluate("window.drawnAt") or 0)
        took = drawn_at - page.evaluate("askedAt")
        self.shifts.append(page.evaluate("shifts"))
        page.close()
        return float(took)

    def _page(self, *, is_cold: bool = False, is_remembered: bool = False) -> Page:
        page = self._context.new_page()
        page.add_init_script(REMEMBERED if is_remembered else FORGOTTEN)
        if is_cold:
            self._context.new_cdp_session(page).send("Network.clearBrowserCache")
        self._line.cut()
        page.goto(self._origin)
        page.locator("helpdesk-chat button.b").wait_for()
        return page


def _figures(visit: _Visit, load: Load) -> dict[str, Any]:
    ways: dict[str, Callable[[], float]] = {
        "cold": lambda: visit.opens(is_cold=True),
        "warm": lambda: visit.opens(is_cold=False),
        "cold_hovered": lambda: visit.opens(is_cold=True, is_hovered=True),
        "warm_hovered": lambda: visit.opens(is_cold=False, is_hovered=True),
        "remembered": lambda: visit.opens(is_cold=True, is_remembered=True),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(load.opens):
        for name, way in ways.items():
            taken[name].append(way())
    spreads = {
        f"{name}_ms": {"p50": percentile(all_, 50), "longest": round(max(all_), 1)} for name, all_ in taken.items()
    }
    return {**spreads, "layout_shift_of_the_page": max(visit.shifts)}


def _frame(page: Page) -> Frame:
    return next((frame for frame in page.frames if frame.url.endswith("/frame")), page.main_frame)


def _ticket() -> int | None:
    with db.reading() as session:
        return session.scalars(select(Message.ticket_id).where(Message.text == QUESTION)).first()


def _until(page: Page, find: Callable[[], Any]) -> Any:  # whatever is found
    """Return what is found once it is there; waiting by the library's own means would break the page's policy."""
    deadline = time.monotonic() + LONGEST_S
    while time.monotonic() < deadline:
        if found := find():
            return found
        page.wait_for_timeout(POLL_MS)
    raise Unavailable(f"The chat did not get there within {LONGEST_S:g} s.")
