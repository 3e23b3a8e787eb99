"""When what a ticket said was let go, and which closed tickets still have it."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0041"
branch_labels = None
depends_on = None

_FULL = sa.text("closed_at IS NOT NULL AND emptied_at IS NULL")


def upgrade() -> None:
    """Add a column that older code leaves empty, and the index tickets are found by."""
    op.add_column("ticket", sa.Column("emptied_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_ticket_closed_at", "ticket", ["channel_id", "closed_at"], sqlite_where=_FULL, postgresql_where=_FULL
    )


def downgrade() -> None:
    """Forget it."""
    op.drop_index("ix_ticket_closed_at", "ticket")
    op.drop_column("ticket", "emptied_at")
