"""Bots as admins see them: their settings, and how they are doing. Nothing secret is ever among it."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import i18n
from helpdesk.bots import BotConfig
from helpdesk.errors import NotFound
from helpdesk.models import (
    Channel,
    ChannelHealth,
    ChannelKind,
    Inbound,
    InboundState,
    TelegramFile,
    Thread,
)
from helpdesk.queries.rows import Json, iso

MAX_BOTS = 500


def bots(session: Session, *, language: str = i18n.DEFAULT) -> list[Json]:
    """Return all bots; what is wrong with them is said in `language`."""
    wanted = select(Channel).where(Channel.kind == ChannelKind.TELEGRAM).order_by(Channel.id).limit(MAX_BOTS)
    return [_view(session, channel, language) for channel in session.scalars(wanted)]


def bot(session: Session, channel_id: int, *, language: str = i18n.DEFAULT) -> Json:
    """Return one bot; NotFound for channels of another kind."""
    return _view(session, bot_channel(session, channel_id), language)


def bot_channel(session: Session, channel_id: int) -> Channel:
    """Return the channel of a bot; NotFound for channels of another kind."""
    found = session.get(Channel, channel_id)
    if found is None or found.kind is not ChannelKind.TELEGRAM:
        raise NotFound
    return found


def is_used(session: Session, channel_id: int) -> bool:
    """Say whether a ticket has ever talked with somebody through this channel."""
    return session.scalar(select(Thread.id).where(Thread.channel_id == channel_id).limit(1)) is not None


def told_code(code: str) -> str:
    """Return what a kind of trouble is called where the bot worked before: its token was right once."""
    return "token_revoked" if code == "token_refused" else code


def _view(session: Session, found: Channel, language: str) -> Json:
    config = BotConfig.of(found)
    return {
        "id": found.id,
        "name": found.name,
        "is_paused": found.is_paused,
        "team_id": found.team_id,
        "default_type_id": found.default_type_id,
        "default_priority": found.default_priority.word,
        "bot_id": config.bot_id,
        "username": config.username,
        "bot_name": config.name,
        "url": f"https://t.me/{config.username}" if config.username else "",
        "intake": config.intake.value,
        "api_url": config.api_url,
        "greeting": dict(config.greeting),
        "ask_rating": config.ask_rating,
        "has_token": found.secret_id is not None,
        "health": _health(session, found.id, language),
        "waiting": _count(session, found.id, InboundState.PENDING),
        "quarantined": _count(session, found.id, InboundState.QUARANTINED),
        "files_waiting": _files(session, found.id),
        "is_used": is_used(session, found.id),
    }


def _health(session: Session, channel_id: int, language: str) -> list[Json]:
    rows = session.scalars(select(ChannelHealth).where(ChannelHealth.channel_id == channel_id))
    return [
        {
            "direction": row.direction.value,
            "is_working": row.is_working,
            "code": told_code(row.code),
            "text": i18n.text(language, f"bot.trouble.{told_code(row.code)}") if row.code else "",
            "words": row.detail,
            "since": iso(row.since),
            "checked_at": iso(row.checked_at),
        }
        for row in rows
    ]


def _count(session: Session, channel_id: int, state: InboundState) -> int:
    counted = select(func.count(Inbound.id)).where(Inbound.channel_id == channel_id, Inbound.state == state)
    return session.scalar(counted) or 0


def _files(session: Session, channel_id: int) -> int:
    counted = select(func.count(TelegramFile.attachment_id)).where(TelegramFile.channel_id == channel_id)
    return session.scalar(counted) or 0
