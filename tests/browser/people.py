"""People at their browsers: what they do and what they see, in words."""

import re
from typing import Final

from playwright.sync_api import FrameLocator, Locator, Page, expect

PASSWORD: Final = "ruled green margins 41"


class Console:
    """Somebody at the console."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def opens(self, base_url: str) -> None:
        self.page.goto(base_url)
        expect(self.page.get_by_role("region", name="Tickets")).to_be_visible()
        self.looks_at("All open")

    def row(self, text: str) -> Locator:
        """The list row that shows this text."""
        return self.page.get_by_role("option").filter(has_text=text)

    def sees_ticket(self, text: str) -> None:
        expect(self.row(text)).to_be_visible()

    def looks_at(self, view: str) -> None:
        self.page.get_by_role("navigation", name="Views").get_by_role("button", name=re.compile(rf"^{view}")).click()

    def opens_ticket(self, text: str) -> None:
        self.row(text).click()
        expect(self.messages).to_contain_text(text)

    @property
    def ticket(self) -> Locator:
        return self.page.get_by_role("region", name="Ticket", exact=True)

    @property
    def messages(self) -> Locator:
        return self.page.get_by_role("log", name="Messages")

    @property
    def box(self) -> Locator:
        return self.page.get_by_role("textbox", name="Reply to the customer")

    def types(self, text: str) -> None:
        self.box.press_sequentially(text, delay=20)

    def answers(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Control+Enter")
        expect(self.messages).to_contain_text(text)
        expect(self.box).to_have_value("")

    def sees_delivery(self, state: str) -> None:
        expect(self.messages.get_by_role("img", name=state).last).to_be_visible()


class Admin(Console):
    """The one who set the desk up."""

    def sets_up(self, url: str) -> None:
        self.page.goto(url)
        for label, text in (
            ("Name of the desk", "Northwind"),
            ("Your name", "Dora"),
            ("E-mail address", "dora@desk.example"),
            ("Password", PASSWORD),
            ("Repeat the password", PASSWORD),
        ):
            self.page.get_by_label(label, exact=True).fill(text)
        self.page.get_by_role("button", name="Create the desk").click()
        expect(self.page.get_by_role("navigation", name="Views")).to_be_visible()

    def signs_in(self) -> None:
        self.page.get_by_label("E-mail address").fill("dora@desk.example")
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("navigation", name="Views")).to_be_visible()


class Shop:
    """A visitor of a site with the chat widget."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self.base_url = base_url

    def opens(self) -> None:
        self.page.goto(f"{self.base_url}/try")

    def opens_chat(self) -> None:
        self.page.get_by_role("button", name=re.compile("chat", re.IGNORECASE)).last.click()
        expect(self.box).to_be_visible()

    @property
    def chat(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    @property
    def box(self) -> Locator:
        return self.chat.get_by_role("textbox")

    @property
    def talk(self) -> Locator:
        return self.chat.get_by_role("region", name="Messages")

    @property
    def last_mark(self) -> Locator:
        """How far the visitor's last message has come."""
        return self.chat.locator("[data-mark]").last

    def writes(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")
        expect(self.talk).to_contain_text(text)

    def sees(self, text: str) -> None:
        expect(self.talk).to_contain_text(text)

    def sees_once(self, text: str) -> None:
        expect(self.talk.get_by_text(text, exact=True)).to_have_count(1)
