"""Mails put before the console in the shape the desk will send them, on tickets that came by chat."""

import json
import re
from typing import Any, Final

from playwright.sync_api import Page, Route

OWN: Final = "support@desk.example"
POLICY: Final = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
HTML: Final = """<!doctype html><meta charset=utf-8><style>body{margin:0;padding:16px;font:14px sans-serif}</style>
<h2 style="color:#1a1a1a">Order 20418</h2><table width=700 border=1><tr><td>Oolong</td><td>2 x 100 g</td></tr></table>
<p style="height:600px">The parcel was open. <a target=_blank href="https://shop.example/20418">See the order</a></p>
<script>parent.document.title = "taken over"</script><img src="/static/none.png" alt="">"""
TEXT: Final = (
    "The parcel was open 🙁\n\n> On Monday you wrote:\n> It is on its way.\n> Dora\n\nWhat now?\n-- \nVera Lind\nLviv"
)
MAIL: Final[dict[str, Any]] = {  # JSON
    "mail_id": "<1@x.example>",
    "from": ["Vera Lind", "vera@x.example"],
    "to": [["Desk", OWN], ["Boris", "boris@x.example"]],
    "cc": [["", "carl@y.example"]],
    "bcc": [],
    "subject": "Open parcel",
    "sent_at": "2026-11-21T10:00:00Z",
    "proof": "claimed",
    "auto_kind": "",
    "folds": [
        [TEXT.index("> On"), TEXT.index("\n\nWhat"), "quote"],
        [TEXT.index("-- "), len(TEXT), "signature"],
    ],
    "has_remote_images": True,
    "html_view": True,
}


class Postman:
    """Turns the messages of every ticket a page asks for into mails, and keeps what the page sends."""

    def __init__(self, page: Page, *, is_lost: bool = False, **changes: object) -> None:
        self.mail = MAIL | changes
        self.is_lost = is_lost
        self.views: list[str] = []
        self.sent: list[dict[str, Any]] = []  # JSON
        page.route(re.compile(r"/api/tickets/\d+$"), self._ticket)
        page.route(re.compile(r"/api/workspace$"), self._workspace)
        page.route(re.compile(r"/mail/\d+/view"), self._view)
        page.on("request", self._keep)

    def _ticket(self, route: Route) -> None:
        answer = route.fetch()
        content = answer.json()
        for message in content["messages"]:
            mail = self.mail if message["kind"] == "in" else None
            message |= {"channel_kind": "email", "mail": mail, "text": TEXT, "html": ""}
        route.fulfill(response=answer, json=content)

    def _workspace(self, route: Route) -> None:
        answer = route.fetch()
        content = answer.json()
        for channel in content["channels"]:
            channel["addresses"] = [OWN]
        route.fulfill(response=answer, json=content)

    def _view(self, route: Route) -> None:
        self.views.append(route.request.url.rpartition("?")[2])
        if self.is_lost:
            return route.fulfill(status=404, body="Not found", headers={"X-Frame-Options": "DENY"})
        headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html", "X-Frame-Options": "SAMEORIGIN"}
        return route.fulfill(body=HTML, headers=headers)

    def _keep(self, request: Any) -> None:  # playwright's Request
        if request.method == "POST" and request.url.endswith("/replies"):
            self.sent.append(json.loads(request.post_data or "{}"))
