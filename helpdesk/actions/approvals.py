"""Requests for approval: asked, answered once, withdrawn. The ticket waits on hold meanwhile."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from helpdesk import clock, events, markup
from helpdesk.actions import acceptance, statuses
from helpdesk.actions.access import open_ticket, raise_version
from helpdesk.actions.notifications import notify
from helpdesk.actions.promises import Due, due_moment
from helpdesk.errors import Conflict, Forbidden, Invalid, NotFound
from helpdesk.models import ACTIVE, Agent, Answer, Approval, Category, Status, Ticket
from helpdesk.permissions import SYSTEM, Actor, ActorKind, may_see

QUESTION_CHARS: Final = 4_000
MOST_OPEN: Final = 20  # on a ticket


def ask(session: Session, ticket_id: int, asked_id: int, *, question: str, due: Due, by: Actor) -> Approval:
    """Ask a colleague to approve something about a ticket by a moment of their working hours; the ticket is on hold.

    They may read the ticket, whoever's it is, until it is answered. Conflict: "ended" on a ticket that is done, "asked"
    when this colleague is asked already.
    """
    assert by.agent_id is not None
    ticket = open_ticket(session, ticket_id, by=by)
    if ticket.category not in ACTIVE:
        raise Conflict("This ticket is done; open it again before asking for approval.", code="ended")
    asked = _asked(session, asked_id, by=by)
    standing = session.scalars(_open_of(ticket.id)).all()
    if any(one.asked_id == asked.id for one in standing):
        raise Conflict("They have been asked already; withdraw that request first.", code="asked")
    if len(standing) >= MOST_OPEN:
        raise Invalid(f"A ticket has at most {MOST_OPEN} open requests.", question="too_many")
    approval = Approval(
        ticket_id=ticket.id,
        asked_by_id=by.agent_id,
        asked_id=asked.id,
        question=_words(question, "question", is_needed=True),
        due_at=due_moment(session, asked, due),
        created_at=clock.now(),
    )
    acceptance.by_doing(session, ticket, by=by)
    _hold(session, ticket, approval, standing, by=by)
    session.add(approval)
    session.flush()
    record(session, "approval.asked", approval, ticket, by=by)
    notify(session, {asked.id}, kind="approval.asked", ticket=ticket, data={"approval_id": approval.id})
    return approval


def answer(session: Session, approval_id: int, said: Answer, *, reason: str, by: Actor) -> Approval:
    """Answer what one was asked, yes or no; only the first answer counts, and a no has a reason.

    The same answer again changes nothing. Conflict "answered", naming what was answered, on another one.
    """
    approval, ticket = _open(session, approval_id)
    if approval.asked_id != by.agent_id:
        raise NotFound if not _sees(ticket, by) else Forbidden("Only whom it was asked of answers it.")
    if said not in (Answer.YES, Answer.NO):
        raise Invalid("Answer yes or no.", answer="unknown")
    if approval.answer is said:
        return approval
    if approval.answer is not Answer.OPEN:
        raise Conflict("This has been answered or withdrawn.", code="answered", answer=approval.answer.value)
    approval.reason = _words(reason, "reason", is_needed=said is Answer.NO)
    _end(session, approval, ticket, said, by=by)
    record(session, "approval.answered", approval, ticket, by=by)
    told = {approval.asked_by_id, ticket.assignee_id or approval.asked_by_id} - {by.agent_id}
    data = {"approval_id": approval.id, "answer": said.value}
    notify(session, _working(session, told), kind="approval.answered", ticket=ticket, data=data)
    return approval


def withdraw(session: Session, approval_id: int, *, by: Actor) -> Approval:
    """Take a request back; anybody who works with the ticket may. Withdrawing it again changes nothing."""
    approval, ticket = _open(session, approval_id)
    if not _sees(ticket, by):
        raise NotFound if approval.asked_id != by.agent_id else Forbidden("Only those of the ticket withdraw it.")
    if approval.answer is Answer.WITHDRAWN:
        return approval
    if approval.answer is not Answer.OPEN:
        raise Conflict("This has been answered.", code="answered", answer=approval.answer.value)
    end_withdrawn(session, approval, ticket, by=by)
    return approval


def end_withdrawn(session: Session, approval: Approval, ticket: Ticket, *, by: Actor) -> None:
    """End an open request without an answer, on a locked ticket."""
    _end(session, approval, ticket, Answer.WITHDRAWN, by=by)
    record(session, "approval.withdrawn", approval, ticket, by=by)


def resume(session: Session, ticket: Ticket, *, by: Actor) -> None:
    """Let a ticket go on that only waits for requests which are all over."""
    held = session.scalars(select(Approval).where(Approval.held_ticket_id == ticket.id).order_by(Approval.id)).all()
    if not held or any(one.answer is Answer.OPEN for one in held):
        return
    if session.scalar(select(func.count()).select_from(_open_of(ticket.id).subquery())):
        return
    wanted = next((one.resume_status_id for one in held if one.resume_status_id is not None), None)
    for one in held:
        one.held_ticket_id = None
    if ticket.category is Category.ON_HOLD:
        status = session.get(Status, wanted) if wanted is not None else None
        if status is None or status.category not in (Category.OPEN, Category.PENDING):
            status = statuses.default_status(session, Category.OPEN)
        statuses.move(session, ticket, status, by=by)


def record(session: Session, kind: str, approval: Approval, ticket: Ticket, *, by: Actor, **more: int) -> None:
    """Record what happened to a request; its words are read when somebody is shown them."""
    raise_version(ticket)
    data = {
        "approval_id": approval.id,
        "asked_id": approval.asked_id,
        "asked_by_id": approval.asked_by_id,
        "due_at": approval.due_at.isoformat(),
        "answer": approval.answer.value,
        **more,
    }
    events.record(session, kind, by=by, ticket=ticket, data=data)


def _hold(session: Session, ticket: Ticket, approval: Approval, standing: Collection[Approval], *, by: Actor) -> None:
    """Put the ticket on hold, unless somebody else did; what it goes on with is kept on the request that did."""
    if ticket.category is Category.ON_HOLD:
        if standing:  # on hold for another request: it goes on when both are over
            approval.held_ticket_id = ticket.id
        return
    approval.held_ticket_id, approval.resume_status_id = ticket.id, ticket.status_id
    statuses.move(session, ticket, statuses.default_status(session, Category.ON_HOLD), by=by)


def _end(session: Session, approval: Approval, ticket: Ticket, said: Answer, *, by: Actor) -> None:
    approval.answer, approval.answered_at = said, clock.now()
    session.flush()
    # Whoever answers may belong to another team: it is the desk that lets the ticket go on.
    resume(session, ticket, by=by if _sees(ticket, by) else SYSTEM)


def _open(session: Session, approval_id: int) -> tuple[Approval, Ticket]:
    """Return a request and its ticket, the ticket locked, so that of two answers one comes second."""
    found = session.get(Approval, approval_id)
    if found is None:
        raise NotFound
    ticket = open_ticket(session, found.ticket_id, by=SYSTEM)
    approval = session.get_one(Approval, approval_id, populate_existing=True)
    if approval.ticket_id != ticket.id:
        raise Conflict("The ticket was merged just now; look again.", code="merged")
    return approval, ticket


def _open_of(ticket_id: int) -> Select[Approval]:
    return select(Approval).where(Approval.ticket_id == ticket_id, Approval.answer == Answer.OPEN)


def _asked(session: Session, asked_id: int, *, by: Actor) -> Agent:
    asked = session.get(Agent, asked_id)
    if asked is None or not asked.is_active:
        raise Invalid("There is no such active agent.", asked_id="unknown")
    if asked.id == by.agent_id:
        raise Invalid("Ask somebody else than yourself.", asked_id="own")
    return asked


def _working(session: Session, ids: Collection[int | None]) -> set[int]:
    return set(session.scalars(select(Agent.id).where(Agent.id.in_(ids), Agent.is_active)))


def _sees(ticket: Ticket, by: Actor) -> bool:
    return by.kind is not ActorKind.AGENT or may_see(by, team_id=ticket.team_id, assignee_id=ticket.assignee_id)


def _words(text: str, field: str, *, is_needed: bool) -> str:
    words = markup.clean(text).strip()
    if is_needed and not words:
        raise Invalid(
            "Say what is to be approved." if field == "question" else "A no needs a reason.", **{field: "empty"}
        )
    if len(words) > QUESTION_CHARS:
        raise Invalid(f"Say it in {QUESTION_CHARS} characters.", **{field: "too_long"})
    return words
