"""Trying a bot's settings without sending anything, and saying in words what is wrong."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import structlog

from channels.base import ConnectionTest
from channels.telegram.client import BotClient
from channels.telegram.inlet import webhook_url
from channels.telegram.trouble import TelegramTrouble, Trouble, finding_of, said
from helpdesk import clock, db, i18n
from helpdesk.actions.workspace.bots import BotIdentity
from helpdesk.bots import BotConfig, Intake, secret_of
from helpdesk.models import Channel, ChannelHealth, Direction
from helpdesk.queries.bots import told_code

WAIT_S: Final = 10.0
RECENT: Final = timedelta(minutes=3)
ONLY_THE_POLLER_KNOWS: Final = (Trouble.OTHER_POLLER.value, Trouble.FLOOD.value)

log = structlog.get_logger()


def identify(api_url: str, token: str) -> BotIdentity:
    """Ask Telegram whose token this is; TelegramTrouble says why nobody knows."""
    client = BotClient(api_url, token, connect_s=WAIT_S, read_s=WAIT_S)
    try:
        return _identity(client.call("getMe"))
    finally:
        client.close()


def try_bot(channel: Channel, *, language: str = i18n.DEFAULT) -> ConnectionTest:
    """Ask who the bot is and where its updates go."""
    config = BotConfig.of(channel)
    with db.reading() as session:
        token = secret_of(session, channel).token
    client = BotClient(config.api_url, token, connect_s=WAIT_S, read_s=WAIT_S)
    try:
        if _identity(client.call("getMe")).bot_id != config.bot_id:
            raise TelegramTrouble(Trouble.OTHER_BOT)
        _judge(client.call("getWebhookInfo"), channel, config)
    except TelegramTrouble as trouble:
        return _failed(TelegramTrouble(Trouble(told_code(trouble.kind)), trouble.words), language)
    finally:
        client.close()
    known = _known_trouble(channel, config)
    return ConnectionTest(is_working=True) if known is None else _failed(known, language)


def leave_webhook(channel: Channel) -> None:
    """Have Telegram post nothing more to us, as far as it listens; what waits there goes on waiting."""
    config = BotConfig.of(channel)
    if config.intake is not Intake.WEBHOOK:
        return
    with db.reading() as session:
        token = secret_of(session, channel).token
    client = BotClient(config.api_url, token, connect_s=WAIT_S, read_s=WAIT_S)
    try:
        if client.call("getWebhookInfo").get("url") == webhook_url(channel):
            client.call("deleteWebhook", {"drop_pending_updates": False})
    except TelegramTrouble as trouble:
        log.info("the webhook of a bot stays", channel=channel.id, code=trouble.kind.value)
    finally:
        client.close()


def _failed(trouble: TelegramTrouble, language: str) -> ConnectionTest:
    return ConnectionTest(is_working=False, detail=said(trouble, language=language), findings=[finding_of(trouble)])


def _known_trouble(channel: Channel, config: BotConfig) -> TelegramTrouble | None:
    """Return what only who fetches the messages can notice: asking here would end their own waiting call."""
    if channel.is_paused or config.intake is not Intake.POLLING:
        return None
    with db.reading() as session:
        health = session.get(ChannelHealth, (channel.id, Direction.IN))
    if health is None or health.code not in ONLY_THE_POLLER_KNOWS or clock.now() - health.checked_at > RECENT:
        return None
    return TelegramTrouble(Trouble(health.code), health.detail)


def _judge(info: object, channel: Channel, config: BotConfig) -> None:
    found: Mapping[str, Any] = info if isinstance(info, Mapping) else {}
    url = str(found.get("url") or "")
    is_ours = url == webhook_url(channel)
    if url and not is_ours:
        raise TelegramTrouble(Trouble.WEBHOOK_ELSEWHERE)
    if config.intake is Intake.WEBHOOK and is_ours and found.get("last_error_message"):
        raise TelegramTrouble(Trouble.WEBHOOK_FAILING, str(found["last_error_message"]))


def _identity(me: object) -> BotIdentity:
    if not isinstance(me, Mapping) or not isinstance(me.get("id"), int):
        raise TelegramTrouble(Trouble.NOT_UNDERSTOOD, "getMe")
    if me.get("is_bot") is not True:
        raise TelegramTrouble(Trouble.NOT_A_BOT)
    return BotIdentity(int(me["id"]), str(me.get("username") or ""), str(me.get("first_name") or ""))
