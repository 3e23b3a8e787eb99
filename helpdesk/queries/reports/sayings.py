"""A report in a reader's own words, for a letter: names, dates, durations and shares as their language writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime, format_skeleton, get_day_names
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit
from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import i18n
from helpdesk.models import Agent, TicketType
from helpdesk.queries.reports.arrangement import Arrangement
from helpdesk.queries.reports.names import names_of
from helpdesk.queries.rows import Json

MOST_ROWS: Final = 40
DAYS: Final = ("day", "week", "month")
NONE: Final = "none"
_FIELDS: Final = {"count": ("value",), "share": ("n", "value"), "seconds": ("n", "value", "p90", "mean")}
_HEADS: Final = {
    ("count", "value"): "count",
    ("share", "n"): "of",
    ("share", "value"): "share",
    ("seconds", "n"): "count",
    ("seconds", "value"): "median",
    ("seconds", "p90"): "p90",
    ("seconds", "mean"): "mean",
}
_STEPS: Final = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


@dataclass(frozen=True, slots=True)
class Said:
    """A report in words. table: its head and its rows; query: of the address that shows it in the console."""

    period: str
    paragraphs: Sequence[str]
    table: Sequence[Sequence[str]]
    notes: Sequence[str]
    query: str


def said(session: Session, arrangement: Arrangement, answer: Json, agent: Agent) -> Said:
    """Return what a letter to an agent says of an answer that compares; moments are told in their zone."""
    language = i18n.known(agent.locale)
    unit = answer["unit"]
    rows = _shown(answer)
    names = _names(session, arrangement.by, language)
    total = answer["total"]
    text = i18n.text(
        language,
        "report.mail_total",
        measure=i18n.text(language, f"report.measure.{arrangement.measure}"),
        value=_amount(total["value"], unit, language),
        before=_amount(total["before"]["value"], unit, language),
    )
    return Said(
        period=_period(answer["period"], language),
        paragraphs=[_period(answer["period"], language), text],
        table=[_head(arrangement, unit, language), *(_row(row, names, unit, language) for row in rows)] if rows else [],
        notes=_notes(answer, len(rows), agent, language),
        query=urlencode({"page": "reports", "q": _question(arrangement)}),
    )


def duration(seconds: float, language: str) -> str:
    """Return the two largest units of a time: "2h 5m"."""
    whole = round(seconds)
    at = next((n for n, (_, size) in enumerate(_STEPS) if whole >= size), len(_STEPS) - 1)
    name, size = _STEPS[at]
    words = [_unit(whole // size, name, language)]
    if at + 1 < len(_STEPS) and (rest := whole % size // _STEPS[at + 1][1]):
        words.append(_unit(rest, _STEPS[at + 1][0], language))
    return " ".join(words)


def _unit(value: int, name: str, language: str) -> str:
    length = "narrow" if language == "en" else "short"
    return format_unit(value, f"duration-{name}", length=length, locale=language)  # type: ignore[arg-type]  # a word of two


def _amount(value: float | None, unit: str, language: str) -> str:
    if value is None:
        return "–"
    if unit == "seconds":
        return duration(value, language)
    if unit == "share":
        return format_percent(value, "#,##0.#\xa0%" if language == "ru" else "#,##0.#%", locale=language)
    return format_decimal(value, locale=language)


def _shown(answer: Json) -> list[Json]:
    """Return the rows of a letter: all of a few, of many those with the most; in time, the newest."""
    if answer["by"] == NONE:
        return []
    rows: list[Json] = answer["rows"]
    if answer["by"] in DAYS:
        return rows[-MOST_ROWS:]
    if answer["by"] == "hour_of_week":
        return sorted((row for row in rows if row["n"]), key=lambda row: -(row["value"] or 0))[:MOST_ROWS]
    return rows[:MOST_ROWS]


def _head(arrangement: Arrangement, unit: str, language: str) -> list[str]:
    heads = [i18n.text(language, f"report.{_HEADS[unit, field]}") for field in _FIELDS[unit]]
    return [i18n.text(language, f"report.by.{arrangement.by}"), *heads]


def _row(row: Json, names: "_Names", unit: str, language: str) -> list[str]:
    cells = [_amount(row[field], "count" if field == "n" else unit, language) for field in _FIELDS[unit]]
    return [names.of(row["key"]), *cells]


@dataclass(frozen=True, slots=True)
class _Names:
    by: str
    language: str
    known: dict[str, str]

    def of(self, key: str | None) -> str:
        """Return what a row is called."""
        if key is None or key == "":
            return i18n.text(self.language, f"report.without.{self.by}")
        if self.by in DAYS:
            return _day(date.fromisoformat(key), self.by, self.language)
        if self.by == "hour_of_week":
            return f"{get_day_names('abbreviated', locale=self.language)[int(key) // 24]} {int(key) % 24:02d}:00"
        if self.by == "language":
            return str(Locale.parse(self.language).languages.get(key, key))
        return self.known.get(key, key)


def _names(session: Session, by: str, language: str) -> _Names:
    if by == "age":
        return _Names(by, language, {str(n): i18n.text(language, f"report.age.{n}") for n in range(5)})
    if by == "duration":
        return _Names(by, language, {str(n): i18n.text(language, f"report.duration.{n}") for n in range(7)})
    if by == "priority":
        words = ("low", "normal", "high", "urgent")
        return _Names(by, language, {word: i18n.text(language, f"report.priority.{word}") for word in words})
    known = dict(names_of(session, by))
    if by == "type":
        ours = {str(id): key for id, key in session.execute(select(TicketType.id, TicketType.key)) if key}
        told = i18n.catalogue(language)
        known |= {id: told[f"report.type.{key}"] for id, key in ours.items() if f"report.type.{key}" in told}
    return _Names(by, language, known)


def _day(day: date, by: str, language: str) -> str:
    return str(format_skeleton("yMMMM" if by == "month" else "yMMMEd", day, locale=language))


def _period(period: Json, language: str) -> str:
    since, last = (_day(date.fromisoformat(period[end]), "day", language) for end in ("since", "last"))
    return since if since == last else f"{since} – {last}"


def _notes(answer: Json, shown: int, agent: Agent, language: str) -> list[str]:
    notes = [i18n.text(language, "report.zone", zone=answer["period"]["time_zone"])]
    if answer["as_of"]:
        at = datetime.fromisoformat(answer["as_of"])
        notes.append(i18n.text(language, "report.as_of", time=_moment(at, agent, language)))
    if answer["is_cut"] or (
        answer["by"] != NONE and shown < sum(1 for row in answer["rows"] if row["n"] or row["value"])
    ):
        notes.append(i18n.text(language, "report.more", n=shown))
    return notes


def _moment(at: datetime, agent: Agent, language: str) -> str:
    return format_datetime(at, "medium", tzinfo=ZoneInfo(agent.time_zone), locale=language) + f" ({agent.time_zone})"


def _question(asked: Arrangement) -> str:
    """Return a question as the console keeps it in its address."""
    words = {"measure": asked.measure, "by": asked.by, "period": asked.period}
    if asked.hours != "calendar":
        words["hours"] = asked.hours
    for name, values in asked.filters.items():
        if values:
            words[name] = ",".join(NONE if value in (None, "") else str(value) for value in values)
    return urlencode(words, safe=",")
