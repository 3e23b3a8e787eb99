"""Row 7: a mail is drawn inside its frame; nothing of the console around it changes, moves or becomes clickable for it."""

import base64
from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import FloatRect, Page

from helpdesk.config import Config
from tests.cast import Desk
from tests.edge import Browser
from tests.mails import open_mailbox
from tests.security.letters import delivered, letter, looks_at, opened

Open = Callable[..., Browser]
COVER: Final = "position:fixed;top:0;left:0;width:100vw;height:100vh;margin:-400px;z-index:2147483647;background:red"
OVERLAYS: Final = {
    "fixed": f'<div style="{COVER}"><a href="https://evil.example/sign-in" style="{COVER}">Sign in again</a></div>',
    "stylesheet": f"<style>*,html,body,iframe,.app{{{COVER}}} ::before{{content:'Sign in';{COVER}}}</style><p>x</p>",
    "classes": '<div class="dialog toast modal backdrop" id="app"><a class="button primary" href="https://evil.example">x</a></div>',
    "dialog": "<dialog open>Sign in</dialog><p popover=manual>Sign in</p><div role=dialog aria-modal=true>Sign in</div>",
    "wide": f'<table width="99999" cellpadding="9999"><tr><td width="99999">{"w" * 5_000}</td></tr></table>',
    "marquee": "<marquee behavior=alternate width=9999>Sign in</marquee><center><font size=7 color=red>Sign in</font>",
}
# How many pixels two pictures differ in, outside a box and inside it; round corners are never drawn quite alike.
DIFFERENCE: Final = """async ({ one, other, box }) => {
  const pixels = await Promise.all([one, other].map(async data => {
    const picture = await createImageBitmap(await (await fetch("data:image/png;base64," + data)).blob());
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext("2d");
    context.drawImage(picture, 0, 0);
    return context.getImageData(0, 0, picture.width, picture.height);
  }));
  const [first, second] = pixels;
  let outside = 0, inside = 0;
  for (let at = 0; at < first.data.length; at += 4) {
    if ([0, 1, 2].every(n => Math.abs(first.data[at + n] - second.data[at + n]) <= 2)) continue;
    const x = at / 4 % first.width, y = Math.floor(at / 4 / first.width);
    if (x >= box.x - 1 && x <= box.x + box.width && y >= box.y - 1 && y <= box.y + box.height) inside++; else outside++;
  }
  return [outside, inside];
}"""
REACHED: Final = """() => {
  const frame = document.querySelector(".mail-frame"), box = frame.getBoundingClientRect();
  const points = [];
  for (let x = 2; x < innerWidth; x += 16) for (let y = 2; y < innerHeight; y += 16) points.push([x, y]);
  return points.filter(([x, y]) => document.elementFromPoint(x, y) === frame)
    .filter(([x, y]) => x < box.left || x > box.right || y < box.top || y > box.bottom).length;
}"""


@pytest.mark.parametrize("name", OVERLAYS)
def test_an_overlay_changes_no_pixel_outside_its_frame(
    desk: Desk, browser: Open, server: Config, chromium: Chromium, name: str
) -> None:
    [message] = delivered(open_mailbox(), letter(f"<p>Mail</p>{OVERLAYS[name]}"))
    page = opened(chromium, browser("dora"))
    looks_at(page, server.public_url, message.ticket_id)
    frame = page.locator(".mail-frame")

    # What loads late may still move the frame, and a clock may tick between two pictures; what the mail draws outside is there in each pair.
    for _ in range(5):
        frame.evaluate("frame => frame.contentDocument.body.style.opacity = 1")
        drawn, box = _settled_picture(page), frame.bounding_box()
        assert box is not None
        frame.evaluate("frame => frame.contentDocument.body.style.opacity = 0")
        outside, inside = _difference(chromium, drawn, _picture(page), box)
        if outside == 0:
            break

    assert inside > 0, "the mail is not drawn at all"
    assert outside == 0
    assert page.evaluate(REACHED) == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


def _picture(page: Page) -> str:
    return base64.b64encode(page.screenshot(animations="disabled", caret="hide")).decode()


def _settled_picture(page: Page) -> str:
    """A picture in which nothing is on its way any more: parts of the page load later than its middle."""
    page.wait_for_load_state("networkidle")
    last = _picture(page)
    for _ in range(20):
        page.wait_for_timeout(200)
        if (now := _picture(page)) == last:
            return now
        last = now
    raise AssertionError("the page never came to rest")


def _difference(chromium: Chromium, one: str, other: str, box: FloatRect) -> tuple[int, int]:
    page = chromium.new_page()
    outside, inside = page.evaluate(DIFFERENCE, {"one": one, "other": other, "box": box})
    page.close()
    return outside, inside
