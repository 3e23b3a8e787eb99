"""What agents send about themselves."""

from datetime import datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from helpdesk.models import PresenceStatus
from web.api.schemas import Input, line


class MeChanges(Input):
    """Only what is there is changed; which preferences and values exist is checked by the desk."""

    name: Annotated[str, line(300)] | UnsetType = UNSET
    locale: Annotated[str, line(10)] | UnsetType = UNSET
    time_zone: Annotated[str, line(60)] | UnsetType = UNSET
    preferences: dict[str, Any] | UnsetType = UNSET  # values of several types, checked one by one


class NewPassword(Input):
    """The password in force and the one to come."""

    current: Annotated[str, line(2_000)]
    new: Annotated[str, line(2_000)]


class NewPicture(Input):
    """A square picture as a PNG of 128 pixels a side, in base64."""

    png: Annotated[str, Meta(max_length=280_000)]


class PresenceChoice(Input):
    """What an agent wants others to see; reason: a word or two; leaves_at: when they go home today, null for not said."""

    status: PresenceStatus
    reason: Annotated[str, line(80)] | None = None
    leaves_at: Annotated[datetime, Meta(tz=True)] | UnsetType | None = UNSET
