"""A second proof at sign-in: authenticators, recovery codes, and who is between two steps."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID, JSON

revision = "0041"
down_revision = "0044"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add tables that older code does not know."""
    _authenticators()
    _codes()
    _steps()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("sign_in_step")
    op.drop_table("recovery_code")
    op.drop_table("second_factor")


def _authenticators() -> None:
    op.create_table(
        "second_factor",
        sa.Column("agent_id", BIG_ID, nullable=False),
        sa.Column("secret_id", sa.String(length=32), nullable=True),
        sa.Column("pending_secret_id", sa.String(length=32), nullable=True),
        sa.Column("since", _MOMENT, nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("told_steps", JSON, nullable=False),
        _to_agent("second_factor"),
        sa.PrimaryKeyConstraint("agent_id", name=op.f("pk_second_factor")),
    )


def _codes() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("agent_id", BIG_ID, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", _MOMENT, nullable=True),
        _to_agent("recovery_code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    op.create_index("ix_recovery_code_agent_id", "recovery_code", ["agent_id"])


def _steps() -> None:
    op.create_table(
        "sign_in_step",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("agent_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        _to_agent("sign_in_step"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_step")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_step_token_hash")),
    )
    op.create_index("ix_sign_in_step_agent_id", "sign_in_step", ["agent_id"])


def _to_agent(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f(f"fk_{table}_agent_id"), ondelete="CASCADE")
