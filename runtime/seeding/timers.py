"""The SLA clocks of a ticket that was told, where every hour counts; checked against helpdesk.sla by a test."""

from collections.abc import Iterator, Sequence
from typing import Final

from helpdesk.models import Category, SlaTarget
from runtime.seeding.shapes import Story, Timer

STANDS: Final = (Category.PENDING, Category.ON_HOLD, Category.RESOLVED, Category.CLOSED)
ENDED: Final = (Category.RESOLVED, Category.CLOSED)
MINUTE_MS: Final = 60_000

Stood = Sequence[tuple[int, int | None]]  # None: it goes on
Waits = Sequence[tuple[int, int | None, int | None]]  # began, answered, by whom


def timers(story: Story, waits: Waits, until_ms: int) -> list[Timer]:
    """Return the clocks of a ticket as they stand at `until_ms`. waits: the customer's, the first one included."""
    stood = _standstills(story)
    return [timer for timer in _begun(story, waits) if _run(timer, story, stood, until_ms)]


def next_due(story: Story) -> int | None:
    """Return when the first promise that still matters is due."""
    if story.category in ENDED or story.spam_ms is not None:
        return None
    pressing = (timer.due for timer in story.timers if timer.met is None and timer.paused is None)
    return min((due for due in pressing if due is not None), default=None)


def _begun(story: Story, waits: Waits) -> Iterator[Timer]:
    minutes, created = story.promised.minutes, story.plan.at_ms
    if SlaTarget.FIRST_RESPONSE in minutes:
        _, answered, agent_id = waits[0]
        yield Timer(SlaTarget.FIRST_RESPONSE, 1, created, met=answered, agent_id=agent_id)
    if SlaTarget.NEXT_RESPONSE in minutes:
        for run, (began, answered, agent_id) in enumerate(waits[1:], 1):
            yield Timer(SlaTarget.NEXT_RESPONSE, run, began, met=answered, agent_id=agent_id)
    if SlaTarget.RESOLUTION in minutes:
        met = story.resolved_ms if story.category in ENDED and story.spam_ms is None else None
        yield Timer(SlaTarget.RESOLUTION, 1, created, met=met, agent_id=story.assignee_id)


def _run(timer: Timer, story: Story, stood: Stood, until_ms: int) -> bool:
    """Fill in what became of a clock; False when it is over without an outcome."""
    timer.minutes = story.promised.minutes[timer.target]
    stands_since = stood[-1][0] if stood and stood[-1][1] is None else None
    stopped = min(at for at in (timer.met, stands_since, until_ms) if at is not None)
    timer.due = _after(timer.started, timer.minutes * MINUTE_MS, stood)
    timer.team_id = story.team_id
    if timer.due is not None and timer.due < stopped:
        timer.breached = timer.due
    elif timer.met is None and (story.spam_ms is not None or story.category is Category.CLOSED):
        return False
    _warn(timer, story.promised.warn_percent, stood, stopped)
    if timer.met is not None:
        timer.consumed_s = round(_consumed(timer.started, timer.met, stood) / 1000)
    elif stands_since is not None:
        timer.paused = max(stands_since, timer.started)
        timer.consumed_s = round(_consumed(timer.started, timer.paused, stood) / 1000)
    if timer.met is None and timer.breached is None:
        timer.agent_id = timer.team_id = None
    return True


def _warn(timer: Timer, percent: int | None, stood: Stood, stopped: int) -> None:
    if percent is None:
        return
    at = _after(timer.started, timer.minutes * MINUTE_MS * percent // 100, stood)
    if at is not None and at < stopped:
        timer.warned = at
    elif timer.met is None and timer.breached is None:
        timer.warn = at


def _standstills(story: Story) -> list[tuple[int, int | None]]:
    found: list[tuple[int, int | None]] = []
    since: int | None = None
    for at, _, category in story.moves:
        if category in STANDS and since is None:
            since = at
        elif category not in STANDS and since is not None:
            found.append((since, at))
            since = None
    return found if since is None else [*found, (since, None)]


def _after(start: int, span: int, stood: Stood) -> int | None:
    left, moment = span, start
    for begin, end in stood:
        if end is not None and end <= moment:
            continue
        passed = max(0, begin - moment)
        if passed >= left:
            break
        if end is None:
            return None
        left, moment = left - passed, max(moment, end)
    return moment + left


def _consumed(start: int, end: int, stood: Stood) -> int:
    total, moment = 0, start
    for begin, until in stood:
        if until is not None and until <= moment:
            continue
        if begin >= end:
            break
        total += max(0, begin - moment)
        if until is None or until >= end:
            return total
        moment = max(moment, until)
    return total + max(0, end - moment)
