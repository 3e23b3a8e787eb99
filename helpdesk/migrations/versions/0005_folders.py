"""Since when a folder is read, and how far it is tidied up on the server."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; older code leaves them empty."""
    op.add_column("mail_folder", sa.Column("tidied_uid", BIG_ID, nullable=True))
    op.add_column("mail_folder", sa.Column("started_at", sa.DateTime(timezone=True), nullable=True))
