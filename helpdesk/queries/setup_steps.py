"""How far a new desk is: read from what is there, so that whoever comes back goes on where it was."""

from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import settings
from helpdesk.models import Agent, Channel, ChannelKind, Invitation, Ticket
from helpdesk.queries.bot_links import bot_name
from helpdesk.queries.rows import Json, iso

KEY: Final = "setup_steps"  # a setting: {"skipped": [a step ...]}
STEPS: Final = ("desk", "channel", "message", "invite")
MOST_CHANNELS: Final = 20


def setup_steps(session: Session) -> Json:
    """Return each step with whether it is done or put aside, and of each channel what came by it last."""
    channels = [
        _channel(session, one) for one in session.scalars(select(Channel).order_by(Channel.id).limit(MOST_CHANNELS))
    ]
    skipped = settings.get(session, KEY).get("skipped", [])
    done = {
        "desk": settings.get(session, "time_zone") != settings.DEFAULTS["time_zone"],
        "channel": bool(channels),
        "message": bool(channels) and all(one["ticket"] for one in channels if not one["is_paused"]),
        "invite": _invited(session),
    }
    return {
        "steps": [{"step": step, "is_done": done[step], "is_skipped": step in skipped} for step in STEPS],
        "channels": channels,
    }


def _channel(session: Session, channel: Channel) -> Json:
    wanted = select(Ticket.id, Ticket.number, Ticket.last_message_at).where(Ticket.channel_id == channel.id)
    newest = session.execute(wanted.order_by(Ticket.created_at.desc()).limit(1)).first()
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind.value,
        "is_paused": channel.is_paused,
        "write_to": _write_to(session, channel),
        "ticket": None if newest is None else {"id": newest[0], "number": newest[1], "at": iso(newest[2])},
    }


def _write_to(session: Session, channel: Channel) -> str:
    """Return where a real message to try it goes."""
    if channel.kind is ChannelKind.EMAIL:
        return str(channel.config.get("address", ""))
    if channel.kind is ChannelKind.TELEGRAM:
        return bot_name(session, channel.id) or ""
    return "/try"


def _invited(session: Session) -> bool:
    people = session.scalar(select(func.count()).select_from(Agent).where(Agent.is_active)) or 0
    return people > 1 or session.scalar(select(Invitation.id).limit(1)) is not None
