"""For how long channels keep what they took in."""

from litestar import Controller, get, post, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions.retention import set_rule
from helpdesk.queries.retention import counts, retention
from helpdesk.queries.rows import Json
from web.access import ADMIN
from web.api.schemas.answers import gives
from web.api.schemas.retention import RuleInput
from web.api.schemas.shown.retention import Going, RetentionView
from web.provided import TheActor, TheAddress


class Retention(Controller):
    """What goes after how many days, by channel; carried out by the clock."""

    path = "/api/retention"
    opt = ADMIN
    tags = ("privacy",)

    @get(sync_to_thread=True, responses=gives(RetentionView))
    def show(self) -> Json:
        """Return the rule of every channel, what is still to go by it, and the newest wishes to be deleted."""
        with db.reading_one_state() as session:
            return retention(session)

    @put("/{channel_id:int}", sync_to_thread=True, responses=gives(RetentionView, 404))
    def change(
        self, channel_id: FromPath[int], data: JSONBody[RuleInput], actor: TheActor, address: TheAddress
    ) -> Json:
        """Replace the rule of a channel; what goes by it is gone for good."""
        with db.transaction() as session:
            set_rule(session, channel_id, data.as_rule(), by=actor, address=address)
            session.flush()
            return retention(session)

    @post("/{channel_id:int}/previews", sync_to_thread=True, responses=gives(Going, 404, status=201))
    def preview(self, channel_id: FromPath[int], data: JSONBody[RuleInput]) -> Json:
        """Count what would go by a rule now; nothing is changed."""
        with db.reading_one_state() as session:
            return counts(session, channel_id, data.as_rule())
