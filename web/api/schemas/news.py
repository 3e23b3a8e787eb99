"""What agents send about the news they want."""

from typing import Annotated

from msgspec import Meta

from helpdesk.news import DAY_MIN, LEAST_MAIL_AFTER_MIN, MAIL_AFTER_MIN, Way
from web.api.schemas import Input, line

Minute = Annotated[int, Meta(ge=0, lt=DAY_MIN)]


class Quiet(Input):
    """From when until when, in minutes of the day of my zone, no push and no sound."""

    begin: Minute
    end: Minute


class NewsChoices(Input):
    """By which ways I want to be told of each kind; mail_after_min: a letter holds what was unread that long."""

    ways: Annotated[dict[str, list[Way]], Meta(max_length=50)]
    quiet: Quiet | None = None
    mail_after_min: Annotated[int, Meta(ge=LEAST_MAIL_AFTER_MIN, le=DAY_MIN)] = MAIL_AFTER_MIN


class Device(Input):
    """What a browser gives of its subscription, the keys in base64 for addresses."""

    endpoint: Annotated[str, line(1_000)]
    p256dh: Annotated[str, line(200)]
    auth: Annotated[str, line(60)]
