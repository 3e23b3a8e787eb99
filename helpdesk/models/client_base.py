"""What the desk keeps about customers besides their tickets: notes, dates, keys, merges, segments."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref

# Written out, not bound: a partial index serves only queries that repeat its very condition.
STANDS = text("undone_at IS NULL")
REMINDS = text("remind_on IS NOT NULL")
UNTOLD = text("told_at IS NULL AND done_at IS NULL")


class ProfileNote(Base):
    """What an agent wrote down about a customer or an organisation; agents alone see it."""

    __tablename__ = "profile_note"

    id: Mapped[Pk]
    customer_id: Mapped[int | None] = mapped_column(BigId, ref("customer"))
    organisation_id: Mapped[int | None] = mapped_column(BigId, ref("organisation", ondelete="CASCADE"))
    agent_id: Mapped[int | None] = mapped_column(BigId, ref("agent"))
    text: Mapped[str] = mapped_column(String(5000))
    is_pinned: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_profile_note_customer_id", "customer_id", "id"),
        Index("ix_profile_note_organisation_id", "organisation_id", "id"),
    )


class CustomerDate(Base):
    """A day that matters: `day` "1990-05-17", `month_day` "05-17". `remind_on` is the next day somebody is told."""

    __tablename__ = "customer_date"

    id: Mapped[Pk]
    customer_id: Mapped[int] = mapped_column(BigId, ref("customer", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(120), default="")
    day: Mapped[str] = mapped_column(String(10))
    month_day: Mapped[str] = mapped_column(String(5))
    is_yearly: Mapped[bool] = mapped_column(default=False)
    remind_days: Mapped[int | None]
    agent_id: Mapped[int | None] = mapped_column(BigId, ref("agent"))
    team_id: Mapped[int | None] = mapped_column(BigId, ref("team", ondelete="SET NULL"))
    remind_on: Mapped[str | None] = mapped_column(String(10))
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_customer_date_customer_id", "customer_id"),
        Index("ix_customer_date_month_day", "kind", "month_day"),
        Index("ix_customer_date_remind_on", "remind_on", sqlite_where=REMINDS, postgresql_where=REMINDS),
    )


class CustomerPromise(Base):
    """Something promised to a customer whatever ticket it is about; told once when its moment has passed."""

    __tablename__ = "customer_promise"

    id: Mapped[Pk]
    customer_id: Mapped[int] = mapped_column(BigId, ref("customer", ondelete="CASCADE"))
    owner_id: Mapped[int] = mapped_column(BigId, ref("agent"))
    made_by_id: Mapped[int] = mapped_column(BigId, ref("agent"))
    text: Mapped[str] = mapped_column(String(500))
    due_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_customer_promise_customer_id", "customer_id"),
        Index("ix_customer_promise_owner_id", "owner_id", "due_at"),
        Index("ix_customer_promise_untold", "due_at", sqlite_where=UNTOLD, postgresql_where=UNTOLD),
    )


class CustomerKey(Base):
    """Something two rows of one person would have in common, in one writing: see helpdesk.customers.keys."""

    __tablename__ = "customer_key"

    customer_id: Mapped[int] = mapped_column(BigId, ref("customer", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(400), primary_key=True)

    __table_args__ = (Index("ix_customer_key_kind", "kind", "value", "customer_id"),)


class CustomerDistinct(Base):
    """Somebody said that these two are not the same person; one_id is the smaller."""

    __tablename__ = "customer_distinct"

    one_id: Mapped[int] = mapped_column(BigId, ref("customer", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(BigId, ref("customer", ondelete="CASCADE"), primary_key=True)
    agent_id: Mapped[int | None] = mapped_column(BigId, ref("agent"))
    created_at: Mapped[datetime]


class CustomerMerge(Base):
    """One customer who was merged into another. `kept` is JSON of helpdesk.actions.customers.merge: what moved."""

    __tablename__ = "customer_merge"

    id: Mapped[Pk]
    customer_id: Mapped[int] = mapped_column(BigId, ref("customer"))
    into_id: Mapped[int] = mapped_column(BigId, ref("customer"))
    agent_id: Mapped[int | None] = mapped_column(BigId, ref("agent"))
    kept: Mapped[dict[str, Any]]
    merged_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    __table_args__ = (
        Index("uq_customer_merge_stands", "customer_id", unique=True, sqlite_where=STANDS, postgresql_where=STANDS),
        Index("ix_customer_merge_into_id", "into_id", "id"),
    )


class Segment(Base):
    """A saved filter of customers, always as they are now. `filter` has the shape of helpdesk.customers.filters."""

    __tablename__ = "segment"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(120))
    key: Mapped[str | None] = mapped_column(String(40), unique=True)
    filter: Mapped[dict[str, Any]] = mapped_column(default=dict)
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
