"""What kind of file came, what messages on Telegram hold beyond words, their buttons, photos of people."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID, JSON

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns that older code leaves empty, and the table of photos."""
    op.add_column("attachment", sa.Column("kind", sa.String(length=20), nullable=True))
    op.add_column("attachment", sa.Column("duration_s", sa.Integer(), nullable=True))
    op.add_column("telegram_message", sa.Column("content", JSON, nullable=True))
    op.add_column("telegram_message", sa.Column("buttons", JSON, nullable=True))
    op.add_column("telegram_message", sa.Column("pressed", sa.String(length=64), nullable=True))
    op.create_table(
        "telegram_photo",
        sa.Column("identity_id", BIG_ID, nullable=False),
        sa.Column("channel_id", BIG_ID, nullable=False),
        sa.Column("unique_id", sa.String(length=100), nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=True),
        sa.Column("media_type", sa.String(length=127), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_look_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_telegram_photo_channel_id")),
        sa.ForeignKeyConstraint(["identity_id"], ["identity.id"], name=op.f("fk_telegram_photo_identity_id")),
        sa.PrimaryKeyConstraint("identity_id", name=op.f("pk_telegram_photo")),
    )
    op.create_index("ix_telegram_photo_channel_id", "telegram_photo", ["channel_id", "next_look_at"], unique=False)
