"""Which bot a chat can be continued with."""

from sqlalchemy.orm import Session

from helpdesk.bots import BotConfig
from helpdesk.models import Channel, ChannelKind


def bot_name(session: Session, channel_id: int | None) -> str | None:
    """Return the name at t.me of a bot that works; None for no bot."""
    channel = session.get(Channel, channel_id) if channel_id is not None else None
    if channel is None or channel.kind is not ChannelKind.TELEGRAM or channel.is_paused:
        return None
    return BotConfig.of(channel).username or None
