"""Settings of the desk that admins edit; each has a default here."""

from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Setting

MAX_UNDO_S: Final = 120

DEFAULTS: Final[dict[str, Any]] = {  # JSON values
    "desk_name": "Helpdesk",
    "reopen_days": 7,
    "trash_days": 30,  # after which what was thrown away is deleted for good
    "undo_send_s": {"webchat": 0, "telegram": 0, "email": 10},
    "time_zone": "UTC",
    "usual_agent_days": 30,
    "away_after_min": 30,  # without a touch of the console; 0: never
    "second_factor": "nobody",  # of whom the desk requires one: nobody, admins, everybody
    "customer_pages": False,  # whether customers see their tickets by a link, without signing in
    "presence_reasons": [],  # what agents may choose from: [{"status": "busy" | "away", "name": "Training"} ...]
}

# Changed by actions of their own, not on the page of settings.
APART: Final[dict[str, Any]] = {  # JSON values
    "system_mailbox_id": None,  # the channel mails of the desk itself go out by; None: the first mailbox
    "oauth": {},  # {"google": {"client_id", "client_secret_id"}, "microsoft": {...}}
    "rating_delay_min": 15,
    "learning": {},  # which aspects of tickets what was learnt may decide: {"type": True, ...}
    "sign_on": {},  # how agents sign in at a provider: actions/accounts/sign_on_settings.py
    "push_key": {},  # by which browsers know the desk: {"public", "secret_id"}
    "setup_steps": {},  # helpdesk.queries.setup_steps has the shape
    "retention": {},  # helpdesk.retention has the shape
    "digest_hours": 0,  # how often agents who are away hear of their tickets by mail; 0: never
}


def get(session: Session, key: str) -> Any:  # a JSON value whose type the key tells
    """Return a setting's value, its default when nobody has set it; KeyError for an unknown key."""
    default = DEFAULTS[key] if key in DEFAULTS else APART[key]
    value = session.scalar(select(Setting.value).where(Setting.key == key))
    return default if value is None else value["value"]
