"""Signing in at a provider: whose identities those there are, and sign-ins under way."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID

revision = "0042"
down_revision = "0043"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add tables that older code does not know."""
    _identities()
    _attempts()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("sign_on_attempt")
    op.drop_table("agent_identity")


def _identities() -> None:
    op.create_table(
        "agent_identity",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("agent_id", BIG_ID, nullable=False),
        sa.Column("issuer", sa.String(length=500), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("last_used_at", _MOMENT, nullable=False),
        _to_agent("agent_identity"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_agent_identity_issuer_subject")),
    )
    op.create_index("ix_agent_identity_agent_id", "agent_identity", ["agent_id"])


def _attempts() -> None:
    op.create_table(
        "sign_on_attempt",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("issuer", sa.String(length=500), nullable=False),
        sa.Column("next_path", sa.String(length=1000), nullable=False),
        sa.Column("agent_id", BIG_ID, nullable=True),
        sa.Column("expires_at", _MOMENT, nullable=False),
        _to_agent("sign_on_attempt"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_on_attempt")),
        sa.UniqueConstraint("state_hash", name=op.f("uq_sign_on_attempt_state_hash")),
    )
    op.create_index("ix_sign_on_attempt_expires_at", "sign_on_attempt", ["expires_at"])


def _to_agent(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f(f"fk_{table}_agent_id"), ondelete="CASCADE")
