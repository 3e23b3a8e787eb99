"""Templates, macros and promises as they are answered."""

from typing import Any, Literal

from web.api.schemas.shown import Shown
from web.api.schemas.shown.messages import AttachmentView
from web.api.schemas.shown.tickets import Row

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


class MacroView(Shown):
    """A macro; its steps have the shape of the request."""

    id: int
    name: str
    owner_id: int
    audience: AudienceWord
    team_id: int | None
    steps: list[dict[str, Any]]
    uses: int
    used_at: str | None
    may_change: bool


class MacroRunAnswer(Shown):
    """A macro that ran on a ticket: its row as it is now, null when it is out of sight; run_id takes it back."""

    run_id: int
    ticket: Row | None


class MacroUndoAnswer(Shown):
    """What could not be taken back: "reply" and "note" when they are written, others when somebody changed them since."""

    left: list[str]
    ticket: Row | None


class MacroOutcome(Shown):
    """How a macro fared on one ticket; code and detail say why not."""

    ticket_id: int
    run_id: int | None
    code: str
    detail: str


class FeedView(Shown):
    """Since when there is a feed, null for none."""

    created_at: str | None


class FeedAddress(Shown):
    """The secret address of the feed, shown once."""

    url: str
