"""Channels as admins see them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.errors import NotFound
from helpdesk.models import ChannelKind
from helpdesk.models.channels import Channel
from helpdesk.queries.rows import Json

MAX_CHANNELS = 500


def channels(session: Session, *, public_url: str) -> list[Json]:
    """Return all channels; public_url: the address of the desk, which the line for a site names."""
    found = session.scalars(select(Channel).order_by(Channel.id).limit(MAX_CHANNELS))
    return [_view(channel, public_url) for channel in found]


def channel(session: Session, channel_id: int, *, public_url: str) -> Json:
    """Return one channel."""
    found = session.get(Channel, channel_id)
    if found is None:
        raise NotFound
    return _view(found, public_url)


def _view(found: Channel, public_url: str) -> Json:
    return {
        "id": found.id,
        "kind": found.kind.value,
        "name": found.name,
        "is_paused": found.is_paused,
        "team_id": found.team_id,
        "default_type_id": found.default_type_id,
        "default_priority": found.default_priority.word,
        "public_key": found.public_key,
        "allowed_origins": found.config.get("allowed_origins", []),
        "colors": found.config.get("colors", {}),
        "position": found.config.get("position", "right"),
        "greeting": found.config.get("greeting", {}),
        "snippet": snippet(found, public_url) if found.kind is ChannelKind.WEBCHAT else None,
    }


def snippet(found: Channel, public_url: str) -> str:
    """Return the line that puts a chat widget on a site."""
    return f'<script src="{public_url}/widget.js" data-channel="{found.public_key}" async></script>'
