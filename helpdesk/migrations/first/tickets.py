"""Tickets and what hangs on them."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID, JSON


def create() -> None:
    """Create these tables, in the order their foreign keys ask for."""
    _tag()
    _ticket_number()
    _customer_tag()
    _ticket()
    _ticket_link()
    _ticket_skill()
    _ticket_tag()


def _tag() -> None:
    op.create_table(
        "tag",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("color", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("name", name=op.f("uq_tag_name")),
    )


def _ticket_number() -> None:
    op.create_table(
        "ticket_number",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_number")),
        sqlite_autoincrement=True,
    )


def _customer_tag() -> None:
    op.create_table(
        "customer_tag",
        sa.Column("customer_id", BIG_ID, nullable=False),
        sa.Column("tag_id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_customer_tag_customer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_customer_tag_tag_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("customer_id", "tag_id", name=op.f("pk_customer_tag")),
    )
    op.create_index("ix_customer_tag_tag_id", "customer_tag", ["tag_id"], unique=False)


def _ticket() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("number", BIG_ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("preview", sa.String(length=200), nullable=False),
        sa.Column("customer_id", BIG_ID, nullable=False),
        sa.Column("channel_id", BIG_ID, nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("type_id", BIG_ID, nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("status_id", BIG_ID, nullable=False),
        sa.Column("category", sa.String(20), nullable=False),
        sa.Column("team_id", BIG_ID, nullable=True),
        sa.Column("assignee_id", BIG_ID, nullable=True),
        sa.Column("merged_into_id", BIG_ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_message_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_message_id", BIG_ID, nullable=True),
        sa.Column("last_message_from", sa.String(20), nullable=True),
        sa.Column("message_count", sa.Integer(), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_responded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("classified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_reason", JSON, nullable=True),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["assignee_id"], ["agent.id"], name=op.f("fk_ticket_assignee_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_ticket_channel_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_ticket_customer_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["ticket.id"], name=op.f("fk_ticket_merged_into_id")),
        sa.ForeignKeyConstraint(["status_id"], ["status.id"], name=op.f("fk_ticket_status_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_ticket_team_id")),
        sa.ForeignKeyConstraint(["type_id"], ["ticket_type.id"], name=op.f("fk_ticket_type_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("number", name=op.f("uq_ticket_number")),
    )
    op.create_index("ix_ticket_assignee_id", "ticket", ["assignee_id", "category"], unique=False)
    op.create_index("ix_ticket_category", "ticket", ["category", "last_message_at"], unique=False)
    op.create_index("ix_ticket_customer_id", "ticket", ["customer_id", "id"], unique=False)
    op.create_index("ix_ticket_next_due_at", "ticket", ["next_due_at"], unique=False)
    op.create_index("ix_ticket_team_id", "ticket", ["team_id", "category"], unique=False)
    op.create_index(
        "ix_ticket_unassigned",
        "ticket",
        ["id"],
        unique=False,
        sqlite_where=sa.text("assignee_id IS NULL AND category IN ('new', 'open')"),
        postgresql_where=sa.text("assignee_id IS NULL AND category IN ('new', 'open')"),
    )
    op.create_index(
        "ix_ticket_unclassified",
        "ticket",
        ["id"],
        unique=False,
        sqlite_where=sa.text("classified_at IS NULL"),
        postgresql_where=sa.text("classified_at IS NULL"),
    )


def _ticket_link() -> None:
    op.create_table(
        "ticket_link",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("other_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["other_id"], ["ticket.id"], name=op.f("fk_ticket_link_other_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_link_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_link")),
        sa.UniqueConstraint("ticket_id", "other_id", "kind", name=op.f("uq_ticket_link_ticket_id_other_id_kind")),
    )
    op.create_index("ix_ticket_link_other_id", "ticket_link", ["other_id"], unique=False)


def _ticket_skill() -> None:
    op.create_table(
        "ticket_skill",
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("skill_id", BIG_ID, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_ticket_skill_level")),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_ticket_skill_skill_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_skill_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_id", "skill_id", name=op.f("pk_ticket_skill")),
    )
    op.create_index("ix_ticket_skill_skill_id", "ticket_skill", ["skill_id"], unique=False)


def _ticket_tag() -> None:
    op.create_table(
        "ticket_tag",
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("tag_id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_ticket_tag_tag_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_tag_ticket_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket_id", "tag_id", name=op.f("pk_ticket_tag")),
    )
    op.create_index("ix_ticket_tag_tag_id", "ticket_tag", ["tag_id"], unique=False)
