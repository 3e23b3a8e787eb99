"""Raw things that could not be taken in: looked at, tried again, put away."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from helpdesk import clock, raw_things
from helpdesk.actions import audit
from helpdesk.errors import Conflict, NotFound
from helpdesk.models import Inbound, InboundState, Role
from helpdesk.models.mail import MailFolder
from helpdesk.permissions import Actor, require_role

DISMISSED = "dismissed"


def raw(session: Session, inbound_id: int, *, by: Actor) -> bytes:
    """Return a raw thing as it came; nobody but an admin reads it, since no team has been found for it yet."""
    require_role(by, Role.ADMIN)
    row = _row(session, inbound_id)
    return raw_things.unpacked(row.raw, row.blob)


def replay(session: Session, inbound_id: int, *, by: Actor) -> None:
    """Have a quarantined thing tried again within seconds; one that waits already changes nothing."""
    require_role(by, Role.ADMIN)
    row = _quarantined(session, inbound_id)
    if row is None:
        return
    if (row.payload or {}).get("unfetched"):
        _look_again(session, row)
    else:
        row.state, row.error, row.disposition, row.done_at = InboundState.PENDING, None, None, None
    audit.append(session, "inbound.replayed", by=by, what=f"inbound:{inbound_id}")


def dismiss(session: Session, inbound_id: int, *, by: Actor) -> None:
    """Put a quarantined thing away; its raw original stays."""
    require_role(by, Role.ADMIN)
    row = _quarantined(session, inbound_id)
    if row is None:
        return
    row.state, row.disposition, row.done_at = InboundState.DONE, DISMISSED, clock.now()
    audit.append(session, "inbound.dismissed", by=by, what=f"inbound:{inbound_id}")


def _row(session: Session, inbound_id: int) -> Inbound:
    row = session.get(Inbound, inbound_id, with_for_update=True)
    if row is None:
        raise NotFound
    return row


def _quarantined(session: Session, inbound_id: int) -> Inbound | None:
    """Return a quarantined row, None for one that waits or was put away already; Conflict for one that was taken in."""
    row = _row(session, inbound_id)
    if row.state is InboundState.QUARANTINED:
        return row
    if row.state is InboundState.PENDING or row.disposition == DISMISSED:
        return None
    raise Conflict("This was taken in already.", code="not_quarantined", state=row.state.value)


def _look_again(session: Session, row: Inbound) -> None:
    """Forget a mail that the server would not give, and have its folder compared with the desk at the next look."""
    folder = str((row.payload or {}).get("folder", ""))
    session.execute(
        update(MailFolder)
        .where(MailFolder.channel_id == row.channel_id, MailFolder.name == folder)
        .values(reconciled_at=None)
    )
    session.delete(row)
