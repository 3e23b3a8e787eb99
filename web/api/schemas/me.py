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


class Reproof(Input):
    """One's own password once more, and a code where one has a second factor (of the app, or a recovery code)."""

    password: Annotated[str, line(2_000)]
    code: Annotated[str, line(60)] = ""


class AppCode(Input):
    """The first code of an authenticator app."""

    code: Annotated[str, line(20)]


class NewPicture(Input):
    """A square picture as a PNG of 128 pixels a side, in base64."""

    png: Annotated[str, Meta(max_length=280_000)]


class PresenceChoice(Input):
    """What an agent wants others to see; reason: a word or two; leaves_at: when they go home today, null for not said."""

    status: PresenceStatus
    reason: Annotated[str, line(80)] | None = None
    leaves_at: Annotated[datetime, Meta(tz=True)] | UnsetType | None = UNSET
