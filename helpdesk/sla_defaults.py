"""The policies a new desk starts with; why these is told in docs/decisions/0016."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from helpdesk import clock, sla_policies
from helpdesk.models import Setting, SlaPolicy

WORDS: Final = ("urgent", "high", "normal", "low")
WARN_PERCENT: Final = 75
DAY: Final = 24 * 60
TELLS_ASSIGNEE: Final = [{"at": at, "notify": {"assignee": True}} for at in ("warning", "breach")]

# Minutes from urgent to low.
_CHAT: Final = {"first_response": (2, 3, 5, 8), "next_response": (2, 3, 5, 8)}
_TELEGRAM: Final = {"first_response": (5, 10, 20, 40), "next_response": (5, 10, 20, 40)}
_OTHERS: Final = {
    "first_response": (30, 60, 120, 240),
    "next_response": (30, 60, 120, 240),
    "resolution": (8 * 60, DAY, 3 * DAY, 7 * DAY),
}


def seed_policies(session: Session) -> None:
    """Give a new desk its policies: by kind of channel, counting day and night."""
    for position, (name, kinds, minutes) in enumerate(
        (("Web chat", ["webchat"], _CHAT), ("Telegram", ["telegram"], _TELEGRAM), ("E-mail and all else", [], _OTHERS))
    ):
        session.add(
            SlaPolicy(
                name=name,
                position=position,
                version=1,
                is_enabled=True,
                conditions={"channel_kinds": kinds} if kinds else {},
                targets=_targets(minutes),
                warn_percent=WARN_PERCENT,
                escalations=TELLS_ASSIGNEE,
            )
        )
    sla_policies.renew(session)
    # There is no ticket yet that would have to follow.
    done = {"edition": sla_policies.edition_of(session), "after_id": 0, "is_done": True}
    session.merge(Setting(key=sla_policies.PROGRESS, value=done, updated_at=clock.now()))


def _targets(minutes: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
    return {word: {target: given[n] for target, given in minutes.items()} for n, word in enumerate(WORDS)}
