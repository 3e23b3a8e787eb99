"""What a visitor's browser says it is, in two words and a kind: enough for an agent who explains where to click. Pure."""

import re
from typing import Final

_BROWSERS: Final = (
    (re.compile(r"Edg(?:A|iOS)?/(\d+)"), "Edge"),
    (re.compile(r"OPR/(\d+)"), "Opera"),
    (re.compile(r"YaBrowser/(\d+)"), "Yandex"),
    (re.compile(r"SamsungBrowser/(\d+)"), "Samsung Internet"),
    (re.compile(r"(?:Firefox|FxiOS)/(\d+)"), "Firefox"),
    (re.compile(r"(?:Chrome|CriOS)/(\d+)"), "Chrome"),
    (re.compile(r"Version/(\d+)[^ ]* (?:Mobile/\w+ )?Safari"), "Safari"),
)
_SYSTEMS: Final = (
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
MAX_CHARS: Final = 400


def device_of(agent: str) -> dict[str, str]:
    """Return browser, system and kind ("phone", "tablet" or "computer") as far as a User-Agent tells them."""
    agent = agent[:MAX_CHARS]
    browser = next((f"{name} {found[1]}" for sign, name in _BROWSERS if (found := sign.search(agent))), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    if not browser and not system:
        return {}
    return {"browser": browser, "system": system, "kind": _kind(agent, system)}


def _kind(agent: str, system: str) -> str:
    if system == "iPadOS" or (system == "Android" and "Mobile" not in agent):
        return "tablet"
    return "phone" if system in ("iOS", "Android") else "computer"
