"""Templates, macros and promises as they are answered."""

from typing import Literal

from web.api.schemas.shown import Shown
from web.api.schemas.shown.messages import AttachmentView

AudienceWord = Literal["private", "team", "all"]


class TemplateFileView(Shown):
    """A file that goes with a template."""

    id: int
    filename: str
    media_type: str
    size: int


class TemplateView(Shown):
    """An answer template; texts by language, "" for any."""

    id: int
    name: str
    folder: str
    shortcut: str
    texts: dict[str, str]
    owner_id: int
    audience: AudienceWord
    team_id: int | None
    files: list[TemplateFileView]
    uses: int
    used_at: str | None
    may_change: bool


class TemplateFilling(Shown):
    """A template filled for a ticket. missing: placeholders without a value, which stand in the text as they were."""

    text: str
    language: str
    missing: list[str]
    attachments: list[AttachmentView]


class RefusedRow(Shown):
    """A row of a file that was not taken, from 1."""

    row: int
    reason: str


class ImportAnswer(Shown):
    """How an import went."""

    created: int
    changed: int
    refused: list[RefusedRow]
