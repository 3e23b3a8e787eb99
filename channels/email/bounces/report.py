"""Delivery status notifications (RFC 3464)."""

import re
from collections.abc import Sequence
from typing import Final

from channels.email.bounces.addresses import ADDRESS, clean, distinct
from channels.email.bounces.returned import original_to
from channels.email.bounces.verdict import is_hard, status_in
from channels.email.mime.headers import Headers
from channels.email.parsed import BounceInfo, ReportPart

_STATUS_TYPES: Final = ("message/delivery-status", "message/global-delivery-status", "text/delivery-status")
MAX_CHARS: Final = 400_000
_field: Final = re.compile(r"([A-Za-z][A-Za-z-]{1,40})\s{0,3}:[ \t]*(.*)")
_NOT_FAILED: Final = ("delayed", "delivered", "relayed", "expanded", "deliverable")

_Fields = dict[str, str]


def read_report(
    headers: Headers, parts: Sequence[ReportPart], text: str, *, message_id: str, from_email: str
) -> tuple[bool, BounceInfo | None]:
    """Return whether there is a standard report, and the bounce it tells of; a delay or a delivery is none."""
    statuses = [part.text for part in parts if part.media_type in _STATUS_TYPES]
    if (
        not statuses
        and "final-recipient:" in text[:MAX_CHARS].lower()
        and "multipart/report" in headers.get("content-type").lower()
    ):
        statuses = [text]
    groups = [group for status in statuses for group in _groups(status[:MAX_CHARS]) if _is_recipient(group)]
    if not groups:
        return False, None
    failed = [group for group in groups if _has_failed(group)]
    if not failed:
        return True, None
    first = failed[0]
    diagnostic = _value(first.get("diagnostic-code", ""))
    status = status_in(first.get("status", "")) or status_in(diagnostic)
    better = status_in(diagnostic)
    if better and status.endswith(".0.0") and better[0] == status[0]:
        status = better
    recipients = distinct(address for group in failed for address in _addresses(group))
    if not recipients:
        recipients = distinct(
            clean(found) for found in ADDRESS.findall(headers.get("x-failed-recipients") or original_to(parts, text))
        )
    words = f"{diagnostic} {text[:3_000] if not diagnostic else ''}"
    return True, BounceInfo(is_hard(status, words), status, diagnostic[:500], message_id, recipients)


def _groups(status: str) -> list[_Fields]:
    """Return the fields of every block of lines."""
    groups: list[_Fields] = [{}]
    name = ""
    for line in status.split("\n"):
        field = _field.match(line)
        if not line.strip():
            name = ""
            if groups[-1]:
                groups.append({})
        elif line[:1] in " \t" and name:
            groups[-1][name] += " " + line.strip()
        elif field:
            name = field[1].lower()
            if name == "final-recipient" and name in groups[-1]:
                groups.append({})
            groups[-1].setdefault(name, "")
            groups[-1][name] = groups[-1][name] or field[2].strip()
    return groups


def _is_recipient(group: _Fields) -> bool:
    return not group.keys().isdisjoint(("final-recipient", "original-recipient", "action", "x-actual-recipient"))


def _has_failed(group: _Fields) -> bool:
    action = group.get("action", "").strip().lower()
    status = group.get("status", "").strip()
    if action.startswith(_NOT_FAILED):
        return False
    return bool(action) or status[:1] in ("4", "5")


def _addresses(group: _Fields) -> tuple[str, ...]:
    """Return the address that was written to and the one it led to; a server may tell either."""
    told = [ADDRESS.search(_value(group.get(name, ""))) for name in ("original-recipient", "final-recipient")]
    found = distinct(clean(match[0]) for match in told if match)
    actual = ADDRESS.search(_value(group.get("x-actual-recipient", "")))
    return found or ((clean(actual[0]),) if actual else ())


def _value(field: str) -> str:
    """Return a field without its type: "rfc822; anna@example.org"."""
    kind, semicolon, value = field.partition(";")
    return value.strip() if semicolon and len(kind) < 30 and " " not in kind.strip() else field.strip()
