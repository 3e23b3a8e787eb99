"""What must be true when the storm is over: each check returns what is wrong, or not yet right, in words."""

from collections.abc import Callable
from typing import Final

from sqlalchemy.orm import Session

from helpdesk import db
from runtime.faults.checks.begun import check_begun, check_many
from runtime.faults.checks.desk import check_desk
from runtime.faults.checks.letters import check_elsewhere, check_letters
from runtime.faults.checks.replies import check_replies
from runtime.faults.checks.screens import check_screens
from runtime.faults.checks.sent import check_sent
from runtime.faults.checks.told import check_told
from runtime.faults.crowd import Crowd

CHECKS: Final[tuple[Callable[[Session, Crowd], list[str]], ...]] = (
    check_letters,
    check_elsewhere,
    check_replies,
    check_sent,
    check_begun,
    check_many,
    check_told,
    check_screens,
    check_desk,
)


def wrong(crowd: Crowd) -> list[str]:
    """Return everything that is not as it must be; while things are still on their way, that is no fault yet."""
    with db.reading() as session:
        return [line for check in CHECKS for line in check(session, crowd)]


def first_wrong(crowd: Crowd) -> list[str]:
    """Return what the first check finds that finds anything; nothing when all is right."""
    with db.reading() as session:
        return next((found for check in CHECKS if (found := check(session, crowd))), [])
