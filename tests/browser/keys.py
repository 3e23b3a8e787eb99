"""A keyboard with a layout: what is pressed is a place on it, what it says depends on the layout."""

from typing import Final

from playwright.sync_api import CDPSession, Page

LATIN: Final[dict[str, str]] = {}
# A key's place to what it says on a Ukrainian keyboard; on a Russian one these letters are the same.
CYRILLIC: Final = {
    "KeyA": "ф", "KeyE": "у", "KeyG": "п", "KeyI": "ш", "KeyJ": "о", "KeyK": "л", "KeyM": "ь", "KeyN": "т",
    "KeyP": "з", "KeyR": "к", "KeyS": "і", "KeyU": "г", "KeyW": "ц", "KeyY": "н", "Slash": ".",
}  # fmt: skip
CONTROL: Final = 2
SHIFT: Final = 8


class Keyboard:
    """Presses keys by their place; `layout` says what is printed on them."""

    def __init__(self, page: Page, layout: dict[str, str]) -> None:
        self.page = page
        self.layout = layout
        self._wire: CDPSession = page.context.new_cdp_session(page)

    def press(self, code: str, modifiers: int = 0) -> None:
        """Press one key, e.g. "KeyJ"."""
        says = self.layout.get(code) or code.removeprefix("Key").lower()
        self._event(code, says, modifiers)

    def asks_for_help(self) -> None:
        """Press whatever says "?" on this keyboard."""
        self._event("Digit7" if self.layout else "Slash", "?", SHIFT)

    def _event(self, code: str, says: str, modifiers: int) -> None:
        virtual = ord(code[3]) if code.startswith("Key") else 0
        key = {"code": code, "key": says, "modifiers": modifiers, "windowsVirtualKeyCode": virtual}
        text = {} if modifiers & CONTROL else {"text": says}
        self._wire.send("Input.dispatchKeyEvent", {"type": "keyDown", **key, **text})
        self._wire.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
