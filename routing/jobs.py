"""The routing job: classify what is new, then give waiting tickets to agents who can start now."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from helpdesk import clock, db, queue
from helpdesk.actions import assign
from helpdesk.actions.classify import Verdict, apply_many
from helpdesk.crash import crash_point
from helpdesk.errors import Conflict, DeskError
from helpdesk.models import Ticket
from helpdesk.models.tickets import WAITS_FOR_AGENT
from routing import classification, picture, waiting_reasons
from routing.pace import Pace
from routing.picture import Picture
from routing.shapes import Assignment, Reason
from routing.strategy import assign as choose

log = logging.getLogger(__name__)

MAX_ROUNDS: Final = 20
MANY: Final = 20  # new tickets in one run: no trickle but a backlog that comes in
FEW: Final = 10  # tickets that wait: up to as many, looking at all of them is a matter of milliseconds

PATIENCE: Final = 6  # times ten seconds that others hold the lock
TOGETHER: Final = 25  # claims of one transaction: on SQLite nobody else writes meanwhile
_A_FEW: Final = select(Ticket.id).where(WAITS_FOR_AGENT).limit(FEW + 1)

_pace = Pace()
_memory: dict[str, Any] = {}  # what the strategy keeps between its calls


def route() -> None:
    """Classify and assign until nothing more can be; harmless to repeat and to run beside another worker."""
    is_more = False
    with _pace:
        # The relay numbers what a new ticket became and to whom it went in one turn.
        with queue.signals_held():
            verdicts, is_crowded = _look_at_new()
            if len(verdicts) >= MANY:
                _pace.rest_long()
            seen = None if is_crowded else _give_at_once(verdicts)
            if seen is None:
                is_more = classification.keep_all(verdicts) > 0 and len(verdicts) == classification.BATCH
                seen = None if is_more else _assign_round()
        while is_more:
            is_more = classification.classify_waiting()
        waiting_reasons.note(_assign_all() if seen is None else seen)


def _give_at_once(verdicts: Mapping[int, Verdict]) -> Picture | None:
    """Classify and give out a ticket that comes alone in one transaction; None where more is to be done.

    Only while hardly anything waits: on SQLite nobody else can write until all of it is done.
    """
    try:
        seen = db.retrying(lambda session: _classify_and_give(session, verdicts))
    except DeskError:
        return None  # each step alone says what is in the way
    crash_point("routing.after_claim")
    return seen


def _look_at_new() -> tuple[dict[int, Verdict], bool]:
    """Judge what is new; whether there is too much of it, or too much that waits, for one transaction."""
    with db.reading() as session:
        verdicts = classification.verdicts_of(session)
        return verdicts, len(verdicts) != 1 or len(session.scalars(_A_FEW).all()) > FEW


def _classify_and_give(session: Session, verdicts: Mapping[int, Verdict]) -> Picture | None:
    if not apply_many(session, verdicts):
        return None
    seen = picture.load(session, clock.now())
    decisions = _in_order(_with_rules(seen, choose(seen.now, seen.given_out(), seen.agents, _memory)))
    crash_point("routing.before_claim")
    claimed = sum(_claim(session, decision) for decision in decisions)
    if claimed < len(decisions):
        raise Conflict("Somebody was faster.")
    return _left(seen, claimed)


def _assign_all() -> Picture:
    """Assign round by round; return the picture in which nothing more could be given."""
    for _ in range(MAX_ROUNDS):
        seen = _assign_round()
        if seen is not None:
            return seen
    return _look()


def _assign_round() -> Picture | None:
    """Give what can be given now; return what was seen when nothing is left to give, else None."""
    seen = _look()
    decisions = _with_rules(seen, choose(seen.now, seen.given_out(), seen.agents, _memory))
    return _left(seen, _claim_all(decisions))


def _left(seen: Picture, claimed: int) -> Picture | None:
    if not claimed:
        return seen
    return replace(seen, waiting=[]) if claimed == len(seen.waiting) else None


def _with_rules(seen: Picture, decisions: Sequence[Assignment]) -> list[Assignment]:
    return [replace(one, reasons=(*one.reasons, *seen.rules_said(one.ticket_id, one.agent_id))) for one in decisions]


def _look() -> Picture:
    with db.reading() as session:
        return picture.load(session, clock.now())


def _claim_all(decisions: Sequence[Assignment]) -> int:
    """Claim what was decided, by agent so that two workers take their locks in the same order; return how many."""
    if not decisions:
        return 0
    crash_point("routing.before_claim")
    in_order = _in_order(decisions)
    claimed = sum(_claim_some(in_order[at : at + TOGETHER]) for at in range(0, len(in_order), TOGETHER))
    crash_point("routing.after_claim")
    return claimed


def _claim_some(decisions: Sequence[Assignment]) -> int:
    for _ in range(PATIENCE):
        try:
            return db.retrying(lambda session: _claim_together(session, decisions))
        except DeskError:
            return sum(_claim_alone(decision) for decision in decisions)
        except OperationalError as error:
            # SQLite has no queue: beside others who write without a break one may wait in vain.
            if not db.is_busy(error):
                raise
    log.warning("the database was busy for too long; the clock asks again")
    return 0


def _claim_together(session: Session, decisions: Sequence[Assignment]) -> int:
    claimed = sum(_claim(session, decision) for decision in decisions)
    crash_point("routing.amid_claim")
    return claimed


def _in_order(decisions: Sequence[Assignment]) -> list[Assignment]:
    return sorted(decisions, key=lambda decision: (int(decision.agent_id), int(decision.ticket_id)))


def _claim_alone(decision: Assignment) -> bool:
    try:
        with db.transaction() as session:
            return _claim(session, decision)
    except DeskError as error:
        log.warning("ticket %s set aside: %s", decision.ticket_id, error.code)
        return False


def _claim(session: Session, decision: Assignment) -> bool:
    return assign.claim(
        session, int(decision.ticket_id), agent_id=int(decision.agent_id), choice=choice_of(decision.reasons)
    )


def choice_of(reasons: Sequence[Reason]) -> assign.Choice:
    """Return the strategy's reasons as they are kept on the assignment."""
    others = [value for name, value in reasons if name == "runner_up"]
    return assign.Choice(
        reasons=[reason for reason in reasons if reason[0] != "runner_up"],
        runners_up=[{"agent_id": int(other), "reasons": []} for other in others],
    )
