"""Classification rules, and trying them out."""

from litestar import Controller, delete, get, patch, post, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions.workspace.rules import change_rule, create_rule, order_rules, remove_rule
from helpdesk.queries.rows import Json
from helpdesk.queries.rules import rule, rules
from routing.trial import try_rules
from web.access import ADMIN
from web.api.as_seen import require_as_seen
from web.api.rule_input import new_rule, rule_changes
from web.api.schemas.answers import gives
from web.api.schemas.shown.desk import RuleView, TrialView
from web.api.schemas.workspace import NewRule, RuleOrder, RulePatch, Trial
from web.provided import TheActor, TheAddress


class Rules(Controller):
    """What decides type, priority, team and skills of a new ticket."""

    path = "/api/rules"
    opt = ADMIN
    tags = ("rules",)

    @get(sync_to_thread=True, responses=gives(list[RuleView]))
    def index(self) -> list[Json]:
        """Return all rules in their order."""
        with db.reading() as session:
            return rules(session)

    @post(sync_to_thread=True, responses=gives(RuleView, 409, status=201))
    def create(self, data: JSONBody[NewRule], actor: TheActor, address: TheAddress) -> Json:
        """Add a rule after all others."""
        with db.transaction() as session:
            made = create_rule(session, new_rule(data), by=actor, address=address)
            return rule(session, made.id)

    @put("/order", sync_to_thread=True, responses=gives(list[RuleView], 409))
    def order(self, data: JSONBody[RuleOrder], actor: TheActor, address: TheAddress) -> list[Json]:
        """Put all rules into another order."""
        with db.transaction() as session:
            order_rules(session, data.ids, by=actor, address=address)
            session.flush()
            return rules(session)

    @patch("/{rule_id:int}", sync_to_thread=True, responses=gives(RuleView, 404, 409))
    def change(self, rule_id: FromPath[int], data: JSONBody[RulePatch], actor: TheActor, address: TheAddress) -> Json:
        """Change a rule, or switch it off."""
        with db.transaction() as session:
            require_as_seen(session, data, lambda: rule(session, rule_id))
            change_rule(session, rule_id, rule_changes(data), by=actor, address=address)
            return rule(session, rule_id)

    @delete("/{rule_id:int}", sync_to_thread=True, responses=gives(None, 404, status=204))
    def remove(self, rule_id: FromPath[int], actor: TheActor, address: TheAddress) -> None:
        """Remove a rule; what it has classified stays."""
        with db.transaction() as session:
            remove_rule(session, rule_id, by=actor, address=address)


@post(
    "/api/rule-trials",
    sync_to_thread=True,
    status_code=200,
    opt=dict(ADMIN),
    tags=["rules"],
    responses=gives(TrialView),
)
def run_trial(data: JSONBody[Trial]) -> Json:
    """Say what the rules would decide about a message, and why; nothing is kept."""
    with db.reading() as session:
        return try_rules(
            session, text=data.text, language=data.language, sender=data.sender, channel_id=data.channel_id
        )
