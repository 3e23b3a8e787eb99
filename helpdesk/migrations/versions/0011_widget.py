"""What the chat widget's designer and hand-over need."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID, JSON

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns and tables; older code leaves them empty."""
    op.add_column("visitor", sa.Column("device", JSON, nullable=True))
    op.add_column("visitor", sa.Column("visits", JSON, nullable=True))
    op.add_column("visitor", sa.Column("said", JSON, nullable=True))
    op.add_column("visitor", sa.Column("consented_at", TIME, nullable=True))
    op.add_column("visitor", sa.Column("proved_until", TIME, nullable=True))
    op.create_index("ix_ticket_channel_id", "ticket", ["channel_id", "created_at"], unique=False)
    _identity_use()
    _widget_link()
    _follow_up()
    _erasure()


def _identity_use() -> None:
    op.create_table(
        "identity_use",
        sa.Column("channel_id", BIG_ID, nullable=False),
        sa.Column("name_hash", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_identity_use_channel_id")),
        sa.PrimaryKeyConstraint("channel_id", "name_hash", name=op.f("pk_identity_use")),
    )
    op.create_index("ix_identity_use_expires_at", "identity_use", ["expires_at"], unique=False)


def _widget_link() -> None:
    op.create_table(
        "widget_link",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("identity_id", BIG_ID, nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("used_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["identity_id"], ["identity.id"], name=op.f("fk_widget_link_identity_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_widget_link_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_widget_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_widget_link_token_hash")),
    )
    op.create_index("ix_widget_link_ticket_id", "widget_link", ["ticket_id"], unique=False)


def _follow_up() -> None:
    op.create_table(
        "follow_up",
        sa.Column("thread_id", BIG_ID, nullable=False),
        sa.Column("message_id", BIG_ID, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_follow_up_message_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_follow_up_thread_id")),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_follow_up")),
    )
    op.create_index("ix_follow_up_due_at", "follow_up", ["due_at"], unique=False)


def _erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("customer_id", BIG_ID, nullable=False),
        sa.Column("identity_id", BIG_ID, nullable=False),
        sa.Column("channel_id", BIG_ID, nullable=False),
        sa.Column("requested_at", TIME, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("done_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_erasure_channel_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_erasure_customer_id")),
        sa.ForeignKeyConstraint(["identity_id"], ["identity.id"], name=op.f("fk_erasure_identity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_index("ix_erasure_customer_id", "erasure", ["customer_id"], unique=False)
    is_open = sa.text("done_at IS NULL")
    op.create_index(
        "ix_erasure_due_at", "erasure", ["due_at"], unique=False, sqlite_where=is_open, postgresql_where=is_open
    )
