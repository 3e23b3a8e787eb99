"""What agents send about requests for approval and side threads."""

from datetime import date
from typing import Annotated, Literal

from web.api.schemas import Id, Input, line
from web.api.schemas.tickets import ClientKey, Moment


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


class NewSide(Input):
    """A side thread and its first message, with exactly one of an agent, a team and an address outside."""

    subject: Annotated[str, line(1_000)]
    text: Annotated[str, line(200_000)]
    client_key: ClientKey
    agent_id: Id | None = None
    team_id: Id | None = None
    outside: Annotated[str, line(320)] = ""
    name: Annotated[str, line(200)] = ""


class NewSideMessage(Input):
    """A message for a side thread."""

    text: Annotated[str, line(200_000)]
    client_key: ClientKey
