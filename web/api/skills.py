"""Skills."""

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody

from helpdesk import db
from helpdesk.actions.workspace.skills import create_skill, remove_skill, rename_skill
from helpdesk.queries import workspace
from helpdesk.queries.rows import Json
from web.access import ADMIN
from web.api.as_seen import one_of, require_as_seen
from web.api.schemas.answers import gives
from web.api.schemas.shown.workspace import SkillView
from web.api.schemas.workspace import SkillName, SkillPatch
from web.provided import TheActor, TheAddress


class Skills(Controller):
    """What tickets ask for and agents are good at."""

    path = "/api/skills"
    opt = ADMIN
    tags = ("workspace",)

    @get(sync_to_thread=True, responses=gives(list[SkillView]))
    def index(self) -> list[Json]:
        """Return all skills."""
        with db.reading() as session:
            return workspace.skills(session)

    @post(sync_to_thread=True, responses=gives(SkillView, 409, status=201))
    def create(self, data: JSONBody[SkillName], actor: TheActor, address: TheAddress) -> Json:
        """Make a skill."""
        with db.transaction() as session:
            skill = create_skill(session, name=data.name, by=actor, address=address)
            return {"id": skill.id, "name": skill.name}

    @patch("/{skill_id:int}", sync_to_thread=True, responses=gives(SkillView, 404, 409))
    def rename(self, skill_id: FromPath[int], data: JSONBody[SkillPatch], actor: TheActor, address: TheAddress) -> Json:
        """Rename a skill; rules that name it follow."""
        with db.transaction() as session:
            require_as_seen(session, data, lambda: one_of(workspace.skills(session), skill_id))
            skill = rename_skill(session, skill_id, name=data.name, by=actor, address=address)
            return {"id": skill.id, "name": skill.name}

    @delete("/{skill_id:int}", sync_to_thread=True, responses=gives(None, 404, 409, status=204))
    def remove(
        self, skill_id: FromPath[int], actor: TheActor, address: TheAddress, force: FromQuery[bool] = False
    ) -> None:
        """Remove a skill; 409 "skill_in_use" tells how many use it. force: take it from them all."""
        with db.transaction() as session:
            remove_skill(session, skill_id, even_if_used=force, by=actor, address=address)
