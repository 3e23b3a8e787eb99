"""Whose mail was forwarded to the desk, as the forward says."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import JSON

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; it may be absent, so that older code goes on serving."""
    op.add_column("mail", sa.Column("forward", JSON, nullable=True))
