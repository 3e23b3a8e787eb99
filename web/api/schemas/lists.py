"""What agents send about lists: snoozes, tags, views, bulk changes."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from web.api.schemas import Input, line

TagName = Annotated[str, line(200)]


class SnoozeChoice(Input):
    """Until when: a moment in the coming year, with its zone."""

    until: Annotated[datetime, Meta(tz=True)]


class TagChanges(Input):
    """Names of tags to put on and to take off; a name that is new becomes a tag of the desk."""

    add: Annotated[tuple[TagName, ...], Meta(max_length=30)] = ()
    remove: Annotated[tuple[TagName, ...], Meta(max_length=30)] = ()
