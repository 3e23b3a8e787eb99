"""Chat widgets: their design, and the secrets their sites sign visitors' identities with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from helpdesk import clock, secrets, widget_secrets
from helpdesk.actions.workspace.changes import What, leave_trace
from helpdesk.actions.workspace.channels import ChannelChanges, change_channel
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import Calendar, ChannelKind
from helpdesk.models.channels import Channel
from helpdesk.permissions import Actor
from helpdesk.queries.bot_links import bot_name
from helpdesk.queries.widget_form import unknown_fields
from helpdesk.tokens import new_name, new_token
from helpdesk.widget.checks import checked
from helpdesk.widget.design import KEY, Design, as_json, design_of
from helpdesk.widget_secrets import MOST, kept_of


@dataclass(frozen=True, slots=True)
class Drawn:
    """All the designer's page decides at once. None leaves what the channel has."""

    design: Design
    accent: str | None = None
    position: str | None = None
    greeting: Mapping[str, str] | None = None
    allowed_origins: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A secret that is shown once and never again."""

    name: str
    secret: str = field(repr=False)


def widget(session: Session, channel_id: int, *, locked: bool = False) -> Channel:
    """Return a chat widget; NotFound for anything else."""
    channel = session.get(Channel, channel_id, with_for_update=locked, populate_existing=locked)
    if channel is None or channel.kind is not ChannelKind.WEBCHAT:
        raise NotFound
    return channel


def redesign(session: Session, channel_id: int, drawn: Drawn, *, by: Actor, address: str = "") -> Channel:
    """Keep a design; what is the same changes and records nothing. Invalid names the field that makes no sense."""
    channel = widget(session, channel_id, locked=True)
    design = checked(drawn.design)
    _require_known(session, design)
    change_channel(session, channel_id, _changes(drawn), by=by, address=address)
    if design != design_of(channel.config):
        channel.config = {**channel.config, KEY: as_json(design)}
        thing, data = f"channel:{channel.id}", {"fields": [KEY]}
        leave_trace(session, "channel.changed", what=What.CHANNELS, thing=thing, by=by, address=address, data=data)
    return channel


def sketched(session: Session, channel_id: int, drawn: Drawn) -> dict[str, object]:  # JSON
    """Return the config a channel would have with this design; nothing is kept."""
    channel = widget(session, channel_id)
    design = checked(drawn.design)
    config = {**channel.config, KEY: as_json(design)}
    if drawn.accent is not None:
        config["colors"] = {"accent": drawn.accent}
    if drawn.position is not None:
        config["position"] = drawn.position
    if drawn.greeting is not None:
        config["greeting"] = dict(drawn.greeting)
    return config


def add_secret(session: Session, channel_id: int, *, by: Actor, address: str = "") -> NewSecret:
    """Make a secret beside the one in use, so that a site can change to it without a gap; at most two live at a time."""
    channel = widget(session, channel_id, locked=True)
    kept = kept_of(channel.config)
    if len(kept) >= MOST:
        raise Conflict("Two secrets are in use; delete the old one first.", code="too_many_secrets")
    made = NewSecret(new_name()[:8], new_token())
    entry = {
        "name": made.name,
        "secret_id": secrets.store(session, made.secret.encode()),
        "created_at": clock.now().isoformat(),
    }
    channel.config = {**channel.config, widget_secrets.KEY: [*channel.config.get(widget_secrets.KEY, []), entry]}
    _trace(session, channel, "channel.secret_made", by=by, address=address, name=made.name)
    return made


def remove_secret(session: Session, channel_id: int, name: str, *, by: Actor, address: str = "") -> None:
    """Delete a secret: what it signed proves nothing from now on."""
    channel = widget(session, channel_id, locked=True)
    gone = [one for one in kept_of(channel.config) if one.name == name]
    if not gone:
        raise NotFound
    left = [one for one in channel.config[widget_secrets.KEY] if one["name"] != name]
    channel.config = {**channel.config, widget_secrets.KEY: left}
    for one in gone:
        secrets.forget(session, one.secret_id)
    _trace(session, channel, "channel.secret_removed", by=by, address=address, name=name)


def _changes(drawn: Drawn) -> ChannelChanges:
    return ChannelChanges(
        allowed_origins=drawn.allowed_origins,
        colors=None if drawn.accent is None else {"accent": drawn.accent},
        position=drawn.position,
        greeting=drawn.greeting,
    )


def _require_known(session: Session, design: Design) -> None:
    if design.calendar_id is not None and session.get(Calendar, design.calendar_id) is None:
        raise Invalid("There are no such business hours (any more).", calendar_id="unknown")
    if unknown_fields(session, design):
        raise Invalid("The form asks for a field this desk does not have.", form="no_field")
    bot_id = design.hand_over.telegram_channel_id
    if bot_id is not None and bot_name(session, bot_id) is None:
        raise Invalid("There is no such bot, or it is paused.", telegram_channel_id="unknown")


def _trace(session: Session, channel: Channel, verb: str, *, by: Actor, address: str, name: str) -> None:
    thing = f"channel:{channel.id}"
    leave_trace(session, verb, what=What.CHANNELS, thing=thing, by=by, address=address, data={"secret": name})
