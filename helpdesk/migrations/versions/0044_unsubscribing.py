"""Customers who want no letters that nobody pressed send for."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column that older code leaves empty: everybody is written to as before."""
    op.add_column("customer", sa.Column("unsubscribed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Forget who unsubscribed."""
    op.drop_column("customer", "unsubscribed_at")
