"""Row 8: nobody learns that a mail was opened, neither from the reader's browser nor from the desk, until the agent asks for its pictures."""

from collections.abc import Callable
from typing import Final

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from helpdesk.config import Config
from tests.cast import Desk
from tests.edge import Browser
from tests.mails import open_mailbox
from tests.peers.elsewhere import Elsewhere
from tests.security.letters import delivered, letter, looks_at, opened

Open = Callable[..., Browser]
QUIET_MS: Final = 700  # in which a browser would long have asked
# Each a way by which somebody has counted readers.
TRACKERS: Final = (
    '<link rel="prefetch" href="EVIL/prefetch"><link rel="prerender" href="EVIL/prerender">',
    '<link rel="dns-prefetch preconnect" href="EVIL"><link rel="preload" as="image" href="EVIL/preload">',
    '<link rel="stylesheet" href="EVIL/style.css"><link rel="icon" href="EVIL/icon">',
    "<style>@import 'EVIL/import.css'; p { background: url(EVIL/background) }</style>",
    '<body background="EVIL/body"><table background="EVIL/table"><tr><td background="EVIL/cell">x</td></tr></table>',
    '<img src="x" srcset="EVIL/srcset 2x" lowsrc="EVIL/lowsrc" dynsrc="EVIL/dynsrc" longdesc="EVIL/longdesc">',
    '<picture><source srcset="EVIL/source"><img src="EVIL/picture" loading="eager"></picture>',
    '<input type="image" src="EVIL/input"><object data="EVIL/object"></object><embed src="EVIL/embed">',
    '<audio src="EVIL/audio" preload="auto" autoplay></audio><bgsound src="EVIL/bgsound">',
    '<video poster="EVIL/poster" src="EVIL/video"><track src="EVIL/track"></video>',
    '<iframe src="EVIL/iframe"></iframe><frame src="EVIL/frame"><layer src="EVIL/layer"></layer>',
    '<svg><image href="EVIL/image" xlink:href="EVIL/xlink"/><feImage href="EVIL/feimage"/><use href="EVIL/use"/></svg>',
    '<div style="background-image:url(EVIL/css)">x</div><ul style="list-style:url(EVIL/list)"><li>x</li></ul>',
    '<script src="EVIL/script"></script><meta http-equiv="refresh" content="0;url=EVIL/refresh">',
    '<img src="EVIL/dot.gif" width="1" height="1"><img src="EVIL/flat.gif" height=0 width=0>',
    '<a href="EVIL/link" ping="EVIL/ping">link</a><form action="EVIL/form"><input autofocus></form>',
    '<img src="//HOST/relative.png"><img src="EVIL/shown.png" alt="shown">',
)


def test_opening_a_mail_tells_nobody_and_asking_for_pictures_tells_only_their_servers(
    desk: Desk, browser: Open, server: Config, chromium: Chromium, elsewhere: Elsewhere
) -> None:
    html = "".join(TRACKERS).replace("EVIL", elsewhere.url).replace("HOST", elsewhere.url.partition("//")[2])
    mail = letter(html, subject=f"{elsewhere.url}/subject", text=f"See {elsewhere.url}/text")
    mail["Disposition-Notification-To"] = "eve@evil.example"
    mail["List-Unsubscribe"] = f"<{elsewhere.url}/unsubscribe>"
    [message] = delivered(open_mailbox(), mail)
    page = opened(chromium, browser("dora"))
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))

    looks_at(page, server.public_url, message.ticket_id)
    page.wait_for_timeout(QUIET_MS)

    assert [url for url in asked if not url.startswith(server.public_url)] == []
    assert elsewhere.asked == []
    page.get_by_role("button", name="Show pictures").click()
    for path in ("/picture", "/shown.png"):
        picture = page.frame_locator(".mail-frame").locator(f"img[src$='{path}']")
        expect(picture).to_have_js_property("naturalWidth", 40)
    page.wait_for_timeout(QUIET_MS)
    assert {one.path for one in elsewhere.asked} == {"/picture", "/shown.png"}
    assert not [one for one in elsewhere.asked if {"referer", "cookie", "origin"} & set(one.headers)]
    page.context.close()


def test_a_browser_is_told_not_to_look_up_the_hosts_of_links_before_somebody_follows_them(
    desk: Desk, browser: Open
) -> None:
    dora = browser("dora")
    [message] = delivered(open_mailbox(), letter('<a href="https://you-have-read-it.evil.example">x</a>'))

    for path in (f"/mail/{message.id}/view", "/"):
        assert dora.page(path).headers["x-dns-prefetch-control"] == "off"
