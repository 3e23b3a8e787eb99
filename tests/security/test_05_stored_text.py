"""Row 5: whatever people put into a field stays text: sanitised where it becomes HTML, escaped on every page."""

import json
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Final
from urllib.parse import quote, urlsplit

import httpx
import pytest

from helpdesk import clock, db, markup
from helpdesk.actions import receive
from helpdesk.config import Config
from helpdesk.incoming import IncomingMessage, Sender
from helpdesk.models import IdentityKind
from tests.cast import Desk
from tests.edge import Browser

Open = Callable[..., Browser]
PAYLOADS: Final = (
    "<script>alert(1)</script>",
    '"><script src=https://evil.example></script>',
    "'><img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVa\tScRiPt:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](x 'onerror=alert(1)')",
    "<javascript:alert(1)>",
    "`<img src=x onerror=alert(1)>`",
    "```\n<script>alert(1)</script>\n```",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#x3C;script&#x3E;alert(1)",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<!--<script>alert(1)</script>-->",
    "<style>@import'https://evil.example'</style>",
    "<p style='position:fixed;inset:0' class=x id=y onclick=alert(1)>x</p>",
    "<form action=https://evil.example><input name=password></form>",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<object data=x></object><embed src=x>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "{{constructor.constructor('alert(1)')()}}${alert(1)}{%raw%}",
    'https://ok.example/"onmouseover=alert(1)//',
    "\u202e<b>\u200b",
)
ALLOWED: Final = markup.TAGS
ATTRIBUTES: Final = {"href", "rel", "target", "title", "lang"}


class Shape(HTMLParser):
    """Which tags with which attributes a piece of HTML has, and where its links go."""

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.attributes: Counter[str] = Counter()
        self.links: list[str] = []
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        for name, value in attrs:
            self.attributes[f"{tag}.{name}"] += 1
            if name in ("href", "src", "action"):
                self.links.append(value or "")


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("make", [markup.from_plain, markup.from_markdown, markup.sanitise])
def test_html_of_messages_holds_only_what_is_allowed(make: Callable[[str], str], payload: str) -> None:
    for text in (payload, f"before {payload} after", payload * 3, f"> {payload}\n\n* {payload}"):
        made = make(text)
        shape = Shape(made)

        assert set(shape.tags) <= ALLOWED, made
        assert {name.partition(".")[2] for name in shape.attributes} <= ATTRIBUTES, made
        assert all(urlsplit(link).scheme in (*markup.SCHEMES, "") for link in shape.links), made
        assert markup.sanitise(made) == made


def test_a_link_a_customer_wrote_stays_a_link() -> None:
    assert Shape(markup.from_plain("see https://shop.example/a?b=1&c=2.")).links == ["https://shop.example/a?b=1&c=2"]


@pytest.mark.parametrize("payload", PAYLOADS[::4])
def test_every_field_of_the_desk_gives_back_text_and_no_page(desk: Desk, browser: Open, payload: str) -> None:
    dora, ticket_id = browser("dora"), _mail(desk, payload)
    at = f"/api/tickets/{ticket_id}"
    written = [
        dora.post(f"{at}/replies", json={"client_key": "1", "text": payload}),
        dora.post(f"{at}/notes", json={"client_key": "2", "text": payload}),
        dora.put(f"{at}/subject", json={"subject": payload}),
        dora.put(f"{at}/drafts/note", json={"text": payload}),
        dora.patch("/api/me", json={"name": f"D {payload}"[:110]}),
        dora.post("/api/teams", json={"name": payload}),
        dora.post("/api/skills", json={"name": payload[:60]}),
        dora.post("/api/channels", json={"kind": "webchat", "name": payload, "greeting": {"en": payload}}),
        dora.post("/api/rules", json={"name": payload, "conditions": {"words": ["x"]}, "actions": {"stop": True}}),
        dora.patch("/api/settings", json={"desk_name": payload}),
        dora.post("/api/invitations", json={"email": "x@desk.example", "name": payload}),
        dora.put("/api/me/presence", json={"status": "away", "reason": payload}),
    ]
    read = [
        dora.get(path)
        for path in (at, "/api/tickets?view=all", "/api/workspace", "/api/rules", "/api/channels", "/api/me",
                     f"{at}/messages", "/api/settings", "/api/invitations", f"/api/search?q={quote(payload)}")
    ]  # fmt: skip

    for answer in [*written, *read]:
        _require_data(answer)
    assert [answer.status_code for answer in written if answer.status_code >= 400 and answer.status_code != 400] == []
    messages = next(answer for answer in read if answer.url.path == at).json()["messages"]
    assert [message["kind"] for message in messages] == ["in", "out", "note"]
    assert all(set(Shape(message["html"]).tags) <= ALLOWED for message in messages)


def test_pages_have_the_same_shape_whatever_the_fields_hold(desk: Desk, browser: Open, server: Config) -> None:
    harmless = _pages(browser, "harmless")

    for payload in PAYLOADS:
        for path, content in _pages(browser, payload).items():
            shape, expected = Shape(content), Shape(harmless[path])
            assert (shape.tags, shape.attributes) == (expected.tags, expected.attributes), (path, payload)


def test_refusals_escape_what_they_repeat(browser: Open) -> None:
    anna = browser("anna")
    harmless = Shape(anna.page("/api/tickets?view=harmless").text)

    for payload in PAYLOADS:
        asked = f"/api/tickets?view={quote(payload)}"
        _require_data(anna.get(asked))
        page = Shape(anna.page(asked).text)
        assert (page.tags, page.attributes) == (harmless.tags, harmless.attributes), payload


def _mail(desk: Desk, payload: str) -> int:
    message = IncomingMessage(
        desk.channel_id,
        "1",
        "peer",
        Sender(IdentityKind.EMAIL, "vera@shop.example", payload[:190]),
        payload,
        clock.now(),
        html=payload,
        subject=payload[:290],
    )
    return db.retrying(lambda session: receive.receive_message(session, message)).ticket_id


def _pages(browser: Open, payload: str) -> dict[str, str]:
    dora = browser("dora")
    dora.patch("/api/settings", json={"desk_name": payload[:80]})
    invited = dora.post("/api/invitations", json={"email": "y@desk.example", "name": payload})
    link = urlsplit(invited.json()["url"]).path if invited.status_code == 201 else ""
    stranger = browser()
    hostile = quote(payload, safe="")
    found = {
        "console": dora.page("/"),
        "sign-in": stranger.page(f"/sign-in?next=/{hostile}"),
        "try": stranger.page("/try"),
        "missing": stranger.page(f"/{hostile}"),
    }
    if link:
        found["invitation"] = stranger.page(link)
    return {name: answer.text for name, answer in found.items()}


def _require_data(answer: httpx.Response) -> None:
    kind = answer.headers.get("content-type", "")
    assert kind.startswith(("application/json", "application/problem+json")), (str(answer.url), kind)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    json.loads(answer.text)
