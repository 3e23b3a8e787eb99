"""Ratings of tickets, and the mark of those that are spam."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the column."""
    op.add_column("ticket", sa.Column("spam_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "rating",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("message_id", BIG_ID, nullable=True),
        sa.Column("agent_id", BIG_ID, nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_rating_agent_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_rating_message_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_rating_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_rating_token_hash")),
    )
    op.create_index(
        "ix_rating_agent_id",
        "rating",
        ["agent_id", "rated_at"],
        unique=False,
        sqlite_where=sa.text("rated_at IS NOT NULL"),
        postgresql_where=sa.text("rated_at IS NOT NULL"),
    )
    op.create_index("ix_rating_ticket_id", "rating", ["ticket_id"], unique=False)
