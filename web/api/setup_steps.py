"""The set-up of a new desk."""

from litestar import Controller, get, put
from litestar.params import JSONBody

from helpdesk import db
from helpdesk.actions.workspace.setup_steps import skip_steps
from helpdesk.queries.rows import Json
from helpdesk.queries.setup_steps import setup_steps
from web.access import ADMIN
from web.api.schemas.answers import gives
from web.api.schemas.setup_steps import StepsInput
from web.api.schemas.shown.setup_steps import StepsView
from web.provided import TheActor, TheAddress


class SetupSteps(Controller):
    """How far it is, and what was put aside."""

    path = "/api/setup-steps"
    opt = ADMIN
    tags = ("workspace",)

    @get(sync_to_thread=True, responses=gives(StepsView))
    def show(self) -> Json:
        """Return the steps, and what came last by each channel."""
        with db.reading_one_state() as session:
            return setup_steps(session)

    @put(sync_to_thread=True, responses=gives(StepsView))
    def skip(self, data: JSONBody[StepsInput], actor: TheActor, address: TheAddress) -> Json:
        """Put exactly these steps aside."""
        with db.transaction() as session:
            skip_steps(session, data.skipped, by=actor, address=address)
            session.flush()
            return setup_steps(session)
