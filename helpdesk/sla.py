"""Service levels, pure: from what happened on a ticket to its clocks and when they are due."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from helpdesk import hours
from helpdesk.errors import Invalid
from helpdesk.hours import BusinessHours, Opening
from helpdesk.models import ENDED, Category, SlaTarget

ALWAYS: Final = BusinessHours()

Stretch = tuple[datetime, datetime | None]  # None: it goes on


@dataclass(frozen=True, slots=True)
class Promise:
    """What a policy promises tickets of one priority. minutes: by target; pauses: where clocks stand still."""

    policy_id: int
    policy_version: int
    minutes: Mapping[SlaTarget, int]
    pauses: frozenset[Category] = frozenset({Category.PENDING, Category.ON_HOLD})
    calendar: Opening = ALWAYS
    calendar_version: int | None = None
    warn_percent: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened on a ticket.

    begun_at: when the matter began, None while only machines have written. asked_at: the customer's first words.
    responded_at and answered_at: the first and the last answer by a person. waiting_since: the oldest customer
    message without one. moves: each change of category in order, the first being how the ticket was made.
    """

    category: Category
    moves: Sequence[tuple[datetime, Category]]
    begun_at: datetime | None = None
    asked_at: datetime | None = None
    responded_at: datetime | None = None
    answered_at: datetime | None = None
    waiting_since: datetime | None = None
    resolved_at: datetime | None = None
    is_void: bool = False

    @property
    def wait_began_at(self) -> datetime | None:
        """When the customer's present wait began; what they wrote while an answer was on its way waits from then."""
        if self.waiting_since is None or self.answered_at is None:
            return self.waiting_since
        return max(self.waiting_since, self.answered_at)


@dataclass(frozen=True, slots=True)
class Clock:
    """One target of one ticket; the same fields as the row `helpdesk.models.SlaClock`."""

    target: SlaTarget
    run: int
    started_at: datetime
    policy_id: int = 0
    policy_version: int = 0
    calendar_version: int | None = None
    target_minutes: int | None = None
    due_at: datetime | None = None
    warn_at: datetime | None = None
    paused_at: datetime | None = None
    consumed_s: int = 0
    warned_at: datetime | None = None
    met_at: datetime | None = None
    breached_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it can still be met in time."""
        return self.met_at is None and self.breached_at is None


def advance(
    promise: Promise | None, facts: Facts, clocks: Sequence[Clock], *, now: datetime, next_run: int = 1
) -> list[Clock]:
    """Return a ticket's clocks after something happened to it: those that stay, those that changed, new ones.

    clocks: those it had; an open one that is missing in the answer is over without an outcome. next_run: the number of
    the next next_response clock. No promise: open ones are over. What is late stays late, whatever is promised now.
    """
    stood = standstills(facts.moves, promise.pauses if promise else frozenset())
    after = [clock for known in clocks if (clock := _after(known, promise, facts, stood, now)) is not None]
    if promise is not None and not facts.is_void and facts.category not in ENDED:
        after += _begun(promise, facts, clocks, stood, next_run)
    return after


def next_due_at(promise: Promise | None, facts: Facts, clocks: Sequence[Clock]) -> datetime | None:
    """Return when the first of the promises that still matter is due, or was: a late one presses until it is kept."""
    if promise is None or facts.is_void or facts.category in ENDED:
        return None
    pressing = (clock.due_at for clock in clocks if clock.target in promise.minutes and _presses(clock, facts))
    return min((at for at in pressing if at is not None), default=None)


def standstills(moves: Sequence[tuple[datetime, Category]], pauses: frozenset[Category]) -> list[Stretch]:
    """Return the stretches in which clocks stand still, in order and apart from each other."""
    found: list[Stretch] = []
    since: datetime | None = None
    for at, category in moves:
        stands = category in pauses or category in ENDED
        if stands and since is None:
            since = at
        elif not stands and since is not None:
            if at > since:
                found.append((since, at))
            since = None
    return found if since is None else [*found, (since, None)]


def due_at(calendar: Opening, start: datetime, minutes: float, stood: Sequence[Stretch]) -> datetime | None:
    """Return when `minutes` of business time have passed since `start`, standstills left out; None if they never do."""
    left, moment = timedelta(minutes=minutes), start
    for begin, end in stood:
        if end is not None and end <= moment:
            continue
        passed = _business(calendar, moment, begin)
        if passed >= left:
            break
        if end is None:
            return None
        left, moment = left - passed, max(moment, end)
    try:
        return hours.add_business_time(calendar, moment, left / timedelta(minutes=1))
    except Invalid:
        return None


def consumed(calendar: Opening, start: datetime, end: datetime, stood: Sequence[Stretch]) -> timedelta:
    """Return the business time from `start` to `end`, standstills left out."""
    total, moment = timedelta(0), start
    for begin, until in stood:
        if until is not None and until <= moment:
            continue
        if begin >= end:
            break
        total += _business(calendar, moment, begin)
        if until is None or until >= end:
            return total
        moment = max(moment, until)
    return total + _business(calendar, moment, end)


def _business(calendar: Opening, start: datetime, end: datetime) -> timedelta:
    return timedelta(minutes=hours.business_minutes_between(calendar, start, end))


def _after(
    clock: Clock, promise: Promise | None, facts: Facts, stood: Sequence[Stretch], now: datetime
) -> Clock | None:
    ended_at = None if facts.is_void else _ended_at(clock, facts)
    stands_since = stood[-1][0] if stood and stood[-1][1] is None else None
    if clock.is_open and clock.due_at is not None:
        counted = stands_since is None or clock.due_at <= stands_since
        if counted and clock.due_at < (now if ended_at is None else min(ended_at, now)):
            clock = replace(clock, breached_at=clock.due_at, warn_at=None)
    if clock.met_at is not None and not (clock.target is SlaTarget.RESOLUTION and facts.category not in ENDED):
        return clock
    if ended_at is not None:
        return _met(clock, ended_at, promise, stood)
    if clock.breached_at is not None:
        return replace(clock, met_at=None, paused_at=stands_since)
    if promise is None or _is_over(clock, promise, facts):
        return None
    return _timed(replace(clock, met_at=None), promise, stood)


def _ended_at(clock: Clock, facts: Facts) -> datetime | None:
    if clock.target is SlaTarget.FIRST_RESPONSE:
        return facts.responded_at
    if clock.target is SlaTarget.RESOLUTION:
        return facts.resolved_at if facts.category in ENDED else None
    is_answered = facts.answered_at is not None and facts.answered_at > clock.started_at
    return facts.answered_at if is_answered and clock.met_at is None else None


def _is_over(clock: Clock, promise: Promise, facts: Facts) -> bool:
    if facts.is_void or facts.category is Category.CLOSED or clock.target not in promise.minutes:
        return True
    return clock.target is SlaTarget.NEXT_RESPONSE and clock.started_at != facts.wait_began_at


def _met(clock: Clock, at: datetime, promise: Promise | None, stood: Sequence[Stretch]) -> Clock:
    calendar = promise.calendar if promise else ALWAYS
    spent = consumed(calendar, clock.started_at, at, stood)
    return replace(clock, met_at=at, paused_at=None, warn_at=None, consumed_s=_seconds(spent))


def _timed(clock: Clock, promise: Promise, stood: Sequence[Stretch]) -> Clock:
    minutes, calendar, start = promise.minutes[clock.target], promise.calendar, clock.started_at
    due = due_at(calendar, start, minutes, stood)
    stands_since = max(stood[-1][0], start) if stood and stood[-1][1] is None else None
    warns = promise.warn_percent is not None and clock.warned_at is None
    return replace(
        clock,
        policy_id=promise.policy_id,
        policy_version=promise.policy_version,
        calendar_version=promise.calendar_version,
        target_minutes=minutes,
        due_at=due,
        warn_at=due_at(calendar, start, minutes * (promise.warn_percent or 0) / 100, stood) if warns else None,
        paused_at=stands_since,
        consumed_s=_seconds(consumed(calendar, start, stands_since, stood)) if stands_since else 0,
    )


def _begun(
    promise: Promise, facts: Facts, clocks: Sequence[Clock], stood: Sequence[Stretch], next_run: int
) -> Iterator[Clock]:
    known = {clock.target for clock in clocks}
    waits = {clock.started_at for clock in clocks if clock.target is SlaTarget.NEXT_RESPONSE and clock.met_at is None}
    starts = {
        SlaTarget.FIRST_RESPONSE: facts.asked_at if facts.responded_at is None else None,
        SlaTarget.NEXT_RESPONSE: facts.wait_began_at if facts.responded_at is not None else None,
        SlaTarget.RESOLUTION: facts.begun_at,
    }
    for target, start in starts.items():
        if start is None or target not in promise.minutes:
            continue
        is_next = target is SlaTarget.NEXT_RESPONSE
        if start not in waits if is_next else target not in known:
            yield _timed(Clock(target, next_run if is_next else 1, start), promise, stood)


def _presses(clock: Clock, facts: Facts) -> bool:
    if clock.met_at is not None or clock.paused_at is not None:
        return False
    return clock.target is not SlaTarget.NEXT_RESPONSE or clock.started_at == facts.wait_began_at


def _seconds(span: timedelta) -> int:
    return round(span.total_seconds())
