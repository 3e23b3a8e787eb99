"""Which warning or breach of a clock is still to be acted on."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_OWED = sa.text("owes IS NOT NULL")


def upgrade() -> None:
    """Add the column; it may be absent, so that older code goes on serving."""
    op.add_column("sla_clock", sa.Column("owes", sa.String(length=20), nullable=True))
    op.create_index("ix_sla_clock_owes", "sla_clock", ["id"], unique=False, sqlite_where=_OWED, postgresql_where=_OWED)
