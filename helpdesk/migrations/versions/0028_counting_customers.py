"""Indexes that hold all that filters of customers count, so that tickets and purchases need not be read for it."""

from collections.abc import Sequence

from alembic import op

revision = "0028"
down_revision = "0029"
branch_labels = None
depends_on = None

_TICKETS = ("customer_id", "id")
_COUNTED = (*_TICKETS, "team_id", "assignee_id", "category", "last_message_at", "channel_id")
_EVENTS = ("kind", "customer_id")
_SUMMED = (*_EVENTS, "currency", "happened_at", "amount_minor")


def upgrade() -> None:
    """Widen two indexes; older code finds them under their names."""
    _remake("ix_ticket_customer_id", "ticket", _COUNTED)
    _remake("ix_outside_event_kind", "outside_event", _SUMMED)


def downgrade() -> None:
    """Make them narrow again."""
    _remake("ix_ticket_customer_id", "ticket", _TICKETS)
    _remake("ix_outside_event_kind", "outside_event", _EVENTS)


def _remake(name: str, table: str, columns: Sequence[str]) -> None:
    op.drop_index(name, table_name=table)
    op.create_index(name, table, list(columns), unique=False)
