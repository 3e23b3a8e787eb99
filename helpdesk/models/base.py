"""What every table shares: key types, times in UTC, enumerations as text, names of constraints."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, ForeignKey, Integer, MetaData, String, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

BigId = BigInteger().with_variant(Integer, "sqlite")
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time; refuses naive ones. SQLite keeps it as text that sorts as time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], object] | None:
        """Return what turns values for the driver; the usual way is a chain of four calls for each."""
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """Return what turns what the driver gives; lists of tickets have eight times in each row."""
        return _as_time if dialect.name == "sqlite" else _in_utc

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware time into what the database keeps."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A naive time reached the database; use helpdesk.clock.now().")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn what the database kept into an aware UTC time."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    """Return a time as SQLAlchemy writes it on SQLite: 2026-03-02 09:00:00.000000."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("A naive time reached the database; use helpdesk.clock.now().")
    return value.astimezone(UTC).isoformat(" ", "microseconds")[:26]


def _as_time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


def _in_utc(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)


def text_enum(kind: type[StrEnum]) -> Enum:
    """A column type that keeps the values of a StrEnum as short text."""
    return Enum(
        kind, native_enum=False, length=20, values_callable=lambda members: [member.value for member in members]
    )


class Base(DeclarativeBase):
    """The base of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    # dict and list columns hold JSON whose shape their own table documents.
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        dict[str, Any]: Json,
        list[Any]: Json,
        str: String,
    }


Pk = Annotated[int, mapped_column(BigId, primary_key=True, autoincrement=True)]


def ref(table: str, *, ondelete: str | None = None) -> Any:  # SQLAlchemy's column types are invariant here
    """Return arguments of a foreign-key column to the id of `table`."""
    return ForeignKey(f"{table}.id", ondelete=ondelete)
