"""Of which channel a file is: what a rule lets go is found without looking at the files of all channels."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_CHANNELS = sa.text(
    "UPDATE attachment SET channel_id = ("
    "SELECT thread.channel_id FROM message JOIN thread ON thread.id = message.thread_id"
    " WHERE message.id = attachment.message_id"
    ") WHERE message_id IS NOT NULL"
)
_KEPT = sa.text("blob IS NOT NULL")


def upgrade() -> None:
    """Add the column; what older code stores meanwhile has none, which the same index finds."""
    op.add_column("attachment", sa.Column("channel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite")))
    op.execute(_CHANNELS)
    op.create_index(
        "ix_attachment_channel_id",
        "attachment",
        ["channel_id", "created_at"],
        sqlite_where=_KEPT,
        postgresql_where=_KEPT,
    )


def downgrade() -> None:
    """Forget it."""
    op.drop_index("ix_attachment_channel_id", "attachment")
    op.drop_column("attachment", "channel_id")
