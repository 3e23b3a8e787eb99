"""What agents send about lists: snoozes, tags, views, bulk changes."""

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType, to_builtins

from helpdesk.actions.many import (
    Change,
    SetAssignee,
    SetField,
    SetPriority,
    SetSnooze,
    SetSpam,
    SetStatus,
    SetTags,
    SetTeam,
    SetTrash,
)
from helpdesk.actions.views import ViewChanges
from helpdesk.errors import Invalid
from helpdesk.models import Audience, Priority
from web.api.schemas import Id, Input, line
from web.api.schemas.tickets import Word
from web.api.schemas.workspace import Name

TagName = Annotated[str, line(200)]


class SnoozeChoice(Input):
    """Until when: a moment in the coming year, with its zone."""

    until: Annotated[datetime, Meta(tz=True)]


class TagChanges(Input):
    """Names of tags to put on and to take off; a name that is new becomes a tag of the desk."""

    add: Annotated[tuple[TagName, ...], Meta(max_length=30)] = ()
    remove: Annotated[tuple[TagName, ...], Meta(max_length=30)] = ()

    def as_change(self) -> SetTags:
        """Return it in the words of the desk."""
        return SetTags(self.add, self.remove)


class ConditionInput(Input):
    """One thing said of a ticket; which fields, words and values there are is said in docs/lists.md."""

    field: Annotated[str, line(80)]
    op: Annotated[str, line(20)]
    values: Annotated[tuple[str | int | float | bool | None, ...], Meta(min_length=1, max_length=100)]


class GroupInput(Input):
    """Conditions, all or any of which must hold."""

    match: Literal["all", "any"] = "all"
    conditions: Annotated[tuple[ConditionInput, ...], Meta(max_length=20)] = ()


class FilterInput(GroupInput):
    """Conditions and groups of such."""

    groups: Annotated[tuple[GroupInput, ...], Meta(max_length=5)] = ()


class ViewInput(Input):
    """A saved view. team_id: whose it is where the audience is a team."""

    name: Name
    filter: FilterInput
    sort: Annotated[str, line(80)] = "urgency"
    audience: Audience = Audience.PRIVATE
    team_id: Id | None = None

    def as_changes(self) -> ViewChanges:
        """Return it in the words of the desk."""
        wanted: dict[str, Any] = to_builtins(self.filter)  # JSON
        return ViewChanges(self.name, self.audience, self.team_id, wanted, self.sort)


class FieldChange(Input):
    """A custom field by its key, and what it holds from now on; null empties it."""

    key: Annotated[str, line(60)]
    value: Any = None  # JSON: as docs/customers.md says of each kind

    def as_change(self) -> SetField:
        """Return it in the words of the desk; Invalid for what no field holds."""
        value = tuple(self.value) if isinstance(self.value, list) else self.value
        if isinstance(value, dict) or (isinstance(value, tuple) and not all(isinstance(one, str) for one in value)):
            raise Invalid("Some fields do not fit.", **{f"fields.{self.key}": "invalid"})
        return SetField(self.key, value)


class ChangeInput(Input):
    """What is changed: exactly one of these. assignee, team, snooze: null for nobody, all, awake."""

    status_id: Id | UnsetType = UNSET
    assignee_id: Id | UnsetType | None = UNSET
    team_id: Id | UnsetType | None = UNSET
    priority: Word | UnsetType = UNSET
    tags: TagChanges | UnsetType = UNSET
    snoozed_until: Annotated[datetime, Meta(tz=True)] | UnsetType | None = UNSET
    is_spam: bool | UnsetType = UNSET
    is_trash: bool | UnsetType = UNSET
    field: FieldChange | UnsetType = UNSET

    def as_change(self) -> Change:
        """Return it in the words of the desk."""
        said = [name for name in self.__struct_fields__ if getattr(self, name) is not UNSET]
        if len(said) != 1:
            raise Invalid("Change one thing at a time.", change="one")
        if not isinstance(self.status_id, UnsetType):
            return SetStatus(self.status_id)
        if not isinstance(self.assignee_id, UnsetType):
            return SetAssignee(self.assignee_id)
        if not isinstance(self.team_id, UnsetType):
            return SetTeam(self.team_id)
        if not isinstance(self.priority, UnsetType):
            return SetPriority(Priority[self.priority.upper()])
        if not isinstance(self.tags, UnsetType):
            return self.tags.as_change()
        if not isinstance(self.snoozed_until, UnsetType):
            return SetSnooze(self.snoozed_until)
        if not isinstance(self.field, UnsetType):
            return self.field.as_change()
        if not isinstance(self.is_trash, UnsetType):
            return SetTrash(self.is_trash)
        return SetSpam(self.is_spam is True)


class ManyInput(Input):
    """One change of up to 100 tickets. was: leave those alone that are no longer as this says."""

    ids: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=100)]
    change: ChangeInput
    was: ChangeInput | None = None
