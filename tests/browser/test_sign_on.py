"""Signing in at a provider, the whole way round: registered, linked, signed out, let in by the button, refused in words."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from helpdesk import db
from helpdesk.actions.accounts import agents
from helpdesk.models import Role
from runtime.bench.desk import BenchDesk
from tests.browser.axe import faults_in
from tests.cast import PASSWORD
from tests.peers.issuer import CLIENT_ID, SECRET, Issuer, issuer

Contexts = Callable[..., BrowserContext]
EMAIL = "olena@desk.example"
BUTTON = "Sign in with Zoo account"


@pytest.fixture
def there() -> Iterator[Issuer]:
    """The provider, which knows Olena under another address."""
    with issuer() as found:
        found.claims = {"sub": "olena-there", "email": "olena@zoo.example"}
        yield found


@pytest.fixture
def olena(desk: BenchDesk, contexts: Contexts) -> Page:
    """Olena, an admin, at the page of single sign-on."""
    with db.transaction() as session:
        agents.make_agent(session, email=EMAIL, name="Olena", role=Role.ADMIN, password=PASSWORD)
    page = contexts(reduced_motion="reduce").new_page()
    page.goto(f"{desk.running.base_url}/sign-in?next=/?page=settings%26section=sign_on")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    expect(page.get_by_role("main", name="Single sign-on")).to_be_visible()
    return page


def test_registered_linked_signed_out_let_in_and_refused(desk: BenchDesk, olena: Page, there: Issuer) -> None:
    page = olena
    for label, text in (("Issuer", there.url), ("Client ID", CLIENT_ID), ("Client secret", SECRET)):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Name on the button").fill("Zoo account")
    page.get_by_role("button", name="Test the connection").click()
    expect(page.get_by_text("A provider answers, with 1 key.")).to_be_visible()
    page.get_by_label("Switched on").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved")).to_be_visible()

    page.goto(f"{desk.running.base_url}/?page=settings&section=second_factor")
    page.get_by_role("button", name=f"{BUTTON} too").click()
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("Current password").press("Enter")
    expect(page.get_by_text("olena@zoo.example")).to_be_visible()

    page.context.clear_cookies()
    page.goto(f"{desk.running.base_url}/sign-in?next=/?page=settings%26section=second_factor")
    assert faults_in(page, page.main_frame) == []
    page.get_by_role("link", name=BUTTON).click()
    expect(page.get_by_role("main", name="Second factor")).to_contain_text("olena@zoo.example")

    page.context.clear_cookies()
    there.refusal = "access_denied"
    page.goto(f"{desk.running.base_url}/sign-in")
    page.get_by_role("link", name=BUTTON).click()
    expect(page.get_by_role("alert")).to_contain_text("You were not signed in there, or did not agree.")
    there.refusal = ""
    there.claims = {"sub": "a-stranger", "email": EMAIL}
    page.get_by_role("link", name=BUTTON).click()
    expect(page.get_by_role("alert")).to_contain_text("Sign in with your password, then link your account")
    there.claims = {"sub": "a-stranger", "email": "nobody@desk.example"}
    page.get_by_role("link", name=BUTTON).click()
    expect(page.get_by_role("alert")).to_contain_text("Ask an administrator to invite you.")
    assert faults_in(page, page.main_frame) == []
