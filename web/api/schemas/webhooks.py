"""What admins send about webhooks."""

from typing import Annotated

from msgspec import Meta

from web.api.schemas import AsSeen, Input, line

Kinds = Annotated[list[Annotated[str, line(40)]], Meta(max_length=50)]


class NewWebhook(Input):
    """An https address, and the kinds of events it is told of."""

    name: Annotated[str, line(120)]
    url: Annotated[str, line(1_000)]
    kinds: Kinds


class WebhookInput(AsSeen):
    """Only what is there is changed."""

    name: Annotated[str, line(120)] | None = None
    url: Annotated[str, line(1_000)] | None = None
    kinds: Kinds | None = None
    is_on: bool | None = None
