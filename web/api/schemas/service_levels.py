"""What admins send about calendars and SLA policies."""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from helpdesk.actions.workspace.calendars import CalendarChanges
from helpdesk.actions.workspace.channels import ABSENT
from helpdesk.actions.workspace.sla_policies import PolicyChanges
from helpdesk.models import Role
from helpdesk.public_holidays import HolidaySource
from web.api.schemas import AsSeen, Id, Input, line
from web.api.schemas.workspace import Name, Word

Target = Literal["first_response", "next_response", "resolution"]
Weekday = Literal["0", "1", "2", "3", "4", "5", "6"]
Time = Annotated[str, line(8)]


class Country(Input):
    """Whose public holidays are free: two letters, a region of it; years null: from last year to three years ahead."""

    country: Annotated[str, line(2)]
    subdivision: Annotated[str, line(20)] | None = None
    years: list[int] | None = None


class FreeDay(Input):
    """A day put in by hand."""

    date: date
    name: Annotated[str, line(500)] = ""


class CalendarPatch(AsSeen):
    """Only what is there is changed. ical: a calendar text whose whole days are free, "" for none any more."""

    name: Name | UnsetType = UNSET
    time_zone: Annotated[str, line(60)] | UnsetType = UNSET
    hours: dict[Weekday, list[list[Time]]] | UnsetType = UNSET
    holiday_source: Country | UnsetType | None = UNSET
    own_days: list[FreeDay] | UnsetType = UNSET
    ical: Annotated[str, line(1_000_000)] | UnsetType = UNSET

    def as_changes(self) -> CalendarChanges:
        """Return it in the words of the desk."""
        source = self.holiday_source
        return CalendarChanges(
            name=None if self.name is UNSET else self.name,
            time_zone=None if self.time_zone is UNSET else self.time_zone,
            hours=None if self.hours is UNSET else {str(day): pairs for day, pairs in self.hours.items()},
            holiday_source=HolidaySource(source.country, source.subdivision, source.years)
            if isinstance(source, Country)
            else (ABSENT if source is UNSET else None),
            own_days=None if self.own_days is UNSET else [(day.date, day.name) for day in self.own_days],
            ical=None if self.ical is UNSET else self.ical,
        )


class NewCalendar(CalendarPatch, kw_only=True):
    """A calendar; what is not given is always open, in UTC, without holidays."""

    name: Name


class PolicyConditions(Input, omit_defaults=True):
    """Which tickets a policy is for: every list that is given, any entry of it; none at all fits every ticket."""

    type_ids: tuple[Id, ...] = ()
    priorities: tuple[Word, ...] = ()
    team_ids: tuple[Id, ...] = ()
    channel_ids: tuple[Id, ...] = ()
    channel_kinds: tuple[Name, ...] = ()
    tag_ids: tuple[Id, ...] = ()
    organisation_ids: tuple[Id, ...] = ()
    segment_ids: tuple[Id, ...] = ()
    languages: tuple[Name, ...] = ()


class Notify(Input, omit_defaults=True):
    """Who is told: whoever has the ticket, the supervisors who may see it, everybody of these roles, these agents."""

    assignee: bool = False
    supervisors: bool = False
    roles: tuple[Role, ...] = ()
    agent_ids: tuple[Id, ...] = ()


class EscalationInput(Input, omit_defaults=True):
    """What is done by itself at the warning or the breach of these targets, of any when none is given."""

    at: Literal["warning", "breach"]
    targets: tuple[Target, ...] = ()
    priority: Word | None = None
    team_id: Id | None = None
    unassign: bool = False
    notify: Notify | None = None


class PolicyPatch(AsSeen):
    """Only what is there is changed; conditions, targets, pauses and escalations are replaced whole.

    targets: minutes of business time by priority and target. pauses: in which categories clocks stand still, besides
    resolved and closed. warn_percent: after which share of a target somebody is warned, null for never.
    """

    name: Name | UnsetType = UNSET
    is_enabled: bool | UnsetType = UNSET
    calendar_id: Id | UnsetType | None = UNSET
    conditions: PolicyConditions | UnsetType = UNSET
    targets: dict[Word, dict[Target, int]] | UnsetType = UNSET
    pauses: list[Name] | UnsetType = UNSET
    warn_percent: int | UnsetType | None = UNSET
    escalations: list[EscalationInput] | UnsetType = UNSET

    def as_changes(self) -> PolicyChanges:
        """Return it in the words of the desk."""
        return PolicyChanges(
            name=None if self.name is UNSET else self.name,
            is_enabled=None if self.is_enabled is UNSET else self.is_enabled,
            calendar_id=ABSENT if self.calendar_id is UNSET else self.calendar_id,
            conditions=_plain(self.conditions),
            targets=_plain(self.targets),
            pauses=_plain(self.pauses),
            warn_percent=ABSENT if self.warn_percent is UNSET else self.warn_percent,
            escalations=_plain(self.escalations),
        )


class NewPolicy(PolicyPatch, kw_only=True):
    """A policy; it comes after all others."""

    name: Name
    targets: dict[Word, dict[Target, int]]


class PolicyOrder(Input):
    """The ids of all policies in their new order."""

    ids: list[Id]


class NotificationsRead(Input):
    """The newest notification that was seen."""

    upto: Id


def _plain(value: object) -> Any:  # JSON, None for what was left out
    return None if value is UNSET else msgspec.to_builtins(value)
