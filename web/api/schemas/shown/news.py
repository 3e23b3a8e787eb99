"""What the API says of the ways of news."""

from helpdesk.news import Way
from web.api.schemas.shown import Shown


class QuietHours(Shown):
    """Minutes of the day in the agent's zone."""

    begin: int
    end: int


class NewsChoicesView(Shown):
    """The ways of every kind, in the order kinds are shown in."""

    ways: dict[str, list[Way]]
    quiet: QuietHours | None
    mail_after_min: int
    time_zone: str


class NewsKey(Shown):
    """An application server key: an uncompressed point in base64 for addresses."""

    key: str


class DeviceView(Shown):
    """A browser that is told of news; host: whose push service carries it there."""

    id: int
    host: str
    browser: str
    is_current: bool
    created_at: str
    reached_at: str | None
