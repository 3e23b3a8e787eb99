"""Chat widgets as admins design them."""

from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.errors import NotFound
from helpdesk.models import ChannelKind
from helpdesk.models.channels import Channel
from helpdesk.queries.channels import snippet
from helpdesk.queries.reply_time import minutes_to_answer
from helpdesk.queries.rows import Json
from helpdesk.widget.colors import ACCENT
from helpdesk.widget.design import as_json, design_of
from helpdesk.widget_secrets import kept_of


def widget(session: Session, channel_id: int, *, public_url: str) -> Json:
    """Return a widget with its design, the line to paste, and which secrets it has."""
    channel = session.get(Channel, channel_id)
    if channel is None or channel.kind is not ChannelKind.WEBCHAT:
        raise NotFound
    config = channel.config
    return {
        "id": channel.id,
        "name": channel.name,
        "public_key": channel.public_key,
        "design": as_json(design_of(config)),
        "accent": config.get("colors", {}).get("accent", ACCENT),
        "position": config.get("position", "right"),
        "greeting": config.get("greeting", {}),
        "allowed_origins": config.get("allowed_origins", []),
        "snippet": snippet(channel, public_url),
        "secrets": [{"name": one.name, "created_at": one.created_at} for one in kept_of(config)],
        "reply_time": minutes_to_answer(session, channel.id, clock.now()),
    }
