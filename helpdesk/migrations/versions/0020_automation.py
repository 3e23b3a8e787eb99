"""Automations and each time they ran."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID, JSON

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_IN_USE = sa.text("removed_at IS NULL")
_WAS_RESOLVED = sa.text("resolved_at IS NOT NULL")


def upgrade() -> None:
    """Add tables and an index that older code does not know."""
    _automations()
    _runs()
    op.create_index(
        "ix_ticket_resolved_at",
        "ticket",
        ["resolved_at"],
        unique=False,
        sqlite_where=_WAS_RESOLVED,
        postgresql_where=_WAS_RESOLVED,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_ticket_resolved_at", table_name="ticket")
    op.drop_table("automation_run")
    op.drop_table("automation")


def _automations() -> None:
    op.create_table(
        "automation",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.Column("enabled_at", _MOMENT, nullable=True),
        sa.Column("trigger", JSON, nullable=False),
        sa.Column("conditions", JSON, nullable=False),
        sa.Column("steps", JSON, nullable=False),
        sa.Column("follows_rules", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("ready_made", sa.String(length=40), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.Column("removed_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_automation")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_automation_position",
        "automation",
        ["position"],
        unique=False,
        sqlite_where=_IN_USE,
        postgresql_where=_IN_USE,
    )


def _runs() -> None:
    op.create_table(
        "automation_run",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("automation_id", BIG_ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("occasion", sa.String(length=80), nullable=False),
        sa.Column("occasion_at", _MOMENT, nullable=True),
        sa.Column("depth", sa.SmallInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("done", JSON, nullable=False),
        sa.Column("why", JSON, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["automation_id"], ["automation.id"], name=op.f("fk_automation_run_automation_id")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_automation_run_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_automation_run")),
        sa.UniqueConstraint("automation_id", "subject", "occasion", name=op.f("uq_automation_run_occasion")),
    )
    op.create_index("ix_automation_run_ticket_id", "automation_run", ["ticket_id", "id"], unique=False)
    op.create_index("ix_automation_run_automation_id", "automation_run", ["automation_id", "id"], unique=False)
