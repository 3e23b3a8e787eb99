"""What the desk has learnt from its own tickets, each time it did."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum
from helpdesk.models.planning import UNFINISHED, PlanningState


class Learning(Base):
    """One time of learning; its id is the version of what came out. `agent_id` is null for one at night.

    `outcome` has the shape of routing.learning.learn.learn. `error` is a word: "too_few" or "failed". Only of the
    newest that is done models are kept.
    """

    __tablename__ = "learning"

    id: Mapped[Pk]
    agent_id: Mapped[int | None] = mapped_column(BigId, ref("agent"))
    state: Mapped[PlanningState] = mapped_column(text_enum(PlanningState), default=PlanningState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    progress: Mapped[int] = mapped_column(default=0)
    alive_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[dict[str, Any] | None]
    error: Mapped[str | None] = mapped_column(String(40))

    __table_args__ = (
        Index("ix_learning_unfinished", "id", sqlite_where=UNFINISHED, postgresql_where=UNFINISHED),
        # An id is a version: never given twice.
        {"sqlite_autoincrement": True},
    )


class LearntModel(Base):
    """What was learnt about one aspect of tickets: the bytes that routing.classifier writes, and the words it may name.

    `words` are only such as several customers have written: none of them tells who somebody is.
    """

    __tablename__ = "learnt_model"

    learning_id: Mapped[int] = mapped_column(BigId, ref("learning", ondelete="CASCADE"), primary_key=True)
    aspect: Mapped[str] = mapped_column(String(20), primary_key=True)
    stored: Mapped[bytes] = mapped_column(LargeBinary)
    words: Mapped[list[Any]]
