"""Filters of customers, segments, and what is done to many customers."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from helpdesk.actions.client_base.many import CustomerChange, SetOrganisation
from helpdesk.errors import Invalid
from web.api.schemas import Id, Input, line
from web.api.schemas.lists import FieldChange, TagChanges


class FilterInput(Input):
    """Conditions on customers, all or any of which must hold: [{"field", "op", "value"}], see docs/customers.md."""

    match: Literal["all", "any"] = "all"
    conditions: Annotated[list[dict[str, Any]], Meta(max_length=20)] = []  # noqa: RUF012 - msgspec copies it


class Asked(Input):
    """Which customers, in which order. after: the last customer of the page before; segment_id instead of a filter.

    sort: newest, name, or a custom field: customer.<key>, with "-" before it from the end; fields: the keys of those to show.
    """

    filter: FilterInput | None = None
    segment_id: Id | None = None
    q: Annotated[str, line(500)] = ""
    sort: Annotated[str, Meta(pattern=r"^(newest|name|-?customer\.[a-z][a-z0-9_]{0,59})$")] = "newest"
    fields: Annotated[list[Annotated[str, line(60)]], Meta(max_length=5)] = []  # noqa: RUF012 - msgspec copies it
    after: Annotated[int, Meta(ge=0)] = 0
    limit: Annotated[int, Meta(ge=1, le=100)] = 50


class NewSegment(Input):
    """A filter and what it is called."""

    name: Annotated[str, line(500)]
    filter: FilterInput


class SegmentPatch(Input):
    """Only what is there is changed."""

    name: Annotated[str, line(500)] | UnsetType = UNSET
    filter: FilterInput | UnsetType = UNSET


class CustomerChangeInput(Input):
    """What is changed: exactly one of these. organisation_id: null for none."""

    tags: TagChanges | UnsetType = UNSET
    field: FieldChange | UnsetType = UNSET
    organisation_id: Id | UnsetType | None = UNSET

    def as_change(self) -> CustomerChange:
        """Return it in the words of the desk."""
        if sum(getattr(self, name) is not UNSET for name in self.__struct_fields__) != 1:
            raise Invalid("Change one thing at a time.", change="one")
        if not isinstance(self.tags, UnsetType):
            return self.tags.as_change()
        if not isinstance(self.field, UnsetType):
            return self.field.as_change()
        assert not isinstance(self.organisation_id, UnsetType)
        return SetOrganisation(self.organisation_id)


class CustomersInput(Input):
    """Up to 100 customers and one change of all of them. was: leave those alone that are no longer as this says."""

    ids: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=100)]
    change: CustomerChangeInput
    was: CustomerChangeInput | None = None
