"""The customers page: list, segments, many at once, files."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Controller, Response, delete, get, patch, post
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import UNSET
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.actions.client_base.many import CustomerChange, SetOrganisation, change_customers
from helpdesk.actions.client_base.segments import change_segment, create_segment, remove_segment
from helpdesk.customers.filters import Filter, read_filter
from helpdesk.errors import Invalid, NotFound
from helpdesk.models import Segment
from helpdesk.queries import segments as saved
from helpdesk.queries.client_base.files import customer_table
from helpdesk.queries.client_base.listing import ids_of, page
from helpdesk.queries.reports.sheets import to_csv, to_xlsx
from helpdesk.queries.rows import Json
from web.access import AGENT, SUPERVISOR
from web.api.many import shown_change, shown_undo
from web.api.parameters import Query, RowId
from web.api.schemas.answers import gives
from web.api.schemas.segments import Asked, CustomersInput, FilterInput, NewSegment, SegmentPatch
from web.api.schemas.shown.segments import CustomerPage, CustomersChanged, SegmentView
from web.downloads import disposition
from web.headers import Kind
from web.provided import TheActor, TheAddress

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Format = Annotated[Literal["csv", "xlsx"], QueryParameter()]


class CustomerList(Controller):
    """Customers of whom the agent may see at least one ticket, or who were added without one."""

    path = "/api"
    opt = AGENT
    tags = ("customers",)

    @post("/customer-searches", sync_to_thread=True, status_code=200, responses=gives(CustomerPage))
    def index(self, data: JSONBody[Asked], actor: TheActor) -> Json:
        """Return customers that a filter or a segment means, page by page; nothing is kept of the search."""
        with db.reading_one_state() as session:
            wanted = _wanted(session, data.filter, data.segment_id)
            return page(
                session,
                actor,
                wanted,
                q=data.q,
                sort=data.sort,
                after=data.after,
                limit=data.limit,
                fields=data.fields,
            )

    @get("/customers/file", sync_to_thread=True, opt={**SUPERVISOR, "headers": Kind.EXPORT}, responses=gives(None))
    def file(
        self, actor: TheActor, kind: Format = "csv", segment_id: RowId = None, wanted: Query = "", q: Query = ""
    ) -> Response[bytes]:
        """Answer up to 50,000 customers as a CSV or XLSX file; wanted: a filter as JSON as in the search."""
        with db.reading_one_state() as session:
            meant = _wanted(session, _decoded(wanted), segment_id)
            head, rows = customer_table(session, actor, ids_of(session, actor, meant, q=q))
        content = to_csv(head, rows) if kind == "csv" else to_xlsx(head, rows, title="Customers")
        headers = {"content-disposition": disposition(f"customers.{kind}", kind="attachment")}
        media_type = XLSX if kind == "xlsx" else "text/csv; charset=utf-8"
        return Response(content, media_type=media_type, headers=headers)

    @post("/customer-changes", sync_to_thread=True, status_code=200, responses=gives(CustomersChanged))
    def change_many(self, data: JSONBody[CustomersInput], actor: TheActor, address: TheAddress) -> Json:
        """Change up to 100 customers, each as far as it may be; the answer says what was refused and what takes the rest back."""
        was = None if data.was is None else data.was.as_change()
        turns = change_customers(data.ids, data.change.as_change(), by=actor, was=was, address=address)
        return {
            "done": turns.done,
            "refused": [{"id": id, "code": error.code} for id, error in turns.refused],
            "undo": [shown_undo(undo, ids, _shown) for undo, ids in turns.undo.items()],
        }

    @get("/segments", sync_to_thread=True, responses=gives(list[SegmentView]))
    def segments(self) -> list[Json]:
        """Return all segments."""
        with db.reading_one_state() as session:
            return saved.segments(session)

    @post("/segments", sync_to_thread=True, opt=SUPERVISOR, responses=gives(SegmentView, 409, status=201))
    def create(self, data: JSONBody[NewSegment], actor: TheActor, address: TheAddress) -> Json:
        """Save a filter under a name."""
        with db.transaction() as session:
            asked = msgspec.to_builtins(data.filter)
            return saved.segment_view(create_segment(session, name=data.name, wanted=asked, by=actor, address=address))

    @patch("/segments/{segment_id:int}", sync_to_thread=True, opt=SUPERVISOR, responses=gives(SegmentView, 404))
    def change(
        self, segment_id: FromPath[int], data: JSONBody[SegmentPatch], actor: TheActor, address: TheAddress
    ) -> Json:
        """Change a segment's name or filter; what uses it follows at once."""
        asked: dict[str, Any] | None = None if data.filter is UNSET else msgspec.to_builtins(data.filter)
        name = None if data.name is UNSET else data.name
        with db.transaction() as session:
            return saved.segment_view(
                change_segment(session, segment_id, name=name, wanted=asked, by=actor, address=address)
            )

    @delete(
        "/segments/{segment_id:int}", sync_to_thread=True, opt=SUPERVISOR, responses=gives(None, 404, 409, status=204)
    )
    def remove(self, segment_id: FromPath[int], actor: TheActor, address: TheAddress) -> None:
        """Remove a segment that nothing goes by."""
        with db.transaction() as session:
            remove_segment(session, segment_id, by=actor, address=address)


def _shown(change: CustomerChange) -> Json:
    """Return a change in the shape in which it is sent."""
    if isinstance(change, SetOrganisation):
        return {"organisation_id": change.organisation_id}
    return shown_change(change)


def _wanted(session: Session, given: FilterInput | None, segment_id: int | None) -> Filter:
    if segment_id is None:
        return read_filter(None if given is None else msgspec.to_builtins(given))
    segment = session.get(Segment, segment_id)
    if segment is None:
        raise NotFound
    return read_filter(segment.filter)


def _decoded(text: str) -> FilterInput | None:
    if not text:
        return None
    try:
        return msgspec.json.decode(text, type=FilterInput)
    except msgspec.MsgspecError:
        raise Invalid("The filter is no JSON of its shape.", filter="invalid") from None
