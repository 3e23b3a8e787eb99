"""Forms of pages, filled in as a browser does."""

import re
from html import unescape

from tests.edge import Browser


def fill_form(browser: Browser, path: str, **fields: str) -> dict[str, str]:
    """Open a page and return the fields of its form, hidden ones and what is filled in here."""
    return {**hidden_fields(browser.page(path).text), **fields}


def hidden_fields(page: str) -> dict[str, str]:
    """Return the hidden fields of a page's form."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    assert found, "this page has no form"
    return {name: unescape(value) for name, value in found}


def sign_in(browser: Browser, email: str, password: str) -> int:
    """Try to sign in; return the status of the answer."""
    form = fill_form(browser, "/sign-in", email=email, password=password)
    return browser.submit("/sign-in", form).status_code
