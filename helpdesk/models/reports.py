"""Reports: the facts they count, kept from the events of tickets, and the arrangements people saved."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum


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
