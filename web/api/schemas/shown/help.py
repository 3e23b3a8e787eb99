"""Requests for approval and side threads as they are answered."""

from typing import Literal

from web.api.schemas.shown import Shown
from web.api.schemas.shown.tickets import Named


class ApprovalView(Shown):
    """What a colleague is asked, and what they said."""

    id: int
    ticket_id: int
    ticket_number: int
    ticket_subject: str
    customer: Named
    asked_id: int
    asked_by_id: int
    question: str
    due_at: str
    answer: Literal["open", "yes", "no", "withdrawn"]
    reason: str
    created_at: str
    answered_at: str | None
    is_overdue: bool
    may_answer: bool
    may_withdraw: bool
