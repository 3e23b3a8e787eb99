"""Channels: chat widgets and how they look, where their tickets go."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import clock, markup
from helpdesk.actions.workspace.changes import What, leave_trace, one_line, require_known
from helpdesk.actions.workspace.origins import checked_origins
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import ChannelKind, Priority, Team, TicketType
from helpdesk.models.channels import Channel
from helpdesk.permissions import Actor
from helpdesk.queries.workspace import LANGUAGES
from helpdesk.tokens import new_name

NAME_CHARS: Final = 80
GREETING_CHARS: Final = 500
MAX_CHANNELS: Final = 200
SIDES: Final = ("right", "left")
COLORS: Final = ("accent",)

_color = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Absent:
    """Not given, where None means none."""


ABSENT: Final = Absent()


@dataclass(frozen=True, slots=True)
class ChannelChanges:
    """None or ABSENT: leave it as it is. `greeting` is text by language, `colors` "#rrggbb" by part."""

    name: str | None = None
    is_paused: bool | None = None
    team_id: int | Absent | None = ABSENT
    default_type_id: int | Absent | None = ABSENT
    default_priority: Priority | None = None
    allowed_origins: Sequence[str] | None = None
    colors: Mapping[str, str] | None = None
    position: str | None = None
    greeting: Mapping[str, str] | None = None


def create_channel(session: Session, changes: ChannelChanges, *, by: Actor, address: str = "") -> Channel:
    """Open another chat widget."""
    if (session.scalar(select(func.count()).select_from(Channel)) or 0) >= MAX_CHANNELS:
        raise Conflict(f"A desk has at most {MAX_CHANNELS} channels.", code="too_many_channels")
    channel = Channel(
        kind=ChannelKind.WEBCHAT,
        name="",
        public_key=new_name(),
        default_priority=Priority.NORMAL,
        config={},
        is_paused=False,
        created_at=clock.now(),
    )
    apply(session, channel, changes)
    session.add(channel)
    session.flush()
    leave_trace(session, "channel.made", what=What.CHANNELS, thing=f"channel:{channel.id}", by=by, address=address)
    return channel


def change_channel(
    session: Session, channel_id: int, changes: ChannelChanges, *, by: Actor, address: str = ""
) -> Channel:
    """Change a channel; what is the same changes and records nothing."""
    channel = session.get(Channel, channel_id, with_for_update=True)
    if channel is None:
        raise NotFound
    changed = apply(session, channel, changes)
    if changed:
        thing, data = f"channel:{channel.id}", {"fields": changed}
        leave_trace(session, "channel.changed", what=What.CHANNELS, thing=thing, by=by, address=address, data=data)
    return channel


def apply(session: Session, channel: Channel, changes: ChannelChanges) -> list[str]:
    """Put changes of what all channels have on a channel and return which fields differ now."""
    columns = _columns(session, channel, changes)
    config = {**channel.config, **_config(channel, changes)}
    changed = [name for name, value in columns.items() if getattr(channel, name) != value]
    for name in changed:
        setattr(channel, name, columns[name])
    if config != channel.config:
        changed += sorted(key for key in config if config[key] != channel.config.get(key))
        channel.config = config
    return changed


def _columns(session: Session, channel: Channel, changes: ChannelChanges) -> dict[str, Any]:  # the columns' own types
    found: dict[str, Any] = {}
    if changes.name is not None:
        found["name"] = one_line(changes.name, field="name", max_chars=NAME_CHARS)
    for field, id in (("team_id", Team.id), ("default_type_id", TicketType.id)):
        value = getattr(changes, field)
        if value is not ABSENT:
            require_known(session, id, [] if value is None else [value], field=field)
            found[field] = value
    if changes.default_priority is not None:
        found["default_priority"] = changes.default_priority
    if changes.is_paused is not None:
        found["is_paused"] = changes.is_paused
    return found


def _config(channel: Channel, changes: ChannelChanges) -> dict[str, Any]:  # JSON, read by the widget
    found: dict[str, Any] = {}
    if changes.allowed_origins is not None:
        found["allowed_origins"] = checked_origins(changes.allowed_origins)
    if changes.colors is not None:
        found["colors"] = {**channel.config.get("colors", {}), **_checked_colors(changes.colors)}
    if changes.position is not None:
        if changes.position not in SIDES:
            raise Invalid("The button is on the right or on the left.", position="unknown")
        found["position"] = changes.position
    if changes.greeting is not None:
        found["greeting"] = _checked_greeting(changes.greeting)
    return found


def _checked_colors(colors: Mapping[str, str]) -> dict[str, str]:
    lowered = {part: color.lower() for part, color in colors.items()}
    if any(part not in COLORS or not _color.fullmatch(color) for part, color in lowered.items()):
        raise Invalid("A colour is written #1f5fbf.", colors="not_a_color")
    return lowered


def _checked_greeting(greeting: Mapping[str, str]) -> dict[str, str]:
    if not set(greeting) <= set(LANGUAGES) or any(len(text) > GREETING_CHARS for text in greeting.values()):
        raise Invalid(
            f"A greeting has at most {GREETING_CHARS} characters, in {', '.join(LANGUAGES)}.", greeting="invalid"
        )
    return {language: markup.clean(text).strip() for language, text in greeting.items()}
