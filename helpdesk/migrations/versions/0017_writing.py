"""Answer templates, macros and promises."""

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID, JSON

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_UNTOLD = sa.text("told_at IS NULL AND done_at IS NULL")


def upgrade() -> None:
    """Add the tables and when a reply is to go out, all of which older code does not know."""
    op.add_column("message", sa.Column("scheduled_for", _MOMENT, nullable=True))
    _templates()
    _macros()
    _promises()


def _templates() -> None:
    op.create_table(
        "template",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("folder", sa.String(length=80), nullable=False),
        sa.Column("shortcut", sa.String(length=40), nullable=False),
        *_shared(),
        sa.Column("texts", JSON, nullable=False),
        *_used(),
        *_references("template"),
    )
    op.create_index("ix_template_owner_id", "template", ["owner_id"], unique=False)
    op.create_index("ix_template_team_id", "template", ["team_id"], unique=False)
    op.create_table(
        "template_file",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("template_id", BIG_ID, nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=127), nullable=False),
        sa.Column("size", BIG_ID, nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["template_id"], ["template.id"], name=op.f("fk_template_file_template_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_file")),
    )
    op.create_index("ix_template_file_template_id", "template_file", ["template_id"], unique=False)
    op.create_index("ix_template_file_blob", "template_file", ["blob"], unique=False)


def _macros() -> None:
    op.create_table(
        "macro",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        *_shared(),
        sa.Column("steps", JSON, nullable=False),
        *_used(),
        *_references("macro"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_macro_owner_id", "macro", ["owner_id"], unique=False)
    op.create_index("ix_macro_team_id", "macro", ["team_id"], unique=False)
    op.create_table(
        "macro_run",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("macro_id", BIG_ID, nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("agent_id", BIG_ID, nullable=False),
        sa.Column("kept", JSON, nullable=False),
        sa.Column("ran_at", _MOMENT, nullable=False),
        sa.Column("undone_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_macro_run_ticket_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_macro_run_agent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_macro_run")),
    )
    op.create_index("ix_macro_run_ticket_id", "macro_run", ["ticket_id", "id"], unique=False)


def _promises() -> None:
    op.create_table(
        "promise",
        sa.Column("id", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("owner_id", BIG_ID, nullable=False),
        sa.Column("made_by_id", BIG_ID, nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("told_at", _MOMENT, nullable=True),
        sa.Column("done_at", _MOMENT, nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_promise_ticket_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["owner_id"], ["agent.id"], name=op.f("fk_promise_owner_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["agent.id"], name=op.f("fk_promise_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    op.create_index("ix_promise_ticket_id", "promise", ["ticket_id"], unique=False)
    op.create_index("ix_promise_owner_id", "promise", ["owner_id", "due_at"], unique=False)
    op.create_index(
        "ix_promise_untold", "promise", ["due_at"], unique=False, sqlite_where=_UNTOLD, postgresql_where=_UNTOLD
    )
    op.create_table(
        "calendar_feed",
        sa.Column("agent_id", BIG_ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_calendar_feed_agent_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agent_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )


def _shared() -> list[sa.Column[object]]:
    return [
        sa.Column("owner_id", BIG_ID, nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("team_id", BIG_ID, nullable=True),
    ]


def _used() -> list[sa.Column[object]]:
    return [
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("used_at", _MOMENT, nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
    ]


def _references(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.ForeignKeyConstraint(["owner_id"], ["agent.id"], name=op.f(f"fk_{table}_owner_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f(f"fk_{table}_team_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
