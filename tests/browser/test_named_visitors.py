"""Whom a page says its visitor is: it may be lying, it may be another person than an hour ago (attack 43)."""

from collections.abc import Callable, Iterator
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Locator, Page, expect

from helpdesk import db, secrets
from helpdesk.actions.workspace import widgets
from helpdesk.actions.workspace.channels import ChannelChanges, change_channel
from helpdesk.models import ChannelKind
from helpdesk.models.channels import Channel
from helpdesk.permissions import SYSTEM
from runtime.bench.desk import BenchDesk
from runtime.keys import keys_of
from tests.browser.host import Site, serving
from tests.browser.visitors import channel_key
from tests.sites import token_of

Contexts = Callable[..., BrowserContext]
SECRET: Final = "My card ends in 4711"


@pytest.fixture(scope="module")
def site(desk: BenchDesk) -> Iterator[Site]:
    """A site of another origin with the widget's line; of one site with the desk, since Chromium keeps nothing for strangers here."""
    with serving(Site(name="127.0.0.1")) as site:
        with db.transaction() as session:
            found = session.query(Channel.id).where(Channel.kind == ChannelKind.WEBCHAT).scalar()
            change_channel(session, found, ChannelChanges(allowed_origins=[site.origin]), by=SYSTEM)
        site.shows(f'<script src="{desk.running.base_url}/widget.js" data-channel="{channel_key()}" async></script>')
        yield site


@pytest.fixture(scope="module")
def secret(desk: BenchDesk) -> str:
    """What the site signs with."""
    secrets.configure(keys_of(desk.folder))
    with db.transaction() as session:
        found = session.query(Channel.id).where(Channel.kind == ChannelKind.WEBCHAT).scalar()
        return widgets.add_secret(session, found, by=SYSTEM).secret


def opened(page: Page, site: Site) -> FrameLocator:
    """Go to the site and open its chat."""
    page.goto(site.origin)
    page.locator("helpdesk-chat button").click()
    return chat_of(page)


def chat_of(page: Page) -> FrameLocator:
    return page.locator("helpdesk-chat iframe").content_frame


def writes(chat: FrameLocator, text: str) -> None:
    """Write, and wait until the desk has it."""
    chat.get_by_role("textbox").fill(text)
    chat.get_by_role("textbox").press("Enter")
    expect(chat.locator(".mark[data-mark=delivered], .mark[data-mark=seen]").last).to_be_visible()
    expect(log_of(chat)).to_contain_text(text)


def log_of(chat: FrameLocator) -> Locator:
    return chat.get_by_role("region", name="Messages")


def names(page: Page, token: str | None) -> None:
    """Have the page say who its visitor is, and wait until the desk has answered."""
    page.evaluate(
        """token => new Promise(done => {
             for (const event of ["identified", "identify:failed"]) Helpdesk("on", event, done);
             Helpdesk("identify", token);
             if (!token) done();
           })""",
        token,
    )


def test_a_script_that_names_its_own_account_reads_nothing_of_what_was_written_before(
    desk: BenchDesk, site: Site, secret: str, contexts: Contexts
) -> None:
    vera, mallory = contexts().new_page(), contexts().new_page()
    own_account = token_of(channel_key(), secret, sub="mallory-1")
    chat = opened(vera, site)
    writes(chat, SECRET)

    names(vera, own_account)
    writes(chat, "It expires in May")
    expect(log_of(chat)).to_contain_text(SECRET)
    theirs = opened(mallory, site)
    names(mallory, own_account)
    writes(theirs, "Anything new?")
    mallory.reload()
    names(mallory, own_account)
    expect(log_of(chat_of(mallory))).to_contain_text("Anything new?")

    everything = chat_of(mallory).locator("body").inner_text()
    assert "4711" not in everything
    assert "May" not in everything


def test_who_signs_out_leaves_nothing_in_any_tab_also_when_the_page_was_loaded_anew(
    desk: BenchDesk, site: Site, secret: str, contexts: Contexts
) -> None:
    context = contexts()
    page, other = context.new_page(), context.new_page()
    chat = opened(page, site)
    names(page, token_of(channel_key(), secret, sub="vera-1"))
    writes(chat, SECRET)
    second = opened(other, site)
    expect(log_of(second)).to_contain_text(SECRET)

    page.goto(site.origin)  # signed out by the site; what the page knew is gone
    expect(log_of(chat_of(page))).to_contain_text(SECRET)
    names(page, None)

    expect(chat_of(page).get_by_text(SECRET)).to_have_count(0)
    expect(second.get_by_text(SECRET)).to_have_count(0)
    kept = next(frame for frame in page.frames if frame.url.endswith("/frame")).evaluate("Object.keys(localStorage)")
    assert [name for name in kept if name.endswith((":token", ":named"))] == []


def test_the_next_person_at_a_shared_computer_sees_their_own_history_alone(
    desk: BenchDesk, site: Site, secret: str, contexts: Contexts
) -> None:
    page = contexts().new_page()
    chat = opened(page, site)
    names(page, token_of(channel_key(), secret, sub="oleg-2"))
    writes(chat, SECRET)

    names(page, token_of(channel_key(), secret, sub="zoe-3"))

    expect(chat.get_by_text(SECRET)).to_have_count(0)
    writes(chat, "Good day, this is Zoe")
    expect(chat.get_by_text(SECRET)).to_have_count(0)
