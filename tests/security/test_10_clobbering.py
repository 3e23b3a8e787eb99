"""Attack 10, the server's part: content brings no names into a page, and odd names of fields change nothing."""

from collections.abc import Callable

import pytest

from helpdesk import markup
from tests.edge import Browser

Open = Callable[..., Browser]

MARKUP = [
    '<a id="panel" name="config" href="https://a.example">x</a>',
    '<form id="helpdesk"><input name="action"></form>',
    '<img name="currentScript" src=x>',
    '<a href="https://a.example" id=__proto__ class=message data-channel=evil onclick=alert(1)>x</a>',
    '<object id="trustedTypes"></object><embed name="port">',
]


@pytest.mark.parametrize("text", MARKUP)
@pytest.mark.parametrize("shown", [markup.from_plain, markup.from_markdown, markup.sanitise])
def test_no_content_brings_an_id_a_name_or_a_class_into_a_page(shown: Callable[[str], str], text: str) -> None:
    html = shown(text)
    tags = [part.partition(">")[0] for part in html.split("<")[1:]]

    assert not any(f" {name}" in tag for tag in tags for name in ("id=", "name=", "class=", "data-", "on"))


@pytest.mark.parametrize(
    "query", ["__proto__[admin]=1", "constructor.prototype.x=1", "__proto__.view=all", "view[__proto__]=1"]
)
def test_odd_names_in_a_query_change_nothing(browser: Open, query: str) -> None:
    anna = browser("anna")

    plain, odd = anna.get("/api/counts"), anna.get(f"/api/counts?{query}")

    assert odd.status_code in (200, 400)
    assert odd.status_code == 400 or odd.json() == plain.json()


@pytest.mark.parametrize("body", ['{"__proto__":{"role":"admin"}}', '{"constructor":{"prototype":{"x":1}}}'])
def test_odd_names_in_a_body_are_refused(browser: Open, body: str) -> None:
    answer = browser("anna").send("PATCH", "/api/me", content=body, headers={"content-type": "application/json"})

    assert answer.status_code == 400
