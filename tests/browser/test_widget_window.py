"""The chat in a window of its own: the same visitor and the same words, on a page of somebody else; its address tells nothing."""

from collections.abc import Callable, Iterator
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, Page, StorageState, expect

from helpdesk import db
from helpdesk.actions.workspace.channels import ChannelChanges, change_channel
from helpdesk.models import ChannelKind
from helpdesk.models.channels import Channel
from helpdesk.permissions import SYSTEM
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in
from tests.browser.chats import design, ticket_of
from tests.browser.host import Site, serving
from tests.browser.staff import hire
from tests.browser.visitors import channel_key

Contexts = Callable[..., BrowserContext]
# What the window keeps itself: the frame's storage is another one only where a browser parts them.
WATCH: Final = """window.written = [];
if (location.hash === "#window") Storage.prototype.setItem = name => written.push(name);"""
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def site(desk: BenchDesk) -> Iterator[Site]:
    """A site on another host name than the desk's, that may show the chat."""
    with serving(Site(name="localhost")) as site:
        with db.transaction() as session:
            found = session.query(Channel.id).where(Channel.kind == ChannelKind.WEBCHAT).scalar()
            change_channel(session, found, ChannelChanges(allowed_origins=[site.origin]), by=SYSTEM)
        yield site


@pytest.fixture(scope="module", autouse=True)
def dora(desk: BenchDesk) -> StorageState:
    """An agent who may answer."""
    return hire("Dora")


def test_a_window_speaks_the_language_of_the_chat_it_came_from(desk: BenchDesk, site: Site, contexts: Contexts) -> None:
    design()
    base = desk.running.base_url
    site.shows(f'<script src="{base}/widget.js" data-channel="{channel_key()}" data-locale="uk"></script>')
    page = contexts().new_page()
    page.goto(site.origin)
    page.locator("helpdesk-chat button.b").click()
    chat = page.frame_locator("iframe")
    chat.get_by_role("button", name="Інші дії").click()
    chat.get_by_text("В окремому вікні").click()

    with page.expect_popup() as opening:
        chat.get_by_role("button", name="Відкрити вікно").click()

    expect(opening.value.get_by_role("textbox", name="Ваше повідомлення")).to_be_visible()
    expect(opening.value.locator("html")).to_have_attribute("lang", "uk")


def writes(where: Page, text: str) -> None:
    where.get_by_role("textbox").fill(text)
    where.get_by_role("textbox").press("Enter")


def test_a_window_goes_on_with_the_same_conversation(desk: BenchDesk, site: Site, contexts: Contexts) -> None:
    design()
    base = desk.running.base_url
    site.shows(f'<h1>Lamps</h1><script src="{base}/widget.js" data-channel="{channel_key()}"></script>')
    page = contexts().new_page()
    page.context.add_init_script(WATCH)
    page.goto(site.origin)
    page.locator("helpdesk-chat button.b").click()
    chat = page.frame_locator("iframe")
    chat.get_by_role("textbox").fill("Where is my lamp?")
    chat.get_by_role("textbox").press("Enter")
    expect(chat.locator(".mark[data-mark=delivered], .mark[data-mark=seen]")).to_have_count(1)

    chat.get_by_role("button", name="More").click()
    chat.get_by_text("In a window of its own").click()
    with page.expect_popup() as opening:
        chat.get_by_role("button", name="Open a window").click()
    window = opening.value
    expect(window.get_by_role("region", name="Messages")).to_contain_text("Where is my lamp?")
    writes(window, "It is a green one.")
    chat.get_by_role("button", name="Back").click()
    expect(chat.get_by_role("region", name="Messages")).to_contain_text("It is a green one.")

    assert window.url == f"{base}/chat/{channel_key()}/frame#window"
    assert window.evaluate("window.written") == []
    assert ticket_of("It is a green one.").id == ticket_of("Where is my lamp?").id
    assert faults_in(window, window.main_frame) == []
    window.reload()
    expect(window.get_by_role("region", name="Messages")).to_contain_text("It is a green one.")


def test_a_window_nobody_opened_says_so(desk: BenchDesk, contexts: Contexts) -> None:
    page = contexts().new_page()
    page.goto(f"{desk.running.base_url}/chat/{channel_key()}/frame#window")

    expect(page.locator("#panel")).to_contain_text("This window lost its chat")
