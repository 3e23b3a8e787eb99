"""An index for the list of spam: what a large desk's figures asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

IS_SPAM = sa.text("spam_at IS NOT NULL")


def upgrade() -> None:
    """Let the list of spam be read without a look at all tickets."""
    op.create_index("ix_ticket_spam_at", "ticket", ["spam_at"], sqlite_where=IS_SPAM, postgresql_where=IS_SPAM)


def downgrade() -> None:
    """Drop it again."""
    op.drop_index("ix_ticket_spam_at", "ticket")
