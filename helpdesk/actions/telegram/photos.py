"""Photos people show on Telegram: looked at once a week, kept here, never fetched by a browser from there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.actions.attachments import StoredFile, forget_unnamed
from helpdesk.actions.telegram.reach import tell_screens
from helpdesk.models import Customer, Identity, IdentityKind, TelegramPhoto

AT_ONCE: Final = 10
LOOK_AGAIN: Final = timedelta(days=7)
FIRST_PAUSE: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody whose photo is to be looked at; unique_id: of the one we have, empty for none."""

    identity_id: int
    person: int
    unique_id: str


def want(session: Session, identity: Identity, *, channel_id: int) -> None:
    """Have the photo of somebody looked at soon, if it never was."""
    if identity.kind is not IdentityKind.TELEGRAM or not identity.address.isdecimal():
        return
    if session.get(TelegramPhoto, identity.id) is None:
        session.add(TelegramPhoto(identity_id=identity.id, channel_id=channel_id, next_look_at=clock.now()))


def due(session: Session, channel_id: int) -> Sequence[Look]:
    """Return whose photo is to be looked at now; nobody's whose data was erased."""
    found = session.execute(
        select(Identity.id, Identity.address, TelegramPhoto.unique_id)
        .join(TelegramPhoto, TelegramPhoto.identity_id == Identity.id)
        .join(Customer, Customer.id == Identity.customer_id)
        .where(
            TelegramPhoto.channel_id == channel_id,
            TelegramPhoto.next_look_at <= clock.now(),
            Customer.erased_at.is_(None),
        )
        .order_by(TelegramPhoto.next_look_at)
        .limit(AT_ONCE)
    )
    return [Look(id, int(address), unique_id) for id, address, unique_id in found if address.isdecimal()]


def note_same(session: Session, identity_id: int) -> None:
    """Note that somebody shows the photo we have, or none as before."""
    _looked(session, identity_id)


def note_photo(session: Session, identity_id: int, *, unique_id: str, stored: StoredFile | None) -> None:
    """Keep another photo of somebody, or none; unique_id is Telegram's name of what was looked at."""
    row = _looked(session, identity_id)
    if row is None:
        return
    old, row.blob = row.blob, stored.blob if stored is not None else None
    row.media_type, row.unique_id = stored.media_type if stored is not None else "", unique_id
    if row.blob == old:
        return
    row.changed_at = clock.now()
    session.flush()
    if old is not None:
        forget_unnamed(session, {old})
    tell_screens(session, session.get_one(Identity, identity_id))


def put_off(session: Session, identity_id: int) -> None:
    """Look later: after ten minutes, doubling up to a week."""
    row = session.get(TelegramPhoto, identity_id)
    if row is not None:
        row.attempts += 1
        row.next_look_at = clock.now() + min(FIRST_PAUSE * 2 ** min(row.attempts - 1, 12), LOOK_AGAIN)


def _looked(session: Session, identity_id: int) -> TelegramPhoto | None:
    row = session.get(TelegramPhoto, identity_id, with_for_update=True)
    if row is not None:
        row.attempts, row.next_look_at = 0, clock.now() + LOOK_AGAIN
    return row
