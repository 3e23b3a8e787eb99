"""Filters of customers, segments, and what is done to many customers."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from web.api.schemas import Id, Input, line

Tag = Annotated[str, line(200)]


class FilterInput(Input):
    """Conditions on customers, all or any of which must hold: [{"field", "op", "value"}], see docs/customers.md."""

    match: Literal["all", "any"] = "all"
    conditions: Annotated[list[dict[str, Any]], Meta(max_length=20)] = []  # noqa: RUF012 - msgspec copies it


class Asked(Input):
    """Which customers, in which order. after: the last customer of the page before; segment_id instead of a filter."""

    filter: FilterInput | None = None
    segment_id: Id | None = None
    q: Annotated[str, line(500)] = ""
    sort: Literal["newest", "name"] = "newest"
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


class TagMany(Input):
    """Tags for many customers."""

    customer_ids: Annotated[list[Id], Meta(min_length=1, max_length=500)]
    add: Annotated[list[Tag], Meta(max_length=20)] = []  # noqa: RUF012 - msgspec copies it
    remove: Annotated[list[Tag], Meta(max_length=20)] = []  # noqa: RUF012 - msgspec copies it
