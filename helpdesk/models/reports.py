"""Reports: the facts they count, kept from the events of tickets, the arrangements people saved, and who gets them by mail."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum

# Written out, not bound: a partial index serves only queries that repeat its very condition.
AWAITED = text("next_due_at IS NOT NULL")


class FactKind(StrEnum):
    """What a fact is; docs/reports.md has the exact definitions."""

    CREATED = "created"
    MESSAGE = "message"
    REPLY = "reply"
    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLVE = "resolve"
    REOPENED = "reopened"
    ONE_TOUCH = "one_touch"
    RESOLUTION = "resolution"
    FIRST_RESOLUTION = "first_resolution"
    OPEN = "open"
    FIRST_MET = "first_met"
    FIRST_LATE = "first_late"
    NEXT_MET = "next_met"
    NEXT_LATE = "next_late"
    RESOLUTION_MET = "resolution_met"
    RESOLUTION_LATE = "resolution_late"
    RATED_GOOD = "rated_good"
    RATED_LESS = "rated_less"
    RATING_ASKED = "rating_asked"
    RATING_GIVEN = "rating_given"
    HANDLED = "handled"
    CHAT_ANSWERED = "chat_answered"
    CHAT_ABANDONED = "chat_abandoned"


class ReportFact(Base):
    """One thing a report counts or measures, at `at_s` (seconds since 1970 in UTC, so that dates cost nothing).

    seconds, business_s: how long it took. A stretch "open" goes on until `end_s`, and `seconds` is how old the ticket was
    when it began. agent_id and team_id are of that moment, the other dimensions as the ticket is now. All of it can be
    made again from the events.
    """

    __tablename__ = "report_fact"

    id: Mapped[Pk]
    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket", ondelete="CASCADE"))
    kind: Mapped[FactKind] = mapped_column(text_enum(FactKind))
    at_s: Mapped[int] = mapped_column(BigId)
    end_s: Mapped[int | None] = mapped_column(BigId)
    seconds: Mapped[int | None] = mapped_column(BigId)
    business_s: Mapped[int | None] = mapped_column(BigId)
    agent_id: Mapped[int | None] = mapped_column(BigId)
    team_id: Mapped[int | None] = mapped_column(BigId)
    channel_id: Mapped[int] = mapped_column(BigId)
    type_id: Mapped[int] = mapped_column(BigId)
    priority: Mapped[int] = mapped_column(SmallInteger)
    language: Mapped[str] = mapped_column(String(10), default="")

    __table_args__ = (
        Index("ix_report_fact_kind", "kind", "at_s"),
        Index("ix_report_fact_ticket_id", "ticket_id"),
    )


class Audience(StrEnum):
    """Who finds a saved report."""

    PRIVATE = "private"
    TEAM = "team"
    ALL = "all"


class SavedReport(Base):
    """An arrangement with a name; its shape is that of helpdesk.queries.reports.arrangement."""

    __tablename__ = "saved_report"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(80))
    owner_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"))
    audience: Mapped[Audience] = mapped_column(text_enum(Audience), default=Audience.PRIVATE)
    team_id: Mapped[int | None] = mapped_column(BigId, ref("team", ondelete="CASCADE"))
    arrangement: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (Index("ix_saved_report_owner_id", "owner_id"), Index("ix_saved_report_team_id", "team_id"))


class Every(StrEnum):
    """How often a saved report is sent."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class ReportSchedule(Base):
    """When a saved report goes out by mail, at `hour` of each recipient's own zone.

    day: of the week, 0 for Monday, or of the month, 1 to 28; 0 for every day. owner_id: who set it, and must still find the
    report; off_reason: why it goes out no more, until somebody sets it again.
    """

    __tablename__ = "report_schedule"

    id: Mapped[Pk]
    saved_report_id: Mapped[int] = mapped_column(BigId, ref("saved_report", ondelete="CASCADE"), unique=True)
    owner_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"))
    every: Mapped[Every] = mapped_column(text_enum(Every))
    day: Mapped[int] = mapped_column(SmallInteger)
    hour: Mapped[int] = mapped_column(SmallInteger)
    off_reason: Mapped[str | None] = mapped_column(String(40))
    updated_at: Mapped[datetime]

    __table_args__ = (Index("ix_report_schedule_owner_id", "owner_id"),)


class ReportRecipient(Base):
    """Who gets it, and when next; `trouble` says why the last one did not come."""

    __tablename__ = "report_recipient"

    schedule_id: Mapped[int] = mapped_column(BigId, ref("report_schedule", ondelete="CASCADE"), primary_key=True)
    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"), primary_key=True)
    next_due_at: Mapped[datetime | None]
    trouble: Mapped[str | None] = mapped_column(String(40))

    __table_args__ = (
        Index("ix_report_recipient_agent_id", "agent_id"),
        Index("ix_report_recipient_next_due_at", "next_due_at", sqlite_where=AWAITED, postgresql_where=AWAITED),
    )


class ReportLetter(Base):
    """One mail with a saved report; `day` is the recipient's day it was due, null for one that somebody asked for.

    A report goes to an agent once for each day it is due. system_mail_id: what became of it, as long as that is kept.
    """

    __tablename__ = "report_letter"

    id: Mapped[Pk]
    saved_report_id: Mapped[int] = mapped_column(BigId, ref("saved_report", ondelete="CASCADE"))
    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"))
    day: Mapped[str | None] = mapped_column(String(10))
    system_mail_id: Mapped[int] = mapped_column(BigId)
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("saved_report_id", "agent_id", "day", name="uq_report_letter_day"),
        Index("ix_report_letter_agent_id", "agent_id"),
        Index("ix_report_letter_created_at", "created_at"),
    )
