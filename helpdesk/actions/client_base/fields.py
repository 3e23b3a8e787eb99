"""Defining custom fields. They are archived, never deleted: what was written in them stays."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.actions.workspace.changes import What, leave_trace, one_line
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import CustomField, FieldEntity, FieldKind
from helpdesk.permissions import Actor

MAX_FIELDS: Final = 100
MAX_CHOICES: Final = 100
LABEL_CHARS: Final = 120
KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
WITH_CHOICES: Final = frozenset({FieldKind.CHOICE, FieldKind.SEVERAL})


@dataclass(frozen=True, slots=True)
class FieldDraft:
    """A field to be: what it belongs to, its key for other systems, its kind and words."""

    entity: FieldEntity
    key: str
    kind: FieldKind
    labels: Mapping[str, str]
    choices: Sequence[Mapping[str, Any]] = ()
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class FieldChanges:
    """None leaves as it is; entity, key and kind never change, since values were written by them."""

    labels: Mapping[str, str] | None = None
    choices: Sequence[Mapping[str, Any]] | None = None
    is_required: bool | None = None
    position: int | None = None
    is_archived: bool | None = None


def create_field(session: Session, draft: FieldDraft, *, by: Actor, address: str = "") -> CustomField:
    """Define a field; Conflict "key_taken" when there is one of this key, archived or not."""
    if not KEY.fullmatch(draft.key):
        raise Invalid("A key begins with a small Latin letter; letters, digits and _ follow.", key="field_key")
    count = session.scalar(select(func.count()).where(CustomField.entity == draft.entity)) or 0
    if count >= MAX_FIELDS:
        raise Conflict(f"There are at most {MAX_FIELDS} fields.", code="too_many_fields")
    same = select(CustomField.id).where(CustomField.entity == draft.entity, CustomField.key == draft.key)
    if session.scalar(same) is not None:
        raise Conflict("There is a field with this key.", code="key_taken", key="taken")
    field = CustomField(
        entity=draft.entity,
        key=draft.key,
        kind=draft.kind,
        labels=_labels(draft.labels),
        choices=_choices(draft.choices, draft.kind),
        is_required=draft.is_required,
        position=count + 1,
        created_at=clock.now(),
    )
    session.add(field)
    session.flush()
    _tell(session, "field.made", field, by=by, address=address)
    return field


def change_field(
    session: Session, field_id: int, changes: FieldChanges, *, by: Actor, address: str = ""
) -> CustomField:
    """Change a field's words, choices, order, or archive it. A choice that is in use may go; its values stay."""
    field = session.get(CustomField, field_id, with_for_update=True)
    if field is None:
        raise NotFound
    if changes.labels is not None:
        field.labels = _labels(changes.labels)
    if changes.choices is not None:
        field.choices = _choices(changes.choices, field.kind)
    if changes.is_required is not None:
        field.is_required = changes.is_required
    if changes.is_archived is not None and changes.is_archived != (field.archived_at is not None):
        field.archived_at = clock.now() if changes.is_archived else None
    if changes.position is not None:
        _move(session, field, changes.position)
    if session.is_modified(field):
        _tell(session, "field.changed", field, by=by, address=address)
    return field


def _move(session: Session, field: CustomField, position: int) -> None:
    others = list(
        session.scalars(
            select(CustomField)
            .where(CustomField.entity == field.entity, CustomField.id != field.id)
            .order_by(CustomField.position, CustomField.id)
        )
    )
    others.insert(max(0, position - 1), field)
    for at, one in enumerate(others, start=1):
        one.position = at


def _labels(given: Mapping[str, str]) -> dict[str, str]:
    labels = {
        language[:10]: one_line(label, field="labels", max_chars=LABEL_CHARS)
        for language, label in given.items()
        if label.strip()
    }
    if not labels:
        raise Invalid("Name the field in at least one language.", labels="empty")
    return labels


def _choices(given: Sequence[Mapping[str, Any]], kind: FieldKind) -> list[dict[str, Any]]:
    if kind not in WITH_CHOICES:
        return []
    found = [{"key": str(choice.get("key", "")), "labels": _labels(choice.get("labels") or {})} for choice in given]
    keys = [choice["key"] for choice in found]
    if not 1 <= len(found) <= MAX_CHOICES or len(set(keys)) < len(keys) or not all(map(KEY.fullmatch, map(str, keys))):
        raise Invalid(f"1 to {MAX_CHOICES} choices, each with a key of its own.", choices="invalid")
    return found


def _tell(session: Session, verb: str, field: CustomField, *, by: Actor, address: str) -> None:
    leave_trace(session, verb, what=What.CUSTOM_FIELDS, thing=f"field:{field.id}", by=by, address=address)
