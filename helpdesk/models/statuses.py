"""Statuses and types of a ticket, and which moves between categories are legal."""

from enum import StrEnum

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, Pk, text_enum


class Category(StrEnum):
    """What a status means to the code; names are data."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    CLOSED = "closed"


ACTIVE = (Category.NEW, Category.OPEN, Category.PENDING, Category.ON_HOLD)
ROUTABLE = (Category.NEW, Category.OPEN)
ENDED = (Category.RESOLVED, Category.CLOSED)

MOVES: dict[Category, frozenset[Category]] = {
    Category.NEW: frozenset(Category) - {Category.NEW},
    Category.OPEN: frozenset({Category.PENDING, Category.ON_HOLD, Category.RESOLVED, Category.CLOSED}),
    Category.PENDING: frozenset({Category.OPEN, Category.ON_HOLD, Category.RESOLVED, Category.CLOSED}),
    Category.ON_HOLD: frozenset({Category.OPEN, Category.PENDING, Category.RESOLVED, Category.CLOSED}),
    Category.RESOLVED: frozenset({Category.OPEN, Category.CLOSED}),
    Category.CLOSED: frozenset(),
}


class Status(Base):
    """One status; `key` marks a built-in one whose name the console translates."""

    __tablename__ = "status"

    id: Mapped[Pk]
    key: Mapped[str | None] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    category: Mapped[Category] = mapped_column(text_enum(Category))
    position: Mapped[int]
    is_default: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (Index("ix_status_category", "category"),)


class TicketType(Base):
    """One type: question, incident, problem, request, complaint, suggestion or an admin's own."""

    __tablename__ = "ticket_type"

    id: Mapped[Pk]
    key: Mapped[str | None] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]
