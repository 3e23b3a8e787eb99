"""Taking in what comes to one bot: by long polls, or by a webhook that is looked after here."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from sqlalchemy.exc import SQLAlchemyError

from channels.inlets import Stop, has_ended
from channels.telegram.client import BotClient
from channels.telegram.parse import WANTED, update_id_of
from channels.telegram.storing import store_updates
from channels.telegram.trouble import TelegramTrouble, Trouble
from helpdesk import db, leases, outside
from helpdesk.actions import channel_health
from helpdesk.bots import WEBHOOK_PATH, BotConfig, Intake, secret_of
from helpdesk.crash import crash_point
from helpdesk.leases import Fence, Fenced
from helpdesk.models import Channel, Direction

BATCH: Final = 100
MAX_CONNECTIONS: Final = 20
RECENT_S: Final = 300
CONFLICT_PAUSE_S: Final = 5.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds. poll: how long Telegram holds an empty answer back; look: how often a webhook is looked after."""

    poll_s: int = 25
    look_s: float = 60.0
    first_pause_s: float = 1.0
    longest_pause_s: float = 60.0
    refused_pause_s: float = 60.0
    health_s: float = 60.0


class TelegramInlet:
    """One bot's way in. stored: called after updates were stored and committed."""

    def __init__(
        self, channel: Channel, fence: Fence, *, stored: Callable[[], None] = lambda: None, pace: Pace | None = None
    ) -> None:
        self._channel, self._fence, self._stored = channel, fence, stored
        self._config = BotConfig.of(channel)
        self._pace = pace or Pace()
        self._woken = threading.Event()
        self._client: BotClient | None = None
        self._healthy_at = 0.0
        self._has_worked = False

    def run(self, stop: Stop) -> None:
        """Take in updates until told to stop, trying again with growing pauses; raises Fenced when we own it no more."""
        pause_s = self._pace.first_pause_s
        while not stop.stopping:
            self._has_worked = False
            try:
                self._session(stop)
            except TelegramTrouble as trouble:
                if has_ended(stop):
                    return
                self._note_trouble(trouble)
                pause_s = max(self._next_pause_s(pause_s), self._least_pause_s(trouble))
            except Fenced:
                raise
            except (SQLAlchemyError, OSError) as error:
                log.error("updates cannot be stored now, trying again", channel=self._channel.id, exc_info=error)
            except Exception as error:
                log.error("taking in updates failed, going on", channel=self._channel.id, exc_info=error)
            self._rest(pause_s * random.uniform(0.75, 1.25), stop)  # noqa: S311  spreads load, guards nothing
            pause_s = min(pause_s * 2, self._pace.longest_pause_s)

    def _next_pause_s(self, pause_s: float) -> float:
        """Return how long to wait after trouble: not long when something had worked in between."""
        return self._pace.first_pause_s if self._has_worked else pause_s

    def wake(self) -> None:
        """End a long poll."""
        self._woken.set()
        client = self._client
        if client is not None:
            client.abort()

    def _session(self, stop: Stop) -> None:
        with db.reading() as session:
            secret = secret_of(session, self._channel)
        client = self._client = BotClient(self._config.api_url, secret.token)
        try:
            if self._config.intake is Intake.WEBHOOK:
                self._look_after_webhook(client, secret.webhook, stop)
            else:
                self._poll(client, stop)
        finally:
            self._client = None
            client.close()

    def _poll(self, client: BotClient, stop: Stop) -> None:
        if client.call("getWebhookInfo").get("url"):
            client.call("deleteWebhook", {"drop_pending_updates": False})
        offset = 0
        while not stop.stopping:
            params = {"offset": offset, "limit": BATCH, "timeout": self._pace.poll_s, "allowed_updates": WANTED}
            updates = client.call("getUpdates", params, read_s=self._pace.poll_s + 15)
            if not isinstance(updates, list):
                raise TelegramTrouble(Trouble.NOT_UNDERSTOOD, "getUpdates")
            found = [update for update in updates if isinstance(update, dict)]
            self._store(sorted(found, key=lambda update: update_id_of(update) or 0))
            self._note_working()
            # Only what is on the disk is confirmed. An empty answer confirms all that was, and numbers may begin
            # anew after a quiet week: an offset kept from before would drop what comes then.
            offset = max((update_id_of(update) or 0 for update in updates), default=-1) + 1

    def _store(self, updates: list[dict[str, Any]]) -> None:
        if not updates:
            return
        crash_point("telegram.fetched")
        with db.transaction() as session:
            leases.check(session, self._fence)
            store_updates(session, self._channel.id, self._config.bot_id, updates)
        crash_point("telegram.stored")
        self._stored()

    def _look_after_webhook(self, client: BotClient, secret: str, stop: Stop) -> None:
        url = webhook_url(self._channel)
        parts = urlsplit(url)
        if parts.scheme != "https" and not outside.is_loopback(parts.hostname or ""):
            raise TelegramTrouble(Trouble.WEBHOOK_NEEDS_HTTPS)
        settings = {
            "url": url,
            "secret_token": secret,
            "allowed_updates": WANTED,
            "max_connections": MAX_CONNECTIONS,
            "drop_pending_updates": False,
        }
        try:
            # Said anew at each start: Telegram tells nobody which secret it has.
            client.call("setWebhook", settings)
            while not stop.stopping:
                info = client.call("getWebhookInfo")
                if info.get("url") != url:
                    raise TelegramTrouble(Trouble.WEBHOOK_ELSEWHERE)
                self._judge(info)
                self._rest(self._pace.look_s, stop)
        except TelegramTrouble as trouble:
            if trouble.kind is Trouble.REFUSED:
                raise TelegramTrouble(Trouble.WEBHOOK_REFUSED, trouble.words) from None
            raise

    def _judge(self, info: dict[str, Any]) -> None:
        failed_at = int(info.get("last_error_date") or 0)
        if failed_at and time.time() - failed_at < RECENT_S and int(info.get("pending_update_count") or 0) > 0:
            words = str(info.get("last_error_message") or "")
            self._note_trouble(TelegramTrouble(Trouble.WEBHOOK_FAILING, words))
        else:
            self._note_working()

    def _least_pause_s(self, trouble: TelegramTrouble) -> float:
        if trouble.kind in (Trouble.TOKEN_REFUSED, Trouble.WEBHOOK_NEEDS_HTTPS, Trouble.WEBHOOK_REFUSED):
            return self._pace.refused_pause_s
        if trouble.kind is Trouble.OTHER_POLLER:
            return min(CONFLICT_PAUSE_S, self._pace.refused_pause_s)  # two who end each other in turn get nowhere
        return min(trouble.retry_after_s or 0.0, 3600.0)

    def _rest(self, seconds: float, stop: Stop) -> None:
        if not has_ended(stop):
            self._woken.wait(seconds)
        self._woken.clear()

    def _note_working(self) -> None:
        self._has_worked = True
        if time.monotonic() < self._healthy_at:
            return
        self._healthy_at = time.monotonic() + self._pace.health_s
        with db.transaction() as session:
            channel_health.note_working(session, self._channel.id, Direction.IN)

    def _note_trouble(self, trouble: TelegramTrouble) -> None:
        log.warning("bot in trouble", channel=self._channel.id, code=trouble.kind.value, detail=trouble.words)
        self._healthy_at = 0.0
        try:
            with db.transaction() as session:
                channel_health.note_trouble(
                    session, self._channel.id, Direction.IN, code=trouble.kind.value, detail=trouble.words
                )
        except SQLAlchemyError as error:
            log.error("trouble could not be noted", channel=self._channel.id, exc_info=error)


def webhook_url(channel: Channel) -> str:
    """Return where Telegram posts the updates of a channel: a random path, with nothing secret in it."""
    return f"{outside.public_url()}{WEBHOOK_PATH}{channel.public_key}"
