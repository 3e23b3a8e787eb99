"""Mail: how far folders are read, what messages were as mails, what the desk sends by itself."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID, JSON

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what mail needs; all of it is new or may be absent, so that older code goes on serving."""
    _inbound()
    _mail_folder()
    _mail()
    _system_mail()
    _automatic_mail()
    _delivery_attempt()
    _channel_health()


def _inbound() -> None:
    op.add_column("inbound", sa.Column("raw", sa.LargeBinary(), nullable=True))
    op.add_column("inbound", sa.Column("size", BIG_ID, nullable=True))
    op.add_column("inbound", sa.Column("summary", JSON, nullable=True))
    op.add_column("inbound", sa.Column("disposition", sa.String(length=20), nullable=True))
    op.add_column("inbound", sa.Column("done_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_inbound_quarantined",
        "inbound",
        ["channel_id", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'quarantined'"),
        postgresql_where=sa.text("state = 'quarantined'"),
    )


def _mail_folder() -> None:
    op.create_table(
        "mail_folder",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("channel_id", BIG_ID, nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("uidvalidity", BIG_ID, nullable=True),
        sa.Column("last_uid", BIG_ID, nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reconciled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_mail_folder_channel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_folder")),
        sa.UniqueConstraint("channel_id", "name", name=op.f("uq_mail_folder_channel_id_name")),
    )


def _mail() -> None:
    op.create_table(
        "mail",
        sa.Column("message_id", BIG_ID, nullable=False),
        sa.Column("channel_id", BIG_ID, nullable=False),
        sa.Column("mail_id", sa.String(length=400), nullable=False),
        sa.Column("in_reply_to", sa.String(length=400), nullable=False),
        sa.Column("references", JSON, nullable=False),
        sa.Column("subject", sa.String(length=1000), nullable=False),
        sa.Column("from_address", sa.String(length=320), nullable=False),
        sa.Column("from_name", sa.String(length=200), nullable=False),
        sa.Column("reply_to", JSON, nullable=False),
        sa.Column("to", JSON, nullable=False),
        sa.Column("cc", JSON, nullable=False),
        sa.Column("bcc", JSON, nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sender", sa.String(length=20), nullable=True),
        sa.Column("authentication", JSON, nullable=False),
        sa.Column("auto_kind", sa.String(length=20), nullable=False),
        sa.Column("folds", JSON, nullable=False),
        sa.Column("has_remote_images", sa.Boolean(), nullable=False),
        sa.Column("content_key", sa.String(length=64), nullable=True),
        sa.Column("inbound_id", BIG_ID, nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_mail_channel_id")),
        sa.ForeignKeyConstraint(["inbound_id"], ["inbound.id"], name=op.f("fk_mail_inbound_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_mail_message_id")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_mail")),
    )
    op.create_index("ix_mail_channel_id_mail_id", "mail", ["channel_id", "mail_id"], unique=False)


def _system_mail() -> None:
    op.create_table(
        "system_mail",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("mail_id", sa.String(length=400), nullable=False),
        sa.Column("delivery_state", sa.String(length=20), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.String(length=80), nullable=True),
        sa.Column("delivery_error", sa.String(length=500), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_system_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_system_mail_key")),
    )
    op.create_index(
        "ix_system_mail_undelivered",
        "system_mail",
        ["id"],
        unique=False,
        sqlite_where=sa.text("delivery_state IN ('queued', 'sending')"),
        postgresql_where=sa.text("delivery_state IN ('queued', 'sending')"),
    )


def _automatic_mail() -> None:
    op.create_table(
        "automatic_mail",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("channel_id", BIG_ID, nullable=True),
        sa.Column("ticket_id", BIG_ID, nullable=True),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_automatic_mail_channel_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_automatic_mail_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_automatic_mail")),
    )
    op.create_index("ix_automatic_mail_address", "automatic_mail", ["address", "created_at"], unique=False)
    op.create_index("ix_automatic_mail_created_at", "automatic_mail", ["created_at"], unique=False)
    op.create_index("ix_automatic_mail_ticket_id", "automatic_mail", ["ticket_id", "created_at"], unique=False)


def _delivery_attempt() -> None:
    op.create_table(
        "delivery_attempt",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("channel_id", BIG_ID, nullable=False),
        sa.Column("message_id", BIG_ID, nullable=True),
        sa.Column("system_mail_id", BIG_ID, nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_delivery_attempt_channel_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_delivery_attempt_message_id")),
        sa.ForeignKeyConstraint(
            ["system_mail_id"], ["system_mail.id"], name=op.f("fk_delivery_attempt_system_mail_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_attempt")),
    )
    op.create_index("ix_delivery_attempt_message_id", "delivery_attempt", ["message_id"], unique=False)
    op.create_index("ix_delivery_attempt_system_mail_id", "delivery_attempt", ["system_mail_id"], unique=False)


def _channel_health() -> None:
    op.create_table(
        "channel_health",
        sa.Column("channel_id", BIG_ID, nullable=False),
        sa.Column("direction", sa.String(length=20), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.String(length=500), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name=op.f("fk_channel_health_channel_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("channel_id", "direction", name=op.f("pk_channel_health")),
    )
