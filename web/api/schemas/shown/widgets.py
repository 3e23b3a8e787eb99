"""What admins are shown of a chat widget."""

from typing import Any, Literal

from helpdesk.widget.design import Design
from web.api.schemas.shown import Shown


class SecretView(Shown):
    """A secret by its name; the secret itself is shown once, when it is made."""

    name: str
    created_at: str


class NewSecretView(Shown):
    """A new secret, shown this once."""

    name: str
    secret: str


class Sighting(Shown):
    """A site whose page asked for the widget; allowed: whether it may show it."""

    origin: str
    at: str
    allowed: bool


class WidgetView(Shown):
    """A widget with its design; reply_time: what the promise would say now, null when there are too few figures."""

    id: int
    name: str
    public_key: str
    design: Design
    accent: str
    position: Literal["right", "left"]
    greeting: dict[str, str]
    allowed_origins: list[str]
    snippet: str
    secrets: list[SecretView]
    reply_time: int | None


class Sketch(Shown):
    """What the panel would be told with a design that is not kept yet."""

    config: dict[str, Any]
