"""Which place a file has among those of its message."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column that older code leaves empty; files without a place stand as they came in."""
    op.add_column("attachment", sa.Column("place", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Forget in which order they were chosen."""
    op.drop_column("attachment", "place")
