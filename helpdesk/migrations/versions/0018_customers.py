"""Custom fields, important dates, segments, merges, and what other systems tell of a customer."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from helpdesk.migrations.first.types import BIG_ID, JSON

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_STANDS = sa.text("undone_at IS NULL")
_UNKEYED = sa.text("keyed_version <> version")
_REMINDS = sa.text("remind_on IS NOT NULL")


def upgrade() -> None:
    """Add columns with defaults, and tables that older code never asks for."""
    op.add_column("customer", sa.Column("origin", sa.String(length=20), nullable=True))
    op.add_column("customer", sa.Column("keyed_version", sa.Integer(), server_default="0", nullable=False))
    op.add_column("identity", sa.Column("is_main", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("organisation", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.add_column("ticket", sa.Column("fields", JSON, nullable=True))
    op.create_index("ix_customer_merged_into_id", "customer", ["merged_into_id"], unique=False)
    op.create_index("ix_customer_unkeyed", "customer", ["id"], sqlite_where=_UNKEYED, postgresql_where=_UNKEYED)
    _fields_and_notes()
    _keys_and_merges()
    _outside()
    _dates_and_segments()


def _fields_and_notes() -> None:
    _table(
        "organisation_domain",
        sa.Column("domain", sa.String(length=253), nullable=False),
        _ref("organisation_domain", "organisation", ondelete="CASCADE"),
        _at("created_at"),
        key=["domain"],
    )
    op.create_index("ix_organisation_domain_organisation_id", "organisation_domain", ["organisation_id"])
    _table(
        "custom_field",
        _id(),
        sa.Column("entity", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("labels", JSON, nullable=False),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        _at("created_at"),
        sa.UniqueConstraint("entity", "key", name=op.f("uq_custom_field_entity_key")),
    )
    _table(
        "profile_note",
        _id(),
        _ref("profile_note", "customer", nullable=True),
        _ref("profile_note", "organisation", nullable=True, ondelete="CASCADE"),
        _ref("profile_note", "agent", nullable=True),
        sa.Column("text", sa.String(length=5000), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        _at("created_at"),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_profile_note_customer_id", "profile_note", ["customer_id", "id"])
    op.create_index("ix_profile_note_organisation_id", "profile_note", ["organisation_id", "id"])


def _keys_and_merges() -> None:
    _table(
        "customer_key",
        _ref("customer_key", "customer", ondelete="CASCADE"),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=400), nullable=False),
        key=["customer_id", "kind", "value"],
    )
    op.create_index("ix_customer_key_kind", "customer_key", ["kind", "value", "customer_id"])
    _table(
        "customer_distinct",
        _ref("customer_distinct", "customer", column="one_id", ondelete="CASCADE"),
        _ref("customer_distinct", "customer", column="other_id", ondelete="CASCADE"),
        _ref("customer_distinct", "agent", nullable=True),
        _at("created_at"),
        key=["one_id", "other_id"],
    )
    _table(
        "customer_merge",
        _id(),
        _ref("customer_merge", "customer"),
        _ref("customer_merge", "customer", column="into_id"),
        _ref("customer_merge", "agent", nullable=True),
        sa.Column("kept", JSON, nullable=False),
        _at("merged_at"),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index(
        "uq_customer_merge_stands",
        "customer_merge",
        ["customer_id"],
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )
    op.create_index("ix_customer_merge_into_id", "customer_merge", ["into_id", "id"])


def _outside() -> None:
    _table(
        "api_key",
        _id(),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("hint", sa.String(length=12), nullable=False),
        sa.Column("scopes", JSON, nullable=False),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        _ref("api_key", "agent"),
        _at("created_at"),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_key_token_hash")),
    )
    _table(
        "outside_event",
        _id(),
        _ref("outside_event", "customer"),
        _ref("outside_event", "ticket", nullable=True),
        _ref("outside_event", "agent", nullable=True),
        _ref("outside_event", "api_key", nullable=True),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("duration_s", sa.Integer(), nullable=True),
        _at("happened_at"),
        _at("created_at"),
        sa.UniqueConstraint("source", "key", name=op.f("uq_outside_event_source_key")),
    )
    op.create_index("ix_outside_event_customer_id", "outside_event", ["customer_id", "happened_at"])
    op.create_index("ix_outside_event_kind", "outside_event", ["kind", "customer_id"])


def _dates_and_segments() -> None:
    _table(
        "customer_date",
        _id(),
        _ref("customer_date", "customer", ondelete="CASCADE"),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("month_day", sa.String(length=5), nullable=False),
        sa.Column("is_yearly", sa.Boolean(), nullable=False),
        sa.Column("remind_days", sa.Integer(), nullable=True),
        _ref("customer_date", "agent", nullable=True),
        _ref("customer_date", "team", nullable=True, ondelete="SET NULL"),
        sa.Column("remind_on", sa.String(length=10), nullable=True),
        _at("created_at"),
    )
    op.create_index("ix_customer_date_customer_id", "customer_date", ["customer_id"])
    op.create_index("ix_customer_date_month_day", "customer_date", ["kind", "month_day"])
    op.create_index(
        "ix_customer_date_remind_on",
        "customer_date",
        ["remind_on"],
        sqlite_where=_REMINDS,
        postgresql_where=_REMINDS,
    )
    _table(
        "segment",
        _id(),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=True),
        sa.Column("filter", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _at("created_at"),
        _at("updated_at"),
        sa.UniqueConstraint("key", name=op.f("uq_segment_key")),
    )
    _seed()


def _seed() -> None:
    """Begin with one segment, to be edited: whom the desk may lose."""
    now = datetime.now(UTC)
    columns: tuple[sa.ColumnClause[object], ...] = (
        sa.column("name"),
        sa.column("key"),
        sa.column("filter", JSON),
        sa.column("position"),
    )
    times: tuple[sa.ColumnClause[object], ...] = (
        sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("updated_at", sa.DateTime(timezone=True)),
    )
    conditions = [
        {"field": "rating_last", "op": "at_most", "value": 2, "days": 90},
        {"field": "open_tickets", "op": "at_least", "value": 3},
    ]
    row = {"name": "At risk", "key": "at_risk", "filter": {"match": "any", "conditions": conditions}, "position": 1}
    op.bulk_insert(sa.table("segment", *columns, *times), [row | {"created_at": now, "updated_at": now}])


def _table(name: str, *columns: sa.schema.SchemaItem, key: list[str] | None = None) -> None:
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*(key or ["id"]), name=op.f(f"pk_{name}")))


def _id() -> sa.Column[int]:
    return sa.Column("id", BIG_ID, autoincrement=True, nullable=False)


def _at(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _ref(
    table: str, other: str, *, column: str = "", nullable: bool = False, ondelete: str | None = None
) -> sa.Column[int]:
    column = column or f"{other}_id"
    key = sa.ForeignKey(f"{other}.id", name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)
    return sa.Column(column, BIG_ID, key, nullable=nullable)
