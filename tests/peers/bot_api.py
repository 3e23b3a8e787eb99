"""The Bot API emulator as a fixture, with one bot and the people around it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from runtime.demo.bot_api.people import People
from runtime.demo.bot_api.server import BotApi, running_bot_api
from runtime.demo.bot_api.world import Bot

TOKEN = "7000000001:AAE-canary-Zx81kQpW0vRt5yBn3mLs7dFhJg"


@dataclass(frozen=True, slots=True)
class TelegramPeer:
    """A server, the one bot on it, and the people around it."""

    api: BotApi
    people: People
    token: str = TOKEN

    @property
    def url(self) -> str:
        return self.api.url

    @property
    def bot(self) -> Bot:
        return self.api.bot(self.token)


@pytest.fixture
def telegram() -> Iterator[TelegramPeer]:
    """Telegram with one bot."""
    with running_bot_api(speed=0.05) as api:
        yield TelegramPeer(api, api.add_bot(TOKEN))
