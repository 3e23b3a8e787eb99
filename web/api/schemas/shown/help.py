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


class SideView(Shown):
    """A side thread; team_id and address are those of a team and of somebody outside. is_unread: by whoever asks."""

    id: int
    ticket_id: int
    ticket_number: int
    subject: str
    started_by_id: int
    agent_ids: list[int]
    team_id: int | None
    address: str
    name: str
    message_count: int
    is_unread: bool
    created_at: str
    last_at: str


class SideFileView(Shown):
    """A file that came from outside; its address ends within a day, /api/attachments/aside/<id>/address gives another."""

    id: str
    filename: str
    media_type: str
    size: int
    url: str


class SideMessageView(Shown):
    """A message of a side thread; without an agent it came from outside. delivery: of one that goes out by mail."""

    id: int
    agent_id: int | None
    from_name: str
    from_address: str
    text: str
    created_at: str
    delivery: Literal["queued", "sending", "sent", "delivered", "read", "failed", "unknown", "withdrawn"] | None
    delivery_error: str | None
    files: list[SideFileView]


class SideDetail(SideView):
    """A side thread with its newest 300 messages, oldest first."""

    messages: list[SideMessageView]
