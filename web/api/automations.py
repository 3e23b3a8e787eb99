"""Automations: arranged, tried out, watched."""

from litestar import Controller, delete, get, patch, post, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions.automations.editing import (
    add_ready_made,
    change_automation,
    create_automation,
    order_automations,
    remove_automation,
)
from helpdesk.queries.automations import automation, automations, runs, trial
from helpdesk.queries.rows import Json
from web.access import ADMIN
from web.api.as_seen import require_as_seen
from web.api.parameters import RowId
from web.api.schemas.answers import gives
from web.api.schemas.automations import AutomationOrder, AutomationPatch, AutomationTrial, NewAutomation
from web.api.schemas.shown.automations import AutomationRunView, AutomationsView, AutomationTrialView, AutomationView
from web.provided import TheActor, TheAddress


class Automations(Controller):
    """What the desk does by itself."""

    path = "/api/automations"
    opt = ADMIN
    tags = ("automations",)

    @get(sync_to_thread=True, responses=gives(AutomationsView))
    def index(self) -> Json:
        """Return all rules in their order."""
        with db.reading() as session:
            return automations(session)

    @post(sync_to_thread=True, responses=gives(AutomationView, 409, status=201))
    def create(self, data: JSONBody[NewAutomation], actor: TheActor, address: TheAddress) -> Json:
        """Add a rule after all others; off unless it says otherwise."""
        with db.transaction() as session:
            made = create_automation(session, data.as_changes(), by=actor, address=address)
            return automation(session, made.id)

    @post("/ready-made/{ready_made:str}", sync_to_thread=True, responses=gives(AutomationView, 404, 409, status=201))
    def add(self, ready_made: FromPath[str], actor: TheActor, address: TheAddress) -> Json:
        """Add a ready-made rule, switched off."""
        with db.transaction() as session:
            made = add_ready_made(session, ready_made, by=actor, address=address)
            return automation(session, made.id)

    @put("/order", sync_to_thread=True, responses=gives(AutomationsView, 409))
    def order(self, data: JSONBody[AutomationOrder], actor: TheActor, address: TheAddress) -> Json:
        """Put all rules into another order."""
        with db.transaction() as session:
            order_automations(session, data.ids, by=actor, address=address)
            session.flush()
            return automations(session)

    @patch("/{automation_id:int}", sync_to_thread=True, responses=gives(AutomationView, 404, 409))
    def change(
        self, automation_id: FromPath[int], data: JSONBody[AutomationPatch], actor: TheActor, address: TheAddress
    ) -> Json:
        """Change a rule, or switch it on or off."""
        with db.transaction() as session:
            require_as_seen(session, data, lambda: automation(session, automation_id))
            change_automation(session, automation_id, data.as_changes(), by=actor, address=address)
            return automation(session, automation_id)

    @delete("/{automation_id:int}", sync_to_thread=True, responses=gives(None, 404, status=204))
    def remove(self, automation_id: FromPath[int], actor: TheActor, address: TheAddress) -> None:
        """Remove a rule; what it did stays."""
        with db.transaction() as session:
            remove_automation(session, automation_id, by=actor, address=address)

    @get("/runs", sync_to_thread=True, responses=gives(list[AutomationRunView]))
    def log(self, automation_id: RowId = None, before: RowId = None) -> list[Json]:
        """Return 50 runs, the newest first: of all rules or of one, older than `before`."""
        with db.reading() as session:
            return runs(session, automation_id=automation_id, before=before)

    @post("/trials", sync_to_thread=True, status_code=200, responses=gives(AutomationTrialView))
    def run_trial(self, data: JSONBody[AutomationTrial]) -> Json:
        """Say which tickets a rule would have touched lately; nothing is done."""
        changes = data.as_rule()
        with db.reading() as session:
            return trial(session, changes["trigger"], changes["conditions"], days=data.days)
