"""Customers, the addresses they are known by, their organisations."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref, text_enum

# Written out, not bound: a partial index serves only queries that repeat its very condition.
UNKEYED = text("keyed_version <> version")


class IdentityKind(StrEnum):
    """What kind of address an identity is."""

    EMAIL = "email"
    TELEGRAM = "telegram"
    PHONE = "phone"
    VISITOR = "visitor"
    EXTERNAL = "external"


class Organisation(Base):
    """The company a customer belongs to. `domain` is the one it is shown with; all of them are OrganisationDomain."""

    __tablename__ = "organisation"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(200))
    domain: Mapped[str | None] = mapped_column(String(253), unique=True)
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)  # JSON: custom fields by key
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    created_at: Mapped[datetime]


class OrganisationDomain(Base):
    """A mail domain of an organisation: whoever is verified to write from it belongs there."""

    __tablename__ = "organisation_domain"

    domain: Mapped[str] = mapped_column(String(253), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(BigId, ref("organisation", ondelete="CASCADE"))
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_organisation_domain_organisation_id", "organisation_id"),)


class Customer(Base):
    """A person who writes to the desk. A merged customer points to the one that stays.

    `origin` says how somebody came who did not write first: "hand", "import" or "api". `keyed_version` is the version
    whose keys (CustomerKey) are known; they are made anew after each change.
    """

    __tablename__ = "customer"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(10), default="")
    time_zone: Mapped[str] = mapped_column(String(60), default="")
    organisation_id: Mapped[int | None] = mapped_column(BigId, ref("organisation"))
    merged_into_id: Mapped[int | None] = mapped_column(BigId, ref("customer"))
    blocked_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    unsubscribed_at: Mapped[datetime | None]
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)  # JSON: custom fields by key
    version: Mapped[int] = mapped_column(default=1)
    origin: Mapped[str | None] = mapped_column(String(20))
    keyed_version: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_customer_organisation_id", "organisation_id"),
        Index("ix_customer_name", "name"),
        Index("ix_customer_unkeyed", "id", sqlite_where=UNKEYED, postgresql_where=UNKEYED),
        Index("ix_customer_merged_into_id", "merged_into_id"),
    )


class Identity(Base):
    """One address of one customer, and how it was verified (None: only claimed)."""

    __tablename__ = "identity"

    id: Mapped[Pk]
    customer_id: Mapped[int] = mapped_column(BigId, ref("customer"))
    kind: Mapped[IdentityKind] = mapped_column(text_enum(IdentityKind))
    address: Mapped[str] = mapped_column(String(320))
    display: Mapped[str] = mapped_column(String(320), default="")
    verified_by: Mapped[str | None] = mapped_column(String(40))
    verified_at: Mapped[datetime | None]
    unreachable_at: Mapped[datetime | None]
    unreachable_reason: Mapped[str | None] = mapped_column(String(300))
    is_main: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("kind", "address"), Index("ix_identity_customer_id", "customer_id"))
