"""What the desk has learnt from its own tickets, and what that may decide."""

from litestar import Controller, get, patch, post
from litestar.params import JSONBody
from msgspec import UNSET

from helpdesk import db
from helpdesk.actions.learning import Aspect, ask, switch
from helpdesk.queries.learning import learning
from helpdesk.queries.rows import Json
from web.access import SUPERVISOR
from web.api.schemas.answers import gives
from web.api.schemas.learning import LearningPatch
from web.api.schemas.shown.learning import LearningView
from web.provided import TheActor, TheAddress


class LearningPages(Controller):
    """Learning types, priorities and skills from what people made of tickets."""

    path = "/api/learning"
    opt = SUPERVISOR
    tags = ("planning",)

    @get(sync_to_thread=True, responses=gives(LearningView))
    def show(self) -> Json:
        """Return what was learnt last, how it compares with the rules, and what it may decide."""
        with db.reading() as session:
            return learning(session)

    @patch(sync_to_thread=True, responses=gives(LearningView))
    def change(self, data: JSONBody[LearningPatch], actor: TheActor, address: TheAddress) -> Json:
        """Let what was learnt decide an aspect where rules are silent, or not; what is left out stays."""
        asked = {aspect: getattr(data, aspect.value) for aspect in Aspect}
        with db.transaction() as session:
            switch(session, {aspect: on for aspect, on in asked.items() if on is not UNSET}, by=actor, address=address)
            session.flush()
            return learning(session)

    @post("/runs", sync_to_thread=True, responses=gives(LearningView, 409, status=201))
    def ask(self, actor: TheActor) -> Json:
        """Have the desk learn anew; the answer comes before it has begun."""
        with db.transaction() as session:
            ask(session, by=actor)
            return learning(session)
