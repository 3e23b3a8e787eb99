"""Reports: numbers, the tickets behind them, and files."""

from typing import Annotated, Any, Literal

from litestar import Controller, Response, get
from litestar.params import QueryParameter

from helpdesk import db
from helpdesk.queries.reports.behind import tickets_behind
from helpdesk.queries.reports.names import names_of
from helpdesk.queries.reports.report import report
from helpdesk.queries.reports.sheets import table, to_csv, to_xlsx
from helpdesk.queries.rows import Json
from web.access import SUPERVISOR
from web.api.parameters import RowId
from web.api.reports.question import QUESTION, TheQuestion
from web.api.schemas.answers import gives
from web.api.schemas.shown.reports import Behind, ReportView
from web.downloads import disposition
from web.headers import Kind
from web.provided import TheActor

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Compare = Annotated[bool, QueryParameter(description="Beside each number that of the period before.")]
Key = Annotated[str | None, QueryParameter(max_length=40, description='The key of a row; "" for one without a value.')]
Format = Annotated[Literal["csv", "xlsx"], QueryParameter()]
Part = Annotated[Literal["all", "part", "rest"], QueryParameter(description="Of a share: its numerator, or the rest.")]


class Reports(Controller):
    """What happened, counted and measured, of the tickets one may see."""

    path = "/api/reports"
    opt = SUPERVISOR
    tags = ("reports",)
    dependencies = QUESTION

    @get(sync_to_thread=True, responses=gives(ReportView))
    def show(self, actor: TheActor, question: TheQuestion, compare: Compare = False) -> Json:
        """Return the numbers of one measure by one grouping; docs/reports.md has the definitions."""
        with db.reading_one_state() as session:
            return report(session, actor, question, compares=compare)

    @get("/tickets", sync_to_thread=True, responses=gives(Behind))
    def behind(
        self,
        actor: TheActor,
        question: TheQuestion,
        key: Key = None,
        part: Part = "all",
        below: RowId = None,
    ) -> Json:
        """Return the tickets behind the number of the row `key`, or behind the total, 50 at a time, newest first."""
        with db.reading_one_state() as session:
            return tickets_behind(session, actor, question, key=key, part=part, below=below)

    @get("/file", sync_to_thread=True, opt={**SUPERVISOR, "headers": Kind.EXPORT}, responses=gives(None))
    def file(
        self, actor: TheActor, question: TheQuestion, kind: Format = "csv", compare: Compare = False
    ) -> Response[bytes]:
        """Answer the report as a CSV or XLSX file; durations in seconds, days in the desk's time zone."""
        with db.reading_one_state() as session:
            answer = report(session, actor, question, compares=compare)
            head, rows = table(answer, names_of(session, question.by))
        name = f"{question.measure}-{answer['period']['since']}-{answer['period']['last']}.{kind}"
        content = to_csv(head, rows) if kind == "csv" else to_xlsx(head, rows, title=name)
        return _download(content, name, XLSX if kind == "xlsx" else "text/csv; charset=utf-8")


def _download(content: bytes, name: str, media_type: str) -> Response[Any]:
    headers = {"content-disposition": disposition(name, kind="attachment")}
    return Response(content, media_type=media_type, headers=headers)
