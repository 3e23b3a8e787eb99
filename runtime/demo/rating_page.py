"""Giving stars by the link in a mail, as a browser would."""

import re
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from typing import Final

WITHIN_S: Final = 20.0

_hidden = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


def rate(url: str, *, score: int, origin: str) -> None:
    """Open the page behind a rating link of this desk and send its form; OSError when the desk does not take it."""
    if not url.startswith(f"{origin}/ratings/"):
        raise OSError("This is no rating link of the demo's desk.")
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    address = url.partition("?")[0]
    with browser.open(address, timeout=WITHIN_S) as answer:
        fields = dict(_hidden.findall(answer.read().decode()))
    form = urllib.parse.urlencode({**fields, "score": str(score), "comment": ""}).encode()
    request = urllib.request.Request(address, data=form, headers={"Origin": origin})  # noqa: S310 - checked above
    with browser.open(request, timeout=WITHIN_S):
        pass
