"""Templates as a file: JSON or CSV out and in again."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.actions.templates import TemplateChanges, change_template, create_template
from helpdesk.errors import Invalid
from helpdesk.models import Audience, Template
from helpdesk.permissions import Actor
from helpdesk.queries.rows import Json
from helpdesk.sharing import may_change

MAX_CHARS: Final = 900_000
MAX_ROWS: Final = 500
COLUMNS: Final = ("folder", "name", "shortcut", "language", "text")
_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Imported:
    """How an import went: refused are (row from 1, what is wrong with it)."""

    created: int
    changed: int
    refused: Sequence[tuple[int, str]]


def as_json(found: Sequence[Json]) -> str:
    """Return templates as a JSON text that `read` takes; files do not travel."""
    kept = [{name: one[name] for name in ("folder", "name", "shortcut", "texts")} for one in found]
    return json.dumps(kept, ensure_ascii=False, indent=2)


def as_csv(found: Sequence[Json]) -> str:
    """Return templates as a CSV with a line for each language; what a spreadsheet would run is quoted."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in found:
        for language, text in sorted(one["texts"].items()):
            writer.writerow([_tame(cell) for cell in (one["folder"], one["name"], one["shortcut"], language, text)])
    return out.getvalue()


def read(text: str) -> list[TemplateChanges]:
    """Read what `as_json` or `as_csv` wrote; Invalid when it is neither."""
    if len(text) > MAX_CHARS:
        raise Invalid("This file is too long.", file="too_long")
    text = text.lstrip("\ufeff").strip()
    found = list(_of_json(text) if text.startswith("[") else _of_csv(text))
    if not found or len(found) > MAX_ROWS:
        raise Invalid("There are no templates in this file, or more than 500.", file="no_templates")
    return found


def take_in(
    session: Session, read_in: Sequence[TemplateChanges], *, audience: Audience, team_id: int | None, by: Actor
) -> Imported:
    """Make or replace templates; one of the same folder and name with this audience is replaced."""
    known = _known(session, audience, team_id, by)
    created = changed = 0
    refused: list[tuple[int, str]] = []
    for row, one in enumerate(read_in, start=1):
        changes = TemplateChanges(one.name, one.texts, one.folder, one.shortcut, audience, team_id)
        try:
            template_id = known.get((one.folder, one.name))
            if template_id is None:
                create_template(session, changes, by=by)
                created += 1
            else:
                change_template(session, template_id, changes, by=by)
                changed += 1
        except Invalid as error:
            refused.append((row, error.detail))
    return Imported(created, changed, refused)


def _known(session: Session, audience: Audience, team_id: int | None, by: Actor) -> dict[tuple[str, str], int]:
    wanted = select(Template).where(Template.audience == audience, Template.team_id.is_not_distinct_from(team_id))
    return {(one.folder, one.name): one.id for one in session.scalars(wanted) if may_change(by, one)}


def _of_json(text: str) -> Iterator[TemplateChanges]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid("This is no JSON.", file="no_json") from error
    for one in found:
        texts = one.get("texts") if isinstance(one, dict) else None
        if not isinstance(texts, dict):
            raise Invalid('Each template is {"name", "texts": {language: text}}.', file="no_templates")
        yield _changes(one, {str(language): str(text) for language, text in texts.items()})


def _of_csv(text: str) -> Iterator[TemplateChanges]:
    try:
        rows = list(csv.DictReader(io.StringIO(text), dialect=_dialect(text)))
    except csv.Error as error:
        raise Invalid("This is no CSV.", file="no_csv") from error
    if not rows or not {"name", "text"} <= set(rows[0]):
        raise Invalid("The first line names the columns: folder,name,shortcut,language,text.", file="no_templates")
    together: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        cells = {name: _untame(row.get(name) or "") for name in COLUMNS}
        kept = together.setdefault((cells["folder"], cells["name"]), {**cells, "texts": {}})
        kept["texts"][cells["language"].strip().lower()] = cells["text"]
    for kept in together.values():
        yield _changes(kept, kept["texts"])


def _dialect(text: str) -> type[csv.Dialect]:
    class Found(csv.excel):
        delimiter = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","

    return Found


def _changes(one: dict[str, Any], texts: dict[str, str]) -> TemplateChanges:
    name, folder, shortcut = (" ".join(str(one.get(key) or "").split()) for key in ("name", "folder", "shortcut"))
    return TemplateChanges(name=name, texts=texts, folder=folder, shortcut=shortcut)


def _tame(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell


def _untame(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULAS) else cell
