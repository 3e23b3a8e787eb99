"""Other people's help: side threads, requests for approval, and what is thrown away with a period of grace."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID, JSON

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_ASKED = sa.text("answer = 'open'")
_HOLDS = sa.text("held_ticket_id IS NOT NULL")
_TRASHED = sa.text("trashed_at IS NOT NULL")
_OF_TEAM = sa.text("team_id IS NOT NULL")
_BY_MAIL = sa.text("system_mail_id IS NOT NULL")


def upgrade() -> None:
    """Add tables and columns that older code does not know."""
    _approvals()
    _sides()
    _side_messages()
    op.add_column("system_mail", sa.Column("headers", JSON, nullable=True))
    op.add_column("ticket", sa.Column("trashed_at", _MOMENT, nullable=True))
    op.add_column("ticket", sa.Column("trash", JSON, nullable=True))
    op.create_index(
        "ix_ticket_trashed_at",
        "ticket",
        ["trashed_at"],
        unique=False,
        sqlite_where=_TRASHED,
        postgresql_where=_TRASHED,
    )


def _approvals() -> None:
    op.create_table(
        "approval",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("asked_by_id", BIG_ID, nullable=False),
        sa.Column("asked_id", BIG_ID, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("answered_at", _MOMENT, nullable=True),
        sa.Column("told_at", _MOMENT, nullable=True),
        sa.Column("held_ticket_id", BIG_ID, nullable=True),
        sa.Column("resume_status_id", BIG_ID, nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_approval_ticket_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["asked_by_id"], ["agent.id"], name=op.f("fk_approval_asked_by_id")),
        sa.ForeignKeyConstraint(["asked_id"], ["agent.id"], name=op.f("fk_approval_asked_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index("ix_approval_ticket_id", "approval", ["ticket_id", "id"], unique=False)
    _partial("ix_approval_asked", "approval", ["asked_id", "due_at"], _ASKED)
    _partial("ix_approval_held_ticket_id", "approval", ["held_ticket_id"], _HOLDS)


def _sides() -> None:
    op.create_table(
        "side_thread",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("started_by_id", BIG_ID, nullable=False),
        sa.Column("team_id", BIG_ID, nullable=True),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("last_id", BIG_ID, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("last_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_side_thread_ticket_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["started_by_id"], ["agent.id"], name=op.f("fk_side_thread_started_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_side_thread")),
    )
    op.create_index("ix_side_thread_ticket_id", "side_thread", ["ticket_id", "id"], unique=False)
    _partial("ix_side_thread_team_id", "side_thread", ["team_id"], _OF_TEAM)
    op.create_table(
        "side_member",
        sa.Column("side_id", BIG_ID, nullable=False),
        sa.Column("agent_id", BIG_ID, nullable=False),
        sa.Column("seen_id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["side_id"], ["side_thread.id"], name=op.f("fk_side_member_side_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_side_member_agent_id")),
        sa.PrimaryKeyConstraint("side_id", "agent_id", name=op.f("pk_side_member")),
    )
    op.create_index("ix_side_member_agent_id", "side_member", ["agent_id"], unique=False)


def _side_messages() -> None:
    op.create_table(
        "side_message",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("side_id", BIG_ID, nullable=False),
        sa.Column("agent_id", BIG_ID, nullable=True),
        sa.Column("from_address", sa.String(length=320), nullable=False),
        sa.Column("from_name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("client_key", sa.String(length=64), nullable=True),
        sa.Column("mail_id", sa.String(length=400), nullable=False),
        sa.Column("channel_id", BIG_ID, nullable=True),
        sa.Column("external_id", sa.String(length=400), nullable=True),
        sa.Column("inbound_id", BIG_ID, nullable=True),
        sa.Column("system_mail_id", BIG_ID, nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["side_id"], ["side_thread.id"], name=op.f("fk_side_message_side_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_side_message_agent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_side_message")),
        sa.UniqueConstraint("side_id", "client_key", name=op.f("uq_side_message_side_id_client_key")),
        sa.UniqueConstraint("channel_id", "external_id", name=op.f("uq_side_message_channel_id_external_id")),
    )
    op.create_index("ix_side_message_side_id", "side_message", ["side_id", "id"], unique=False)
    _partial("ix_side_message_system_mail_id", "side_message", ["system_mail_id"], _BY_MAIL)
    op.create_table(
        "side_file",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("side_message_id", BIG_ID, nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=127), nullable=False),
        sa.Column("size", BIG_ID, nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["side_message_id"], ["side_message.id"], name=op.f("fk_side_file_side_message_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_side_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_side_file_public_id")),
    )
    op.create_index("ix_side_file_side_message_id", "side_file", ["side_message_id"], unique=False)
    op.create_index("ix_side_file_blob", "side_file", ["blob"], unique=False)


def _partial(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, unique=False, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Forget what was asked, said aside and thrown away."""
    op.drop_index("ix_ticket_trashed_at", table_name="ticket")
    op.drop_column("ticket", "trash")
    op.drop_column("ticket", "trashed_at")
    op.drop_column("system_mail", "headers")
    for table in ("side_file", "side_message", "side_member", "side_thread", "approval"):
        op.drop_table(table)
