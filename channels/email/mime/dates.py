"""Dates of mails: RFC 5322, its obsolete forms and what mailers write instead."""

import re
from datetime import UTC, datetime, timedelta, timezone

_MONTHS = {
    name: number + 1
    for number, names in enumerate(
        (
            "jan янв січ", "feb фев лют", "mar мар бер mär", "apr апр кві", "may май мая тра mai", "jun июн чер",
            "jul июл лип", "aug авг сер", "sep сен вер", "oct окт жов okt", "nov ноя лис", "dec дек гру dez",
        )
    )
    for name in names.split()
}  # fmt: skip
_ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "bst": 60, "cet": 60, "cest": 120, "met": 60, "mest": 120, "eet": 120,
    "eest": 180, "msk": 180, "msd": 240, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420, "jst": 540, "kst": 540, "ist": 330, "hst": -600, "akst": -540, "akdt": -480,
}  # fmt: skip
_TIME = r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?"
_ZONE = r"[ \t]*(?:\(?(?:(?:GMT|UTC)?([+-])[ \t]?(\d{1,2}):?(\d{2})?|([A-Za-z]{1,5})\b))?"
_USUAL = re.compile(
    rf"(\d{{1,2}})[ \t.-]+([^\W\d_]{{3}})[^\W\d_]*[ \t.-]+(\d{{2,4}})[ \t,]+(?:at[ \t]+)?{_TIME}[ \t]*([AaPp][Mm])?{_ZONE}"
)
_AMERICAN = re.compile(
    rf"([^\W\d_]{{3}})[^\W\d_]*[ \t]+(\d{{1,2}}),?[ \t]+(\d{{4}})[ \t,]+(?:at[ \t]+)?{_TIME}[ \t]*([AaPp][Mm])?{_ZONE}"
)
_C = re.compile(
    rf"([^\W\d_]{{3}})[^\W\d_]*[ \t]+(\d{{1,2}})[ \t]+{_TIME}(?:[ \t]+([A-Z]{{3,4}}|[+-]\d{{4}}))?[ \t]+(\d{{4}})"
)
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}})[T \t]+{_TIME}{_ZONE}")
_DAY_FIRST = re.compile(rf"(\d{{1,2}})[./](\d{{1,2}})[./](\d{{4}})[ \t,]+{_TIME}{_ZONE}")


def read_date(text: str) -> datetime | None:
    """Return the time of a Date header in UTC, None when it says none; without a zone it is taken as UTC."""
    text = text[:200].strip().translate({0x2010: "-", 0x2212: "-"})
    if found := _USUAL.search(text):
        day, month, year, hour, minute, second, half, *zone = found.groups()
        return _moment(year, _MONTHS.get(month.lower()), day, (hour, minute, second, half), zone)
    if found := _AMERICAN.search(text):
        month, day, year, hour, minute, second, half, *zone = found.groups()
        return _moment(year, _MONTHS.get(month.lower()), day, (hour, minute, second, half), zone)
    if found := _C.search(text):
        month, day, hour, minute, second, name, year = found.groups()
        is_number = name and name[0] in "+-"
        zone = [name[0], name[1:3], name[3:5], None] if is_number else [None, None, None, name]
        return _moment(year, _MONTHS.get(month.lower()), day, (hour, minute, second, None), zone)
    if found := _ISO.search(text):
        year, month, day, hour, minute, second, *zone = found.groups()
        return _moment(year, int(month), day, (hour, minute, second, None), zone)
    if found := _DAY_FIRST.search(text):
        day, month, year, hour, minute, second, *zone = found.groups()
        return _moment(year, int(month), day, (hour, minute, second, None), zone)
    return None


def _moment(
    year: str, month: int | None, day: str, time: tuple[str, str, str | None, str | None], zone: list[str | None]
) -> datetime | None:
    hour, minute, second, half = time
    if month is None:
        return None
    try:
        return datetime(
            _year(year),
            month,
            int(day),
            _hour(int(hour), half),
            int(minute),
            min(int(second or 0), 59),
            tzinfo=_zone(zone),
        ).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _year(text: str) -> int:
    # RFC 5322, 4.3
    year = int(text)
    return year + (2000 if year < 50 else 1900) if year < 1000 else year


def _hour(hour: int, half: str | None) -> int:
    return hour if not half else hour % 12 + (12 if half.lower() == "pm" else 0)


def _zone(zone: list[str | None]) -> timezone:
    sign, hours, minutes, name = zone
    if sign:
        offset = int(hours or 0) * 60 + int(minutes or 0)
        return timezone(timedelta(minutes=-offset if sign == "-" else offset)) if offset < 24 * 60 else UTC
    return timezone(timedelta(minutes=_ZONES.get((name or "").lower(), 0)))
