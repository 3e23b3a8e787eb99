"""The chat as its tests set it up, and a walk through all its screens."""

from collections.abc import Iterator
from typing import Any, Final

from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.actions import lifecycle, reply
from helpdesk.actions.writing import Writing
from helpdesk.models import Agent, ChannelKind, Message, Ticket
from helpdesk.models.channels import Channel
from helpdesk.permissions import SYSTEM, Actor, ActorKind
from tests.browser.people import Shop

FORM: Final = [
    {"key": "name", "kind": "name", "is_required": True},
    {"key": "order", "kind": "text", "label": {"en": "Order", "ru": "Заказ", "uk": "Замовлення"}},
]
CONSENT: Final = {"is_asked": True, "text": {"en": "Keep what I write"}, "link": "https://shop.example/privacy"}
OPENER: Final = {"id": "p1", "text": {"en": "Looking for a gift?"}, "page": "/try*", "after_s": 0}


def design(**parts: Any) -> None:  # of a widget's design, JSON
    """Design the desk's first chat; what is not said is as usual."""
    with db.transaction() as session:
        channel = session.scalars(select(Channel).where(Channel.kind == ChannelKind.WEBCHAT)).one()
        channel.config = {**channel.config, "widget": parts}


def ticket_of(text: str) -> Ticket:
    """Return the ticket with this message."""
    with db.reading() as session:
        return session.scalars(
            select(Ticket).join(Message, Message.ticket_id == Ticket.id).where(Message.text == text)
        ).one()


def walk(page: Page, base_url: str) -> Iterator[str]:
    """Go through all screens, in any language."""
    chat = page.frame_locator("iframe")
    design(form=FORM, consent=CONSENT, proactive=[OPENER])
    page.goto(f"{base_url}/try")
    expect(chat.locator(".teaser")).to_be_visible()
    yield "first words"
    page.locator("helpdesk-chat button.b").click()
    chat.locator(".gate button").click()
    expect(chat.locator(".gate .bad:not(:empty)").first).to_be_visible()
    yield "form with faults"
    chat.locator(".gate input[type=text]").first.fill("Vera")
    chat.locator(".gate input[type=checkbox]").check()
    chat.locator(".gate button").click()
    chat.locator("textarea").fill("Is everybody there?")
    chat.locator("textarea").press("Enter")
    expect(chat.locator(".mark[data-mark=delivered], .mark[data-mark=seen]").first).to_be_visible()
    chat.locator(".composer .round").nth(1).click()
    expect(chat.locator(".emoji")).to_be_visible()
    yield "emoji"
    page.keyboard.press("Escape")
    chat.locator(".header .round").first.click()
    expect(chat.locator(".request")).to_be_visible()
    yield "list"
    chat.locator(".header .round").first.click()
    expect(chat.locator(".deed").first).to_be_visible()
    for one in chat.locator("details").all():
        one.locator("summary").click()
    yield "more"
    answers("Is everybody there?", "We are.")
    chat.locator(".header .round").first.click()
    expect(chat.locator("li.said[data-from=agent]")).to_be_visible(timeout=60_000)
    resolve("Is everybody there?")
    chat.locator(".faces input").nth(3).check(force=True)
    yield "rating"


def resolve(text: str) -> None:
    """End the ticket of whoever wrote this last."""
    with db.transaction() as session:
        lifecycle.resolve(session, newest(session, text), by=SYSTEM)


def answers(question: str, text: str) -> None:
    """Let Dora answer whoever asked this last."""
    with db.transaction() as session:
        agent = session.scalars(select(Agent).where(Agent.name == "Dora")).one()
        by = Actor(ActorKind.AGENT, agent.id, agent.role)
        ticket_id = newest(session, question)
        reply.send_reply(session, ticket_id, Writing(text, f"key {ticket_id}"), by=by)


def newest(session: Session, text: str) -> int:
    return (
        session.scalars(select(Message.ticket_id).where(Message.text == text).order_by(Message.id.desc())).first() or 0
    )


def press(shop: Shop, name: str) -> None:
    """Press a button of the chat."""
    shop.chat.get_by_role("button", name=name).click()


def opened(shop: Shop) -> Shop:
    """Open the chat in the shop."""
    shop.opens()
    shop.opens_chat()
    return shop
