"""Whatever three agents do, and however their lines break: in the end each screen shows what a fresh page shows.

HELPDESK_TEST_ACTS acts by HELPDESK_TEST_SEED; both may be set for longer and other runs.
"""

import os
import random
import re
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, WebSocketRoute, expect

from helpdesk import db
from helpdesk.actions import label
from helpdesk.models import Priority, Role
from helpdesk.permissions import SYSTEM
from runtime.bench.desk import BenchDesk
from tests.browser.mails import open_mailbox
from tests.browser.staff import hire
from tests.mails import arrives, mail

Contexts = Callable[..., BrowserContext]

ACTS: Final = int(os.environ.get("HELPDESK_TEST_ACTS", "30"))
SEED: Final = int(os.environ.get("HELPDESK_TEST_SEED", "20261122"))
TICKETS: Final = 7
PATIENCE_S: Final = 120
# What a person reads there, without what depends on when it is drawn, and without what looking at it changes.
SEEN: Final = """
() => {
  const texts = (place) => [...document.querySelectorAll(place)].map((one) => one.textContent.trim());
  const rows = [...document.querySelectorAll(".list .row")].sort((one, other) => one.ariaPosInSet - other.ariaPosInSet);
  const words = (row, place) => row.querySelector(place)?.textContent ?? "";
  return {
    list: rows.map((row) => [".row-number", ".row-subject", ".row-preview", ".row-marks"].map((place) => words(row, place)).join(" | ")),
    total: texts(".pane-head .count"),
    counts: texts(".sidebar .view-link"),
    fields: [...document.querySelectorAll("#ticket .ticket-fields select")].map((one) => `${one.ariaLabel}: ${one.value}`),
    messages: texts(".timeline .message .message-body, .timeline .message .mail-text"),
    facts: texts(".timeline .facts li"),
    tickets: texts(".customer-tickets .ticket-link-text, .customer-tickets .chip"),
    history: texts(".history-text"),
    loading: document.querySelectorAll(".skeleton").length > 0,
  };
}
"""

CHANGE: Final = """
(number) => {
  const box = document.querySelector("#ticket .ticket-fields:not([inert]) select");
  const choices = [...(box?.options ?? [])].filter((one) => !one.disabled);
  if (choices.length === 0) return;
  box.value = choices[number % choices.length].value;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}
"""


@pytest.fixture(scope="module")
def options() -> Mapping[str, Any]:
    """An agent's browser as it is, with its worker."""
    return {"service_workers": "allow"}


class Agent:
    """Somebody at a console whose line can be cut."""

    def __init__(self, context: BrowserContext) -> None:
        self.context, self.page = context, context.new_page()
        self._near: WebSocketRoute | None = None
        self._is_down = False
        self.page.route_web_socket(re.compile("/api/live"), self._connect)

    def goes(self, address: str) -> None:
        self.page.goto(address)
        expect(self.page.locator(".timeline .message").first).to_be_visible()

    def line(self, *, down: bool) -> None:
        self._is_down = down
        self.context.set_offline(down)
        if down and self._near is not None:
            self._near.close()

    def does(self, act: str, chosen: random.Random) -> None:
        page = self.page
        if act == "line":
            self.line(down=not self._is_down)
        elif act == "note":
            page.keyboard.press("n")
            page.keyboard.type(f"Seen {chosen.randrange(1000)}")
            page.keyboard.press("Control+Enter")
        elif act == "status":
            page.evaluate(CHANGE, chosen.randrange(100))
        else:
            for key in act.split():
                page.keyboard.press(key)
        page.evaluate("document.activeElement.blur()")

    def rests(self) -> None:
        """Take the hands off, so that nothing holds the list still."""
        self.line(down=False)
        self.page.mouse.move(2, 2)
        self.page.evaluate("document.activeElement.blur(); document.querySelector('.list')?.scrollTo({ top: 0 })")

    def _connect(self, near: WebSocketRoute) -> None:
        if self._is_down:
            near.close()
            return
        self._near = near
        near.connect_to_server()


UI_ACTS: Final = ("]", "[", "]", "g i", "g u", "g m", "i", "Shift+E", "note", "note", "status", "line", "line")


def customer_acts(mailbox_id: int, ticket_ids: list[int], chosen: random.Random) -> None:
    """Somebody writes anew, or the desk itself changes something."""
    if chosen.random() < 0.5:
        number = chosen.randrange(5)
        sent = mail(
            mailbox_id, f"Another word {chosen.random()}", subject=f"Matter {number}", sender=f"v{number}@x.test"
        )
        ticket_ids.append(arrives(sent).ticket_id)
        return
    with db.transaction() as session:
        label.set_priority(session, chosen.choice(ticket_ids), priority=chosen.choice(list(Priority)), by=SYSTEM)


@pytest.fixture
def agents(desk: BenchDesk, contexts: Contexts) -> list[Agent]:
    """An admin, a supervisor and an agent."""
    roles = {"Dora": Role.ADMIN, "Boris": Role.SUPERVISOR, "Anna": Role.AGENT}
    states = [hire(name, role=role) for name, role in roles.items()]
    return [Agent(contexts(storage_state=state, reduced_motion="reduce")) for state in states]


def test_after_random_acts_every_screen_equals_a_fresh_one(desk: BenchDesk, agents: list[Agent]) -> None:
    chosen, mailbox_id = random.Random(SEED), open_mailbox()
    first = [mail(mailbox_id, f"Word {n}", subject=f"Matter {n}", sender=f"v{n % 5}@x.test") for n in range(TICKETS)]
    ticket_ids = [arrives(one).ticket_id for one in first]
    for agent in agents:
        agent.goes(f"{desk.running.base_url}/?view=all&ticket={ticket_ids[0]}")

    for _ in range(ACTS):
        if chosen.random() < 0.3:
            customer_acts(mailbox_id, ticket_ids, chosen)
        else:
            chosen.choice(agents).does(chosen.choice(UI_ACTS), chosen)

    for agent in agents:
        agent.rests()
    for number, agent in enumerate(agents):
        assert differences(agent) == {}, f"agent {number}, seed {SEED}, {ACTS} acts"


def differences(agent: Agent) -> dict[str, Any]:  # texts of both pages, by part
    """Return where a screen is not as a fresh page of the same address; both are given time to get there."""
    fresh = agent.context.new_page()
    fresh.goto(agent.page.url)
    deadline = time.monotonic() + PATIENCE_S
    while True:
        agent.page.wait_for_timeout(300)
        one, other = agent.page.evaluate(SEEN), fresh.evaluate(SEEN)
        found = {part: (one[part], other[part]) for part in one if one[part] != other[part]}
        if (not found and not one["loading"]) or time.monotonic() > deadline:
            fresh.close()
            return found
