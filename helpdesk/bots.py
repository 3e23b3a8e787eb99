"""Bots: what a channel of kind telegram is set to, and its secret."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final, Self

from sqlalchemy.orm import Session

from helpdesk import secrets
from helpdesk.errors import Misconfigured
from helpdesk.models import Channel, ChannelKind

API_URL: Final = "https://api.telegram.org"
WEBHOOK_PATH: Final = "/telegram/"


class Intake(StrEnum):
    """How updates come: fetched by us, or posted to us."""

    POLLING = "polling"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class BotConfig:
    """The settings of one bot, nothing secret among them; `channel.config` is their JSON.

    api_url: Telegram's own server unless one's own is run. greeting: by language, said to who presses start.
    ask_rating: whether the customer of a resolved ticket is asked how it went.
    """

    bot_id: int = 0
    username: str = ""
    name: str = ""
    intake: Intake = Intake.POLLING
    api_url: str = API_URL
    greeting: Mapping[str, str] = field(default_factory=dict)
    ask_rating: bool = False

    @classmethod
    def of(cls, channel: Channel) -> Self:
        """Read a channel's settings; ValueError when they are not those of a bot."""
        if channel.kind is not ChannelKind.TELEGRAM or not channel.config.get("bot_id"):
            raise ValueError(f"Channel {channel.id} is no bot.")
        config = channel.config
        return cls(
            bot_id=int(config["bot_id"]),
            username=str(config.get("username", "")),
            name=str(config.get("name", "")),
            intake=Intake(config.get("intake", "polling")),
            api_url=str(config.get("api_url") or API_URL).rstrip("/"),
            greeting=dict(config.get("greeting", {})),
            ask_rating=bool(config.get("ask_rating", False)),
        )

    def as_json(self) -> dict[str, Any]:
        """Return the settings as `channel.config` keeps them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class BotSecret:
    """The bot's token, and what Telegram proves itself with when it posts updates; neither is ever shown."""

    token: str = field(repr=False)
    webhook: str = field(repr=False)

    def as_bytes(self) -> bytes:
        """Return both as helpdesk.secrets keeps them."""
        return json.dumps({"token": self.token, "webhook": self.webhook}).encode()


def secret_of(session: Session, channel: Channel) -> BotSecret:
    """Return the secret of a bot; Misconfigured when it has none."""
    if channel.secret_id is None:
        raise Misconfigured("This bot has no token.")
    kept = json.loads(secrets.reveal(session, channel.secret_id))
    return BotSecret(str(kept["token"]), str(kept["webhook"]))
