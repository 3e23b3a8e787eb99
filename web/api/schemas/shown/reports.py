"""Reports as they are answered."""

from typing import Any, Literal

from web.api.schemas.shown import Shown
from web.api.schemas.shown.tickets import Row


class FigureView(Shown):
    """n: how many facts it is made of. value: the count, the share (0 to 1), or the median in seconds; p90, mean: seconds."""

    n: int
    value: float | None
    p90: float | None
    mean: float | None


class ReportRow(FigureView):
    """One row. key: the day, the hour of the week (0: Monday's first), an id or a word; null: without a value."""

    key: str | None
    before: FigureView | None


class PeriodView(Shown):
    """Whole days of the desk's time zone, `last` among them, and when they begin and end."""

    since: str
    last: str
    start: str
    end: str
    time_zone: str


class TargetView(Shown):
    """What the first policy that holds for all its tickets promises a priority, in seconds of its hours."""

    seconds: int
    priority: str
    hours: Literal["calendar", "business"]


class ReportView(Shown):
    """A report. as_of: up to when; ready: which share of the tickets is counted while all are counted anew."""

    measure: str
    unit: Literal["count", "seconds", "share"]
    by: str
    hours: str
    period: PeriodView
    before: PeriodView | None
    rows: list[ReportRow]
    total: ReportRow
    is_cut: bool
    target: TargetView | None
    as_of: str | None
    ready: float


class TicketBehind(Shown):
    """A ticket behind a number: of how many facts, and the longest of their times."""

    ticket: Row
    facts: int
    seconds: int | None


class Behind(Shown):
    """Tickets behind a number. next: what to ask for with `below`, null at the end."""

    facts: int
    tickets: list[TicketBehind]
    next: int | None


class RecipientView(Shown):
    """Who gets it. trouble: why the last letter did not come: "not_allowed", "no_mail" or "broken"."""

    agent_id: int
    trouble: str | None


class ScheduleView(Shown):
    """When a saved report goes out. next_at: to the first of its readers; off_reason: why it goes out no more."""

    every: Literal["day", "week", "month"]
    day: int
    hour: int
    owner_id: int
    off_reason: str | None
    next_at: str | None
    recipients: list[RecipientView]


class LetterView(Shown):
    """A letter with a saved report. day: the reader's day it was due, null where somebody asked for it.

    state: of its delivery; null once that is kept no more.
    """

    id: int
    agent_id: int
    day: str | None
    created_at: str
    state: Literal["queued", "sending", "sent", "delivered", "read", "failed", "unknown"] | None


class SavedView(Shown):
    """A saved report; the arrangement has the shape of the request."""

    id: int
    name: str
    owner_id: int
    audience: Literal["private", "team", "all"]
    team_id: int | None
    arrangement: dict[str, Any]
    updated_at: str
    schedule: ScheduleView | None
