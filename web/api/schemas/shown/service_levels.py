"""Service levels: calendars, policies, the clocks of a ticket, and what agents are told."""

from typing import Any, Literal

from web.api.schemas.shown import Shown

Target = Literal["first_response", "next_response", "resolution"]


class SlaClockView(Shown):
    """One target of a ticket. It still runs or stands still while `met_at` is null; late once `breached_at` is set.

    due_at is null while it stands still: nobody knows for how long. run: which wait of the customer, counted from 1.
    """

    target: Target
    run: int
    target_minutes: int | None
    policy_id: int
    policy_version: int
    started_at: str
    due_at: str | None
    paused: bool
    paused_at: str | None
    warned_at: str | None
    met_at: str | None
    breached_at: str | None


class HolidaySourceView(Shown):
    """Whose public holidays are free; years null: from last year to three years ahead."""

    country: str
    subdivision: str | None
    years: list[int] | None


class FreeDayView(Shown):
    """A free day and where it comes from."""

    date: str
    name: str
    source: Literal["country", "hand", "ical"]


class CalendarView(Shown):
    """Business hours. hours: by weekday "0" (Monday) to "6" its intervals ["09:00", "18:00"]; a missing day is closed."""

    id: int
    name: str
    version: int
    time_zone: str
    hours: dict[str, list[list[str]]]
    holiday_source: HolidaySourceView | None
    days: list[FreeDayView]
    policy_ids: list[int]


class HolidayCountry(Shown):
    """A country whose public holidays are known, with its regions."""

    country: str
    subdivisions: list[str]


class PolicyView(Shown):
    """An SLA policy; the first that is switched on and fits a ticket counts. Shapes as in the requests."""

    id: int
    name: str
    version: int
    position: int
    is_enabled: bool
    calendar_id: int | None
    conditions: dict[str, list[Any]]
    targets: dict[str, dict[str, int]]
    pauses: list[str]
    warn_percent: int | None
    escalations: list[dict[str, Any]]


class PolicyName(Shown):
    """What a policy is called; removed ones are still named by clocks of the past."""

    id: int
    name: str


class NotificationView(Shown):
    """What an agent was told; kind: "sla.warned", "sla.breached"."""

    id: int
    kind: str
    ticket_id: int | None
    ticket_number: int | None
    data: dict[str, Any]
    at: str
    read: bool


class Notifications(Shown):
    """The newest notifications first, at most 50, and how many are unread in all."""

    unread: int
    notifications: list[NotificationView]
