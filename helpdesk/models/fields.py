"""Custom fields: what this desk wants to know besides, defined by its admins."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, Pk, text_enum


class FieldEntity(StrEnum):
    """What a field belongs to."""

    CUSTOMER = "customer"
    ORGANISATION = "organisation"
    TICKET = "ticket"


class FieldKind(StrEnum):
    """What a field holds: text, a number, "2026-11-22", true or false, a choice's key, a list of such keys."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    SEVERAL = "several"


class CustomField(Base):
    """One field. `labels` is {"en": "Plan"}; `choices` a list of {"key": "gold", "labels": {...}}.

    An archived field is asked for no more; what was written in it stays and is shown.
    """

    __tablename__ = "custom_field"

    id: Mapped[Pk]
    entity: Mapped[FieldEntity] = mapped_column(text_enum(FieldEntity))
    key: Mapped[str] = mapped_column(String(60))
    kind: Mapped[FieldKind] = mapped_column(text_enum(FieldKind))
    labels: Mapped[dict[str, Any]] = mapped_column(default=dict)
    choices: Mapped[list[Any]] = mapped_column(default=list)
    is_required: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("entity", "key"),)
