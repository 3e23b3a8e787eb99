"""What requests for approval say, and how many somebody owes an answer."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk.models import Approval
from helpdesk.models.help import IS_ASKED


def approval_words(session: Session, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return question and reason of these requests, for timeline entries."""
    if not ids:
        return {}
    found = session.execute(select(Approval.id, Approval.question, Approval.reason).where(Approval.id.in_(ids)))
    return {id: (question, reason) for id, question, reason in found}


def asked_counts(session: Session, agent_ids: Collection[int]) -> dict[int, int]:
    """Return how many answers each of these agents owes; those who owe none are left out."""
    wanted = select(Approval.asked_id, func.count()).where(Approval.asked_id.in_(agent_ids), IS_ASKED)
    return dict(session.execute(wanted.group_by(Approval.asked_id)).all())
