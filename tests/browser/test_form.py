"""The questions before a chat ask for the desk's own fields: by hand and keyboard, prefilled by the page, over long polls."""

from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions.client_base.fields import FieldDraft, create_field
from helpdesk.models import ChannelKind, Customer, FieldEntity, FieldKind, Message, Role, Ticket
from helpdesk.models.channels import Channel
from helpdesk.permissions import SYSTEM
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in
from tests.browser.chats import design, ticket_of
from tests.browser.people import Shop
from tests.browser.staff import hire
from tests.sites import hashed

Contexts = Callable[..., BrowserContext]
FIELDS: Final = (
    (
        FieldEntity.TICKET,
        "order",
        FieldKind.NUMBER,
        {"en": "Order number", "ru": "Номер заказа", "uk": "Номер замовлення"},
    ),
    (FieldEntity.TICKET, "bought", FieldKind.DATE, {"en": "Bought on", "ru": "Дата покупки", "uk": "Дата покупки"}),
    (FieldEntity.CUSTOMER, "plan", FieldKind.CHOICE, {"en": "Plan", "ru": "Тариф", "uk": "Тариф"}),
    (
        FieldEntity.CUSTOMER,
        "uses",
        FieldKind.SEVERAL,
        {"en": "You use", "ru": "Вы пользуетесь", "uk": "Ви користуєтеся"},
    ),
    (
        FieldEntity.CUSTOMER,
        "news",
        FieldKind.YES_NO,
        {"en": "News by mail?", "ru": "Новости почтой?", "uk": "Новини поштою?"},
    ),
)
CHOICES: Final = {
    "plan": [{"key": "gold", "labels": {"en": "Gold", "ru": "Золотой", "uk": "Золотий"}}],
    "uses": [
        {"key": "phone", "labels": {"en": "Phone", "ru": "Телефон", "uk": "Телефон"}},
        {"key": "tablet", "labels": {"en": "Tablet", "ru": "Планшет", "uk": "Планшет"}},
    ],
}


# All of it lies within what is shown, and nothing lies over its corners.
IS_SEEN: Final = """one => {
  const { left, right, top, bottom } = one.getBoundingClientRect();
  const corners = [[left + 8, top + 2], [right - 8, top + 2], [left + 8, bottom - 2], [right - 8, bottom - 2]];
  return top >= 0 && bottom <= innerHeight && corners.every(([x, y]) => one.contains(document.elementFromPoint(x, y)));
}"""

# How often a question lies in the margin of the button that begins the chat, while the form is scrolled.
UNDER: Final = """begin => {
  const { left, top, bottom } = begin.getBoundingClientRect();
  const met = Array.from({ length: 40 }, (_, step) => {
    begin.closest("form").scrollTop = step * 4;
    return [top - 4, bottom + 8].map(y => document.elementFromPoint(left + 12, y));
  });
  return met.flat().filter(one => one?.closest(".field, .several")).length;
}"""

ASKED: Final = [
    {"key": "name", "kind": "name"},
    *(
        {"key": key, "kind": "custom", "field": f"{entity.value}.{key}", "is_required": key == "order"}
        for entity, key, _, _ in FIELDS
    ),
]


@pytest.fixture(scope="module", autouse=True)
def fields(desk: BenchDesk) -> None:
    """Custom fields of all kinds."""
    with db.transaction() as session:
        for entity, key, kind, labels in FIELDS:
            create_field(session, FieldDraft(entity, key, kind, labels, CHOICES.get(key, [])), by=SYSTEM)


@pytest.fixture(autouse=True)
def form(fields: None) -> None:
    """A form that asks for them, one answer required."""
    design(form=ASKED)


def kept(text: str) -> tuple[dict[str, object] | None, dict[str, object]]:
    """Return the fields of the ticket with this message, and of its customer."""
    ticket = ticket_of(text)
    with db.reading() as session:
        return ticket.fields, session.get_one(Customer, ticket.customer_id).fields


def new_secret(desk: BenchDesk, contexts: Contexts) -> str:
    """Have an admin make a secret for the site."""
    with db.reading() as session:
        channel_id = session.scalars(select(Channel.id).where(Channel.kind == ChannelKind.WEBCHAT)).one()
    page = contexts(storage_state=hire("Dora", role=Role.ADMIN)).new_page()
    page.goto(desk.running.base_url)
    made = """async id => {
      const { csrf } = await (await fetch("/api/me")).json();
      const headers = { "Content-Type": "application/json", "X-CSRF-Token": csrf };
      return (await fetch(`/api/channels/${id}/identity-secrets`, { method: "POST", headers, body: "{}" })).json();
    }"""
    return str(page.evaluate(made, channel_id)["secret"])


def opened(contexts: Contexts, desk: BenchDesk, **options: object) -> Shop:
    shop = Shop(contexts(reduced_motion="reduce", **options).new_page(), desk.running.base_url)
    shop.opens()
    open_chat(shop.page)
    return shop


def open_chat(page: Page) -> None:
    page.locator("helpdesk-chat button.b").click()
    expect(page.frame_locator("iframe").locator(".gate")).to_be_visible()


def test_what_begins_the_chat_is_in_sight_however_much_is_asked(desk: BenchDesk, contexts: Contexts) -> None:
    for width, height in ((1280, 800), (390, 700)):
        chat = opened(contexts, desk, viewport={"width": width, "height": height}).chat
        begin = chat.get_by_role("button", name="Start the chat")
        assert begin.evaluate(IS_SEEN)
        for label in ("Name", "Order number", "Bought on", "Plan", "Phone", "Tablet", "News by mail?"):
            chat.get_by_label(label).focus()
            assert chat.get_by_label(label).evaluate(IS_SEEN), label
            assert begin.evaluate(IS_SEEN), label


def test_no_question_shows_or_can_be_hit_in_the_margin_of_what_begins_the_chat(
    desk: BenchDesk, contexts: Contexts
) -> None:
    chat = opened(contexts, desk, forced_colors="active").chat

    assert chat.get_by_role("button", name="Start the chat").evaluate(UNDER) == 0


def test_a_form_is_filled_in_by_keyboard_alone_and_a_new_request_asks_about_itself_only(
    desk: BenchDesk, contexts: Contexts
) -> None:
    shop = opened(contexts, desk)
    keys, chat = shop.page.keyboard, shop.chat
    chat.get_by_label("Name").focus()
    keys.type("Віра")
    keys.press("Tab")
    keys.type("ten")
    keys.press("Enter")
    expect(chat.get_by_label("Order number")).to_be_focused()
    expect(chat.get_by_label("Order number")).to_have_accessible_description("This does not look like a number.")
    keys.press("Control+a")
    keys.type("1042")
    chat.get_by_label("Bought on").fill("2026-11-20")
    chat.get_by_label("Plan").select_option("gold")
    chat.get_by_label("Tablet").focus()
    keys.press("Space")
    keys.press("Enter")
    expect(shop.box).to_be_focused()
    shop.writes("Filled in by hand")
    expect(chat.locator(".mark[data-mark=delivered], .mark[data-mark=seen]").first).to_be_visible()

    assert kept("Filled in by hand") == ({"order": 1042, "bought": "2026-11-20"}, {"plan": "gold", "uses": ["tablet"]})
    chat.get_by_role("button", name="Your requests").click()
    chat.get_by_role("button", name="New request").click()
    expect(chat.locator(".gate input")).to_have_count(3)  # order, day, and the trap
    chat.get_by_label("Order number").fill("7")
    chat.get_by_role("button", name="Start the chat").click()
    shop.writes("About another order")
    expect(chat.locator(".mark[data-mark=delivered], .mark[data-mark=seen]").first).to_be_visible()
    assert kept("About another order") == ({"order": 7}, {"plan": "gold", "uses": ["tablet"]})


def test_a_page_fills_in_what_it_knows_and_long_polls_take_it(desk: BenchDesk, contexts: Contexts) -> None:
    context = contexts()
    context.route_web_socket("**/chat/*/live", lambda line: line.close())
    page = context.new_page()
    page.goto(f"{desk.running.base_url}/try")
    fields = '{order: "31,5", uses: ["phone", "car"], news: true, plan: {}, never: 1, [`__proto__`]: {order: 2}}'
    page.evaluate(f"Helpdesk('prefill', {{text: 'Prefilled words', fields: {fields}}})")
    open_chat(page)
    chat = page.frame_locator("iframe")
    expect(chat.get_by_label("Order number")).to_have_value("31,5")
    expect(chat.get_by_label("News by mail?")).to_have_value("yes")
    chat.get_by_role("button", name="Start the chat").click()
    expect(chat.get_by_role("textbox")).to_have_value("Prefilled words")
    chat.get_by_role("textbox").press("Enter")
    expect(chat.locator(".mark[data-mark=delivered], .mark[data-mark=seen]").first).to_be_visible()

    assert kept("Prefilled words") == ({"order": 31.5}, {"uses": ["phone"], "news": True})


def test_what_one_tab_filled_in_goes_with_a_message_another_tab_sends(desk: BenchDesk, contexts: Contexts) -> None:
    context = contexts()
    here, there = (Shop(context.new_page(), desk.running.base_url) for _ in range(2))
    for shop in (here, there):
        shop.opens()
        open_chat(shop.page)
    here.chat.get_by_label("Order number").fill("55")
    here.chat.get_by_role("button", name="Start the chat").click()
    here.page.route_web_socket("**/chat/*/live", lambda line: line.close())
    here.page.route("**/chat/*/messages", lambda route: route.abort())
    here.page.reload()
    here.writes("From a tab that has no line")
    here.page.close()

    expect(there.talk).to_contain_text("From a tab that has no line")
    expect(there.chat.locator(".mark[data-mark=delivered], .mark[data-mark=seen]").first).to_be_visible()
    expect(there.box).to_be_visible()
    assert kept("From a tab that has no line")[0] == {"order": 55}


def test_an_answer_the_desk_does_not_take_any_more_is_asked_for_again(desk: BenchDesk, contexts: Contexts) -> None:
    shop = opened(contexts, desk)
    shop.chat.get_by_label("Order number").fill("1")
    shop.chat.get_by_role("button", name="Start the chat").click()
    frame = next(frame for frame in shop.page.frames if frame.url.endswith("/frame"))
    frame.evaluate(
        """() => { for (const key of Object.keys(localStorage)) if (key.endsWith(":answers"))
          localStorage.setItem(key, JSON.stringify({form: {order: "one", plan: "gold"}})); }"""
    )
    shop.page.reload()
    shop.writes("Once more with feeling")
    expect(shop.chat.get_by_label("Plan")).to_have_value("gold")
    expect(shop.chat.get_by_label("Order number")).to_have_value("one")
    shop.chat.get_by_label("Order number").fill("3")
    shop.chat.get_by_role("button", name="Start the chat").click()

    expect(shop.chat.locator(".mark[data-mark=delivered], .mark[data-mark=seen]").first).to_be_visible()
    assert kept("Once more with feeling")[0] == {"order": 3}
    with db.reading() as session:
        found = session.scalars(select(Ticket.id).join(Message).where(Message.text == "Once more with feeling"))
        assert len(found.all()) == 1


def test_who_is_identified_is_asked_once_and_finds_the_answers_known_on_a_device_that_polls(
    desk: BenchDesk, contexts: Contexts
) -> None:
    proof = {"user": "vera-7", "hash": hashed(new_secret(desk, contexts), "vera-7")}
    design(form=ASKED, needs_identity=True)
    phone, laptop = contexts(), contexts()
    laptop.route_web_socket("**/chat/*/live", lambda line: line.close())
    stranger, first, second = (Shop(one.new_page(), desk.running.base_url) for one in (contexts(), phone, laptop))
    stranger.opens()
    open_chat(stranger.page)
    expect(stranger.chat.locator(".gate")).to_have_text("Sign in on this site to write to us.")
    for shop in (first, second):
        shop.opens()
        shop.page.evaluate("window.heard = []; Helpdesk('on', 'identified', () => heard.push('identified'))")
        shop.page.evaluate("proof => { Helpdesk('identify', proof); Helpdesk('open'); }", proof)
        if shop is second:
            break
        shop.chat.get_by_label("Order number").fill("8")
        shop.chat.get_by_label("Plan").select_option("gold")
        shop.chat.get_by_role("button", name="Start the chat").click()
        shop.writes("Proved by the site")
        expect(shop.chat.locator(".mark[data-mark=delivered], .mark[data-mark=seen]").first).to_be_visible()

    expect(second.talk).to_contain_text("Proved by the site")
    expect(second.box).to_be_visible()
    assert first.page.evaluate("heard[0]") == second.page.evaluate("heard[0]") == "identified"
    assert kept("Proved by the site") == ({"order": 8}, {"plan": "gold"})


def test_the_form_can_be_used_by_everybody(desk: BenchDesk, contexts: Contexts) -> None:
    shop = opened(contexts, desk, locale="uk", viewport={"width": 360, "height": 640})
    shop.chat.locator(".gate button").click()
    expect(shop.chat.locator(".gate .bad:not(:empty)").first).to_be_visible()

    frame = next(frame for frame in shop.page.frames if frame.url.endswith("/frame"))
    assert faults_in(shop.page, frame) == []
