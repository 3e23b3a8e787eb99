"""Row 1: mails made to run a script in the reader's page, or to fetch something, do neither."""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Dialog, Page

from channels.email.html_view import sanitise_mail
from helpdesk.config import Config
from helpdesk.models import Message
from tests.cast import Desk
from tests.edge import Browser
from tests.mails import open_mailbox
from tests.peers.elsewhere import Elsewhere
from tests.security.letters import delivered, letters, looks_at, opened
from tests.security.payloads import PAYLOADS

Open = Callable[..., Browser]
ON_ONE_TICKET = 30
ENOUGH_ALIVE = 35  # of the payloads in a browser of today

# Every payload in a frame of its own, without any policy, as a bad helpdesk would show it.
SHOW = """async bodies => {
  window.ran = {};
  const frames = bodies.map(body => {
    const frame = document.createElement("iframe");
    frame.srcdoc = body;
    return frame;
  });
  const loaded = frames.map(frame => new Promise(done => frame.onload = done));
  document.body.append(...frames);
  await Promise.all(loaded);
  for (const frame of frames)
    for (const element of frame.contentDocument?.querySelectorAll("*") ?? [])
      for (const kind of ["mouseover", "pointerover", "focus", "toggle", "submit"]) element.dispatchEvent(new Event(kind));
  await new Promise(done => setTimeout(done, 1000));
  return Object.keys(window.ran).map(Number);
}"""
WATCH = "window.ran = {}; window.canary = 0;"


def armed(elsewhere: Elsewhere) -> list[str]:
    """Return the payloads; the one at n sets `ran[n]` of the topmost page."""
    return [
        payload.replace("RUN", f"top.ran[{at}]=1").replace("EVIL", f"{elsewhere.url}/{at}").replace("127.0.0.1/", f"{urlsplit(elsewhere.url).netloc}/{at}/")
        for at, payload in enumerate(PAYLOADS)
    ]  # fmt: skip


def test_what_is_left_of_a_mail_is_harmless_even_without_any_frame_or_policy(
    chromium: Chromium, elsewhere: Elsewhere
) -> None:
    bodies = armed(elsewhere)
    page = chromium.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.goto(elsewhere.blank)
    alive = page.evaluate(SHOW, bodies)
    assert len(alive) > ENOUGH_ALIVE, "the payloads themselves are harmless"
    assert elsewhere.asked, "the payloads ask nobody"
    page.close()
    elsewhere.asked.clear()

    page = chromium.new_page()
    page.goto(elsewhere.blank)
    shown = [sanitise_mail(body).html for body in bodies]
    ran = page.evaluate(SHOW, shown)

    assert [PAYLOADS[at] for at in ran] == []
    assert [asked.path for asked in elsewhere.asked] == []
    assert page.evaluate("window.canary") is None
    page.close()


def test_no_hostile_mail_runs_or_fetches_anything_in_the_console(
    desk: Desk, browser: Open, server: Config, chromium: Chromium, elsewhere: Elsewhere
) -> None:
    box = open_mailbox()
    tickets = _tickets(box, armed(elsewhere))
    dora = browser("dora")
    page = opened(chromium, dora)
    heard = _heard(page)
    reports = _reports(dora)
    page.add_init_script(WATCH)

    for ticket_id, mails in tickets:
        looks_at(page, server.public_url, ticket_id, mails=len(mails))
        assert page.locator(".mail-frame").count() == len(mails), "each mail must be looked at"
        assert page.evaluate("[Object.keys(window.ran), window.canary]") == [[], 0]
        assert urlsplit(page.url).query == f"view=all&ticket={ticket_id}", "a mail has led the page away"

    assert [one for one in heard if not one.startswith(server.public_url)] == []
    assert [asked.path for asked in elsewhere.asked] == []
    assert _reports(dora) == reports
    page.context.close()


def _reports(dora: Browser) -> list[str]:
    """Return what was told of violated policies; other tests of this process may have told of some before."""
    return [line for line in dora.get("/metrics").text.splitlines() if line.startswith("helpdesk_csp_reports_total{")]


def _tickets(box: int, bodies: list[str]) -> list[tuple[int, list[Message]]]:
    found = []
    for at in range(0, len(bodies), ON_ONE_TICKET):
        some = [f"<p>Mail</p>{body}" for body in bodies[at : at + ON_ONE_TICKET]]
        mails = delivered(box, *letters(some, sender=f"Eve <eve{at}@evil.example>"))
        assert len({mail.ticket_id for mail in mails}) == 1
        found.append((mails[0].ticket_id, mails))
    assert sum(len(mails) for _, mails in found) == len(bodies) >= 150
    return found


def _heard(page: Page) -> list[str]:
    """Collect what a page does that it must not: dialogs, pop-ups, faults and addresses it asks for."""
    heard: list[str] = []

    def refuses(dialog: Dialog) -> None:
        heard.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", refuses)
    page.on("popup", lambda popup: heard.append(f"popup: {popup.url}"))
    page.context.on("weberror", lambda fault: heard.append(f"fault: {fault.error}"))
    page.context.on("request", lambda request: heard.append(request.url))
    return heard
