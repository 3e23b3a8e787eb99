"""What admins send about a chat widget."""

from typing import Annotated, Literal

from msgspec import UNSET, UnsetType

from helpdesk.actions.workspace.widgets import Drawn
from helpdesk.widget.design import Design
from web.api.schemas import AsSeen, line


class WidgetDesign(AsSeen, kw_only=True):
    """A whole design; accent, position, greeting and sites as far as they are given."""

    design: Design
    accent: Annotated[str, line(100)] | UnsetType = UNSET
    position: Literal["right", "left"] | UnsetType = UNSET
    greeting: dict[str, Annotated[str, line(5_000)]] | UnsetType = UNSET
    allowed_origins: list[Annotated[str, line(1_000)]] | UnsetType = UNSET

    def as_drawn(self) -> Drawn:
        """Return it in the words of the desk."""
        return Drawn(
            design=self.design,
            accent=None if self.accent is UNSET else self.accent.lower(),
            position=None if self.position is UNSET else self.position,
            greeting=None if self.greeting is UNSET else self.greeting,
            allowed_origins=None if self.allowed_origins is UNSET else self.allowed_origins,
        )
