"""What agents send about requests for approval and side threads."""

from datetime import date
from typing import Annotated, Literal

from web.api.schemas import Id, Input, line
from web.api.schemas.tickets import Moment


class NewApproval(Input):
    """What is asked of whom. By when: due_at, a moment, or due_on, a day, until whose working hours end."""

    asked_id: Id
    question: Annotated[str, line(20_000)]
    due_at: Moment | None = None
    due_on: date | None = None


class ApprovalAnswer(Input):
    """Yes or no; a no has a reason."""

    answer: Literal["yes", "no"]
    reason: Annotated[str, line(20_000)] = ""
