"""Bots."""

from typing import Literal

from web.api.schemas.shown import Shown
from web.api.schemas.shown.desk import Priority


class BotHealthView(Shown):
    """How one way of a bot is doing; text: what is wrong in the reader's language, words: Telegram's own."""

    direction: Literal["in", "out"]
    is_working: bool
    code: str
    text: str
    words: str
    since: str
    checked_at: str


class BotView(Shown):
    """A bot. waiting: updates not taken in yet; quarantined: those that could not be; is_used: it cannot be deleted."""

    id: int
    name: str
    is_paused: bool
    team_id: int | None
    default_type_id: int | None
    default_priority: Priority
    bot_id: int
    username: str
    bot_name: str
    url: str
    intake: Literal["polling", "webhook"]
    api_url: str
    greeting: dict[str, str]
    ask_rating: bool
    has_token: bool
    health: list[BotHealthView]
    waiting: int
    quarantined: int
    files_waiting: int
    is_used: bool


class LinkView(Shown):
    """A link for one customer; it works once, until expires_at."""

    url: str
    channel_id: int
    expires_at: str
