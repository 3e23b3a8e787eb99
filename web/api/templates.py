"""Answer templates."""

from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions import template_files
from helpdesk.actions.templates import (
    change_template,
    create_template,
    remove_template,
    use_template,
    use_template_first,
)
from helpdesk.errors import Invalid
from helpdesk.queries.messages import attachment_view
from helpdesk.queries.rows import Json
from helpdesk.queries.templates import template_view, templates
from web.access import AGENT
from web.api.as_seen import one_of, require_as_seen
from web.api.schemas.answers import gives
from web.api.schemas.shown.writing import ImportAnswer, TemplateFilling, TemplateView
from web.api.schemas.writing import FileKind, TemplateImport, TemplateInput, TemplateUse
from web.downloads import disposition
from web.headers import Kind
from web.provided import TheActor


class Templates(Controller):
    """Answers kept for use: one's own, a team's, everybody's."""

    path = "/api/templates"
    opt = AGENT
    tags = ("writing",)

    @get(sync_to_thread=True, responses=gives(list[TemplateView]))
    def index(self, actor: TheActor) -> list[Json]:
        """Return those one finds, the most used first; at most 2,000."""
        with db.reading() as session:
            return templates(session, actor)

    @post(sync_to_thread=True, responses=gives(TemplateView, status=201))
    def create(self, data: JSONBody[TemplateInput], actor: TheActor) -> Json:
        """Keep an answer for use."""
        with db.transaction() as session:
            template = create_template(session, data.as_changes(), by=actor)
            return template_view(session, template, actor)

    @put("/{template_id:int}", sync_to_thread=True, responses=gives(TemplateView, 404, 409))
    def change(self, template_id: FromPath[int], data: JSONBody[TemplateInput], actor: TheActor) -> Json:
        """Replace a template; 403 for those it does not belong to."""
        with db.transaction() as session:
            require_as_seen(session, data, lambda: one_of(templates(session, actor), template_id))
            template = change_template(session, template_id, data.as_changes(), by=actor)
            return template_view(session, template, actor)

    @delete("/{template_id:int}", sync_to_thread=True, responses=gives(None, 404, 409, status=204))
    def remove(self, template_id: FromPath[int], actor: TheActor) -> None:
        """Remove a template; 403 for those it does not belong to, 409 "template_in_use" names the macros that write from it."""
        with db.transaction() as session:
            remove_template(session, template_id, by=actor)

    @post("/{template_id:int}/uses", sync_to_thread=True, responses=gives(TemplateFilling, 404, status=201))
    def use(self, template_id: FromPath[int], data: JSONBody[TemplateUse], actor: TheActor) -> Json:
        """Fill a template for a ticket, or for a customer whose ticket is yet to begin. The use is counted.

        Its files wait for the agent's next message.
        """
        with db.transaction() as session:
            if data.ticket_id is not None:
                used = use_template(session, template_id, data.ticket_id, language=data.language, by=actor)
            elif data.customer_id is not None:
                used = use_template_first(session, template_id, data.customer_id, language=data.language, by=actor)
            else:
                raise Invalid("Say for which ticket or customer.", ticket_id="missing")
            return {
                "text": used.filled.text,
                "language": used.language,
                "missing": list(used.filled.missing),
                "attachments": [attachment_view(file) for file in used.attachments],
            }

    @get("/file", sync_to_thread=True, opt={**AGENT, "headers": Kind.EXPORT}, responses=gives(None))
    def export(self, actor: TheActor, kind: FileKind = "json") -> Response[str]:
        """Return them as a file that an import takes: JSON, or CSV with a line for each language."""
        with db.reading() as session:
            found = templates(session, actor)
        text = template_files.as_csv(found) if kind == "csv" else template_files.as_json(found)
        headers = {"content-disposition": disposition(f"templates.{kind}", kind="attachment")}
        media_type = "text/csv; charset=utf-8" if kind == "csv" else "application/json"
        return Response(text, media_type=media_type, headers=headers)

    @post("/imports", sync_to_thread=True, responses=gives(ImportAnswer, status=201))
    def take_in(self, data: JSONBody[TemplateImport], actor: TheActor) -> Json:
        """Make or replace templates from a file; rows that are refused say why, the others are taken."""
        read = template_files.read(data.file)
        with db.transaction() as session:
            done = template_files.take_in(session, read, audience=data.audience, team_id=data.team_id, by=actor)
        refused = [{"row": row, "reason": reason} for row, reason in done.refused]
        return {"created": done.created, "changed": done.changed, "refused": refused}
