"""Keys by which other systems call this API."""

from litestar import Controller, delete, get, post
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions.client_base.api_keys import create_key, revoke_key
from helpdesk.models import Agent
from helpdesk.queries.client_base.outside import key_view, keys
from helpdesk.queries.rows import Json
from web.access import ADMIN
from web.api.schemas.answers import gives
from web.api.schemas.outside import NewKey
from web.api.schemas.shown.outside import KeyView, MadeKey
from web.provided import TheActor, TheAddress


class ApiKeys(Controller):
    """Keys of other systems: `Authorization: Bearer hdk_...`. A key itself may not make keys."""

    path = "/api/api-keys"
    opt = ADMIN
    tags = ("outside events",)

    @get(sync_to_thread=True, responses=gives(list[KeyView]))
    def index(self) -> list[Json]:
        """Return all keys, live ones first; never the keys themselves."""
        with db.reading() as session:
            return keys(session)

    @post(sync_to_thread=True, responses=gives(MadeKey, 409, status=201))
    def create(self, data: JSONBody[NewKey], actor: TheActor, address: TheAddress) -> Json:
        """Make a key; `token` is shown this once and kept nowhere."""
        with db.transaction() as session:
            key, token = create_key(session, data.as_draft(actor.agent_id or 0), by=actor, address=address)
            return key_view(key, session.get_one(Agent, key.agent_id).name) | {"token": token}

    @delete("/{key_id:int}", sync_to_thread=True, responses=gives(None, 404, status=204))
    def revoke(self, key_id: FromPath[int], actor: TheActor, address: TheAddress) -> None:
        """End a key at once."""
        with db.transaction() as session:
            revoke_key(session, key_id, by=actor, address=address)
