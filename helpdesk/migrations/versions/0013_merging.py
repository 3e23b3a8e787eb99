"""What merging tickets needs."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID, JSON

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_STANDS = sa.text("undone_at IS NULL")
_MERGED = sa.text("merged_into_id IS NOT NULL")


def upgrade() -> None:
    """Add the table of merges, which older code does not know."""
    op.create_table(
        "ticket_merge",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("into_id", BIG_ID, nullable=False),
        sa.Column("agent_id", BIG_ID, nullable=True),
        sa.Column("kept", JSON, nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_merge_ticket_id")),
        sa.ForeignKeyConstraint(["into_id"], ["ticket.id"], name=op.f("fk_ticket_merge_into_id")),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_ticket_merge_agent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_merge")),
    )
    op.create_index(
        "uq_ticket_merge_stands",
        "ticket_merge",
        ["ticket_id"],
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )
    op.create_index("ix_ticket_merge_into_id", "ticket_merge", ["into_id", "id"], unique=False)
    op.create_index(
        "ix_ticket_merged_into_id",
        "ticket",
        ["merged_into_id"],
        unique=False,
        sqlite_where=_MERGED,
        postgresql_where=_MERGED,
    )
