"""A filter: conditions on fields of a ticket, all or any of them, and groups of such."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

ME: Final = "me"  # among the values of people and teams: the reader and their teams

Value = int | float | str | bool | datetime | None


class Match(StrEnum):
    """How the conditions of a group belong together."""

    ALL = "all"
    ANY = "any"


class Op(StrEnum):
    """What is said of a field. older_than and within take minutes; within of a due time also means overdue."""

    IN = "in"
    NOT_IN = "not_in"
    IS = "is"
    IS_SET = "is_set"
    BEFORE = "before"
    AFTER = "after"
    OLDER_THAN = "older_than"
    WITHIN = "within"
    CONTAINS = "contains"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Kind(StrEnum):
    """What values a field has."""

    IDS = "ids"
    WORDS = "words"
    MOMENT = "moment"
    TEXT = "text"
    FLAG = "flag"
    CUSTOM = "custom"


FIELDS: Final[dict[str, Kind]] = {
    "status": Kind.IDS,
    "category": Kind.WORDS,
    "priority": Kind.WORDS,
    "type": Kind.IDS,
    "team": Kind.IDS,
    "assignee": Kind.IDS,
    "channel": Kind.IDS,
    "channel_kind": Kind.WORDS,
    "tag": Kind.IDS,
    "skill": Kind.IDS,
    "language": Kind.WORDS,
    "organisation": Kind.IDS,
    "customer": Kind.IDS,
    "customer_tag": Kind.IDS,
    "customer_language": Kind.WORDS,
    "segment": Kind.IDS,
    "rating": Kind.IDS,
    "created": Kind.MOMENT,
    "updated": Kind.MOMENT,
    "last_message": Kind.MOMENT,
    "waiting_since": Kind.MOMENT,
    "due": Kind.MOMENT,
    "resolved": Kind.MOMENT,
    "closed": Kind.MOMENT,
    "subject": Kind.TEXT,
    "customer_name": Kind.TEXT,
    "address": Kind.TEXT,
    "organisation_name": Kind.TEXT,
    "unread": Kind.FLAG,
    "mentioned": Kind.FLAG,
    "followed": Kind.FLAG,
    "snoozed": Kind.FLAG,
    "spam": Kind.FLAG,
    "has_file": Kind.FLAG,
    "breached": Kind.FLAG,
    "promised": Kind.FLAG,
    "awaits_approval": Kind.FLAG,
    "blocked": Kind.FLAG,
}
OPS: Final[dict[Kind, tuple[Op, ...]]] = {
    Kind.IDS: (Op.IN, Op.NOT_IN),
    Kind.WORDS: (Op.IN, Op.NOT_IN),
    Kind.MOMENT: (Op.BEFORE, Op.AFTER, Op.OLDER_THAN, Op.WITHIN, Op.IS_SET),
    Kind.FLAG: (Op.IS,),
    Kind.TEXT: (Op.CONTAINS, Op.IS_SET),
    Kind.CUSTOM: (Op.IN, Op.NOT_IN, Op.CONTAINS, Op.AT_LEAST, Op.AT_MOST, Op.IS_SET),
}
CUSTOM: Final = ("fields.", "customer.")  # how the names of custom fields begin


def kind_of(field: str) -> Kind | None:
    """Return what values a field has; None where there is no such field."""
    return Kind.CUSTOM if field.startswith(CUSTOM) else FIELDS.get(field)


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing said of a ticket. values: several for in and not_in, else one."""

    field: str
    op: Op
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions and groups, all or any of which must hold. An empty one holds for every ticket."""

    match: Match = Match.ALL
    conditions: tuple[Condition, ...] = ()
    groups: tuple["Filter", ...] = ()

    def fields(self) -> frozenset[str]:
        """Return the fields that are said anything of."""
        own = frozenset(condition.field for condition in self.conditions)
        return own.union(*(group.fields() for group in self.groups))
