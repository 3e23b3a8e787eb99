"""Past weeks that are played again, and forecasts of those to come."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID, JSON

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_UNFINISHED = sa.text("state IN ('queued', 'running')")


def upgrade() -> None:
    """Add two tables that older code never asks for."""
    op.create_table(
        "replay",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("agent_id", BIG_ID, nullable=False),
        sa.Column("team_ids", JSON, nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plan", JSON, nullable=False),
        *_progress(),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_replay_agent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replay")),
    )
    op.create_index("ix_replay_agent_id", "replay", ["agent_id", "id"], unique=False)
    op.create_table(
        "forecast",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("team_id", BIG_ID, nullable=True),
        sa.Column("first_day", sa.String(length=10), nullable=False),
        *_progress(),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_forecast_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast")),
    )
    op.create_index("ix_forecast_team_id", "forecast", ["team_id", "id"], unique=False)
    for table in ("replay", "forecast"):
        op.create_index(
            f"ix_{table}_unfinished",
            table,
            ["id"],
            unique=False,
            sqlite_where=_UNFINISHED,
            postgresql_where=_UNFINISHED,
        )


def _progress() -> list[sa.Column[object]]:
    return [
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("alive_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", JSON, nullable=True),
        sa.Column("error", sa.String(length=40), nullable=True),
    ]
