"""What a browser wrote before its site said who its visitor is."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID

revision = "0029"
down_revision = "0025"
branch_labels = None
depends_on = None

_WAS_UNNAMED = sa.text("earlier_identity_id IS NOT NULL")


def upgrade() -> None:
    """Add a column that older code leaves empty."""
    op.add_column("visitor", sa.Column("earlier_identity_id", BIG_ID, nullable=True))
    op.create_index(
        "ix_visitor_earlier_identity_id",
        "visitor",
        ["earlier_identity_id"],
        unique=False,
        sqlite_where=_WAS_UNNAMED,
        postgresql_where=_WAS_UNNAMED,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_visitor_earlier_identity_id", table_name="visitor")
    op.drop_column("visitor", "earlier_identity_id")
