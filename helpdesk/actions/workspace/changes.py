"""What every change of the desk itself leaves behind, and how the words of admins are checked."""

import unicodedata
from collections.abc import Collection
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from helpdesk import events, markup
from helpdesk.actions import audit
from helpdesk.errors import Invalid
from helpdesk.permissions import Actor

JOINERS: Final = "\u200c\u200d"  # hold together letters and emoji; other invisible characters only deceive


class What(StrEnum):
    """Which part of the desk changed; told to every console."""

    AGENTS = "agents"
    TEAMS = "teams"
    SKILLS = "skills"
    CHANNELS = "channels"
    RULES = "rules"
    SETTINGS = "settings"
    CALENDARS = "calendars"
    SLA_POLICIES = "sla_policies"
    DEADLINES = "deadlines"
    TEMPLATES = "templates"
    MACROS = "macros"
    CUSTOM_FIELDS = "custom_fields"
    API_KEYS = "api_keys"
    SEGMENTS = "segments"
    TAGS = "tags"
    TAG_NAMES = "tag_names"
    VIEWS = "views"
    AUTOMATIONS = "automations"


def leave_trace(
    session: Session,
    verb: str,
    *,
    what: What,
    thing: str,
    by: Actor,
    address: str = "",
    data: dict[str, Any] | None = None,  # JSON, nothing personal
    agent_id: int | None = None,
) -> None:
    """Record a change of the desk for consoles and, under `verb` and "team:3", for the audit log."""
    session.flush()
    events.record(session, "workspace.changed", by=by, agent_id=agent_id, data={"what": what.value})
    audit.append(session, verb, by=by, what=thing, address=address, data=data)


def one_line(text: str, *, field: str, max_chars: int) -> str:
    """Return a name on one line without invisible characters; Invalid, naming the field, when empty or too long."""
    visible = (char for char in markup.clean(text) if char in JOINERS or unicodedata.category(char) != "Cf")
    line = " ".join("".join(visible).split())
    if not line.strip(JOINERS):
        raise Invalid("Give it a name.", **{field: "empty"})
    if len(line) > max_chars:
        raise Invalid(f"A name has at most {max_chars} characters.", **{field: "too_long"})
    return line


def require_known(session: Session, id: InstrumentedAttribute[int], ids: Collection[int], *, field: str) -> None:
    """Raise Invalid, naming the field and the ids, unless each of these exists."""
    wanted = set(ids)
    unknown = wanted - set(session.scalars(select(id).where(id.in_(wanted))))
    if unknown:
        raise Invalid("One of these does not exist (any more).", **{field: "unknown", "unknown_ids": sorted(unknown)})
