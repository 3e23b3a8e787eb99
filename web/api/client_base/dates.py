"""Days that matter of customers."""

from litestar import Controller, delete, post, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions.client_base.dates import add_date, change_date, remove_date
from helpdesk.queries.client_base.profile import dates
from helpdesk.queries.rows import Json
from web.access import AGENT
from web.api.schemas.answers import gives
from web.api.schemas.outside import DateInput
from web.api.schemas.shown.customers import DateView
from web.provided import TheActor, TheAddress


class Dates(Controller):
    """Birthdays, ends of contracts and others, with reminders."""

    path = "/api/customers/{customer_id:int}/dates"
    opt = AGENT
    tags = ("customers",)

    @post(sync_to_thread=True, responses=gives(list[DateView], 404, 409, status=201))
    def add(
        self, customer_id: FromPath[int], data: JSONBody[DateInput], actor: TheActor, address: TheAddress
    ) -> list[Json]:
        """Note a day that matters; return them all."""
        with db.transaction() as session:
            add_date(session, customer_id, data.as_draft(), by=actor, address=address)
            return dates(session, customer_id)

    @put("/{date_id:int}", sync_to_thread=True, responses=gives(list[DateView], 404))
    def change(
        self,
        customer_id: FromPath[int],
        date_id: FromPath[int],
        data: JSONBody[DateInput],
        actor: TheActor,
        address: TheAddress,
    ) -> list[Json]:
        """Write a day anew; return them all."""
        with db.transaction() as session:
            change_date(session, customer_id, date_id, data.as_draft(), by=actor, address=address)
            return dates(session, customer_id)

    @delete("/{date_id:int}", sync_to_thread=True, responses=gives(None, 404, status=204))
    def remove(self, customer_id: FromPath[int], date_id: FromPath[int], actor: TheActor, address: TheAddress) -> None:
        """Forget a day."""
        with db.transaction() as session:
            remove_date(session, customer_id, date_id, by=actor, address=address)
