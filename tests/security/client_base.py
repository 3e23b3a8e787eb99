"""What the world of the matrix knows about the customer with the secret, besides their tickets."""

from typing import Any

from sqlalchemy.orm import Session

from helpdesk.actions.client_base.fields import FieldDraft, create_field
from helpdesk.actions.client_base.identities import add_identity
from helpdesk.actions.client_base.notes import add_note
from helpdesk.models import FieldEntity, FieldKind, IdentityKind
from tests.cast import Desk


def about_the_customer(session: Session, desk: Desk, customer_id: int, *, song: str) -> dict[str, Any]:
    """Return ids that paths may name."""
    note = add_note(session, customer_id, text=song, by=desk.cast.anna)
    identity = add_identity(
        session, customer_id, kind=IdentityKind.EMAIL, address=f"{song}@bird.example", by=desk.cast.anna
    )
    draft = FieldDraft(FieldEntity.TICKET, "cage", FieldKind.TEXT, {"en": "Cage"})
    field = create_field(session, draft, by=desk.cast.dora)
    session.flush()
    return {"note_id": note.id, "identity_id": identity.id, "field_id": field.id}
