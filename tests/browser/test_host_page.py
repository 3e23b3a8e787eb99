"""The chat on somebody else's page: it works there, and the page's scripts learn nothing (attacks 10, 36, 43, 44)."""

import json
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, Error, Frame, Page, StorageState, WebSocket, expect

from helpdesk import db
from helpdesk.actions.workspace.channels import ChannelChanges, change_channel
from helpdesk.models import ChannelKind
from helpdesk.models.channels import Channel
from helpdesk.permissions import SYSTEM
from runtime.bench.desk import BenchDesk
from tests.browser import host
from tests.browser.host import Site, serving
from tests.browser.people import Console
from tests.browser.visitors import channel_key

Contexts = Callable[..., BrowserContext]
SCREEN: Final = {"width": 1280, "height": 800}
QUESTION: Final = "My secret order is 20418"
ANSWER: Final = "Your secret parcel left on Monday"
# Offers the chat a port, as the page that embeds it does, and keeps what comes through.
OFFER: Final = """(chat, desk) => {
  window.heard = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => heard.push(data.t);
  const page = { url: "https://evil.example/", title: "", referrer: "" };
  chat.postMessage({ helpdesk: 1, locale: "en", theme: "auto", open: true, focus: true, page }, "*", [port2]);
}"""


@pytest.fixture(scope="module")
def site(desk: BenchDesk) -> Iterator[Site]:
    """A site on another host name than the desk's, that may show the chat."""
    with serving(Site(name="localhost")) as site:
        with db.transaction() as session:
            found = session.query(Channel.id).where(Channel.kind == ChannelKind.WEBCHAT).scalar()
            change_channel(session, found, ChannelChanges(allowed_origins=[site.origin]), by=SYSTEM)
        yield site


@pytest.fixture
def console(desk: BenchDesk, dora: StorageState, contexts: Contexts) -> Console:
    """Dora's console."""
    console = Console(contexts(storage_state=dora).new_page())
    console.opens(desk.running.base_url)
    return console


class Wire:
    """What goes over the network, as the browser's own tools see it."""

    def __init__(self, page: Page) -> None:
        self.tokens: set[str] = set()
        self.addresses: list[str] = []
        page.on("websocket", lambda socket: self._hear(socket))
        page.on("request", lambda request: self.addresses.extend((request.url, request.headers.get("referer", ""))))

    def _hear(self, socket: WebSocket) -> None:
        self.addresses.append(socket.url)
        socket.on("framesent", lambda frame: self._keep(frame))

    def _keep(self, frame: str | bytes) -> None:
        if token := json.loads(frame).get("token"):
            self.tokens.add(token)


def test_the_chat_works_on_a_strict_and_hostile_page_that_learns_neither_token_nor_words(
    desk: BenchDesk, site: Site, console: Console, contexts: Contexts
) -> None:
    page = contexts().new_page()
    wire = Wire(page)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    hostile = host.CLOBBERED + host.STYLE + host.SCRIPT
    site.shows(hostile + widget(desk), policy=host.STRICT.format(desk=desk.running.base_url), direction="rtl")
    page.goto(site.origin)
    length = page.evaluate("history.length")

    button = page.get_by_role("button", name="Chat")
    expect(button).to_be_in_viewport(ratio=1)
    drawn = button.bounding_box()
    assert drawn is not None
    assert drawn["width"] > 50
    button.click()
    chat = page.locator("helpdesk-chat iframe").content_frame
    expect(chat.get_by_role("textbox")).to_be_in_viewport(ratio=1)
    chat.get_by_role("textbox").fill(QUESTION)
    chat.get_by_role("textbox").press("Enter")
    console.opens_ticket(QUESTION)
    console.answers(ANSWER)
    expect(chat.get_by_role("region", name="Messages")).to_contain_text(ANSWER)

    loot = "\n".join(page.evaluate("window.loot"))
    assert "message:received" in loot  # it does hear what the page is told
    assert len(wire.tokens) == 1
    kept = page.evaluate("Object.entries(localStorage) + Object.entries(sessionStorage) + location + document.cookie")
    assert "helpdesk:" in kept
    everywhere = "\n".join((loot, kept, page.content(), *wire.addresses))
    assert [secret for secret in (*wire.tokens, QUESTION, ANSWER, "20418") if secret in everywhere] == []
    assert page.evaluate("history.length") == length
    assert complaints == []


def test_the_page_cannot_reach_into_the_frame(desk: BenchDesk, site: Site, contexts: Contexts) -> None:
    page = contexts().new_page()
    site.shows(widget(desk), policy=host.STRICT.format(desk=desk.running.base_url))
    page.goto(site.origin)
    page.get_by_role("button", name="Chat").click()
    expect(page.locator("helpdesk-chat iframe").content_frame.get_by_role("textbox")).to_be_visible()

    with pytest.raises(Error, match="cross-origin"):
        page.evaluate(
            "document.querySelector('helpdesk-chat').shadowRoot.querySelector('iframe').contentWindow.document"
        )


def test_only_the_page_around_the_chat_may_speak_to_it(desk: BenchDesk, site: Site, contexts: Contexts) -> None:
    """An advertisement in a frame beside it, and a page that opened it, offer it a port; the page around it has taken the only one."""
    page = contexts().new_page()
    site.shows(widget(desk) + '<iframe src="about:blank" name="advert"></iframe>')
    page.goto(site.origin)
    page.get_by_role("button", name="Chat").click()
    expect(page.locator("helpdesk-chat iframe").content_frame.get_by_role("textbox")).to_be_visible()
    chat = "parent.document.querySelector('helpdesk-chat').shadowRoot.querySelector('iframe').contentWindow"
    advert = page.frame(name="advert")
    assert advert is not None

    advert.evaluate(f"({OFFER})({chat})")
    with page.expect_popup() as opened:
        page.evaluate("address => { window.popup = open(address) }", frame_address(desk))
    expect(opened.value.get_by_role("textbox")).to_be_visible()
    page.evaluate(f"({OFFER})(popup)")

    frame_of(page).evaluate("new Promise(done => setTimeout(done))")
    opened.value.evaluate("new Promise(done => setTimeout(done))")
    assert advert.evaluate("heard") == page.evaluate("heard") == []


def test_a_page_that_makes_the_frame_itself_hears_counts_and_no_words(
    desk: BenchDesk, site: Site, contexts: Contexts
) -> None:
    page = contexts().new_page()
    site.shows(f'<iframe src="{frame_address(desk)}"></iframe>')
    page.goto(site.origin)
    chat = page.frame_locator("iframe")
    expect(chat.get_by_role("textbox")).to_be_attached()

    page.evaluate(f"({OFFER})(frames[0])")
    chat.get_by_role("textbox").fill(QUESTION)
    chat.get_by_role("textbox").press("Enter")

    page.wait_for_function("heard.includes('message:sent')")
    assert set(page.evaluate("heard")) <= {"ready", "unread", "message:sent", "ticket:started"}


def test_a_site_that_is_not_allowed_gets_neither_button_nor_frame(
    desk: BenchDesk, site: Site, contexts: Contexts
) -> None:
    page = contexts().new_page()
    with serving(Site(name="localhost")) as stranger:
        stranger.shows(f'<iframe src="{frame_address(desk)}"></iframe>' + widget(desk))
        with page.expect_event("requestfailed", lambda request: request.url.endswith("/config")):
            page.goto(stranger.origin)

    expect(page.locator("helpdesk-chat")).to_have_count(0)
    assert page.frames[1].evaluate("document.querySelector('#panel')") is None


def test_an_allowed_page_inside_a_foreign_one_gets_no_chat(desk: BenchDesk, site: Site, contexts: Contexts) -> None:
    page = contexts().new_page()
    site.shows(f'<iframe src="{frame_address(desk)}"></iframe>')
    with serving(Site(name="localhost")) as stranger:
        stranger.shows(f'<iframe src="{site.origin}"></iframe>')
        page.goto(stranger.origin)
        page.frame_locator("iframe").locator("iframe").wait_for()

        assert page.frames[1].url.startswith(site.origin)
        assert page.frames[2].evaluate("document.querySelector('#panel')") is None


def test_a_foreign_page_opens_no_socket_and_reads_no_api_with_the_agents_cookie(
    desk: BenchDesk, site: Site, dora: StorageState, contexts: Contexts
) -> None:
    context = contexts(storage_state=dora)
    page = context.new_page()
    assert context.request.get(f"{desk.running.base_url}/api/me").status == 200
    site.shows("")
    page.goto(site.origin)

    opened = page.evaluate(
        """desk => Promise.all(["/api/live", "/chat/KEY/live"].map(path => new Promise(done => {
             const socket = new WebSocket(desk.replace("http", "ws") + path);
             socket.onopen = () => done(true);
             socket.onclose = () => done(false);
           })))""".replace("KEY", channel_key()),
        desk.running.base_url,
    )

    assert opened == [False, False]
    with pytest.raises(Error, match="Failed to fetch"):
        page.evaluate("desk => fetch(desk + '/api/me', { credentials: 'include' })", desk.running.base_url)


def widget(desk: BenchDesk) -> str:
    return f'<script src="{desk.running.base_url}/widget.js" data-channel="{channel_key()}" async></script>'


def frame_address(desk: BenchDesk) -> str:
    return f"{desk.running.base_url}/chat/{channel_key()}/frame"


def frame_of(page: Page) -> Frame:
    return next(frame for frame in page.frames if frame.url.endswith("/frame"))


# What browsers that block third parties say to a frame's script.
REFUSED: Final = """if (location.pathname.endsWith("/frame"))
  Object.defineProperty(window, "localStorage", { get() { throw new DOMException("", "SecurityError") } })"""


def test_a_frame_without_storage_is_still_the_same_visitor_on_the_next_page_and_nobody_else_can_tell(
    desk: BenchDesk, site: Site, contexts: Contexts
) -> None:
    page = contexts().new_page()
    page.add_init_script(REFUSED)
    site.shows(widget(desk))
    page.goto(site.origin)
    page.get_by_role("button", name="Chat").click()
    chat = page.locator("helpdesk-chat iframe").content_frame
    assert page.context.cookies() == []
    chat.get_by_role("textbox").fill(QUESTION)
    chat.get_by_role("textbox").press("Enter")
    expect(chat.locator(".mark[data-mark=delivered], .mark[data-mark=seen]").last).to_be_visible()

    page.evaluate("sessionStorage.clear()")
    page.reload()
    page.get_by_role("button", name="Chat").click()
    expect(chat.get_by_role("region", name="Messages")).to_contain_text(QUESTION)
    [kept] = page.context.cookies()

    assert (kept["secure"], kept["sameSite"], kept["path"]) == (True, "None", f"/chat/{channel_key()}/frame")
    assert kept["partitionKey"] == "http://localhost"
    assert page.evaluate("document.cookie") == ""
    chat.get_by_role("button", name="More").click()
    chat.get_by_text("Delete my data").click()
    chat.get_by_role("button", name="Yes, delete everything").click()
    expect(chat.get_by_role("status").filter(has_text="will be deleted")).to_be_visible()
    assert page.context.cookies() == []


# A frame of its own with a port of its own, before the chat is opened, and whatever can be said to either.
NONSENSE: Final = """async address => {
  window.heard = [];
  const frame = document.createElement("iframe");
  frame.src = address;
  document.body.append(frame);
  await new Promise(loaded => (frame.onload = loaded));
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => heard.push(JSON.stringify(data));
  frame.contentWindow.postMessage({ helpdesk: 1, locale: {}, theme: [], open: true, focus: true, page: { url: 5 } }, "*", [port2]);
  for (const order of [{ t: "identify", identity: [1] }, { t: "prefill", text: { fields: null } }, { t: "page", page: null }, { t: "locale", locale: {} }, { t: "x" }, 5])
    port1.postMessage(order);
  for (const call of [["setPage", { url: 5, title: undefined }], ["setPage", null], ["setLanguage", 7], ["setTheme", {}], ["identify", 42], ["identify", null],
      ["prefill", null], ["prefill", { text: "x".repeat(1e6), fields: [1] }]])
    Helpdesk(...call);
}"""


def test_a_page_that_talks_nonsense_and_opens_a_frame_of_its_own_neither_breaks_the_chat_nor_hears_it(
    desk: BenchDesk, site: Site, contexts: Contexts
) -> None:
    page = contexts().new_page()
    site.shows(widget(desk))
    page.goto(site.origin)
    page.evaluate(NONSENSE, f"{desk.running.base_url}/chat/{channel_key()}/frame")
    page.wait_for_function("heard.some(one => one.includes('ready'))")
    page.locator("helpdesk-chat button").click()
    chat = page.locator("helpdesk-chat iframe").content_frame

    expect(chat.get_by_role("textbox")).to_have_value("x" * 10_000)
    chat.get_by_role("textbox").fill(QUESTION)
    chat.get_by_role("textbox").press("Enter")

    expect(chat.locator(".mark[data-mark=delivered], .mark[data-mark=seen]").last).to_be_visible()
    assert QUESTION not in "".join(page.evaluate("heard"))
