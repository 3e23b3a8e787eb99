"""The policies in force, kept by each process until an admin changes one."""

import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, hours
from helpdesk.errors import Invalid
from helpdesk.hours import BusinessHours, Opening
from helpdesk.models import Calendar, Category, Priority, Setting, SlaPolicy, SlaTarget
from helpdesk.sla import ALWAYS, Promise
from helpdesk.sla_shapes import (
    Conditions,
    Described,
    Escalation,
    Moment,
    Targets,
    read_conditions,
    read_escalations,
    read_pauses,
    read_targets,
)
from helpdesk.tokens import new_name

log = logging.getLogger(__name__)

EDITION: Final = "sla_edition"  # a setting: changes with every policy and calendar
PROGRESS: Final = "sla_recomputed"  # a setting: how far open tickets have followed
_EDITION = select(Setting.value).where(Setting.key == EDITION)


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy as it is applied."""

    id: int
    version: int
    conditions: Conditions
    targets: Targets
    pauses: frozenset[Category]
    warn_percent: int | None
    escalations: Sequence[Escalation]
    calendar: Opening = ALWAYS
    calendar_version: int | None = None

    def promise(self, priority: Priority) -> Promise:
        """Return what it promises tickets of a priority."""
        return Promise(
            policy_id=self.id,
            policy_version=self.version,
            minutes=self.targets.get(priority, {}),
            pauses=self.pauses,
            calendar=self.calendar,
            calendar_version=self.calendar_version,
            warn_percent=self.warn_percent,
        )


@dataclass(frozen=True, slots=True)
class Policies:
    """All policies that are switched on, in their order. edition: changes whenever one of them does."""

    edition: str = ""
    all: Sequence[Policy] = ()

    @property
    def asks_for_tags(self) -> bool:
        """Whether any condition names a tag."""
        return any(policy.conditions.tag_ids for policy in self.all)

    @property
    def asks_for_organisations(self) -> bool:
        """Whether any condition names an organisation."""
        return any(policy.conditions.organisation_ids for policy in self.all)

    @property
    def segment_ids(self) -> frozenset[int]:
        """The segments that any condition names."""
        return frozenset(id for policy in self.all for id in policy.conditions.segment_ids)

    def may_depend_on(self, changed: Collection[str]) -> bool:
        """Say whether clocks may depend on what changed of a ticket: fields of `Conditions`, or "priority"."""
        if "priority" in changed:  # each priority has times of its own
            return True
        return any(getattr(policy.conditions, name) for policy in self.all for name in changed)

    def matching(self, ticket: Described) -> Policy | None:
        """Return the first policy whose conditions fit."""
        return next((policy for policy in self.all if policy.conditions.fit(ticket)), None)

    def escalated(self, moment: Moment) -> frozenset[tuple[int, SlaTarget]]:
        """Return of which clocks, by policy and target, something is done at a moment."""
        return frozenset(
            (policy.id, target)
            for policy in self.all
            for target in SlaTarget
            if any(escalation.concerns(moment, target) for escalation in policy.escalations)
        )

    def by_id(self, policy_id: int) -> Policy | None:
        """Return a policy that is switched on."""
        return next((policy for policy in self.all if policy.id == policy_id), None)


# An edition is a random word, so that what one database has is never taken for another's.
_known = Policies()


def in_force(session: Session) -> Policies:
    """Return the policies that are switched on; one small query as long as nobody changed any."""
    global _known
    edition = edition_of(session)
    if edition != _known.edition:
        _known = Policies(edition, tuple(_load(session))) if edition else Policies()
    return _known


def edition_of(session: Session) -> str:
    """Return which edition of the policies and calendars counts, "" for a desk that never had any."""
    value = session.scalar(_EDITION)
    return value["value"] if value else ""


def renew(session: Session) -> None:
    """Begin a new edition: policies or calendars have changed."""
    session.merge(Setting(key=EDITION, value={"value": new_name()}, updated_at=clock.now()))
    session.flush()


def _load(session: Session) -> Iterator[Policy]:
    rows = session.execute(
        select(SlaPolicy, Calendar)
        .outerjoin(Calendar, Calendar.id == SlaPolicy.calendar_id)
        .where(SlaPolicy.is_enabled, SlaPolicy.removed_at.is_(None))
        .order_by(SlaPolicy.position, SlaPolicy.id)
        .execution_options(populate_existing=True)
    )
    for row, calendar in rows:
        try:
            yield _policy(row, calendar)
        except Invalid as error:
            # Validated when it was kept: only a foreign hand can have done this, and mail must come in all the same.
            log.error("policy %s set aside: %s", row.id, error.detail)


def _policy(row: SlaPolicy, calendar: Calendar | None) -> Policy:
    opening = ALWAYS if calendar is None else BusinessHours(calendar.time_zone, calendar.hours, calendar.holidays)
    hours.check(opening)
    return Policy(
        id=row.id,
        version=row.version,
        conditions=read_conditions(row.conditions),
        targets=read_targets(row.targets),
        pauses=read_pauses(row.pauses),
        warn_percent=row.warn_percent,
        escalations=read_escalations(row.escalations),
        calendar=opening,
        calendar_version=None if calendar is None else calendar.version,
    )
