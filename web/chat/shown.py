"""What a site's page and the panel are told about a chat: its design with what holds at this moment."""

import threading
import time
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from helpdesk import clock, hours, i18n
from helpdesk.actions import system_mail
from helpdesk.actions.attachments import VISITOR_MAX_BYTES
from helpdesk.models import Calendar
from helpdesk.queries.bot_links import bot_name
from helpdesk.queries.presences import is_anyone_there
from helpdesk.queries.reply_time import minutes_to_answer
from helpdesk.queries.rows import Json, iso
from helpdesk.queries.widget_form import form_of
from helpdesk.widget.asked import Question
from helpdesk.widget.colors import ACCENT, palette
from helpdesk.widget.design import Consent, Design, Uploads, as_json, design_of
from web.chat.accepted import accept_of

KEPT_S: Final = 300.0
# What is cut out of 28 pixels square, even-odd.
PICTURES: Final = {
    "chat": "M14 3c7 0 12 4 12 9.5s-5 9.5-12 9.5l-4-.5-6 3.5 1.5-5.5c-2-2-3.5-4-3.5-7 0-5.5 5-9.5 12-9.5z"
    "M8 11v3h3v-3zM12.5 11v3h3v-3zM17 11v3h3v-3z",
    "question": "M14 2a12 12 0 1 0 0 24a12 12 0 1 0 0-24zM12.6 16v-2.2c3.2-.8 4-1.8 4-3a2.5 2.5 0 0 0-5 0h-2.6"
    "c0-3 2.2-5 5.100-5s5.100 2 5.100 5c0 2.300-1.500 3.900-4 4.700v.5zM12.5 18.5v3h3v-3z",
    "wave": "M4 15l5.5-9.500c.8-1.300 2.700-.3 2 1.100l-2.300 4.500 6-7.6c1-1.2 2.6 0 1.8 1.300l-4.500 7.2 6-5.700c1.100-1 2.5.4 1.6 1.6"
    "l-5.100 6.400 4.6-2.900c1.2-.7 2.2.8 1.2 1.700l-8.300 8.300c-3 3-7.500 3-10 0-2-2.300-1-4.300 1.500-6.400z",
}

_promises: dict[int, tuple[float, int | None]] = {}
_lock = threading.Lock()


def shown(session: Session, channel_id: int, name: str, config: Mapping[str, Any]) -> Json:  # config: JSON
    """Return the public settings of a chat; nothing in it is secret and nothing is kept by asking for it."""
    design = design_of(config)
    return {
        **look(design, name, config),
        "form": [_asked(question) for question in form_of(session, design)],
        "online": is_anyone_there(session),
        "hours": _hours(session, design),
        "reply_time": _reply_time(session, channel_id) if design.shows_reply_time else None,
        "hand_over": {
            "mail": design.hand_over.by_mail and system_mail.mailbox(session) is not None,
            "telegram": bot_name(session, design.hand_over.telegram_channel_id) is not None,
        },
    }


def look(design: Design, name: str, config: Mapping[str, Any]) -> Json:  # config: JSON
    """Return the part of the settings that needs no look at the desk."""
    texts = {
        part: getattr(design, part) for part in ("title", "intro", "placeholder", "offline") if getattr(design, part)
    }
    return {
        "name": name,
        "colors": palette(config.get("colors", {}).get("accent", ACCENT)),
        "position": config.get("position", "right"),
        "greeting": config.get("greeting", {}),
        "launcher": {**as_json(design)["launcher"], "path": PICTURES[design.launcher.icon]},
        "words": {
            one: {part: i18n.text(one, f"widget.{part}") for part in ("chat", "fails")} for one in design.languages
        },
        "texts": texts,
        "languages": list(design.languages),
        "language": design.language,
        "consent": _consent(design.consent),
        "proactive": [as_json(design)["proactive"][n] for n in range(len(design.proactive))],
        "uploads": _uploads(design.uploads),
        "max_upload_bytes": max_bytes(design.uploads),
        "rating": design.asks_rating,
        "end": design.may_end,
        "identity": {"required": design.needs_identity},
    }


def max_bytes(uploads: Uploads) -> int:
    """Return how large a visitor's file may be."""
    return min(uploads.max_mb * 1_000_000, VISITOR_MAX_BYTES)


def _asked(question: Question) -> Json:
    return {
        "key": question.key,
        "kind": question.kind,
        "label": question.label,
        "required": question.is_required,
        "options": [{"value": option.value, "label": option.label} for option in question.options],
        **({"of": question.entity} if question.entity else {}),
    }


def _consent(consent: Consent) -> Json | None:
    if not consent.is_asked:
        return None
    return {"text": consent.text, "link": consent.link, "link_text": consent.link_text}


def _uploads(uploads: Uploads) -> Json | None:
    return {"max_bytes": max_bytes(uploads), "accept": accept_of(uploads.kinds)} if uploads.is_allowed else None


def _hours(session: Session, design: Design) -> Json | None:
    calendar = session.get(Calendar, design.calendar_id) if design.calendar_id is not None else None
    if calendar is None:
        return None
    now = clock.now()
    opens = hours.next_opening(calendar, now)
    return {"open": opens == now, "opens_at": iso(opens) if opens else None}


def _reply_time(session: Session, channel_id: int) -> Json | None:
    known = _promises.get(channel_id)
    if known is None or known[0] < time.monotonic():
        known = (time.monotonic() + KEPT_S, minutes_to_answer(session, channel_id, clock.now()))
        with _lock:
            _promises[channel_id] = known
    return None if known[1] is None else {"minutes": known[1]}
