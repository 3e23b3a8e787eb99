"""Indexes that hold tickets in each order of lists, by the very keys: a part is read from them and no more than it."""

from typing import Final

from alembic import op

revision = "0030"
down_revision = "0028"
branch_labels = None
depends_on = None

STATES: Final = {
    "active": "category IN ('new', 'open', 'pending', 'on_hold')",
    "ended": "category IN ('resolved', 'closed')",
}
SEEN: Final = "id, team_id, assignee_id"


def upgrade() -> None:
    """Make them; older code does not use them."""
    for sort, key in _keys().items():
        for state, meant in STATES.items():
            op.execute(f"CREATE INDEX ix_ticket_{state}_{sort} ON ticket (({key}), {SEEN}) WHERE {meant}")
    op.drop_index("ix_ticket_ended_last", table_name="ticket")


def downgrade() -> None:
    """Remove them."""
    op.execute(
        "CREATE INDEX ix_ticket_ended_last ON ticket (last_message_at, id, team_id, assignee_id, spam_at, category)"
        f" WHERE {STATES['ended']}"
    )
    for sort in _keys():
        for state in STATES:
            op.drop_index(f"ix_ticket_{state}_{sort}", table_name="ticket")


def _keys() -> dict[str, str]:
    due, waits, last, created = map(_ms, ("next_due_at", "waiting_since", "last_message_at", "created_at"))
    is_due, is_waiting = "next_due_at IS NOT NULL", "waiting_since IS NOT NULL"
    ahead = "WHEN (priority = 1) THEN 0 WHEN (priority = 2) THEN 900000 WHEN (priority = 3) THEN 3600000"
    start = f"CASE {ahead} WHEN (priority = 4) THEN 14400000 ELSE 0 END"
    quiet = f"8000000000000 - {last}"
    return {
        "urgency": f"CASE WHEN ({is_due}) THEN {due} WHEN ({is_waiting}) THEN {waits} + {start} ELSE {quiet} END",
        "waiting": f"CASE WHEN ({is_waiting}) THEN {waits} ELSE 9007199254740991 END",
        "activity": f"-{last}",
        "created": f"-{created}",
        "priority": f"priority * 10000000000000 + CASE WHEN ({is_waiting}) THEN {waits} ELSE 9999999999999 END",
    }


def _ms(column: str) -> str:
    if op.get_bind().dialect.name == "postgresql":
        return f"CAST(FLOOR(EXTRACT(EPOCH FROM {column} AT TIME ZONE 'UTC') * 1000) AS BIGINT)"
    seconds = f"CAST(strftime('%s', substr({column}, 1, 19)) AS INTEGER)"
    return f"({seconds} * 1000 + CAST(substr({column}, 21, 3) AS INTEGER))"
