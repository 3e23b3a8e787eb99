"""Saved reports that go out by mail: when, to whom, and what went."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_AWAITED = sa.text("next_due_at IS NOT NULL")


def upgrade() -> None:
    """Add tables that older code does not know."""
    _schedules()
    _recipients()
    _letters()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("report_letter")
    op.drop_table("report_recipient")
    op.drop_table("report_schedule")


def _schedules() -> None:
    op.create_table(
        "report_schedule",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("saved_report_id", BIG_ID, nullable=False),
        sa.Column("owner_id", BIG_ID, nullable=False),
        sa.Column("every", sa.String(length=20), nullable=False),
        sa.Column("day", sa.SmallInteger(), nullable=False),
        sa.Column("hour", sa.SmallInteger(), nullable=False),
        sa.Column("off_reason", sa.String(length=40), nullable=True),
        sa.Column("updated_at", _MOMENT, nullable=False),
        _to("report_schedule", "saved_report_id", "saved_report.id"),
        _to("report_schedule", "owner_id", "agent.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_schedule")),
        sa.UniqueConstraint("saved_report_id", name=op.f("uq_report_schedule_saved_report_id")),
    )
    op.create_index("ix_report_schedule_owner_id", "report_schedule", ["owner_id"])


def _recipients() -> None:
    op.create_table(
        "report_recipient",
        sa.Column("schedule_id", BIG_ID, nullable=False),
        sa.Column("agent_id", BIG_ID, nullable=False),
        sa.Column("next_due_at", _MOMENT, nullable=True),
        sa.Column("trouble", sa.String(length=40), nullable=True),
        _to("report_recipient", "schedule_id", "report_schedule.id"),
        _to("report_recipient", "agent_id", "agent.id"),
        sa.PrimaryKeyConstraint("schedule_id", "agent_id", name=op.f("pk_report_recipient")),
    )
    op.create_index("ix_report_recipient_agent_id", "report_recipient", ["agent_id"])
    op.create_index(
        "ix_report_recipient_next_due_at",
        "report_recipient",
        ["next_due_at"],
        sqlite_where=_AWAITED,
        postgresql_where=_AWAITED,
    )


def _letters() -> None:
    op.create_table(
        "report_letter",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("saved_report_id", BIG_ID, nullable=False),
        sa.Column("agent_id", BIG_ID, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=True),
        sa.Column("system_mail_id", BIG_ID, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        _to("report_letter", "saved_report_id", "saved_report.id"),
        _to("report_letter", "agent_id", "agent.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_letter")),
        sa.UniqueConstraint("saved_report_id", "agent_id", "day", name="uq_report_letter_day"),
    )
    op.create_index("ix_report_letter_agent_id", "report_letter", ["agent_id"])
    op.create_index("ix_report_letter_created_at", "report_letter", ["created_at"])


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")
