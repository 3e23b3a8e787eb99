"""Tags of the desk."""

from functools import partial

from litestar import Controller, delete, get, patch
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import UnsetType
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.actions.workspace.tags import merge_tag, remove_tag, rename_tag
from helpdesk.permissions import Actor
from helpdesk.queries import tags
from helpdesk.queries.rows import Json
from web.access import ADMIN
from web.api.as_seen import require_as_seen
from web.api.schemas.answers import gives
from web.api.schemas.shown.tags import TagAnswer, TagLine
from web.api.schemas.tags import TagPatch
from web.provided import TheActor, TheAddress


class Tags(Controller):
    """Words on tickets and customers."""

    path = "/api/tags"
    opt = ADMIN
    tags = ("workspace",)

    @get(sync_to_thread=True, responses=gives(list[TagLine]))
    def index(self) -> list[Json]:
        """Return all tags with how many tickets and customers have them."""
        with db.reading() as session:
            return tags.tags(session)

    @get("/{tag_id:int}", sync_to_thread=True, responses=gives(TagAnswer, 404))
    def show(self, tag_id: FromPath[int]) -> Json:
        """Return a tag with what names it."""
        with db.reading() as session:
            return tags.tag(session, tag_id)

    @patch("/{tag_id:int}", sync_to_thread=True, responses=gives(TagAnswer, 404, 409))
    def change(self, tag_id: FromPath[int], data: JSONBody[TagPatch], actor: TheActor, address: TheAddress) -> Json:
        """Rename a tag, or merge it into another and return that one; what names it follows.

        409 "name_taken": `other_id` has this name already, and may be merged into.
        """
        if isinstance(data.into, UnsetType):
            return db.retrying(partial(_renamed, tag_id=tag_id, data=data, by=actor, address=address))
        with db.reading() as session:
            require_as_seen(session, data, lambda: tags.tag(session, tag_id))
        merge_tag(tag_id, into_id=data.into, by=actor, address=address)
        with db.reading() as session:
            return tags.tag(session, data.into)

    @delete("/{tag_id:int}", sync_to_thread=True, responses=gives(None, 404, 409, status=204))
    def remove(
        self, tag_id: FromPath[int], actor: TheActor, address: TheAddress, force: FromQuery[bool] = False
    ) -> None:
        """Remove a tag; 409 "tag_in_use" tells what has it or names it. force: take it from them all."""
        remove_tag(tag_id, even_if_used=force, by=actor, address=address)


def _renamed(session: Session, *, tag_id: int, data: TagPatch, by: Actor, address: str) -> Json:
    require_as_seen(session, data, lambda: tags.tag(session, tag_id))
    if not isinstance(data.name, UnsetType):
        rename_tag(session, tag_id, name=data.name, by=by, address=address)
    return tags.tag(session, tag_id)
