"""The way of a mail: a mailbox is set up, a customer writes, an agent answers, she writes back, all of it on real servers."""

from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Route, StorageState, expect

from helpdesk import db
from helpdesk.actions.workspace import settings
from helpdesk.models import Role
from helpdesk.permissions import SYSTEM
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in
from tests.browser.laptops import laptop
from tests.browser.letters import FIRST_ID, SUBJECT, WIDTH_PX, answer_to, broken_cup
from tests.browser.people import Console
from tests.browser.settings import Settings
from tests.browser.staff import hire
from tests.peers.dovecot import Dovecot
from tests.peers.elsewhere import Elsewhere
from tests.peers.imap import Box, Pymap
from tests.peers.smtp_sink import Sink, running_sink

ADDRESS = "support@northwind.example"
UNDO_S = 6
TO_THE_SCREEN_MS = 30_000
ANSWER = "Нам дуже прикро. **Завтра** надішлемо нову чашку."

Contexts = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def box(imap_server: Dovecot | Pymap) -> Iterator[Box]:
    """The mailbox that the desk will look after."""
    if isinstance(imap_server, Dovecot):
        yield Box(imap_server, "northwind")
        return
    with Pymap() as own:
        yield Box(own, "demouser")


@pytest.fixture(scope="module")
def sink(box: Box) -> Iterator[Sink]:
    """The server that takes what the desk sends."""
    with running_sink(user=box.user, password=box.password) as sink:
        yield sink


@pytest.fixture(scope="module")
def dora(desk: BenchDesk) -> StorageState:
    """An admin's browser; what she sends by mail can be taken back for some seconds."""
    with db.transaction() as session:
        undo = {"webchat": 0, "telegram": 0, "email": UNDO_S}
        settings.change_settings(session, {"undo_send_s": undo}, by=SYSTEM)
    return hire("Dora", role=Role.ADMIN)


@pytest.fixture(scope="module")
def mailbox(desk: BenchDesk, dora: StorageState, chromium: Browser, box: Box, sink: Sink) -> list[str]:
    """The mailbox, added by hand on the page for it; what axe says about the dialog before and after."""
    box.append()
    context = laptop(chromium, storage_state=dora)
    context.set_default_timeout(60_000)
    console = Console(context.new_page())
    console.opens(desk.running.base_url)
    faults = adds_mailbox(Settings(console.page), box, sink)
    context.close()
    return faults


def adds_mailbox(page: Settings, box: Box, sink: Sink) -> list[str]:
    page.opens("Mailboxes")
    page.page.get_by_role("button", name="Add a mailbox").click()
    dialog = page.dialog
    dialog.get_by_label("E-mail address").fill(ADDRESS)
    dialog.get_by_label("Name of the sender").fill("Northwind")
    dialog.get_by_label("Password", exact=True).fill(box.password)
    imap, smtp = (dialog.get_by_role("group", name=name) for name in ("Receiving (IMAP)", "Sending (SMTP)"))
    expect(imap.get_by_label("Server")).to_have_value("imap.northwind.example")
    faults = faults_in(page.page, page.page.main_frame)
    fills(imap, box.port + 1, box.user)
    fills(smtp, sink.port, box.user)
    dialog.get_by_role("button", name="Save and test").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Receiving")
    fills(imap, box.port, box.user)
    dialog.get_by_role("button", name="Save and test").click()
    expect(dialog.get_by_text("It works both ways.")).to_be_visible()
    faults += faults_in(page.page, page.page.main_frame)
    dialog.get_by_role("button", name="Close").last.click()
    expect(page.page.get_by_role("region", name=ADDRESS)).to_be_visible()
    return faults


def fills(server: Locator, port: int, user: str) -> None:
    server.get_by_label("Server").fill("127.0.0.1")
    server.get_by_label("Port").fill(str(port))
    server.get_by_label("Encryption").select_option("none")
    server.get_by_label("User name").fill(user)


@pytest.fixture
def console(desk: BenchDesk, dora: StorageState, contexts: Contexts) -> Console:
    """Dora at the open console."""
    console = Console(contexts(storage_state=dora, reduced_motion="reduce").new_page())
    console.opens(desk.running.base_url)
    return console


def test_the_dialog_of_a_mailbox_says_what_is_wrong_and_then_that_it_works(mailbox: list[str]) -> None:
    assert mailbox == []


def test_what_is_typed_by_hand_outlives_an_answer_that_comes_late(console: Console) -> None:
    page, held = console.page, list[Route]()
    page.route("**/api/mailbox-presets?*", lambda route: held.append(route))
    Settings(page).opens("Mailboxes")
    page.get_by_role("button", name="Add a mailbox").click()
    dialog = Settings(page).dialog
    dialog.get_by_label("E-mail address").fill("dora@gmail.com")
    server = dialog.get_by_role("group", name="Receiving (IMAP)").get_by_label("Server")
    server.fill("mail.northwind.example")

    with page.expect_response("**/api/mailbox-presets?*"):
        held[0].continue_()
    page.wait_for_timeout(300)  # in which it would have been filled in

    expect(server).to_have_value("mail.northwind.example")


def test_a_mail_comes_in_is_answered_and_comes_back(
    mailbox: list[str], console: Console, box: Box, sink: Sink, elsewhere: Elsewhere
) -> None:
    box.append(broken_cup(elsewhere.url))
    console.row(SUBJECT).wait_for(timeout=TO_THE_SCREEN_MS)
    console.row(SUBJECT).click()

    sees_the_mail(console)
    sees_remote_pictures_only_when_asked(console, elsewhere)
    assert faults_in(console.page, console.page.main_frame) == []
    takes_an_answer_back(console, sink)
    sent = answers(console, sink)
    box.append(answer_to(sent, "Дякую, чекаю!"))

    expect(console.messages).to_contain_text("Дякую, чекаю!", timeout=TO_THE_SCREEN_MS)
    expect(console.row(SUBJECT)).to_have_count(1)
    assert len(sink.kept) == 1, "one answer is one mail"


def sees_the_mail(console: Console) -> None:
    frame = console.page.frame_locator(".mail-frame")
    expect(frame.get_by_text("Чашка приїхала розбита")).to_be_in_viewport()
    expect(frame.get_by_role("blockquote")).to_contain_text("Ваше замовлення в дорозі.")
    assert frame.get_by_role("img", name="чашка").evaluate("picture => picture.naturalWidth") == WIDTH_PX
    expect(console.messages.get_by_role("link", name="cup.png")).to_have_count(0)  # it is seen above
    sandbox = console.page.locator(".mail-frame").get_attribute("sandbox") or ""
    assert "allow-scripts" not in sandbox
    assert "allow-popups" in sandbox
    expect(console.messages.get_by_role("link", name="рахунок.pdf")).to_be_visible()
    expect(console.messages.get_by_text("Sender not verified")).to_be_visible()


def sees_remote_pictures_only_when_asked(console: Console, elsewhere: Elsewhere) -> None:
    banner = console.page.frame_locator(".mail-frame").get_by_role("img", name="banner")
    expect(banner).to_be_attached()
    assert [asked.path for asked in elsewhere.asked] == []
    console.messages.get_by_role("button", name="Show pictures").click()
    expect(console.messages.get_by_role("button", name="Show pictures")).to_have_count(0)
    expect(banner).to_have_js_property("naturalWidth", 40)
    assert {asked.path for asked in elsewhere.asked} == {"/banner.png"}
    assert not {"referer", "cookie"} & set(elsewhere.asked[0].headers)


def takes_an_answer_back(console: Console, sink: Sink) -> None:
    expect(console.ticket.get_by_role("button", name=f"to Віра · Cc Boris · Re: {SUBJECT}")).to_be_visible()
    console.box.fill(ANSWER)
    console.box.press("Control+Enter")
    expect(console.messages).to_contain_text("Завтра надішлемо нову чашку.")
    console.messages.get_by_role("button", name="Undo").click()
    expect(console.box).to_have_value(ANSWER)
    console.page.wait_for_timeout((UNDO_S + 1) * 1000)
    assert sink.kept == []


def answers(console: Console, sink: Sink) -> EmailMessage:
    console.box.press("Control+Enter")
    expect(console.messages.get_by_text("leaves in", exact=False).first).to_be_visible()
    [kept] = sink.wait_for(1, timeout_s=30)
    console.sees_delivery("Sent")
    mail = kept.mail
    assert kept.recipients == ("vera@shop.example", "boris@x.example")
    assert mail["From"] == f"Northwind <{ADDRESS}>"
    assert (mail["In-Reply-To"], mail["References"], mail["Subject"]) == (FIRST_ID, FIRST_ID, f"Re: {SUBJECT}")
    assert "надішлемо нову чашку" in kept.text
    assert "<strong>Завтра</strong>" in kept.html
    return mail


def test_no_page_broke_its_content_security_policy(console: Console, desk: BenchDesk) -> None:
    metrics = console.page.request.get(f"{desk.running.base_url}/metrics").text()

    assert "helpdesk_csp_reports_total{" not in metrics
    assert "helpdesk" in metrics
