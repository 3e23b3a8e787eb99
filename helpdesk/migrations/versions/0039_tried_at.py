"""When somebody last tried what is tried again: without it, a clock that is set back makes a pause as much longer."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

TABLES: Final = ("push", "webhook_delivery", "system_mail", "telegram_file")


def upgrade() -> None:
    """Add columns that older code leaves empty; what it has tried waits as before."""
    for table in TABLES:
        op.add_column(table, sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Forget it."""
    for table in TABLES:
        op.drop_column(table, "tried_at")
