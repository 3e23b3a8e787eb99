"""Showing people on Telegram that an agent types."""

import time
from typing import Any, Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from channels.inlets import Stop
from channels.telegram.client import BotClient
from channels.telegram.place import Place
from channels.telegram.trouble import TelegramTrouble
from helpdesk import db, queue, typing_signs
from helpdesk.bots import BotConfig, secret_of
from helpdesk.errors import DeskError
from helpdesk.models import Channel

WAIT_S: Final = 1.0
PAUSE_S: Final = 5.0
READ_S: Final = 5.0

log = structlog.get_logger()


class TypingSigns:
    """One bot's signs, in a thread of their own; what goes wrong does not matter."""

    def __init__(self, channel: Channel) -> None:
        self._channel, self._config = channel, BotConfig.of(channel)
        self._client: BotClient | None = None

    def run(self, stop: Stop) -> None:
        """Show signs until told to stop."""
        while not stop.stopping:
            if queue.redis() is None:
                stop.wait(WAIT_S)
                continue
            began = time.monotonic()
            peer = typing_signs.wait_for_one(self._channel.id, WAIT_S)
            if peer is not None:
                self._show(peer, stop)
            elif time.monotonic() - began < WAIT_S / 2:
                stop.wait(WAIT_S)  # Redis is away
        self._close()

    def wake(self) -> None:
        """Its waits are short."""

    def _show(self, peer: str, stop: Stop) -> None:
        try:
            self._opened().call("sendChatAction", _params(Place.of(peer)))
        except (TelegramTrouble, ValueError, DeskError, SQLAlchemyError) as error:
            log.debug("typing was not shown", channel=self._channel.id, error=type(error).__name__)
            self._close()
            # Whatever it is, answers must get through before signs.
            stop.wait(PAUSE_S)

    def _opened(self) -> BotClient:
        if self._client is None:
            with db.reading() as session:
                token = secret_of(session, self._channel).token
            self._client = BotClient(self._config.api_url, token, connect_s=READ_S, read_s=READ_S)
        return self._client

    def _close(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = None


def _params(place: Place) -> dict[str, Any]:  # JSON
    found: dict[str, Any] = {"chat_id": place.chat_id, "action": "typing"}
    if place.topic is not None:
        found["message_thread_id"] = place.topic
    if place.connection:
        found["business_connection_id"] = place.connection
    return found
