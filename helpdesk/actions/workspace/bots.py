"""Bots: opening and changing channels of kind telegram. Who a token belongs to is asked before, outside."""

import re
import secrets as chance
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from helpdesk import clock, markup, secrets
from helpdesk.actions.workspace.changes import What, leave_trace
from helpdesk.actions.workspace.channels import MAX_CHANNELS, ChannelChanges, apply
from helpdesk.bots import API_URL, BotConfig, BotSecret, Intake, secret_of
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import (
    Channel,
    ChannelHealth,
    ChannelKind,
    Inbound,
    Lease,
    Priority,
    TelegramFile,
    TelegramMessage,
    TelegramPhoto,
    TelegramStart,
)
from helpdesk.permissions import Actor
from helpdesk.queries.bots import is_used
from helpdesk.queries.workspace import LANGUAGES
from helpdesk.tokens import new_name

GREETING_CHARS: Final = 1000

_token = re.compile(r"(\d{5,20}):[A-Za-z0-9_-]{25,100}")


@dataclass(frozen=True, slots=True)
class BotIdentity:
    """Who Telegram says a token belongs to."""

    bot_id: int
    username: str
    name: str


@dataclass(frozen=True, slots=True)
class BotChanges:
    """None: leave it as it is. A token comes with the identity that Telegram gave for it."""

    channel: ChannelChanges = field(default_factory=ChannelChanges)
    intake: Intake | None = None
    greeting: Mapping[str, str] | None = None
    ask_rating: bool | None = None
    api_url: str | None = None
    token: str | None = field(default=None, repr=False)
    identity: BotIdentity | None = None


def create_bot(session: Session, changes: BotChanges, *, by: Actor, address: str = "") -> Channel:
    """Open a channel for a bot; Conflict when this desk has it already, since its updates come only once."""
    if (session.scalar(select(func.count()).select_from(Channel)) or 0) >= MAX_CHANNELS:
        raise Conflict(f"A desk has at most {MAX_CHANNELS} channels.", code="too_many_channels")
    if changes.token is None or changes.identity is None:
        raise Invalid("A bot needs its token.", token="required")  # noqa: S106  the name of a field
    channel = Channel(
        kind=ChannelKind.TELEGRAM,
        name=(changes.identity.name or changes.identity.username or "Telegram")[:80],
        public_key=new_name(),
        default_priority=Priority.NORMAL,
        config={},
        is_paused=False,
        created_at=clock.now(),
    )
    _apply(session, channel, changes)
    session.add(channel)
    session.flush()
    leave_trace(session, "channel.made", what=What.CHANNELS, thing=f"channel:{channel.id}", by=by, address=address)
    return channel


def change_bot(session: Session, channel_id: int, changes: BotChanges, *, by: Actor, address: str = "") -> Channel:
    """Change a bot; what is the same changes and records nothing. A new token must be one of the same bot."""
    channel = _locked(session, channel_id)
    changed = _apply(session, channel, changes)
    if changed:
        thing, data = f"channel:{channel.id}", {"fields": changed}
        leave_trace(session, "channel.changed", what=What.CHANNELS, thing=thing, by=by, address=address, data=data)
    return channel


def delete_bot(session: Session, channel_id: int, *, by: Actor, address: str = "") -> None:
    """Delete a bot that nobody has talked with; Conflict "channel_in_use" when somebody has: pause it instead."""
    channel = _locked(session, channel_id)
    if is_used(session, channel_id):
        raise Conflict("Tickets came through this bot; pause it instead.", code="channel_in_use")
    # Without its lease the gateway that still owns it writes nothing more.
    session.execute(delete(Lease).where(Lease.name == f"channel:{channel_id}"))
    for table in (ChannelHealth, Inbound, TelegramPhoto, TelegramFile, TelegramMessage, TelegramStart):
        session.execute(delete(table).where(table.channel_id == channel_id))
    session.delete(channel)
    session.flush()
    if channel.secret_id is not None:
        secrets.forget(session, channel.secret_id)
    leave_trace(session, "channel.deleted", what=What.CHANNELS, thing=f"channel:{channel_id}", by=by, address=address)


def _locked(session: Session, channel_id: int) -> Channel:
    channel = session.get(Channel, channel_id, with_for_update=True)
    if channel is None or channel.kind is not ChannelKind.TELEGRAM:
        raise NotFound
    return channel


def checked_token(text: str) -> str:
    """Return a token as @BotFather writes it; Invalid for anything else."""
    token = text.strip()
    if not _token.fullmatch(token):
        raise Invalid("A token looks like 123456789:AAE... with 35 letters after the colon.", token="invalid")  # noqa: S106
    return token


def _apply(session: Session, channel: Channel, changes: BotChanges) -> list[str]:
    config = {**channel.config, **_checked(channel, changes)}
    _require_free(session, channel, config)
    changed = apply(session, channel, changes.channel)
    if config != channel.config:
        changed += sorted(key for key in config if config[key] != channel.config.get(key))
        channel.config = config
    if changes.token is not None and _replace_token(session, channel, checked_token(changes.token)):
        changed.append("token")
    return changed


def _checked(channel: Channel, changes: BotChanges) -> dict[str, Any]:  # JSON
    found: dict[str, Any] = {} if channel.config else BotConfig().as_json()
    if changes.identity is not None:
        who = changes.identity
        if channel.config and channel.config.get("bot_id") != who.bot_id:
            raise Conflict("This token belongs to another bot.", code="other_bot")
        found |= {"bot_id": who.bot_id, "username": who.username, "name": markup.preview(who.name, chars=200)}
    if changes.intake is not None:
        found["intake"] = changes.intake.value
    if changes.greeting is not None:
        found["greeting"] = _checked_greeting(changes.greeting)
    if changes.ask_rating is not None:
        found["ask_rating"] = changes.ask_rating
    if changes.api_url is not None:
        found["api_url"] = checked_url(changes.api_url)
    return found


def _checked_greeting(greeting: Mapping[str, str]) -> dict[str, str]:
    if not set(greeting) <= set(LANGUAGES) or any(len(text) > GREETING_CHARS for text in greeting.values()):
        raise Invalid(f"A greeting has at most {GREETING_CHARS} characters.", greeting="invalid")
    cleaned = {language: markup.clean(text).strip() for language, text in greeting.items()}
    return {language: text for language, text in cleaned.items() if text}


def checked_url(url: str) -> str:
    """Return the address of a Bot API server, Telegram's own for an empty one; Invalid for what is none."""
    parts = urlsplit(url.strip())
    if not url.strip():
        return API_URL
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.username:
        raise Invalid("Telegram's server is written https://api.telegram.org.", api_url="invalid")
    return url.strip().rstrip("/")


def _replace_token(session: Session, channel: Channel, token: str) -> bool:
    """Keep a token under a new id, by which the gateway sees it; what the webhook is proved by becomes new with it."""
    old = channel.secret_id
    if old is not None and secret_of(session, channel).token == token:
        return False
    channel.secret_id = secrets.store(session, BotSecret(token, chance.token_urlsafe(32)).as_bytes())
    session.flush()
    if old is not None:
        secrets.forget(session, old)
    return True


def _require_free(session: Session, channel: Channel, config: Mapping[str, Any]) -> None:
    for other in session.scalars(select(Channel).where(Channel.kind == ChannelKind.TELEGRAM)):
        if other.id != channel.id and other.config.get("bot_id") == config.get("bot_id"):
            raise Conflict("This desk has this bot already.", code="bot_taken")
