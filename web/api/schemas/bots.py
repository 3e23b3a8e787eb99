"""What admins send about bots."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, UnsetType

from helpdesk.actions.workspace.bots import BotChanges
from helpdesk.actions.workspace.channels import ABSENT, ChannelChanges
from helpdesk.bots import Intake
from helpdesk.models import Priority
from web.api.schemas import AsSeen, Id, Input, line
from web.api.schemas.tickets import Word

Token = Annotated[str, line(200)]
Name = Annotated[str, line(1_000)]
Url = Annotated[str, line(300)]


class BotPatch(AsSeen):
    """Only what is there is changed; null takes a team or type away. A token is kept encrypted and never shown."""

    token: Token | UnsetType = UNSET
    api_url: Url | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    is_paused: bool | UnsetType = UNSET
    team_id: Id | UnsetType | None = UNSET
    default_type_id: Id | UnsetType | None = UNSET
    default_priority: Word | UnsetType = UNSET
    intake: Literal["polling", "webhook"] | UnsetType = UNSET
    greeting: dict[str, Annotated[str, line(5_000)]] | UnsetType = UNSET
    ask_rating: bool | UnsetType = UNSET

    def as_changes(self) -> BotChanges:
        """Return all but the token in the words of the desk; whose that is must be asked first."""
        given: dict[str, Any] = {name: getattr(self, name) for name in ("greeting", "ask_rating", "api_url")}
        if self.intake is not UNSET:
            given["intake"] = Intake(self.intake)
        return BotChanges(
            channel=self._channel(), **{name: value for name, value in given.items() if value is not UNSET}
        )

    def _channel(self) -> ChannelChanges:
        priority = self.default_priority
        return ChannelChanges(
            name=None if self.name is UNSET else self.name,
            is_paused=None if self.is_paused is UNSET else self.is_paused,
            team_id=ABSENT if self.team_id is UNSET else self.team_id,
            default_type_id=ABSENT if self.default_type_id is UNSET else self.default_type_id,
            default_priority=None if priority is UNSET else Priority[priority.upper()],
        )


class NewBot(BotPatch, kw_only=True):
    """A bot: its token from @BotFather is enough."""

    token: Token


class NewLink(Input):
    """channel_id: which bot; left out, one of the ticket's team or the first there is."""

    channel_id: Id | None = None
