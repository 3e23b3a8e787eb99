"""Service levels: warnings, pauses and escalations of policies, holidays of calendars, notifications."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID, JSON

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_WARNS = sa.text("met_at IS NULL AND breached_at IS NULL AND warned_at IS NULL")


def upgrade() -> None:
    """Add what clocks need; every column may be absent, so that older code goes on serving."""
    _calendar()
    _policy()
    _clock()
    _notification()
    op.add_column("ticket", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))


def _calendar() -> None:
    op.add_column("calendar", sa.Column("holiday_source", JSON, nullable=True))
    op.add_column("calendar", sa.Column("days", JSON, nullable=True))


def _policy() -> None:
    op.add_column("sla_policy", sa.Column("pauses", JSON, nullable=True))
    op.add_column("sla_policy", sa.Column("warn_percent", sa.Integer(), nullable=True))
    op.add_column("sla_policy", sa.Column("escalations", JSON, nullable=True))
    op.add_column("sla_policy", sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))


def _clock() -> None:
    op.add_column("sla_clock", sa.Column("target_minutes", sa.Integer(), nullable=True))
    op.add_column("sla_clock", sa.Column("warn_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("sla_clock", sa.Column("agent_id", BIG_ID, nullable=True))
    op.add_column("sla_clock", sa.Column("team_id", BIG_ID, nullable=True))
    op.create_index(
        "ix_sla_clock_warn_at", "sla_clock", ["warn_at"], unique=False, sqlite_where=_WARNS, postgresql_where=_WARNS
    )


def _notification() -> None:
    op.create_table(
        "notification",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("agent_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=True),
        sa.Column("data", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_notification_agent_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_notification_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
    )
    op.create_index("ix_notification_agent_id", "notification", ["agent_id", "id"], unique=False)
    op.create_index("ix_notification_ticket_id", "notification", ["ticket_id"], unique=False)
