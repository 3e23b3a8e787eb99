"""What admins send about automations. The desk itself checks what a rule says: helpdesk.automations.shapes."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from helpdesk.actions.automations.editing import AutomationChanges
from web.api.schemas import AsSeen, Id, Input, line
from web.api.schemas.lists import FilterInput
from web.api.schemas.workspace import Name

Step = dict[str, Any]  # {"do": ..., and what that needs}
Steps = Annotated[list[Step], msgspec.Meta(min_length=1, max_length=10)]


class TriggerInput(Input):
    """What sets a rule off. minutes, calendar_id: of the triggers by time; date_kind, days_before: of a customer's day."""

    on: Annotated[str, line(40)]
    minutes: int | None = None
    calendar_id: Id | None = None
    date_kind: Literal["birthday", "contract_end", "other"] | None = None
    days_before: int | None = None


class HoursInput(Input):
    """Whether a calendar is open at that moment."""

    calendar_id: Id
    is_open: bool


class ConditionsInput(Input):
    """What must hold besides: all of these. max_score: of the rating that set it off."""

    filter: FilterInput | None = None
    customer_tag_ids: Annotated[tuple[Id, ...], msgspec.Meta(max_length=50)] = ()
    segment_id: Id | None = None
    hours: HoursInput | None = None
    max_score: Annotated[int, msgspec.Meta(ge=1, le=5)] | None = None


class AutomationPatch(AsSeen):
    """Changes of a rule; what is left out stays."""

    name: Name | UnsetType = UNSET
    is_enabled: bool | UnsetType = UNSET
    trigger: TriggerInput | UnsetType = UNSET
    conditions: ConditionsInput | UnsetType = UNSET
    steps: Steps | UnsetType = UNSET
    follows_rules: bool | UnsetType = UNSET

    def as_changes(self) -> AutomationChanges:
        """Return them in the words of the desk."""
        return AutomationChanges(
            **{name: _plain(getattr(self, name)) for name in self.__struct_fields__ if name != "seen"}
        )


class NewAutomation(AutomationPatch, kw_only=True):
    """A rule; it comes after all others."""

    name: Name
    trigger: TriggerInput
    steps: Steps


class AutomationOrder(Input):
    """The ids of all rules in their new order."""

    ids: Annotated[list[Id], msgspec.Meta(max_length=1_000)]


class AutomationTrial(Input):
    """A rule that is only tried on what happened in the last days."""

    trigger: TriggerInput
    conditions: ConditionsInput
    days: Annotated[int, msgspec.Meta(ge=1, le=28)] = 14

    def as_rule(self) -> dict[str, Any]:
        """Return trigger and conditions as JSON."""
        return {"trigger": _plain(self.trigger), "conditions": _plain(self.conditions)}


def _plain(value: object) -> Any:  # JSON, None for what was left out
    # Lists as they will be kept and read again, never tuples.
    return None if value is UNSET else msgspec.json.decode(msgspec.json.encode(value))
