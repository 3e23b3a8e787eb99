"""Views agents save, what they follow, what sleeps until a time."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first import search
from helpdesk.migrations.first.types import BIG_ID, JSON

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_ACTIVE = "category IN ('new', 'open', 'pending', 'on_hold')"
_ENDED = "category IN ('resolved', 'closed')"
_SLEEPS = sa.text("snoozed_until IS NOT NULL")


def upgrade() -> None:
    """Add columns that older code leaves empty and tables it does not know."""
    op.add_column("ticket", sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("ticket", sa.Column("snoozed_by_id", BIG_ID, nullable=True))
    op.create_index(
        "ix_ticket_snoozed_until",
        "ticket",
        ["snoozed_until"],
        unique=False,
        sqlite_where=_SLEEPS,
        postgresql_where=_SLEEPS,
    )
    search.index(search.Searched("attachment", "filename", ("filename",)))
    _orders()
    _followers()
    _mentions()
    _views()


def _orders() -> None:
    """Let lists read their order from an index alone."""
    seen = ["id", "team_id", "assignee_id"]
    active = [*seen, "priority", "waiting_since"]
    for name, columns, meant in (
        (
            "active_last",
            ["last_message_at", *active, "next_due_at", "created_at", "snoozed_until", "category"],
            _ACTIVE,
        ),
        ("active_due", ["next_due_at", *active, "last_message_at", "snoozed_until", "category"], _ACTIVE),
        ("ended_last", ["last_message_at", *seen, "spam_at", "category"], _ENDED),
    ):
        where = sa.text(meant)
        op.create_index(
            f"ix_ticket_{name}", "ticket", columns, unique=False, sqlite_where=where, postgresql_where=where
        )


def _followers() -> None:
    op.create_table(
        "follower",
        sa.Column("agent_id", BIG_ID, nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_follower_agent_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_follower_ticket_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agent_id", "ticket_id", name=op.f("pk_follower")),
    )
    op.create_index("ix_follower_ticket_id", "follower", ["ticket_id"], unique=False)


def _mentions() -> None:
    op.create_table(
        "mention",
        sa.Column("agent_id", BIG_ID, nullable=False),
        sa.Column("message_id", BIG_ID, nullable=False),
        sa.Column("team_id", BIG_ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_mention_agent_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_mention_message_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agent_id", "message_id", name=op.f("pk_mention")),
    )
    op.create_index("ix_mention_message_id", "mention", ["message_id"], unique=False)


def _views() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("owner_id", BIG_ID, nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("team_id", BIG_ID, nullable=True),
        sa.Column("filter", JSON, nullable=False),
        sa.Column("sort", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["agent.id"], name=op.f("fk_saved_view_owner_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_saved_view_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    op.create_index("ix_saved_view_owner_id", "saved_view", ["owner_id"], unique=False)
    op.create_index("ix_saved_view_team_id", "saved_view", ["team_id"], unique=False)
