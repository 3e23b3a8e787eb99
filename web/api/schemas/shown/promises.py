"""Promises and reminders as they are answered."""

from typing import Literal

from web.api.schemas.shown import Shown


class PromisedTo(Shown):
    """The customer it is promised to."""

    id: int
    name: str


class PromiseView(Shown):
    """A promise, or a reminder of one's own. ticket_id: null for one to a customer whatever ticket it is about."""

    id: int
    kind: Literal["promise", "reminder"]
    ticket_id: int | None
    ticket_number: int | None
    ticket_subject: str
    customer: PromisedTo
    owner_id: int
    made_by_id: int
    text: str
    due_at: str
    done_at: str | None
    is_overdue: bool
