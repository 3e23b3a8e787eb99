"""The named crash points of the journey, which part passes each in most cases, and how to arm them."""

from pathlib import Path
from typing import Final

POINTS: Final = {
    "receive.before_commit": "web",
    "receive.after_commit": "web",
    "chat.before_ack": "web",
    "chat.before_push": "web",
    "live.before_push": "web",
    "reply.before_commit": "web",
    "reply.after_commit": "web",
    "relay.before_number": "relay",
    "relay.after_number": "relay",
    "relay.after_announce": "relay",
    "classify.before_commit": "worker",
    "routing.before_claim": "worker",
    "routing.after_claim": "worker",
    "delivery.claimed": "gateway",
    "delivery.sent": "gateway",
    "delivery.marked": "gateway",
}

MAIL_POINTS: Final = {
    "mail.fetched": "gateway",
    "mail.stored": "gateway",
    "smtp.before_dot": "gateway",
    "smtp.after_dot": "gateway",
}
TELEGRAM_POINTS: Final = {
    "telegram.fetched": "gateway",
    "telegram.stored": "gateway",
    "telegram.taken": "gateway",
    "telegram.part_sent": "gateway",
}

BEGINNING_POINTS: Final = {
    "begin.before_commit": "web",
    "begin.after_commit": "web",
}
MANY_POINTS: Final = {
    "many.before_commit": "web",
    "many.after_commit": "web",
}

# Points of other roads: each is passed by a test of its own, in a process that dies there.
ELSEWHERE: Final = {
    **MAIL_POINTS,
    **TELEGRAM_POINTS,
    **BEGINNING_POINTS,
    **MANY_POINTS,
    "mail.flagged": "gateway",
    "routing.amid_claim": "worker",
    "automations.before_commit": "clock",
    "automations.after_commit": "clock",
    "offers.before_commit": "clock",
    "offers.after_commit": "clock",
    "macro.before_commit": "web",
    "promise.before_commit": "clock",
    "news.before_commit": "clock",
    "news.after_commit": "clock",
    "webhooks.before_commit": "clock",
    "push.claimed": "worker",
    "push.sent": "worker",
    "approval.before_commit": "clock",
    "side.before_commit": "web",
    "trash.before_commit": "clock",
    "retention.before_commit": "clock",
    "leaving.before_commit": "clock",
    "leaving.after_commit": "clock",
    "sla.before_commit": "clock",
    "sla.after_commit": "clock",
    "reports.before_commit": "clock",
    "tags.before_commit": "web",
}

EVERYWHERE: Final = {**POINTS, **ELSEWHERE}


class CrashPoints:
    """The folder in which a file's name arms a point (helpdesk.crash)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def arm(self, point: str) -> Path:
        """Have the next process that reaches this point kill itself there; the file is gone once one did."""
        armed = self.folder / point
        armed.touch()
        return armed

    def disarm(self) -> list[str]:
        """Take away what is still armed and return it."""
        armed = sorted(path.name for path in self.folder.iterdir())
        for name in armed:
            (self.folder / name).unlink(missing_ok=True)
        return armed
