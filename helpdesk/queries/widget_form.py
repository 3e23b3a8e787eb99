"""What a widget's form asks now: its design, with the custom fields as the desk has them."""

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from helpdesk.models import CustomField, FieldEntity
from helpdesk.queries.client_base.fields import shape_of
from helpdesk.widget.asked import Question
from helpdesk.widget.design import Design, Field, Option


def form_of(session: Session, design: Design) -> tuple[Question, ...]:
    """Return the questions in their order; custom fields that are archived are asked no more."""
    customs = _customs(session, design)
    return tuple(
        question for field in design.form if (question := _question(field, customs.get(field.field))) is not None
    )


def unknown_fields(session: Session, design: Design) -> list[str]:
    """Return which custom fields a design asks for that the desk has never had."""
    customs = _customs(session, design)
    return [field.field for field in design.form if field.kind == "custom" and field.field not in customs]


def _customs(session: Session, design: Design) -> dict[str, CustomField]:
    wanted = [field.field.partition(".") for field in design.form if field.kind == "custom"]
    if not wanted:
        return {}
    names = [(FieldEntity(entity), key) for entity, _, key in wanted]
    found = session.scalars(select(CustomField).where(tuple_(CustomField.entity, CustomField.key).in_(names)))
    return {f"{one.entity}.{one.key}": one for one in found}


def _question(field: Field, custom: CustomField | None) -> Question | None:
    if field.kind != "custom":
        return Question(field.key, field.kind, field.label, field.is_required, field.options)
    if custom is None or custom.archived_at is not None:
        return None
    return Question(
        key=field.key,
        kind=custom.kind.value,
        label={**custom.labels, **field.label},
        is_required=field.is_required,
        options=tuple(Option(value=one["key"], label=one["labels"]) for one in custom.choices),
        entity=custom.entity.value,
        shape=shape_of(custom),
    )
