"""What agents send about templates, macros and promises."""

from typing import Annotated, Literal

import msgspec
from litestar.params import QueryParameter

from helpdesk.actions.templates import TemplateChanges
from helpdesk.models import Audience
from web.api.schemas import Id, Input, line
from web.api.schemas.tickets import FileIds
from web.api.schemas.workspace import Name

Language = Annotated[str, line(10)]
TemplateText = Annotated[str, line(50_000)]


class TemplateInput(Input):
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
        return TemplateChanges(**msgspec.structs.asdict(self))


class TemplateUse(Input):
    """For which ticket a template is filled; language: null for the customer's own."""

    ticket_id: Id
    language: Language | None = None


class TemplateImport(Input):
    """A file of templates, as JSON or CSV, and for whom they are."""

    file: Annotated[str, line(900_000)]
    audience: Audience = Audience.PRIVATE
    team_id: Id | None = None


FileKind = Annotated[Literal["json", "csv"], QueryParameter()]
