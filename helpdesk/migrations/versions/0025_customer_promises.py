"""Promises that are given to a customer, whatever ticket they are about."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID

revision = "0025"
down_revision = "0026"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_UNTOLD = sa.text("told_at IS NULL AND done_at IS NULL")


def upgrade() -> None:
    """Add a table that older code does not know."""
    op.create_table(
        "customer_promise",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("customer_id", BIG_ID, nullable=False),
        sa.Column("owner_id", BIG_ID, nullable=False),
        sa.Column("made_by_id", BIG_ID, nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("told_at", _MOMENT, nullable=True),
        sa.Column("done_at", _MOMENT, nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_customer_promise_customer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["agent.id"], name=op.f("fk_customer_promise_owner_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["agent.id"], name=op.f("fk_customer_promise_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_promise")),
    )
    op.create_index("ix_customer_promise_customer_id", "customer_promise", ["customer_id"])
    op.create_index("ix_customer_promise_owner_id", "customer_promise", ["owner_id", "due_at"])
    op.create_index(
        "ix_customer_promise_untold",
        "customer_promise",
        ["due_at"],
        unique=False,
        sqlite_where=_UNTOLD,
        postgresql_where=_UNTOLD,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("customer_promise")
