"""What reports need: the facts they count, and saved arrangements."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID, JSON

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables, empty: the clock fills the facts from the events, and older code knows neither."""
    _facts()
    _saved()


def _facts() -> None:
    op.create_table(
        "report_fact",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at_s", BIG_ID, nullable=False),
        sa.Column("end_s", BIG_ID, nullable=True),
        sa.Column("seconds", BIG_ID, nullable=True),
        sa.Column("business_s", BIG_ID, nullable=True),
        sa.Column("agent_id", BIG_ID, nullable=True),
        sa.Column("team_id", BIG_ID, nullable=True),
        sa.Column("channel_id", BIG_ID, nullable=False),
        sa.Column("type_id", BIG_ID, nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_report_fact_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_fact")),
    )
    op.create_index("ix_report_fact_kind", "report_fact", ["kind", "at_s"], unique=False)
    op.create_index("ix_report_fact_ticket_id", "report_fact", ["ticket_id"], unique=False)


def _saved() -> None:
    op.create_table(
        "saved_report",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("owner_id", BIG_ID, nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("team_id", BIG_ID, nullable=True),
        sa.Column("arrangement", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["agent.id"], name=op.f("fk_saved_report_owner_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_saved_report_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_report")),
    )
    op.create_index("ix_saved_report_owner_id", "saved_report", ["owner_id"], unique=False)
    op.create_index("ix_saved_report_team_id", "saved_report", ["team_id"], unique=False)
