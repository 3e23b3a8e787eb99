"""What agents send about templates, macros and promises."""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from litestar.params import QueryParameter

from helpdesk.actions.macros import MacroChanges
from helpdesk.actions.templates import TemplateChanges
from helpdesk.models import Audience, PromiseKind
from web.api.schemas import AsSeen, Id, Input, line
from web.api.schemas.tickets import ClientKey, FileIds, Moment, Seen, SkillNeed, Word
from web.api.schemas.workspace import Name

Language = Annotated[str, line(10)]
Tags = Annotated[list[Annotated[str, line(200)]], msgspec.Meta(min_length=1, max_length=30)]
TemplateText = Annotated[str, line(50_000)]


class TemplateInput(AsSeen, kw_only=True):
    """An answer template. texts: a language ("" for any) and its Markdown, with placeholders such as {{customer.name}}.

    attachment_ids: uploads to add; file_ids: which of its files stay, null for all. team_id: whose it is where the
    audience is a team.
    """

    name: Name
    texts: Annotated[dict[Language, TemplateText], msgspec.Meta(max_length=20)]
    folder: Name = ""
    shortcut: Name = ""
    audience: Audience = Audience.PRIVATE
    team_id: Id | None = None
    attachment_ids: Annotated[FileIds, msgspec.Meta(max_length=10)] = ()
    file_ids: Annotated[tuple[Id, ...], msgspec.Meta(max_length=50)] | None = None

    def as_changes(self) -> TemplateChanges:
        """Return it in the words of the desk."""
        given = msgspec.structs.asdict(self)
        return TemplateChanges(**{name: value for name, value in given.items() if name != "seen"})


class TemplateUse(Input):
    """For which ticket a template is filled, or for which customer; language: null for the customer's own."""

    ticket_id: Id | None = None
    customer_id: Id | None = None
    language: Language | None = None


class TemplateImport(Input):
    """A file of templates, as JSON or CSV, and for whom they are."""

    file: Annotated[str, line(900_000)]
    audience: Audience = Audience.PRIVATE
    team_id: Id | None = None


FileKind = Annotated[Literal["json", "csv"], QueryParameter()]


class StatusStep(Input, tag_field="do", tag="status"):
    """Give the ticket a status."""

    status_id: Id


class PriorityStep(Input, tag_field="do", tag="priority"):
    """Give it a priority."""

    priority: Word


class TypeStep(Input, tag_field="do", tag="type"):
    """Give it a type."""

    type_id: Id


class TeamStep(Input, tag_field="do", tag="team"):
    """Give it to a team, null for all."""

    team_id: Id | None


class AssigneeStep(Input, tag_field="do", tag="assignee"):
    """Give it to an agent, to whoever runs the macro, or to nobody (null)."""

    agent_id: Id | Literal["me"] | None


class SkillsStep(Input, tag_field="do", tag="skills"):
    """Set which skills it asks for."""

    skills: Annotated[list[SkillNeed], msgspec.Meta(max_length=50)]


class AddTagsStep(Input, tag_field="do", tag="add_tags"):
    """Put tags on it, made where they are new."""

    tags: Tags


class RemoveTagsStep(Input, tag_field="do", tag="remove_tags"):
    """Take tags off it."""

    tags: Tags


class FieldStep(Input, tag_field="do", tag="field"):
    """Write one of its custom fields by its key; null empties it."""

    key: Annotated[str, line(60)]
    value: Any = None  # JSON: as docs/customers.md says of each kind


class CustomerFieldStep(Input, tag_field="do", tag="customer_field"):
    """Write one of the custom fields of its customer by its key; null empties it."""

    key: Annotated[str, line(60)]
    value: Any = None  # JSON: as docs/customers.md says of each kind


class FollowStep(Input, tag_field="do", tag="follow"):
    """Follow it."""


class SnoozeStep(Input, tag_field="do", tag="snooze"):
    """Put it aside."""

    minutes: Annotated[int, msgspec.Meta(ge=1, le=527_040)]


class ReplyStep(Input, tag_field="do", tag="reply"):
    """Answer the customer with a template."""

    template_id: Id


class NoteStep(Input, tag_field="do", tag="note"):
    """Add a note from a template."""

    template_id: Id


AnyStep = (
    StatusStep
    | PriorityStep
    | TypeStep
    | TeamStep
    | AssigneeStep
    | SkillsStep
    | AddTagsStep
    | RemoveTagsStep
    | FieldStep
    | CustomerFieldStep
    | FollowStep
    | SnoozeStep
    | ReplyStep
    | NoteStep
)


class MacroInput(AsSeen, kw_only=True):
    """A macro: 1 to 20 steps under a name. team_id: whose it is where the audience is a team."""

    name: Name
    steps: Annotated[list[AnyStep], msgspec.Meta(max_length=20)]
    audience: Audience = Audience.PRIVATE
    team_id: Id | None = None

    def as_changes(self) -> MacroChanges:
        """Return it in the words of the desk."""
        return MacroChanges(self.name, msgspec.to_builtins(self.steps), self.audience, self.team_id)


class NewMacroRun(Input):
    """A macro to run on a ticket. client_key: the browser's own UUID, which makes running twice harmless.

    others_get_link: send its reply also where others than the customer would get the link to the ticket's page.
    """

    macro_id: Id
    client_key: ClientKey
    seen_message_id: Seen | None = None
    others_get_link: bool = False


class MacroRuns(Input):
    """Tickets to run a macro on, at most 100."""

    ticket_ids: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=100)]
    client_key: ClientKey


class NewPromise(Input):
    """A promise given to the customer, or a reminder of one's own.

    By when: due_at, a moment, or due_on, a day, until whose working hours end. owner_id: who keeps it, null for oneself.
    """

    text: Annotated[str, line(2_000)]
    kind: PromiseKind = PromiseKind.PROMISE
    due_at: Moment | None = None
    due_on: date | None = None
    owner_id: Id | None = None


class NewCustomerPromise(Input):
    """A promise given to a customer whatever ticket it is about; by when and who as of one on a ticket."""

    text: Annotated[str, line(2_000)]
    due_at: Moment | None = None
    due_on: date | None = None
    owner_id: Id | None = None


class PromisePatch(Input):
    """What changes of a promise; null leaves it as it is."""

    text: Annotated[str, line(2_000)] | None = None
    due_at: Moment | None = None
    due_on: date | None = None
    owner_id: Id | None = None
