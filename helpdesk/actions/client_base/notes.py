"""Notes about a customer or an organisation: agents' own words, which no customer ever sees."""

from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import clock, markup
from helpdesk.actions.client_base.door import announce, open_customer
from helpdesk.errors import Conflict, Forbidden, Invalid, NotFound
from helpdesk.models import Organisation, ProfileNote, Role
from helpdesk.permissions import Actor

NOTE_CHARS: Final = 5_000
MAX_NOTES: Final = 500


def add_note(session: Session, customer_id: int, *, text: str, by: Actor, is_pinned: bool = False) -> ProfileNote:
    """Write something down about a customer."""
    customer = open_customer(session, customer_id, by=by)
    count = select(func.count()).select_from(ProfileNote).where(ProfileNote.customer_id == customer.id)
    _require_room(session.scalar(count) or 0)
    note = ProfileNote(
        customer_id=customer.id, agent_id=by.agent_id, text=_text(text), is_pinned=is_pinned, created_at=clock.now()
    )
    session.add(note)
    session.flush()
    announce(session, customer.id, by=by)
    return note


def add_organisation_note(
    session: Session, organisation_id: int, *, text: str, by: Actor, is_pinned: bool = False
) -> ProfileNote:
    """Write something down about an organisation."""
    if session.get(Organisation, organisation_id) is None:
        raise NotFound
    count = select(func.count()).select_from(ProfileNote).where(ProfileNote.organisation_id == organisation_id)
    _require_room(session.scalar(count) or 0)
    note = ProfileNote(
        organisation_id=organisation_id,
        agent_id=by.agent_id,
        text=_text(text),
        is_pinned=is_pinned,
        created_at=clock.now(),
    )
    session.add(note)
    session.flush()
    return note


def change_note(
    session: Session, note: ProfileNote, *, by: Actor, text: str | None = None, is_pinned: bool | None = None
) -> ProfileNote:
    """Pin a note, or write it anew; the words belong to their author, supervisors and admins apart."""
    if text is not None and text != note.text:
        _require_own(note, by)
        note.text, note.edited_at = _text(text), clock.now()
    if is_pinned is not None:
        note.is_pinned = is_pinned
    if note.customer_id is not None:
        announce(session, note.customer_id, by=by)
    return note


def remove_note(session: Session, note: ProfileNote, *, by: Actor) -> None:
    """Remove a note of one's own; supervisors and admins may remove any."""
    _require_own(note, by)
    if note.customer_id is not None:
        announce(session, note.customer_id, by=by)
    session.delete(note)


def note_of_customer(session: Session, customer_id: int, note_id: int, *, by: Actor) -> ProfileNote:
    """Return a note about a customer `by` may see; else NotFound."""
    open_customer(session, customer_id, by=by)
    note = session.get(ProfileNote, note_id)
    if note is None or note.customer_id != customer_id:
        raise NotFound
    return note


def note_of_organisation(session: Session, organisation_id: int, note_id: int) -> ProfileNote:
    """Return a note about an organisation; else NotFound."""
    note = session.get(ProfileNote, note_id)
    if note is None or note.organisation_id != organisation_id:
        raise NotFound
    return note


def _require_own(note: ProfileNote, by: Actor) -> None:
    if note.agent_id != by.agent_id and by.role not in (Role.SUPERVISOR, Role.ADMIN):
        raise Forbidden("Only its author or a supervisor may do this.")


def _require_room(count: int) -> None:
    if count >= MAX_NOTES:
        raise Conflict(f"There are at most {MAX_NOTES} notes.", code="too_many_notes")


def _text(given: str) -> str:
    text = markup.clean(given).strip()
    if not text:
        raise Invalid("A note has words.", text="empty")
    if len(text) > NOTE_CHARS:
        raise Invalid(f"A note has at most {NOTE_CHARS} characters.", text="too_long")
    return text
