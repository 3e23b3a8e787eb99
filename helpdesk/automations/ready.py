"""Ready-made rules: added switched off, with letters in every language of the desk."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import i18n
from helpdesk.automations.shapes import Json
from helpdesk.desk_language import desk_language
from helpdesk.models import Calendar, Category, Status, Tag

Made = tuple[Json, Json, list[Json]]  # trigger, conditions, steps
DAY_MIN: Final = 24 * 60
VIP: Final = "VIP"


def made(session: Session, key: str) -> tuple[str, Json, Json, list[Json]]:
    """Return name, trigger, conditions and steps of a ready-made rule, for this desk."""
    trigger, conditions, steps = READY[key](session)
    return i18n.text(desk_language(session), f"automation.ready.{key}"), trigger, conditions, steps


def _after_hours(session: Session) -> Made:
    calendar = session.scalar(select(Calendar.id).order_by(Calendar.id).limit(1))
    hours = None if calendar is None else {"calendar_id": calendar, "is_open": False}
    return {"on": "ticket.created"}, {"hours": hours}, [_letter("after_hours")]


def _still_waiting(_session: Session) -> Made:
    return _waits(3), {"filter": _only("category", "open", "pending")}, [_letter("still_waiting")]


def _close_waiting(session: Session) -> Made:
    resolved = session.scalars(
        select(Status.id)
        .where(Status.category == Category.RESOLVED)
        .order_by(Status.is_default.desc(), Status.position)
        .limit(1)
    ).one()
    steps = [_letter("closed_waiting"), {"do": "status", "status_id": resolved}]
    return _waits(7), {"filter": _only("category", "pending")}, steps


def _thank_you(_session: Session) -> Made:
    return {"on": "resolved", "minutes": 60, "calendar_id": None}, {}, [_letter("thank_you")]


def _vip_is_urgent(session: Session) -> Made:
    tag = session.scalar(select(Tag).where(Tag.name == VIP))
    if tag is None:
        tag = Tag(name=VIP)
        session.add(tag)
        session.flush()
    conditions = {"customer_tag_ids": [tag.id]}
    return {"on": "ticket.created"}, conditions, [{"do": "priority", "priority": "urgent"}]


def _birthday(_session: Session) -> Made:
    return {"on": "customer_date", "date_kind": "birthday", "days_before": 0}, {}, [_letter("birthday")]


def _waits(days: int) -> Json:
    return {"on": "waiting_customer", "minutes": days * DAY_MIN, "calendar_id": None}


def _only(field: str, *values: str) -> Json:
    return {"match": "all", "conditions": [{"field": field, "op": "in", "values": list(values)}], "groups": []}


def _letter(key: str) -> dict[str, Any]:
    return {"do": "letter", "texts": {code: i18n.text(code, f"automation.letter.{key}") for code in i18n.languages()}}


READY: Final[Mapping[str, Callable[[Session], Made]]] = {
    "after_hours": _after_hours,
    "still_waiting": _still_waiting,
    "close_waiting": _close_waiting,
    "thank_you": _thank_you,
    "vip_is_urgent": _vip_is_urgent,
    "birthday": _birthday,
}
