"""What messages were on Telegram, files still to be fetched there, links that continue a ticket."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID, JSON

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "telegram_message",
        sa.Column("message_id", BIG_ID, nullable=False),
        sa.Column("channel_id", BIG_ID, nullable=False),
        sa.Column("parts", JSON, nullable=False),
        sa.Column("answers_id", BIG_ID, nullable=True),
        sa.Column("quote", sa.String(length=1000), nullable=False),
        sa.Column("forwarded_from", sa.String(length=200), nullable=False),
        sa.Column("reactions", JSON, nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answers_id"], ["message.id"], name=op.f("fk_telegram_message_answers_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_telegram_message_channel_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_telegram_message_message_id")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_telegram_message")),
    )
    op.create_index("ix_telegram_message_answers_id", "telegram_message", ["answers_id"], unique=False)
    op.create_table(
        "telegram_file",
        sa.Column("attachment_id", BIG_ID, nullable=False),
        sa.Column("channel_id", BIG_ID, nullable=False),
        sa.Column("file_id", sa.String(length=300), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_telegram_file_attachment_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_telegram_file_channel_id")),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_telegram_file")),
    )
    op.create_index("ix_telegram_file_channel_id", "telegram_file", ["channel_id", "next_attempt_at"], unique=False)
    op.create_table(
        "telegram_start",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("channel_id", BIG_ID, nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_telegram_start_channel_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_telegram_start_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telegram_start")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_telegram_start_token_hash")),
    )
    op.create_index("ix_telegram_start_ticket_id", "telegram_start", ["ticket_id"], unique=False)
