"""Routing per team, offers, and what presence is told by."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID, JSON

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_OFFERED = sa.text("ended_at IS NULL AND accepted_at IS NULL AND offer_expires_at IS NOT NULL")


def upgrade() -> None:
    """Add what is needed; every column may be absent, so that older code goes on serving."""
    op.create_table(
        "team_routing",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("team_id", BIG_ID, nullable=True),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_routing_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_routing")),
        sa.UniqueConstraint("team_id", name=op.f("uq_team_routing_team_id")),
    )
    _presence()
    op.add_column("agent", sa.Column("calendar_id", BIG_ID, nullable=True))
    op.add_column("ticket", sa.Column("offer_until", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_assignment_offered",
        "assignment",
        ["offer_expires_at"],
        unique=False,
        sqlite_where=_OFFERED,
        postgresql_where=_OFFERED,
    )


def _presence() -> None:
    op.add_column("presence", sa.Column("online_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("presence", sa.Column("active_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("presence", sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("presence", sa.Column("missed_offers", sa.Integer(), server_default="0", nullable=False))
