"""Drafts on the server: per agent, ticket and mode, so that no text is lost or shows up elsewhere."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from helpdesk import clock, events, markup
from helpdesk.actions.access import open_ticket
from helpdesk.errors import Conflict, Invalid
from helpdesk.models import Draft, DraftMode, Ticket
from helpdesk.permissions import Actor

MAX_ATTACHMENTS = 20


def save(
    session: Session,
    ticket_id: int,
    mode: DraftMode,
    *,
    text: str,
    attachment_ids: Sequence[str],
    revision: int,
    by: Actor,
) -> Draft:
    """Keep a draft that its writer last saw at `revision` (0: none yet); Conflict "newer_draft" carries the other text."""
    ticket = open_ticket(session, ticket_id, by=by)
    if len(text) > 2 * markup.MAX_CHARS or len(attachment_ids) > MAX_ATTACHMENTS:
        raise Invalid("This draft is too long.", text="too_long")
    draft = _get(session, ticket, mode, by)
    if draft is not None and draft.revision != revision:
        raise Conflict("A newer draft was saved elsewhere.", code="newer_draft", **_newer(draft))
    return _write(session, ticket, mode, draft, text=text, attachment_ids=attachment_ids, by=by)


def delete(session: Session, ticket_id: int, mode: DraftMode, *, by: Actor) -> None:
    """Throw a draft away; nothing happens when there is none."""
    consume(session, open_ticket(session, ticket_id, by=by), mode, by=by)


def consume(session: Session, ticket: Ticket, mode: DraftMode, *, by: Actor) -> None:
    """Remove the draft that became a message."""
    draft = _get(session, ticket, mode, by)
    if draft is None:
        return
    session.delete(draft)
    events.record(session, "draft.deleted", by=by, ticket=ticket, data={"mode": mode.value})


def restore(
    session: Session, ticket: Ticket, mode: DraftMode, *, text: str, attachment_ids: Sequence[str], by: Actor
) -> Draft:
    """Make a withdrawn message a draft again, in front of what has been written since."""
    draft = _get(session, ticket, mode, by)
    if draft is not None and draft.text.strip():
        text = f"{text}\n\n{draft.text}"
        attachment_ids = [*attachment_ids, *draft.attachment_ids]
    return _write(session, ticket, mode, draft, text=text, attachment_ids=attachment_ids, by=by)


def _get(session: Session, ticket: Ticket, mode: DraftMode, by: Actor) -> Draft | None:
    return session.get(Draft, (by.agent_id, ticket.id, mode)) if by.agent_id is not None else None


def _newer(draft: Draft) -> dict[str, object]:
    return {"text": draft.text, "revision": draft.revision, "attachment_ids": draft.attachment_ids}


def _write(
    session: Session,
    ticket: Ticket,
    mode: DraftMode,
    draft: Draft | None,
    *,
    text: str,
    attachment_ids: Sequence[str],
    by: Actor,
) -> Draft:
    if draft is None:
        draft = Draft(agent_id=by.agent_id, ticket_id=ticket.id, mode=mode, revision=0)
        session.add(draft)
    draft.text, draft.attachment_ids = markup.clean(text), list(attachment_ids)
    draft.revision, draft.updated_at = draft.revision + 1, clock.now()
    session.flush()
    data = {"mode": mode.value, "revision": draft.revision}
    events.record(session, "draft.saved", by=by, ticket=ticket, data=data)
    return draft
