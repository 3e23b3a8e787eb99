"""What an agent feels in a real browser on a large desk: opening, going on, typing, scrolling, hours of events."""

import itertools
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from helpdesk import db
from helpdesk.errors import Misconfigured, Unavailable
from runtime.bench.arrivals import CALM_S, arriving
from runtime.bench.calm import until_calm
from runtime.bench.console_page import PROBE, SCROLL
from runtime.bench.desk import BenchDesk, Staff
from runtime.bench.journey import percentile
from runtime.bench.long_tickets import newest_open, stretch
from runtime.bench.seeded import Size, seeded_desk, staff_of

FLAGS: Final = ["--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking"]
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
LONG: Final = 500  # messages
SENTENCE: Final = "We will send a new one tomorrow, no need to return the old kettle. "
LONGEST_MS: Final = 60_000
POLL_MS: Final = 20
MB: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Load:
    """opens: how often each thing is done; rate: messages a second that arrive; seconds: how long memory is watched."""

    size: Size
    opens: int = 10
    rate: float = 20.0
    seconds: float = 120.0


def measure(load: Load) -> dict[str, Any]:
    """Return the figures as one JSON object; times in milliseconds."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise Misconfigured("No browser is here: install Chromium.")
    with seeded_desk(load.size) as desk:
        with db.transaction() as session:
            staff = staff_of(session)
            tickets = newest_open(session, load.opens)
            for ticket in tickets:
                stretch(session, ticket, LONG)
        calm_after_s = until_calm(desk)
        with (
            arriving(desk, staff, load.rate),
            sync_playwright() as playwright,
            playwright.chromium.launch(executable_path=path, args=FLAGS) as browser,
        ):
            figures = _measure(load, desk, _Visit(browser, desk, staff), tickets)
            return {"calm_after_s": calm_after_s} | figures


class _Visit:
    """Opens consoles as the admin, who sees every ticket."""

    def __init__(self, browser: Browser, desk: BenchDesk, staff: Staff) -> None:
        self._browser, self._url, self._token = browser, desk.running.base_url, staff.tokens[0]

    def context(self) -> BrowserContext:
        """Return a browser nobody has used before, signed in."""
        context = self._browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
        context.set_default_timeout(LONGEST_MS)
        context.add_cookies([{"name": "session", "value": self._token, "url": self._url}])
        context.add_init_script(PROBE)
        return context

    def open(self, page: Page) -> float:
        """Return how long after the click on its address the console shows tickets."""
        page.goto(f"{self._url}/?view=all", wait_until="commit")
        return _usable(page)


def _measure(load: Load, desk: BenchDesk, visit: _Visit, tickets: Sequence[int]) -> dict[str, Any]:
    cold, warm = _opens(visit, load.opens)
    context = visit.context()
    page = context.new_page()
    visit.open(page)
    figures = {
        "tickets": load.size.tickets,
        "database": db.current().writes.dialect.name,
        "rate": load.rate,
        "cold_open_ms": _spread(cold),
        "warm_open_ms": _spread(warm),
        "long_ticket_ms": _spread([_open_ticket(page, ticket) for ticket in tickets]),
        "next_ticket_ms": _spread(_goes_on(page, load.opens * 2)),
        **_types(page, load),
        **_scrolls(page),
        **_stays(context.new_cdp_session(page), page, load, quiet=tickets[0]),
    }
    context.close()
    return figures


def _opens(visit: _Visit, count: int) -> tuple[list[float], list[float]]:
    cold: list[float] = []
    warm: list[float] = []
    for _ in range(count):
        context = visit.context()
        page = context.new_page()
        cold.append(visit.open(page))
        page.wait_for_load_state("load")
        page.reload(wait_until="commit")
        warm.append(_usable(page))
        context.close()
    return cold, warm


def _usable(page: Page) -> float:
    return _until(page, "window.bench?.usable")


def _open_ticket(page: Page, ticket: int) -> float:
    return _opened(page, lambda: page.evaluate("id => bench.goTo(id)", ticket))


def _goes_on(page: Page, count: int) -> list[float]:
    page.locator(".list").focus()
    return [_opened(page, lambda: page.keyboard.press("BracketRight")) for _ in range(count)]


def _opened(page: Page, act: Any) -> float:
    before = page.evaluate("bench.opened.length")
    act()
    return _until(page, f"bench.opened[{before}]")


def _until(page: Page, number: str) -> float:
    """Return a number of the page once it is there; waiting by the library's own means would break the page's policy."""
    deadline = time.monotonic() + LONGEST_MS / 1000
    while time.monotonic() < deadline:
        found = page.evaluate(number)
        if found:
            return float(found)
        page.wait_for_timeout(POLL_MS)
    raise Unavailable(f"The console did not get there within {LONGEST_MS // 1000} s ({number}).")


def _types(page: Page, load: Load) -> dict[str, float]:
    """Type an answer while messages arrive; a key is late by the time until its handlers are done."""
    box = page.locator("#ticket textarea").first
    box.focus()
    page.evaluate("bench.late.length = 0")
    for letter in itertools.islice(itertools.cycle(SENTENCE), load.opens * 20):
        page.keyboard.type(letter)
        page.wait_for_timeout(30)
    late = page.evaluate("bench.late")
    box.fill("")
    page.locator(".list").focus()
    return {"typing_delayed_p99_ms": percentile(late, 99), "typing_delayed_longest_ms": round(max(late), 1)}


def _scrolls(page: Page) -> dict[str, float]:
    frames: list[float] = page.evaluate(SCROLL)
    return {
        "scroll_frames_per_s": round(1000 * len(frames) / sum(frames), 1),
        "scroll_frame_p99_ms": percentile(frames, 99),
        "rows": page.evaluate("Number(document.querySelector('.list [aria-setsize]').ariaSetSize)"),
    }


def _stays(devtools: CDPSession, page: Page, load: Load, *, quiet: int) -> dict[str, float]:
    """Leave the console open while messages arrive: what one costs the page, and whether memory grows.

    quiet: the ticket on the screen; one that is written in would rightly grow by each message.
    """
    devtools.send("Performance.enable")
    if f"ticket={quiet}" not in page.url:
        _open_ticket(page, quiet)
    time.sleep(CALM_S)
    page.evaluate("bench.tasks.length = 0")
    before, began = _page_metrics(devtools), time.monotonic()
    time.sleep(load.seconds)
    seconds = time.monotonic() - began
    after = _page_metrics(devtools)
    messages = max(1.0, load.rate * seconds)
    return {
        "page_ms_per_message": round(1000 * (after["TaskDuration"] - before["TaskDuration"]) / messages, 2),
        "longest_task_ms": max([0.0, *page.evaluate("bench.tasks")]),  # shorter ones than 50 are not told
        "heap_mb": round(after["JSHeapUsedSize"] / MB, 1),
        "heap_growth_mb": round((after["JSHeapUsedSize"] - before["JSHeapUsedSize"]) / MB, 2),
        "heap_growth_bytes_per_message": round((after["JSHeapUsedSize"] - before["JSHeapUsedSize"]) / messages),
        "nodes_growth": after["Nodes"] - before["Nodes"],
        "messages_meanwhile": round(messages),
    }


def _page_metrics(devtools: CDPSession) -> dict[str, float]:
    devtools.send("HeapProfiler.collectGarbage")
    return {one["name"]: one["value"] for one in devtools.send("Performance.getMetrics")["metrics"]}


def _spread(times_ms: Sequence[float]) -> dict[str, float]:
    return {"p50": percentile(list(times_ms), 50), "longest": round(max(times_ms), 1)}
