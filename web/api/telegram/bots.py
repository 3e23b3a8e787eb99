"""Bots: added by their token, changed, tried, deleted."""

from dataclasses import replace
from urllib.parse import urlsplit

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody
from msgspec import UNSET
from sqlalchemy.orm import Session

from channels.base import Finding
from channels.telegram.probe import identify, leave_webhook, try_bot
from channels.telegram.trouble import TelegramTrouble, Trouble, said, words_for
from helpdesk import db, i18n, outside
from helpdesk.actions.workspace.bots import BotChanges, change_bot, checked_token, checked_url, create_bot, delete_bot
from helpdesk.bots import API_URL, BotConfig
from helpdesk.errors import Conflict
from helpdesk.models import Agent
from helpdesk.permissions import Actor
from helpdesk.queries import bots
from helpdesk.queries.rows import Json
from web.access import ADMIN
from web.api.as_seen import require_as_seen
from web.api.schemas.answers import gives
from web.api.schemas.bots import BotPatch, NewBot
from web.api.schemas.shown.bots import BotView
from web.api.schemas.shown.mail import ConnectionTestView
from web.api.schemas.tickets import NoBody
from web.provided import TheActor, TheAddress


class Bots(Controller):
    """The channels of kind telegram."""

    path = "/api/bots"
    opt = ADMIN
    tags = ("telegram",)

    @get(sync_to_thread=True, responses=gives(list[BotView]))
    def index(self, actor: TheActor) -> list[Json]:
        """Return all bots with how they are doing."""
        with db.reading() as session:
            return bots.bots(session, language=_language(session, actor))

    @post(sync_to_thread=True, responses=gives(BotView, 409, status=201))
    def create(self, data: JSONBody[NewBot], actor: TheActor, address: TheAddress) -> Json:
        """Add a bot by its token; Telegram is asked whose it is, and 409 says in words why it does not do."""
        changes = _identified(data, _language_of(actor), api_url=API_URL)
        with db.transaction() as session:
            channel = create_bot(session, changes, by=actor, address=address)
            return bots.bot(session, channel.id, language=_language(session, actor))

    @get("/{bot_id:int}", sync_to_thread=True, responses=gives(BotView, 404))
    def show(self, bot_id: FromPath[int], actor: TheActor) -> Json:
        """Return one bot."""
        with db.reading() as session:
            return bots.bot(session, bot_id, language=_language(session, actor))

    @patch("/{bot_id:int}", sync_to_thread=True, responses=gives(BotView, 404, 409))
    def change(self, bot_id: FromPath[int], data: JSONBody[BotPatch], actor: TheActor, address: TheAddress) -> Json:
        """Change a bot, pause it, give it a new token, or change how its messages come; none is lost by that."""
        with db.reading() as session:
            config = BotConfig.of(bots.bot_channel(session, bot_id))
        changes = _identified(data, _language_of(actor), api_url=config.api_url)
        with db.transaction() as session:
            require_as_seen(session, data, lambda: bots.bot(session, bot_id, language=_language(session, actor)))
            change_bot(session, bot_id, changes, by=actor, address=address)
            return bots.bot(session, bot_id, language=_language(session, actor))

    @delete("/{bot_id:int}", sync_to_thread=True, status_code=204, responses=gives(None, 404, 409, status=204))
    def remove(self, bot_id: FromPath[int], actor: TheActor, address: TheAddress) -> None:
        """Delete a bot nobody has talked with."""
        with db.reading() as session:
            channel = bots.bot_channel(session, bot_id)
            is_used = bots.is_used(session, bot_id)
        if not is_used:
            leave_webhook(channel)
        with db.transaction() as session:
            delete_bot(session, bot_id, by=actor, address=address)

    @post("/{bot_id:int}/tests", sync_to_thread=True, responses=gives(ConnectionTestView, 404, status=201))
    def test(self, bot_id: FromPath[int], data: JSONBody[NoBody], actor: TheActor) -> Json:
        """Ask Telegram who the bot is and where its messages go; say in words what is wrong. Nothing is sent."""
        with db.reading() as session:
            channel, language = bots.bot_channel(session, bot_id), _language(session, actor)
        tried = try_bot(channel, language=language)
        return {
            "is_working": tried.is_working,
            "findings": [_finding(finding, language) for finding in tried.findings],
        }


def _identified(data: BotPatch, language: str, *, api_url: str) -> BotChanges:
    """Return changes with whose token it is, asked outside of any transaction."""
    changes = data.as_changes()
    if data.intake == "webhook":
        _require_https(language)
    if data.token is UNSET:
        return changes
    token = checked_token(data.token)
    try:
        identity = identify(checked_url(changes.api_url) if changes.api_url is not None else api_url, token)
    except TelegramTrouble as trouble:
        raise Conflict(said(trouble, language=language), code=trouble.kind.value) from None
    return replace(changes, token=token, identity=identity)


def _require_https(language: str) -> None:
    parts = urlsplit(outside.public_url())
    if parts.scheme != "https" and not outside.is_loopback(parts.hostname or ""):
        needs = TelegramTrouble(Trouble.WEBHOOK_NEEDS_HTTPS)
        raise Conflict(said(needs, language=language), code=needs.kind.value)


def _finding(finding: Finding, language: str) -> Json:
    return {
        "direction": finding.direction.value,
        "code": finding.code,
        "text": words_for(replace(finding, words=""), language),
        "words": finding.words,
    }


def _language_of(actor: Actor) -> str:
    with db.reading() as session:
        return _language(session, actor)


def _language(session: Session, actor: Actor) -> str:
    agent = session.get(Agent, actor.agent_id)
    return i18n.known(agent.locale) if agent else i18n.DEFAULT
