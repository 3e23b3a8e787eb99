"""What the desk has learnt from its own tickets."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID, JSON

revision = "0026"
down_revision = "0023"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_UNFINISHED = sa.text("state IN ('queued', 'running')")


def upgrade() -> None:
    """Add tables that older code does not know."""
    op.create_table(
        "learning",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("agent_id", BIG_ID, nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("alive_at", _MOMENT, nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("finished_at", _MOMENT, nullable=True),
        sa.Column("outcome", JSON, nullable=True),
        sa.Column("error", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_learning_agent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_learning_unfinished", "learning", ["id"], sqlite_where=_UNFINISHED, postgresql_where=_UNFINISHED
    )
    op.create_table(
        "learnt_model",
        sa.Column("learning_id", BIG_ID, nullable=False),
        sa.Column("aspect", sa.String(length=20), nullable=False),
        sa.Column("stored", sa.LargeBinary(), nullable=False),
        sa.Column("words", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["learning_id"], ["learning.id"], name=op.f("fk_learnt_model_learning_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learning_id", "aspect", name=op.f("pk_learnt_model")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("learnt_model")
    op.drop_table("learning")
