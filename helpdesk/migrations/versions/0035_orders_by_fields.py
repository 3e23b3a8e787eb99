"""Saved views may be ordered by a custom field: its name is longer than those of the desk's own orders."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room; older code reads it as before."""
    with op.batch_alter_table("saved_view") as table:
        table.alter_column("sort", existing_type=sa.String(20), type_=sa.String(80), existing_nullable=False)


def downgrade() -> None:
    """Leave no order that would not fit."""
    op.execute("UPDATE saved_view SET sort = 'urgency' WHERE length(sort) > 20")
    with op.batch_alter_table("saved_view") as table:
        table.alter_column("sort", existing_type=sa.String(80), type_=sa.String(20), existing_nullable=False)
