"""What spares agents writing and forgetting: answer templates, macros, promises, reminders, calendar feeds."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum
from helpdesk.models.reports import Audience

# Written out, not bound: a partial index serves only queries that repeat its very condition.
UNTOLD = text("told_at IS NULL AND done_at IS NULL")


class Template(Base):
    """An answer kept for use; `texts` maps a language ("" for any) to Markdown with placeholders."""

    __tablename__ = "template"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(120))
    folder: Mapped[str] = mapped_column(String(80), default="")
    shortcut: Mapped[str] = mapped_column(String(40), default="")
    owner_id: Mapped[int] = mapped_column(BigId, ref("agent"))
    audience: Mapped[Audience] = mapped_column(text_enum(Audience), default=Audience.PRIVATE)
    team_id: Mapped[int | None] = mapped_column(BigId, ref("team", ondelete="CASCADE"))
    texts: Mapped[dict[str, Any]]
    uses: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (Index("ix_template_owner_id", "owner_id"), Index("ix_template_team_id", "team_id"))


class TemplateFile(Base):
    """A file that goes with a template; each use of it is an attachment of its own with the same bytes."""

    __tablename__ = "template_file"

    id: Mapped[Pk]
    template_id: Mapped[int] = mapped_column(BigId, ref("template", ondelete="CASCADE"))
    filename: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(127))
    size: Mapped[int] = mapped_column(BigId)
    blob: Mapped[str] = mapped_column(String(64))
    width: Mapped[int | None]
    height: Mapped[int | None]

    __table_args__ = (Index("ix_template_file_template_id", "template_id"), Index("ix_template_file_blob", "blob"))


class Macro(Base):
    """A named list of actions; `steps` is JSON of helpdesk.actions.macros."""

    __tablename__ = "macro"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(120))
    owner_id: Mapped[int] = mapped_column(BigId, ref("agent"))
    audience: Mapped[Audience] = mapped_column(text_enum(Audience), default=Audience.PRIVATE)
    team_id: Mapped[int | None] = mapped_column(BigId, ref("team", ondelete="CASCADE"))
    steps: Mapped[list[Any]]
    uses: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    # An id is never given twice: events name the macro that ran.
    __table_args__ = (
        Index("ix_macro_owner_id", "owner_id"),
        Index("ix_macro_team_id", "team_id"),
        {"sqlite_autoincrement": True},
    )


class MacroRun(Base):
    """One run of a macro on one ticket; `kept` is what undoing it needs, ids and short words only."""

    __tablename__ = "macro_run"

    id: Mapped[Pk]
    macro_id: Mapped[int] = mapped_column(BigId)
    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket", ondelete="CASCADE"))
    agent_id: Mapped[int] = mapped_column(BigId, ref("agent"))
    kept: Mapped[dict[str, Any]]
    ran_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_macro_run_ticket_id", "ticket_id", "id"),)


class PromiseKind(StrEnum):
    """A promise was given to the customer and all who see the ticket see it; a reminder is one agent's own."""

    PROMISE = "promise"
    REMINDER = "reminder"


class Promise(Base):
    """Something to be done by a moment; told once when that has passed."""

    __tablename__ = "promise"

    id: Mapped[Pk]
    kind: Mapped[PromiseKind] = mapped_column(text_enum(PromiseKind))
    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket", ondelete="CASCADE"))
    owner_id: Mapped[int] = mapped_column(BigId, ref("agent"))
    made_by_id: Mapped[int] = mapped_column(BigId, ref("agent"))
    text: Mapped[str] = mapped_column(String(500))
    due_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_promise_ticket_id", "ticket_id"),
        Index("ix_promise_owner_id", "owner_id", "due_at"),
        Index("ix_promise_untold", "due_at", sqlite_where=UNTOLD, postgresql_where=UNTOLD),
    )


class CalendarFeed(Base):
    """The secret address under which an agent's calendar programs read what is due; only its hash is kept."""

    __tablename__ = "calendar_feed"

    agent_id: Mapped[int] = mapped_column(BigId, ref("agent", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
