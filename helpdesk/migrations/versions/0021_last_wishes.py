"""What the channels still lacked: quotes below answers, pictures of agents, wishes to be deleted that are taken back."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns that older code leaves empty, and the table of pictures."""
    op.add_column("mail", sa.Column("quoted_id", BIG_ID, nullable=True))
    op.add_column("erasure", sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "agent_picture",
        sa.Column("agent_id", BIG_ID, nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_agent_picture_agent_id")),
        sa.PrimaryKeyConstraint("agent_id", name=op.f("pk_agent_picture")),
        sa.UniqueConstraint("public_id", name=op.f("uq_agent_picture_public_id")),
    )


def downgrade() -> None:
    """Forget the pictures, and what the columns say."""
    op.drop_table("agent_picture")
    op.drop_column("erasure", "cancelled_at")
    op.drop_column("mail", "quoted_id")
