"""The first schema: every table of the desk, and the index that search asks."""

from helpdesk.migrations.first import customers, messages, people, search, tickets, work

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create everything in an empty database."""
    for area in (people, customers, tickets, work, messages, search):
        area.create()
