"""Row 2: what is shown of a mail is read by browsers exactly as it was meant, however often it is read again."""

from typing import Final

import pytest
from playwright.sync_api import Browser as Chromium

from channels.email.html_view import ATTRIBUTES, LINKS, TAGS, sanitise_mail
from tests.security.payloads import FOREIGN, PAYLOADS

ALLOWED: Final = {name for names in ATTRIBUTES.values() for name in names} - {"style"} | {"target", "rel"}
WALK: Final = """bodies => bodies.map(body => {
  const read = text => new DOMParser().parseFromString(text, "text/html");
  const page = read(body);
  const elements = [...page.body.querySelectorAll("*")];
  return {
    tags: elements.map(one => one.localName),
    foreign: elements.filter(one => one.namespaceURI !== "http://www.w3.org/1999/xhtml").map(one => one.localName),
    attributes: elements.flatMap(one => one.getAttributeNames()),
    links: [...page.links].map(link => link.getAttribute("href")),
    head: page.head.childElementCount,
    stays: read(page.body.innerHTML).body.innerHTML === page.body.innerHTML,
  };
})"""
NESTS: Final = ("{}", "<table><tr><td>{}", "<a href='http://x'>{}", "<select>{}", "<b><i>{}</b>", "<p>{}<p>", "<li><{}")


@pytest.mark.parametrize("nest", NESTS)
def test_making_a_mail_safe_twice_changes_nothing(nest: str) -> None:
    for payload in PAYLOADS:
        once = sanitise_mail(nest.replace("{}", payload)).html
        assert sanitise_mail(once).html == once, payload


def test_a_browser_finds_only_what_is_allowed(chromium: Chromium) -> None:
    page = chromium.new_page()
    bodies = [sanitise_mail(nest.replace("{}", payload)).html for payload in PAYLOADS for nest in NESTS]
    assert page.evaluate(WALK, FOREIGN)[0]["foreign"], "the walk sees no foreign elements at all"

    for body, found in zip(bodies, page.evaluate(WALK, bodies), strict=True):
        assert set(found["tags"]) <= TAGS, body
        assert (found["foreign"], found["head"], found["stays"]) == ([], 0, True), body
        assert set(found["attributes"]) <= ALLOWED, body
        assert all(link.startswith(LINKS) for link in found["links"]), body
    page.close()
