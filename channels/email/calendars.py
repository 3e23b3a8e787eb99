"""An invitation in a mail (RFC 5545) in words, when the mail has no others."""

import re

_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(
    r"^(METHOD|SUMMARY|DTSTART|DTEND|LOCATION|DESCRIPTION)((?:;[^:\n]{0,200})?):(.*)$", re.MULTILINE | re.IGNORECASE
)
_ESCAPES = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}
_ESCAPE = re.compile(r"\\[nN,;\\]")
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?")


def calendar_method(text: str) -> str:
    """Return REQUEST, REPLY, CANCEL ... of an invitation in upper case, "" when it says none."""
    return _fields(text).get("METHOD", "").strip().upper()[:20]


def calendar_text(text: str) -> str:
    """Return what the first event of a calendar says: title, time, place, description."""
    fields = _fields(text)
    times = " - ".join(_time(fields[name]) for name in ("DTSTART", "DTEND") if fields.get(name))
    lines = (fields.get("SUMMARY", ""), times, fields.get("LOCATION", ""), fields.get("DESCRIPTION", ""))
    return "\n".join(line for line in lines if line.strip())


def _fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    text = _FOLD.sub("", text[:500_000])
    # The time-zone block in front has times of its own.
    event = re.search(r"^BEGIN:V(?:EVENT|TODO)", text, re.MULTILINE | re.IGNORECASE)
    for line in (
        *_LINE.finditer(text, 0, event.start() if event else len(text)),
        *_LINE.finditer(text, event.start() if event else len(text)),
    ):
        name = line[1].upper()
        if event and line.start() < event.start() and name != "METHOD":
            continue
        found.setdefault(name, _ESCAPE.sub(lambda escape: _ESCAPES[escape[0]], line[3]).strip())
    return found


def _time(value: str) -> str:
    found = _TIME.search(value)
    if not found:
        return value
    year, month, day, hour, minute, zone = found.groups()
    return f"{year}-{month}-{day}" + (f" {hour}:{minute}{' UTC' if zone else ''}" if hour else "")
