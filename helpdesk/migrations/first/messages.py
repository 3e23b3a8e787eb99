"""Threads, messages, files, raw inbound things, events."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID, JSON


def create() -> None:
    """Create these tables, in the order their foreign keys ask for."""
    _thread()
    _message()
    _attachment()
    _event()
    _inbound()
    _message_external_id()
    _message_revision()
    _visitor_event()


def _thread() -> None:
    op.create_table(
        "thread",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("channel_id", BIG_ID, nullable=False),
        sa.Column("identity_id", BIG_ID, nullable=True),
        sa.Column("peer", sa.String(length=320), nullable=False),
        sa.Column("details", JSON, nullable=False),
        sa.Column("customer_seen_id", BIG_ID, nullable=False),
        sa.Column("desk_seen_id", BIG_ID, nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_thread_channel_id")),
        sa.ForeignKeyConstraint(["identity_id"], ["identity.id"], name=op.f("fk_thread_identity_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_thread_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
    )
    op.create_index("ix_thread_channel_peer", "thread", ["channel_id", "peer", "id"], unique=False)
    op.create_index("ix_thread_ticket_id", "thread", ["ticket_id"], unique=False)


def _message() -> None:
    op.create_table(
        "message",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("thread_id", BIG_ID, nullable=False),
        sa.Column("customer_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("author_kind", sa.String(20), nullable=False),
        sa.Column("author_agent_id", BIG_ID, nullable=True),
        sa.Column("author_identity_id", BIG_ID, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("client_key", sa.String(length=60), nullable=True),
        sa.Column("is_auto", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivery_state", sa.String(20), nullable=True),
        sa.Column("release_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.String(length=80), nullable=True),
        sa.Column("delivery_error", sa.String(length=500), nullable=True),
        sa.Column("delivery_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_agent_id"], ["agent.id"], name=op.f("fk_message_author_agent_id")),
        sa.ForeignKeyConstraint(["author_identity_id"], ["identity.id"], name=op.f("fk_message_author_identity_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_message_customer_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_message_thread_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_message_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index("ix_message_customer_id", "message", ["customer_id", "id"], unique=False)
    op.create_index("ix_message_ticket_id", "message", ["ticket_id", "id"], unique=False)
    op.create_index(
        "ix_message_undelivered",
        "message",
        ["thread_id", "id"],
        unique=False,
        sqlite_where=sa.text("delivery_state IN ('queued', 'sending')"),
        postgresql_where=sa.text("delivery_state IN ('queued', 'sending')"),
    )
    op.create_index(
        "uq_message_agent_client_key",
        "message",
        ["author_agent_id", "client_key"],
        unique=True,
        sqlite_where=sa.text("client_key IS NOT NULL"),
        postgresql_where=sa.text("client_key IS NOT NULL"),
    )


def _attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("message_id", BIG_ID, nullable=True),
        sa.Column("uploaded_by_agent_id", BIG_ID, nullable=True),
        sa.Column("uploaded_by_visitor_hash", sa.String(length=64), nullable=True),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=127), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=True),
        sa.Column("content_id", sa.String(length=300), nullable=True),
        sa.Column("is_inline", sa.Boolean(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_attachment_message_id")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_agent_id"], ["agent.id"], name=op.f("fk_attachment_uploaded_by_agent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_attachment_public_id")),
    )
    op.create_index("ix_attachment_blob", "attachment", ["blob"], unique=False)
    op.create_index("ix_attachment_message_id", "attachment", ["message_id"], unique=False)


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("position", BIG_ID, nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=True),
        sa.Column("customer_id", BIG_ID, nullable=True),
        sa.Column("message_id", BIG_ID, nullable=True),
        sa.Column("agent_id", BIG_ID, nullable=True),
        sa.Column("actor", sa.String(length=20), nullable=False),
        sa.Column("data", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_event_agent_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_event_customer_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_event_message_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_event_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("position", name=op.f("uq_event_position")),
    )
    op.create_index("ix_event_created_at", "event", ["created_at"], unique=False)
    op.create_index("ix_event_ticket_id", "event", ["ticket_id", "id"], unique=False)
    op.create_index(
        "ix_event_unnumbered",
        "event",
        ["id"],
        unique=False,
        sqlite_where=sa.text("position IS NULL"),
        postgresql_where=sa.text("position IS NULL"),
    )


def _inbound() -> None:
    op.create_table(
        "inbound",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("channel_id", BIG_ID, nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=True),
        sa.Column("peer", sa.String(length=320), nullable=False),
        sa.Column("payload", JSON, nullable=True),
        sa.Column("blob", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=500), nullable=True),
        sa.Column("message_id", BIG_ID, nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_inbound_channel_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_inbound_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound")),
        sa.UniqueConstraint("channel_id", "key", name=op.f("uq_inbound_channel_id_key")),
    )
    op.create_index("ix_inbound_content_hash", "inbound", ["channel_id", "content_hash"], unique=False)
    op.create_index(
        "ix_inbound_pending",
        "inbound",
        ["channel_id", "peer", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )


def _message_external_id() -> None:
    op.create_table(
        "message_external_id",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("channel_id", BIG_ID, nullable=False),
        sa.Column("external_id", sa.String(length=400), nullable=False),
        sa.Column("message_id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_message_external_id_channel_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_external_id_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_external_id")),
        sa.UniqueConstraint("channel_id", "external_id", name=op.f("uq_message_external_id_channel_id_external_id")),
    )
    op.create_index("ix_message_external_id_message_id", "message_external_id", ["message_id"], unique=False)


def _message_revision() -> None:
    op.create_table(
        "message_revision",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("message_id", BIG_ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_revision_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_revision")),
    )
    op.create_index("ix_message_revision_message_id", "message_revision", ["message_id"], unique=False)


def _visitor_event() -> None:
    op.create_table(
        "visitor_event",
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("message_id", BIG_ID, nullable=True),
        sa.Column("data", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_visitor_event_message_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_visitor_event_ticket_id")),
        sa.PrimaryKeyConstraint("ticket_id", "seq", name=op.f("pk_visitor_event")),
    )
    op.create_index("ix_visitor_event_message_id", "visitor_event", ["message_id"], unique=False)
