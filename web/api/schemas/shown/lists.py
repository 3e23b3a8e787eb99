"""Lists, views and what belongs to them."""

from web.api.schemas.shown import Shown


class Moment(Shown):
    """What was understood; null where nothing was."""

    at: str | None


class Following(Shown):
    """Whether the ticket is among those the agent follows."""

    following: bool
