"""The palette by keyboard alone."""

from playwright.sync_api import Page, expect


def does(page: Page, words: str, choice: str = "") -> None:
    """Choose from the palette, opened where it is not open yet, what it has for some words."""
    field = page.get_by_role("combobox", name="Find or do")
    if not field.count():
        page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    page.keyboard.type(words)
    offers = page.get_by_role("listbox", name="Find or do")
    expect(offers.get_by_role("option", name=choice or words).first).to_be_visible()
    while not offers.locator("[aria-selected=true]", has_text=choice or words).count():
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_count(0)
