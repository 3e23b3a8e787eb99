"""Where browsers are told of news, which kinds of news each agent wants how, and systems that are told of events."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID, JSON

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_TO_MAIL = sa.text("mail_due_at IS NOT NULL")
_TO_PUSH = sa.text("done_at IS NULL")


def upgrade() -> None:
    """Add columns that older code leaves empty, and tables that it does not know."""
    op.add_column("notification", sa.Column("occasion", sa.String(length=80), nullable=True))
    op.add_column("notification", sa.Column("is_shown", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("notification", sa.Column("mail_due_at", _MOMENT, nullable=True))
    op.create_index("uq_notification_occasion", "notification", ["agent_id", "kind", "occasion"], unique=True)
    _partial_index("ix_notification_mail_due_at", "notification", "mail_due_at", where=_TO_MAIL)
    _choices()
    _devices()
    _pushes()
    _webhooks()


def downgrade() -> None:
    """Drop them."""
    for table in ("webhook_delivery", "webhook", "push", "push_device", "news_choice"):
        op.drop_table(table)
    op.drop_index("ix_notification_mail_due_at", table_name="notification")
    op.drop_index("uq_notification_occasion", table_name="notification")
    for column in ("mail_due_at", "is_shown", "occasion"):
        op.drop_column("notification", column)


def _choices() -> None:
    op.create_table(
        "news_choice",
        sa.Column("agent_id", BIG_ID, nullable=False),
        sa.Column("ways", JSON, nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("mail_after_min", sa.Integer(), nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_news_choice_agent_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agent_id", name=op.f("pk_news_choice")),
    )


def _devices() -> None:
    op.create_table(
        "push_device",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("agent_id", BIG_ID, nullable=False),
        sa.Column("session_id", BIG_ID, nullable=False),
        sa.Column("endpoint_hash", sa.String(length=64), nullable=False),
        sa.Column("secret_id", sa.String(length=32), nullable=False),
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("reached_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_push_device_agent_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["agent_session.id"], name=op.f("fk_push_device_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_device")),
        sa.UniqueConstraint("endpoint_hash", name=op.f("uq_push_device_endpoint_hash")),
    )
    op.create_index("ix_push_device_agent_id", "push_device", ["agent_id"], unique=False)
    op.create_index("ix_push_device_session_id", "push_device", ["session_id"], unique=False)


def _pushes() -> None:
    op.create_table(
        "push",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("notification_id", BIG_ID, nullable=False),
        sa.Column("device_id", BIG_ID, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("done_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["notification_id"], ["notification.id"], name=op.f("fk_push_notification_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["device_id"], ["push_device.id"], name=op.f("fk_push_device_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push")),
        sa.UniqueConstraint("notification_id", "device_id", name=op.f("uq_push_occasion")),
    )
    _partial_index("ix_push_due_at", "push", "due_at", where=_TO_PUSH)
    op.create_index("ix_push_device_id", "push", ["device_id"], unique=False)


def _webhooks() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("kinds", JSON, nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("reached", BIG_ID, nullable=False),
        sa.Column("secret_id", sa.String(length=32), nullable=False),
        sa.Column("old_secret_id", sa.String(length=32), nullable=True),
        sa.Column("old_until", _MOMENT, nullable=True),
        sa.Column("failing_since", _MOMENT, nullable=True),
        sa.Column("off_reason", sa.String(length=200), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("webhook_id", BIG_ID, nullable=False),
        sa.Column("event_id", BIG_ID, nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("done_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_delivery_webhook_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint("webhook_id", "event_id", name=op.f("uq_webhook_delivery_event")),
    )
    op.create_index("ix_webhook_delivery_webhook_id", "webhook_delivery", ["webhook_id", "id"], unique=False)
    op.create_index("ix_webhook_delivery_created_at", "webhook_delivery", ["created_at"], unique=False)
    _partial_index("ix_webhook_delivery_due_at", "webhook_delivery", "due_at", where=_TO_PUSH)


def _partial_index(name: str, table: str, column: str, *, where: sa.TextClause) -> None:
    op.create_index(name, table, [column], unique=False, sqlite_where=where, postgresql_where=where)
