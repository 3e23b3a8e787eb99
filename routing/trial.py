"""The face that says what the rules would decide about a message that nobody sent."""

from typing import Any

from sqlalchemy.orm import Session

from helpdesk.errors import Invalid
from helpdesk.models.channels import Channel
from routing.classification import verdict
from routing.desk_rules import load_desk
from routing.rules import Described, classify_by


def try_rules(
    session: Session, *, text: str, language: str = "", sender: str = "", channel_id: int | None = None
) -> dict[str, Any]:  # JSON of the API
    """Return what would be decided and which rule decided it; Invalid when there is no such channel."""
    described = Described(
        text=text, sender=sender, channel_id=channel_id, channel_kind=_kind(session, channel_id), language=language
    )
    desk = load_desk(session)
    found = classify_by(desk.book, described)
    decided = verdict(found, desk)
    return {
        "language": decided.language,
        "type_id": decided.type_id,
        "priority": None if decided.priority is None else decided.priority.word,
        "team_id": decided.team_id,
        "skills": [{"skill_id": skill_id, "level": level} for skill_id, level in sorted(decided.skills.items())],
        "reasons": list(decided.reasons),
    }


def _kind(session: Session, channel_id: int | None) -> str:
    if channel_id is None:
        return ""
    channel = session.get(Channel, channel_id)
    if channel is None:
        raise Invalid("There is no such channel.", channel_id="unknown")
    return channel.kind.value
