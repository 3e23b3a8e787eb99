"""The settings of the desk, as an admin works in them."""

from collections.abc import Mapping, Sequence

from playwright.sync_api import Locator, Page, expect


class Settings:
    """The settings in somebody's console."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def opens(self, section: str) -> None:
        self.page.get_by_role("navigation", name="Views").get_by_role("button", name="Settings").click()
        self.page.get_by_role("navigation", name="Settings").get_by_role("button", name=section, exact=True).click()
        expect(self.page.get_by_role("main", name=section)).to_be_visible()

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    def saves(self) -> None:
        self.dialog.get_by_role("button", name="Save").click()
        expect(self.dialog).to_have_count(0)

    def adds(self, what: str, name: str) -> None:
        """Add a team or a skill."""
        self.page.get_by_role("button", name=f"Add a {what}").click()
        self.dialog.get_by_label("Name").fill(name)
        self.saves()

    def adds_rule(self, name: str, *, word: str, skill: str, level: str) -> None:
        """Add a rule by which tickets with a word ask for a skill."""
        self.page.get_by_role("button", name="Add a rule").click()
        self.dialog.get_by_label("Name", exact=True).fill(name)
        self.dialog.get_by_label("One of these words", exact=True).fill(word)
        self.dialog.get_by_label(f"Level of {skill}").select_option(level)
        self.saves()

    def edits(self, name: str) -> None:
        self.page.get_by_role("button", name=f"Edit {name}").click()

    def grants(self, *, ticked: Sequence[str] = (), levels: Mapping[str, str] | None = None) -> None:
        """Tick teams and languages and choose levels of skills in the open dialog."""
        for label in ticked:
            self.dialog.get_by_label(label, exact=True).check()
        for skill, level in (levels or {}).items():
            self.dialog.get_by_label(f"Level of {skill}").select_option(level)

    def makes_link(self) -> str:
        """Make the link of the invitation in the open dialog and return it."""
        self.dialog.get_by_role("button", name="Make the link").click()
        link = self.dialog.get_by_label("Invitation link").input_value()
        self.page.keyboard.press("Escape")
        return link
