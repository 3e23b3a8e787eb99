"""The index of active tickets holds their channels too, so that boards and routing count them without their rows."""

from typing import Final

from alembic import op

revision = "0031"
down_revision = "0036"
branch_labels = None
depends_on = None

ACTIVE: Final = "category IN ('new', 'open', 'pending', 'on_hold')"
HELD: Final = "last_message_at, id, team_id, assignee_id, priority, waiting_since, next_due_at, created_at, snoozed_until, category"


def upgrade() -> None:
    """Make it anew under its name, which older code knows."""
    _make(f"{HELD}, channel_id")


def downgrade() -> None:
    """Leave the channels out again."""
    _make(HELD)


def _make(columns: str) -> None:
    op.execute("DROP INDEX ix_ticket_active_last")
    op.execute(f"CREATE INDEX ix_ticket_active_last ON ticket ({columns}) WHERE {ACTIVE}")
