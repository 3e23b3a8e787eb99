"""What the visitor, the agent and the desk hold is equal and in order, whatever happens to which frame in two tabs."""

import os
import re
import signal
from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, StorageState, expect
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions import reply
from helpdesk.actions.writing import Writing
from helpdesk.models import Agent, AuthorKind, Message, MessageKind
from helpdesk.permissions import Actor, ActorKind
from runtime.bench.desk import BenchDesk
from tests.browser.lines import FAULTS, STEPS, Line
from tests.browser.people import Console, Shop

Contexts = Callable[..., BrowserContext]
WORDS: Final = re.compile(r"(?:question|answer) \d+ of [a-z ]+ \w+")
PATIENCE_MS: Final = 60_000

pytestmark = pytest.mark.timeout(600)  # browsers that wait for a dead line take their time


@pytest.fixture
def console(desk: BenchDesk, dora: StorageState, contexts: Contexts) -> Console:
    """Dora's console."""
    console = Console(contexts(storage_state=dora).new_page())
    console.opens(desk.running.base_url)
    return console


class Tab:
    """One of the visitor's tabs, on a line that may be bad."""

    def __init__(self, context: BrowserContext, base_url: str) -> None:
        self.shop = Shop(context.new_page(), base_url)
        self.line = Line(self.shop.page)
        self.line.follow()
        self.shop.opens()
        self.shop.opens_chat()

    def wakes(self) -> None:
        """Notice a line that went silent, as a browser that comes out of sleep does."""
        frame = next(frame for frame in self.shop.page.frames if frame.url.endswith("/frame"))
        frame.evaluate("dispatchEvent(new Event('online'))")

    def heard(self) -> list[str]:
        """What it shows, in order."""
        return [
            found for text in self.shop.talk.locator("li.said .text").all_inner_texts() for found in WORDS.findall(text)
        ]


@pytest.fixture
def tabs(desk: BenchDesk, contexts: Contexts) -> list[Tab]:
    """Two tabs of one visitor."""
    context = contexts()
    return [Tab(context, desk.running.base_url) for _ in range(2)]


@pytest.mark.parametrize("fault", FAULTS)
def test_every_step_may_fail_and_all_hold_the_same_in_order(console: Console, tabs: list[Tab], fault: str) -> None:
    name = fault.replace(" ", "x")
    tabs[0].shop.writes(f"question 0 of all {name}")
    console.opens_ticket(f"question 0 of all {name}")
    said = [f"question 0 of all {name}"]

    for number, step in enumerate(STEPS[fault], start=1):
        bad, good = tabs[number % 2], tabs[(number + 1) % 2]
        for tab in tabs:
            tab.line.comes_up()
        bad.line.arm(step, fault)
        if step in ("hello", "welcome"):
            reconnect(bad)
        writer = good if step == "event" else bad
        said += [f"question {number} of {step} {name}", f"answer {number} of {step} {name}"]
        writer.shop.writes(said[-2])
        if fault == "silent":
            bad.wakes()
        shows(console, said[-2])
        answers(said[-2], said[-1])
        bad.line.has_done(f"{step} {fault}")
        for tab in tabs:
            tab.line.clear()
            if fault == "silent":
                tab.wakes()
            expect(tab.shop.talk).to_contain_text(said[-1], timeout=PATIENCE_MS)
            tab.shop.box.focus()

    for tab in tabs:
        assert tab.heard() == said
    shows(console, said[-1])
    assert stored(name) == said
    assert WORDS.findall("\n".join(console.messages.locator("article").all_inner_texts())) == said


def test_a_desk_that_starts_anew_loses_and_doubles_nothing(desk: BenchDesk, console: Console, tabs: list[Tab]) -> None:
    name = "restart"
    tabs[0].shop.writes(f"question 0 of all {name}")
    console.opens_ticket(f"question 0 of all {name}")
    said = [f"question 0 of all {name}"]

    os.kill(desk.pids["web"], signal.SIGKILL)
    for number, tab in enumerate(tabs, start=1):
        said.append(f"question {number} of one {name}")
        tab.shop.writes(said[-1])

    for tab in tabs:
        for text in said:
            expect(tab.shop.talk).to_contain_text(text, timeout=PATIENCE_MS)
        expect(tab.shop.chat.locator(".said [data-mark=waiting], .said [data-mark=sending]")).to_have_count(
            0, timeout=PATIENCE_MS
        )
    assert sorted(stored(name)) == sorted(said)
    assert tabs[0].heard() == tabs[1].heard() == stored(name)
    shows(console, said[-1])


def reconnect(tab: Tab) -> None:
    """End the connection as a network does that comes and goes."""
    tab.shop.page.context.set_offline(True)
    tab.shop.page.context.set_offline(False)
    tab.shop.page.reload()
    expect(tab.shop.box).to_be_visible()


def shows(console: Console, text: str) -> None:
    expect(console.messages).to_contain_text(text, timeout=PATIENCE_MS)


def answers(question: str, text: str) -> None:
    """Let Dora answer."""
    with db.transaction() as session:
        agent = session.scalars(select(Agent).where(Agent.name == "Dora")).one()
        ticket_id = session.scalars(select(Message.ticket_id).where(Message.text == question)).one()
        by = Actor(ActorKind.AGENT, agent.id, agent.role)
        reply.send_reply(session, ticket_id, Writing(text, f"key {text}"), by=by)


def stored(name: str) -> list[str]:
    """Return what the desk has of these words, in its order."""
    with db.reading() as session:
        kinds = (MessageKind.IN, MessageKind.OUT)
        found = session.scalars(
            select(Message.text)
            .where(Message.text.like(f"%{name}"), Message.kind.in_(kinds), Message.author_kind != AuthorKind.SYSTEM)
            .order_by(Message.id)
        )
        return list(found)
