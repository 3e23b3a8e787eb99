"""Tickets: one matter of one customer."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Dialect, Index, SmallInteger, String, TypeDecorator, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum
from helpdesk.models.statuses import Category

# Written out, not bound: a partial index serves only queries that repeat its very condition.
IS_ACTIVE = text("category IN ('new', 'open', 'pending', 'on_hold')")
IS_ENDED = text("category IN ('resolved', 'closed')")
STILL_FULL = text("closed_at IS NOT NULL AND emptied_at IS NULL")
WAS_RESOLVED = text("resolved_at IS NOT NULL")
WAITS_FOR_AGENT = text("assignee_id IS NULL AND category IN ('new', 'open')")


class Priority(IntEnum):
    """1 urgent to 4 low, so that ascending order is the order of work."""

    URGENT = 1
    HIGH = 2
    NORMAL = 3
    LOW = 4

    @property
    def word(self) -> str:
        """The name used in the API: "urgent", "high", "normal" or "low"."""
        return self.name.lower()


class PriorityColumn(TypeDecorator[Priority]):
    """A priority kept as its number."""

    impl = SmallInteger
    cache_ok = True

    def process_result_value(self, value: int | None, dialect: Dialect) -> Priority | None:
        """Turn the number back into a priority."""
        return None if value is None else Priority(value)


class WroteLast(StrEnum):
    """Who wrote the last message that is not a note."""

    CUSTOMER = "customer"
    AGENT = "agent"


class TicketNumber(Base):
    """Gives out public ticket numbers; gaps are allowed, repeats are not."""

    __tablename__ = "ticket_number"

    id: Mapped[Pk]

    __table_args__ = ({"sqlite_autoincrement": True},)


class Ticket(Base):
    """One matter of one customer.

    `version` rises with every change a list row shows. `waiting_since` is the first customer message nobody has
    answered yet, `answered_at` when a person of the desk last answered. `last_seq` numbers what the visitor was told.
    Lock the row before changing it.
    """

    __tablename__ = "ticket"

    id: Mapped[Pk]
    number: Mapped[int] = mapped_column(BigId, unique=True)
    version: Mapped[int] = mapped_column(default=1)
    subject: Mapped[str] = mapped_column(String(300), default="")
    preview: Mapped[str] = mapped_column(String(200), default="")
    customer_id: Mapped[int] = mapped_column(BigId, ref("customer"))
    channel_id: Mapped[int] = mapped_column(BigId, ref("channel"))
    language: Mapped[str] = mapped_column(String(10), default="")
    type_id: Mapped[int] = mapped_column(BigId, ref("ticket_type"))
    priority: Mapped[Priority] = mapped_column(PriorityColumn, default=Priority.NORMAL)
    status_id: Mapped[int] = mapped_column(BigId, ref("status"))
    category: Mapped[Category] = mapped_column(text_enum(Category))
    team_id: Mapped[int | None] = mapped_column(BigId, ref("team"))
    assignee_id: Mapped[int | None] = mapped_column(BigId, ref("agent"))
    merged_into_id: Mapped[int | None] = mapped_column(BigId, ref("ticket"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    last_message_at: Mapped[datetime]
    last_message_id: Mapped[int | None] = mapped_column(BigId)
    last_message_from: Mapped[WroteLast | None] = mapped_column(text_enum(WroteLast))
    message_count: Mapped[int] = mapped_column(default=0)
    waiting_since: Mapped[datetime | None]
    first_responded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    spam_at: Mapped[datetime | None]  # nobody's work since then: as spam, or as trash where trashed_at says so
    trashed_at: Mapped[datetime | None]
    trash: Mapped[dict[str, Any] | None]  # JSON, what undoing it needs; {"emptied": true} once nothing is left
    emptied_at: Mapped[datetime | None]  # what it said was let go; what came later is there
    classified_at: Mapped[datetime | None]
    next_due_at: Mapped[datetime | None]
    offer_until: Mapped[datetime | None]  # while the assignee has yet to accept it
    snoozed_until: Mapped[datetime | None]  # out of the working lists until then
    snoozed_by_id: Mapped[int | None] = mapped_column(BigId)
    waiting_reason: Mapped[dict[str, Any] | None]  # JSON: {"code": str, "params": {...}}, why nobody has it yet
    last_seq: Mapped[int] = mapped_column(default=0)
    fields: Mapped[dict[str, Any] | None]  # JSON: custom fields by key

    __table_args__ = (
        # Filters of customers count from this alone; without the rest each count reads every ticket.
        Index(
            "ix_ticket_customer_id",
            "customer_id",
            "id",
            "team_id",
            "assignee_id",
            "category",
            "last_message_at",
            "channel_id",
        ),
        Index("ix_ticket_assignee_id", "assignee_id", "category"),
        Index("ix_ticket_team_id", "team_id", "category"),
        Index("ix_ticket_category", "category", "last_message_at"),
        Index("ix_ticket_next_due_at", "next_due_at"),
        Index(
            "ix_ticket_merged_into_id",
            "merged_into_id",
            sqlite_where=text("merged_into_id IS NOT NULL"),
            postgresql_where=text("merged_into_id IS NOT NULL"),
        ),
        Index("ix_ticket_channel_id", "channel_id", "created_at"),
        Index(
            "ix_ticket_closed_at",
            "channel_id",
            "closed_at",
            sqlite_where=STILL_FULL,
            postgresql_where=STILL_FULL,
        ),
        Index(
            "ix_ticket_resolved_at",
            "resolved_at",
            sqlite_where=WAS_RESOLVED,
            postgresql_where=WAS_RESOLVED,
        ),
        Index(
            "ix_ticket_spam_at",
            "spam_at",
            sqlite_where=text("spam_at IS NOT NULL"),
            postgresql_where=text("spam_at IS NOT NULL"),
        ),
        Index(
            "ix_ticket_trashed_at",
            "trashed_at",
            sqlite_where=text("trashed_at IS NOT NULL"),
            postgresql_where=text("trashed_at IS NOT NULL"),
        ),
        # Numbers beside lists are counted from these alone, without a look at the tickets; their order: order_keys.py.
        Index(
            "ix_ticket_active_last",
            "last_message_at",
            "id",
            "team_id",
            "assignee_id",
            "priority",
            "waiting_since",
            "next_due_at",
            "created_at",
            "snoozed_until",
            "category",
            "channel_id",
            sqlite_where=IS_ACTIVE,
            postgresql_where=IS_ACTIVE,
        ),
        Index(
            "ix_ticket_active_due",
            "next_due_at",
            "id",
            "team_id",
            "assignee_id",
            "priority",
            "waiting_since",
            "last_message_at",
            "snoozed_until",
            "category",
            sqlite_where=IS_ACTIVE,
            postgresql_where=IS_ACTIVE,
        ),
        Index(
            "ix_ticket_snoozed_until",
            "snoozed_until",
            sqlite_where=text("snoozed_until IS NOT NULL"),
            postgresql_where=text("snoozed_until IS NOT NULL"),
        ),
        Index(
            "ix_ticket_unassigned",
            "id",
            sqlite_where=WAITS_FOR_AGENT,
            postgresql_where=WAITS_FOR_AGENT,
        ),
        Index(
            "ix_ticket_unclassified",
            "id",
            sqlite_where=text("classified_at IS NULL"),
            postgresql_where=text("classified_at IS NULL"),
        ),
    )


class TicketSkill(Base):
    """A skill a ticket asks for and the least level that will do."""

    __tablename__ = "ticket_skill"

    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket", ondelete="CASCADE"), primary_key=True)
    skill_id: Mapped[int] = mapped_column(BigId, ref("skill", ondelete="CASCADE"), primary_key=True)
    level: Mapped[int]

    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 5", name="level"),
        Index("ix_ticket_skill_skill_id", "skill_id"),
    )


class LinkKind(StrEnum):
    """How one ticket belongs to another."""

    FOLLOWS = "follows"
    QUOTES = "quotes"
    PARENT = "parent"
    DUPLICATE = "duplicate"
    INCIDENT = "incident"


class TicketLink(Base):
    """`ticket_id` is what `kind` says of `other_id`: follows it, is its parent, its duplicate ..."""

    __tablename__ = "ticket_link"

    id: Mapped[Pk]
    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket"))
    other_id: Mapped[int] = mapped_column(BigId, ref("ticket"))
    kind: Mapped[LinkKind] = mapped_column(text_enum(LinkKind))
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("ticket_id", "other_id", "kind"), Index("ix_ticket_link_other_id", "other_id"))


class Tag(Base):
    """A word that can be put on tickets and customers."""

    __tablename__ = "tag"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(60), unique=True)
    color: Mapped[str] = mapped_column(String(20), default="")

    # An id is never given twice: conditions, views and events may still name a removed one.
    __table_args__ = ({"sqlite_autoincrement": True},)


class TicketTag(Base):
    """A tag on a ticket."""

    __tablename__ = "ticket_tag"

    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(BigId, ref("tag", ondelete="CASCADE"), primary_key=True)

    __table_args__ = (Index("ix_ticket_tag_tag_id", "tag_id"),)


class CustomerTag(Base):
    """A tag on a customer."""

    __tablename__ = "customer_tag"

    customer_id: Mapped[int] = mapped_column(BigId, ref("customer", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(BigId, ref("tag", ondelete="CASCADE"), primary_key=True)

    __table_args__ = (Index("ix_customer_tag_tag_id", "tag_id"),)
