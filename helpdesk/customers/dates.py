"""Days that matter: when they are next, and when to tell somebody."""

from datetime import date, timedelta

from helpdesk.errors import Invalid


def read_day(text: str) -> str:
    """Return a day as "1990-05-17"; Invalid when it is none."""
    try:
        return date.fromisoformat(text.strip()[:10]).isoformat()
    except ValueError:
        raise Invalid("A day looks like 1990-05-17.", day="date") from None


def next_on(day: str, *, is_yearly: bool, today: date) -> str | None:
    """Return when a day is next, today included; None when it is over. 29 February is the 28th in other years."""
    first = date.fromisoformat(day)
    if not is_yearly or first >= today:
        return None if first < today else day
    this_year = _in_year(first, today.year)
    return (this_year if this_year >= today else _in_year(first, today.year + 1)).isoformat()


def reminder_after(day: str, *, is_yearly: bool, remind_days: int | None, after: date) -> str | None:
    """Return the first day after `after` on which somebody is to be reminded; None when there is none any more."""
    if remind_days is None:
        return None
    occurrence = next_on(day, is_yearly=is_yearly, today=after + timedelta(days=remind_days + 1))
    if occurrence is None:
        return None
    return (date.fromisoformat(occurrence) - timedelta(days=remind_days)).isoformat()


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
