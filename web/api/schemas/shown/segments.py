"""Customers in lists, and segments."""

from typing import Any, Literal

from msgspec import UNSET, UnsetType

from web.api.schemas.shown import Shown
from web.api.schemas.shown.lists import UndoView
from web.api.schemas.shown.outside import Person


class CustomerLine(Person):
    """A customer in the list; tickets and last_at are of those the reader may see, fields those that were asked for."""

    organisation: str | None
    tags: list[str]
    tickets: int
    last_at: str | None
    fields: dict[str, Any]


class CustomerPage(Shown):
    """A page of customers; count with the first page only, is_more when there are more than it says."""

    customers: list[CustomerLine]
    has_more: bool
    count: int | UnsetType = UNSET
    is_more: bool | UnsetType = UNSET


class SegmentView(Shown):
    """A saved filter; key: of one the desk came with."""

    id: int
    name: str
    key: str | None
    filter: dict[str, Any]


class RefusedCustomer(Shown):
    """A customer who stayed as they were; code: as of the problem a single change is."""

    id: int
    code: str


class CustomersChanged(Shown):
    """What became of many customers; undo: what sets them back, sent as it is."""

    done: list[int]
    refused: list[RefusedCustomer]
    undo: list[UndoView]


class ImportOutcome(Shown):
    """What became of a row; problem: a word for each column that does not fit."""

    outcome: Literal["new", "changed", "same", "problem"]
    customer_id: int | UnsetType = UNSET
    problem: dict[str, str] | UnsetType = UNSET
