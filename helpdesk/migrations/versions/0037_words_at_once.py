"""PostgreSQL puts new words into their index at once: each search would read through the list of those not yet put in."""

from typing import Final

from alembic import op

revision = "0037"
down_revision = "0031"
branch_labels = None
depends_on = None

TABLES: Final = ("message", "ticket", "customer", "identity", "attachment")


def upgrade() -> None:
    """Keep no such list from now on, and put in what is on it."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in TABLES:
        op.execute(f"ALTER INDEX ix_{table}_search_words SET (fastupdate = off)")
        op.execute(f"SELECT gin_clean_pending_list('ix_{table}_search_words')")


def downgrade() -> None:
    """Let the list grow again."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in TABLES:
        op.execute(f"ALTER INDEX ix_{table}_search_words RESET (fastupdate)")
