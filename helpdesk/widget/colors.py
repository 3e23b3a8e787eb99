"""Colours that can be read: whatever accent is chosen, text on it and in it keeps a contrast of 4.5:1 (WCAG 2.2, 1.4.3)."""

import re
from typing import Final

ACCENT: Final = "#1f5fbf"
LEAST: Final = 4.5
WHITE: Final = "#ffffff"
BLACK: Final = "#000000"
DARK: Final = "#1b2129"  # the lightest surface text lies on in the dark panel

_color = re.compile(r"#[0-9a-f]{6}")
_Rgb = tuple[int, int, int]


def is_color(text: str) -> bool:
    """Say whether a text is a colour as we write them: "#1f5fbf"."""
    return _color.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(color: str) -> str:
    """Return white or black, whichever reads better on a colour; one of them always has 4.5:1."""
    return max((WHITE, BLACK), key=lambda ink: contrast(ink, color))


def readable_as_text(color: str, surface: str) -> str:
    """Return the colour nearest to this one that can be read as text on a surface."""
    ink = _rgb(readable_on(surface))
    for step in range(101):
        mixed = _mixed(_rgb(color), ink, step / 100)
        if contrast(mixed, surface) >= LEAST:
            return mixed
    return readable_on(surface)


def palette(accent: str) -> dict[str, str]:
    """Return the accent with what goes with it: `on_accent` upon it, `text` and `text_dark` as words in it by theme."""
    return {
        "accent": accent,
        "on_accent": readable_on(accent),
        "text": readable_as_text(accent, WHITE),
        "text_dark": readable_as_text(accent, DARK),
    }


def _rgb(color: str) -> _Rgb:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _mixed(one: _Rgb, other: _Rgb, share: float) -> str:
    parts = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def _luminance(rgb: _Rgb) -> float:
    red, green, blue = (_linear(part / 255) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
