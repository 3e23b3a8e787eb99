"""Public holidays by country, from the library that knows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

from helpdesk.errors import Invalid
from helpdesk.late import Late

if TYPE_CHECKING:
    import holidays
else:
    holidays = Late("holidays")

YEARS: Final = range(2000, 2101)
MAX_YEARS: Final = 20
LANGUAGE: Final = "en_US"


@dataclass(frozen=True, slots=True)
class HolidaySource:
    """A country, one of its regions, and which years; no years: from last year to three years ahead."""

    country: str
    subdivision: str | None = None
    years: Sequence[int] | None = None

    def years_at(self, today: date) -> Sequence[int]:
        """Return the years that count on a day."""
        return self.years or range(today.year - 1, today.year + 4)


@cache
def countries() -> Mapping[str, Sequence[str]]:
    """Return the regions of every country by its two letters, in order."""
    known = holidays.list_supported_countries(include_aliases=False)
    return {code: known[code] for code in sorted(known) if len(code) == 2}


def checked_source(source: HolidaySource) -> HolidaySource:
    """Return the source; Invalid when there is no such country or region, or when the years cannot be."""
    if source.country not in countries():
        raise Invalid("The holidays of this country are not known.", country="unknown")
    if source.subdivision is not None and source.subdivision not in countries()[source.country]:
        raise Invalid("There is no such region in this country.", subdivision="unknown")
    years = source.years or ()
    if len(years) > MAX_YEARS or any(year not in YEARS for year in years):
        raise Invalid(f"Give at most {MAX_YEARS} years from {YEARS[0]} to {YEARS[-1]}.", years="range")
    return source


def days_of(source: HolidaySource, today: date) -> list[tuple[date, str]]:
    """Return the free days of a country in the years that count, in order, with their names."""
    found = holidays.country_holidays(
        source.country, subdiv=source.subdivision, years=list(source.years_at(today)), language=_language(source)
    )
    return sorted((day, name) for day, name in found.items() if day.year in source.years_at(today))


def _language(source: HolidaySource) -> str | None:
    """Return English where the library has it, else the country's own language."""
    return LANGUAGE if LANGUAGE in holidays.list_localized_countries().get(source.country, ()) else None
