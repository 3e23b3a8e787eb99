"""Invitations: links by which new agents join."""

from litestar import Controller, delete, get, post
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions.accounts import invitations
from helpdesk.models import Invitation
from helpdesk.queries.rows import Json, iso
from web.access import ADMIN
from web.api.schemas.invitations import NewInvitation
from web.provided import TheActor, TheAddress, TheConfig


class Invitations(Controller):
    """Open invitations."""

    path = "/api/invitations"
    opt = ADMIN
    tags = ("invitations",)

    @get(sync_to_thread=True)
    def index(self) -> list[Json]:
        """Return the invitations that can still be accepted, newest first."""
        with db.reading() as session:
            return [_view(found) for found in invitations.open_ones(session)]

    @post(sync_to_thread=True)
    def create(self, data: JSONBody[NewInvitation], actor: TheActor, config: TheConfig, address: TheAddress) -> Json:
        """Invite somebody; `url` is shown this once."""
        with db.transaction() as session:
            invitation, token = invitations.invite(session, data.as_invited(), by=actor, address=address)
            return {**_view(invitation), "url": f"{config.public_url}/invitations/{token}"}

    @delete("/{invitation_id:int}", sync_to_thread=True)
    def revoke(self, invitation_id: FromPath[int], actor: TheActor, address: TheAddress) -> None:
        """Withdraw an invitation."""
        with db.transaction() as session:
            invitations.revoke(session, invitation_id, by=actor, address=address)


def _view(found: Invitation) -> Json:
    return {
        "id": found.id,
        "email": found.email,
        "name": found.name,
        "role": found.role.value,
        "created_at": iso(found.created_at),
        "expires_at": iso(found.expires_at),
        **found.grants,
    }
