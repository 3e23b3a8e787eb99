"""Buttons below a message: how they are laid out, and how they look once one was pressed. Pure."""

from collections.abc import Sequence
from typing import Any, Final

Button = tuple[str, str]  # label and value

ROW_CHARS: Final = 26  # what fits side by side on a phone
MOST_IN_A_ROW: Final = 5
CHOSEN: Final = "✓ "


def rows_of(buttons: Sequence[Button]) -> list[list[Button]]:
    """Return buttons in rows: short ones side by side, long ones below each other."""
    fits = len(buttons) <= MOST_IN_A_ROW and sum(len(label) for label, _ in buttons) <= ROW_CHARS
    return ([list(buttons)] if buttons else []) if fits else [[button] for button in buttons]


def marked(buttons: Sequence[Button], value: str, *, keeps_others: bool) -> list[Button]:
    """Return buttons after one was pressed: it has a tick, and the others stay only where one may choose anew."""
    return [
        (f"{CHOSEN}{label}" if one == value else label, one) for label, one in buttons if keeps_others or one == value
    ]


def as_markup(buttons: Sequence[Button]) -> dict[str, Any]:  # JSON
    """Return buttons as the Bot API takes them."""
    rows = [[{"text": label, "callback_data": value} for label, value in row] for row in rows_of(buttons)]
    return {"inline_keyboard": rows}
