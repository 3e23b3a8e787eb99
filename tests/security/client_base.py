"""What the world of the matrix knows about the customer with the secret, besides their tickets."""

from typing import Any

from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.actions.client_base.api_keys import KeyDraft, create_key
from helpdesk.actions.client_base.dates import DateDraft, add_date
from helpdesk.actions.client_base.fields import FieldDraft, create_field
from helpdesk.actions.client_base.identities import add_identity
from helpdesk.actions.client_base.keys import make_keys
from helpdesk.actions.client_base.notes import add_note, add_organisation_note
from helpdesk.actions.client_base.organisations import OrganisationChanges, create_organisation
from helpdesk.actions.client_base.outside import Happening, tell_of
from helpdesk.actions.client_base.profile import ProfileChanges, create_customer
from helpdesk.actions.workspace.settings import change_settings
from helpdesk.models import FieldEntity, FieldKind, IdentityKind
from tests.cast import Desk


def about_the_customer(session: Session, desk: Desk, customer_id: int, *, song: str) -> dict[str, Any]:
    """Return ids that paths may name."""
    note = add_note(session, customer_id, text=song, by=desk.cast.anna)
    identity = add_identity(
        session, customer_id, kind=IdentityKind.EMAIL, address=f"{song}@bird.example", by=desk.cast.anna
    )
    nest = add_identity(
        session, customer_id, kind=IdentityKind.EMAIL, address=f"{song}@nest.example", by=desk.cast.anna
    )
    nest.verified_by, nest.verified_at = "dmarc", clock.now()
    change_settings(session, {"customer_pages": True}, by=desk.cast.dora)
    draft = FieldDraft(FieldEntity.TICKET, "cage", FieldKind.TEXT, {"en": "Cage"})
    field = create_field(session, draft, by=desk.cast.dora)
    phone = IdentityKind.PHONE
    add_identity(session, customer_id, kind=phone, address="+380441112233", by=desk.cast.anna)
    twin = create_customer(session, ProfileChanges(name="Twin"), by=desk.cast.anna)
    add_identity(session, twin.id, kind=phone, address="+70441112233", by=desk.cast.anna)
    happening = Happening("shop", "order-1", "purchase", clock.now(), title=song)
    tell_of(session, customer_id, happening, by=desk.cast.anna)
    birthday = DateDraft("birthday", "1990-05-17", is_yearly=True)
    day = add_date(session, customer_id, birthday, by=desk.cast.anna)
    organisation = create_organisation(session, OrganisationChanges(name="Zoo"), by=desk.cast.dora)
    organisation_note = add_organisation_note(session, organisation.id, text="Feeds birds", by=desk.cast.anna)
    admin_id = desk.cast.dora.agent_id or 0
    key, _ = create_key(session, KeyDraft("Shop", ["customers:read"], admin_id), by=desk.cast.dora)
    session.flush()
    make_keys(session)
    return {
        "note_id": note.id,
        "identity_id": identity.id,
        "field_id": field.id,
        "merged_id": twin.id,
        "segment_id": 1,
        "date_id": day.id,
        "organisation_id": organisation.id,
        "organisation_note_id": organisation_note.id,
        "key_id": key.id,
    }
