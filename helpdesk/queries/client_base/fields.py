"""Which custom fields there are."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.customers.values import FieldShape
from helpdesk.models import CustomField, FieldEntity
from helpdesk.queries.rows import Json, iso


def fields(session: Session, *, entity: FieldEntity | None = None) -> list[Json]:
    """Return all fields in their order, archived ones last."""
    wanted = select(CustomField).order_by(
        CustomField.archived_at.is_not(None), CustomField.entity, CustomField.position, CustomField.id
    )
    found = session.scalars(wanted if entity is None else wanted.where(CustomField.entity == entity))
    return [field_view(field) for field in found]


def field_view(field: CustomField) -> Json:
    """Return a field in the shape of the API."""
    return {
        "id": field.id,
        "entity": field.entity.value,
        "key": field.key,
        "kind": field.kind.value,
        "labels": field.labels,
        "choices": field.choices,
        "is_required": field.is_required,
        "position": field.position,
        "archived_at": iso(field.archived_at),
    }


def shapes(session: Session, entity: FieldEntity) -> list[FieldShape]:
    """Return what values of the fields in use must fit."""
    found = session.scalars(select(CustomField).where(CustomField.entity == entity, CustomField.archived_at.is_(None)))
    return [shape_of(field) for field in found]


def shape_of(field: CustomField) -> FieldShape:
    """Return what values of a field must fit."""
    choices = frozenset(str(choice["key"]) for choice in field.choices)
    return FieldShape(field.key, field.kind.value, choices, field.is_required)
