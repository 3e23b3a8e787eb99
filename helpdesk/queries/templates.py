"""The answer templates somebody finds."""

from collections import defaultdict
from collections.abc import Collection
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Template, TemplateFile
from helpdesk.permissions import Actor
from helpdesk.queries.rows import Json, iso
from helpdesk.sharing import found_by, may_change

MAX: Final = 2_000


def templates(session: Session, actor: Actor) -> list[Json]:
    """Return one's own, those for all and those for one's teams, the most used first; at most 2,000."""
    wanted = select(Template).where(found_by(actor, Template))
    found = session.scalars(wanted.order_by(Template.uses.desc(), Template.name, Template.id).limit(MAX)).all()
    files = _files(session, [template.id for template in found])
    return [_view(template, files[template.id], actor) for template in found]


def template_view(session: Session, template: Template, actor: Actor) -> Json:
    """Return one template in the shape of the API."""
    return _view(template, _files(session, [template.id])[template.id], actor)


def _view(template: Template, files: list[Json], actor: Actor) -> Json:
    return {
        "id": template.id,
        "name": template.name,
        "folder": template.folder,
        "shortcut": template.shortcut,
        "texts": template.texts,
        "owner_id": template.owner_id,
        "audience": template.audience.value,
        "team_id": template.team_id,
        "files": files,
        "uses": template.uses,
        "used_at": iso(template.used_at),
        "may_change": may_change(actor, template),
    }


def _files(session: Session, template_ids: Collection[int]) -> dict[int, list[Json]]:
    found: dict[int, list[Json]] = defaultdict(list)
    wanted = select(TemplateFile).where(TemplateFile.template_id.in_(template_ids)).order_by(TemplateFile.id)
    for file in session.scalars(wanted):
        view = {"id": file.id, "filename": file.filename, "media_type": file.media_type, "size": file.size}
        found[file.template_id].append(view)
    return found
