"""Answer templates: made, changed, removed, used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from helpdesk import clock, markup, placeholders
from helpdesk.actions.access import open_ticket
from helpdesk.actions.attachments import forget_unnamed
from helpdesk.actions.workspace.changes import What, leave_trace, one_line
from helpdesk.errors import Conflict, Invalid
from helpdesk.models import Attachment, Audience, Template, TemplateFile
from helpdesk.permissions import Actor
from helpdesk.placeholders import Filled
from helpdesk.queries.customers import find
from helpdesk.queries.filling import values_for, values_of
from helpdesk.queries.macros import macros_from
from helpdesk.sharing import require_audience, require_change, require_found
from helpdesk.tokens import new_name

NAME_CHARS: Final = 120
FOLDER_CHARS: Final = 80
SHORTCUT_CHARS: Final = 40
MOST: Final = 2_000  # of a desk
MAX_FILES: Final = 10
MAX_LANGUAGES: Final = 20


@dataclass(frozen=True, slots=True)
class TemplateChanges:
    """What a template is. texts: language ("" for any) -> Markdown; team_id only where its audience is a team.

    attachment_ids: uploads of one's own to add; file_ids: which files it keeps, None for all.
    """

    name: str
    texts: Mapping[str, str]
    folder: str = ""
    shortcut: str = ""
    audience: Audience = Audience.PRIVATE
    team_id: int | None = None
    attachment_ids: Sequence[str] = ()
    file_ids: Sequence[int] | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """A template filled for a ticket: its text, and its files as attachments that wait for a message."""

    filled: Filled
    language: str
    attachments: Sequence[Attachment]


def create_template(session: Session, changes: TemplateChanges, *, by: Actor) -> Template:
    """Keep an answer for use."""
    assert by.agent_id is not None
    if (session.scalar(select(func.count()).select_from(Template)) or 0) >= MOST:
        raise Invalid(f"A desk keeps at most {MOST} templates; remove some.", templates="too_many")
    now = clock.now()
    template = Template(owner_id=by.agent_id, created_at=now, uses=0)
    _apply(template, changes, by=by)
    session.add(template)
    session.flush()
    _set_files(session, template, changes, by=by)
    _trace(session, "template.created", template, by=by)
    return template


def change_template(session: Session, template_id: int, changes: TemplateChanges, *, by: Actor) -> Template:
    """Replace a template."""
    template = _own(session, template_id, by=by)
    _apply(template, changes, by=by)
    _set_files(session, template, changes, by=by)
    _trace(session, "template.changed", template, by=by)
    return template


def remove_template(session: Session, template_id: int, *, by: Actor) -> None:
    """Remove a template; what was written with it stays. Conflict "template_in_use" names the macros that write from it."""
    template = _own(session, template_id, by=by)
    used_by = macros_from(session, template_id, by)
    if used_by:
        raise Conflict("Macros write from this template; change them first.", code="template_in_use", used_by=used_by)
    blobs = set(session.scalars(select(TemplateFile.blob).where(TemplateFile.template_id == template.id)))
    session.execute(delete(TemplateFile).where(TemplateFile.template_id == template.id))
    session.delete(template)
    session.flush()
    forget_unnamed(session, blobs)
    _trace(session, "template.removed", template, by=by)


def use_template(session: Session, template_id: int, ticket_id: int, *, language: str | None, by: Actor) -> Use:
    """Fill a template for a ticket and count the use; language: None for the customer's own."""
    ticket = open_ticket(session, ticket_id, by=by)
    template = _used(session, template_id, by=by)
    chosen = language_of(template, language, ticket.language)
    values = values_for(session, ticket, by, language=chosen)
    return _use(session, template, chosen, values, by=by)


def use_template_first(session: Session, template_id: int, customer_id: int, *, language: str | None, by: Actor) -> Use:
    """Fill a template for a customer whose ticket is yet to begin, and count the use."""
    customer = find(session, by, customer_id)
    template = _used(session, template_id, by=by)
    chosen = language_of(template, language, customer.language)
    return _use(session, template, chosen, values_of(session, customer, by, language=chosen), by=by)


def language_of(template: Template, asked: str | None, customers: str) -> str:
    """Return which of a template's languages counts: the one asked for, the customer's, any, the first."""
    for language in (asked, customers, ""):
        if language is not None and language in template.texts:
            return language
    return min(template.texts, default="")


def _used(session: Session, template_id: int, *, by: Actor) -> Template:
    template = session.get(Template, template_id)
    require_found(by, template)
    assert template is not None
    template.uses, template.used_at = template.uses + 1, clock.now()
    return template


def _use(session: Session, template: Template, language: str, values: Mapping[str, str], *, by: Actor) -> Use:
    filled = placeholders.fill(template.texts.get(language, ""), values)
    return Use(filled, language, _lend_files(session, template, by=by))


def _own(session: Session, template_id: int, *, by: Actor) -> Template:
    template = session.get(Template, template_id, with_for_update=True, populate_existing=True)
    require_change(by, template)
    assert template is not None
    return template


def _apply(template: Template, changes: TemplateChanges, *, by: Actor) -> None:
    require_audience(by, changes.audience, changes.team_id)
    template.name = one_line(changes.name, field="name", max_chars=NAME_CHARS)
    template.folder = _line(changes.folder, field="folder", max_chars=FOLDER_CHARS)
    template.shortcut = _shortcut(changes.shortcut)
    template.audience, template.team_id = changes.audience, changes.team_id
    template.texts = _texts(changes.texts)
    template.updated_at = clock.now()


def _line(text: str, *, field: str, max_chars: int) -> str:
    return one_line(text, field=field, max_chars=max_chars) if text.strip() else ""


def _shortcut(text: str) -> str:
    word = _line(text, field="shortcut", max_chars=SHORTCUT_CHARS).lstrip("/").casefold()
    if " " in word:
        raise Invalid("A shortcut is one word.", shortcut="one_word")
    return word


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    kept = {language: markup.clean(text).strip() for language, text in texts.items() if text.strip()}
    if not kept or len(kept) > MAX_LANGUAGES:
        raise Invalid("Write the answer in at least one language.", texts="empty")
    for text in kept.values():
        if len(text) > markup.MAX_CHARS:
            raise Invalid(f"An answer has at most {markup.MAX_CHARS} characters.", texts="too_long")
        if strange := placeholders.unknown(text):
            raise Invalid(
                f"Nothing fills {{{{{strange[0]}}}}}; choose from the list.", texts="unknown_placeholder", names=strange
            )
    return kept


def _set_files(session: Session, template: Template, changes: TemplateChanges, *, by: Actor) -> None:
    if changes.file_ids is not None:
        gone = (TemplateFile.template_id == template.id) & TemplateFile.id.not_in(changes.file_ids)
        blobs = set(session.scalars(select(TemplateFile.blob).where(gone)))
        session.execute(delete(TemplateFile).where(gone))
        forget_unnamed(session, blobs)
    if changes.attachment_ids:
        _take_uploads(session, template, changes.attachment_ids, by=by)
    kept = session.scalar(select(func.count()).where(TemplateFile.template_id == template.id)) or 0
    if kept > MAX_FILES:
        raise Invalid(f"A template has at most {MAX_FILES} files.", attachment_ids="too_many")


def _take_uploads(session: Session, template: Template, public_ids: Sequence[str], *, by: Actor) -> None:
    wanted = list(dict.fromkeys(public_ids))
    waiting = session.scalars(
        select(Attachment).where(
            Attachment.public_id.in_(wanted),
            Attachment.message_id.is_(None),
            Attachment.uploaded_by_agent_id == by.agent_id,
            Attachment.blob.is_not(None),
        )
    ).all()
    if len(waiting) < len(wanted):
        raise Invalid("A file is no longer there; attach it again.", attachment_ids="gone")
    for file in sorted(waiting, key=lambda file: wanted.index(file.public_id)):
        assert file.blob is not None
        session.add(
            TemplateFile(
                template_id=template.id,
                filename=file.filename,
                media_type=file.media_type,
                size=file.size,
                blob=file.blob,
                width=file.width,
                height=file.height,
            )
        )
        session.delete(file)
    session.flush()


def _lend_files(session: Session, template: Template, *, by: Actor) -> list[Attachment]:
    files = session.scalars(
        select(TemplateFile).where(TemplateFile.template_id == template.id).order_by(TemplateFile.id)
    )
    lent = [
        Attachment(
            public_id=new_name(),
            uploaded_by_agent_id=by.agent_id,
            filename=file.filename,
            media_type=file.media_type,
            size=file.size,
            blob=file.blob,
            width=file.width,
            height=file.height,
            created_at=clock.now(),
        )
        for file in files
    ]
    session.add_all(lent)
    session.flush()
    return lent


def _trace(session: Session, verb: str, template: Template, *, by: Actor) -> None:
    leave_trace(session, verb, what=What.TEMPLATES, thing=f"template:{template.id}", by=by)
