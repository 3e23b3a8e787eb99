"""What agents send about tickets."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from helpdesk.models import Priority
from web.api.schemas import MAX_ID, Id, Input, line
from web.api.schemas.recipients import RecipientsInput

Word = Literal["urgent", "high", "normal", "low"]
ClientKey = Annotated[str, line(60)]
Text = Annotated[str, line(50_000)]
FileIds = tuple[Annotated[str, line(64)], ...]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Seen = Annotated[int, msgspec.Meta(ge=0, le=MAX_ID)]


class NewReply(Input):
    """A reply. client_key: the browser's own UUID, which makes sending twice harmless.

    seen_message_id: the newest message its writer has seen; a newer one of the customer is a 409 "newer_message", of a colleague
        "colleague_answered"
    unless `force` is set. Left out, the reply is sent regardless. recipients: of a mail; null answers whom it should.
    send_at: when it is to go out; it comes back as a draft if the customer writes before that.
    Telegram alone: buttons are what the customer may press instead of writing; answers_message_id is what this quotes.
    """

    client_key: ClientKey
    text: Text
    attachment_ids: FileIds = ()
    thread_id: Id | None = None
    seen_message_id: Seen | None = None
    force: bool = False
    recipients: RecipientsInput | None = None
    buttons: tuple[Annotated[str, line(300)], ...] = ()
    answers_message_id: Id | None = None
    send_at: Moment | None = None


class NewNote(Input):
    """An internal note, which no customer ever sees."""

    client_key: ClientKey
    text: Text
    attachment_ids: FileIds = ()


class NoBody(Input):
    """Nothing is needed."""


class Assignee(Input):
    """Who shall have the ticket, null for nobody; version: of the row the choice was made by."""

    agent_id: Id | None
    version: Id | None = None


class StatusChoice(Input):
    """Another status."""

    status_id: Id


class PriorityChoice(Input):
    """Another priority."""

    priority: Word

    def as_priority(self) -> Priority:
        """Return it in the words of the desk."""
        return Priority[self.priority.upper()]


class TypeChoice(Input):
    """Another type."""

    type_id: Id


class TeamChoice(Input):
    """Another team; null: all may see it."""

    team_id: Id | None


class NewSubject(Input):
    """Another subject, 1 to 300 characters."""

    subject: Annotated[str, line(2_000)]


class SkillNeed(Input):
    """A skill and the least level that will do, 1 to 5."""

    skill_id: Id
    level: int


class SkillNeeds(Input):
    """All skills the ticket asks for."""

    skills: list[SkillNeed]


class ReadUpTo(Input):
    """The newest message that was on the screen."""

    message_id: Id


class DraftText(Input):
    """An unsent text; revision: the one last seen, 0 for none yet."""

    text: Text
    attachment_ids: FileIds = ()
    revision: int = 0
