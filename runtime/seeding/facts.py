"""The facts reports count of a ticket that was told; a test holds them against helpdesk.reporting.facts."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from helpdesk.models import Category, ChannelKind, SlaTarget
from runtime.seeding.shapes import Act, Story

WEEK_MS: Final = 7 * 86_400_000
ENDED: Final = (Category.RESOLVED, Category.CLOSED)
WORKED: Final = (Category.NEW, Category.OPEN)
OUTCOMES: Final = {
    SlaTarget.FIRST_RESPONSE: ("first_met", "first_late"),
    SlaTarget.NEXT_RESPONSE: ("next_met", "next_late"),
    SlaTarget.RESOLUTION: ("resolution_met", "resolution_late"),
}
GOOD: Final = 4  # of five

Row = tuple[Any, ...]


def facts(story: Story) -> Iterator[Row]:
    """Yield a ticket's facts as rows; business time is taken to be all time. None of spam."""
    if story.spam_ms is not None:
        return
    yield _row(story, "created", story.plan.at_ms, story.assignee_id)
    yield from _Facts(story).rows()
    for timer in story.timers:
        met, late = OUTCOMES[timer.target]
        if timer.breached is not None:
            yield _row(story, late, timer.breached, timer.agent_id, team_id=timer.team_id)
        elif timer.met is not None:
            yield _row(story, met, timer.met, timer.agent_id, team_id=timer.team_id)


def rated_fact(story: Story, at_ms: int, score: int) -> Row:
    """Return the fact of a rating that no letter asked for."""
    return _row(story, "rated_good" if score >= GOOD else "rated_less", at_ms, story.assignee_id)


class _Facts:
    """Walks through the steps of one ticket."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._agent_id: int | None = None
        self._asked: int | None = None
        self._replies = 0
        self._began = story.plan.at_ms
        self._ends: list[tuple[int, int | None]] = []  # when and by whom
        self._is_ended = False
        self._category = Category.NEW
        self._works_since: int | None = None
        self._spells: list[tuple[int, int, int]] = []  # who had it to work on, from when to when
        self._first: Row | None = None  # of a chat that was answered

    def rows(self) -> Iterator[Row]:
        story = self._story
        for at, _, act, agent_id, _, more in story.steps:
            if act is Act.IN:
                yield _row(story, "message", at, self._agent_id)
                self._asked = self._asked or at
            elif act is Act.OUT:
                yield from self._reply(at, agent_id)
            elif act is Act.ASSIGNED:
                self._turn(at, agent_id, self._category)
            elif act is Act.UNASSIGNED:
                self._turn(at, None, self._category)
            elif act in (Act.MOVED, Act.REOPENED):
                self._turn(at, self._agent_id, more)
                yield from self._moved(at, more)
        if not self._is_ended:
            yield _row(story, "open", self._began, story.assignee_id, seconds=_s(story.plan.at_ms, self._began))
        else:
            yield from self._over()
            yield from self._handled()
        if story.person.channel.kind is ChannelKind.WEBCHAT:
            yield from self._chat()

    def _turn(self, at: int, agent_id: int | None, category: Category) -> None:
        if self._agent_id is not None and self._works_since is not None:
            self._spells.append((self._agent_id, self._works_since, at))
        self._agent_id, self._category = agent_id, category
        self._works_since = at if agent_id is not None and category in WORKED else None

    def _handled(self) -> Iterator[Row]:
        ended = self._ends[-1][0]
        by_agent: defaultdict[int, list[int]] = defaultdict(list)
        for agent_id, began, until in self._spells:
            if until <= ended:
                by_agent[agent_id].append(until - began)
        for agent_id, spells in by_agent.items():
            seconds, business_s = round(sum(spells) / 1000), sum(round(took / 1000) for took in spells)
            yield _row(self._story, "handled", ended, agent_id, seconds=seconds, business_s=business_s)

    def _chat(self) -> Iterator[Row]:
        if self._first is not None:
            yield self._first
        elif self._is_ended and not self._replies:
            ended, agent_id = self._ends[-1]
            yield _row(self._story, "chat_abandoned", ended, agent_id)

    def _reply(self, at: int, agent_id: int | None) -> Iterator[Row]:
        yield _row(self._story, "reply", at, agent_id)
        if self._asked is not None:
            kind = "first_response" if self._replies == 0 else "next_response"
            yield _lasted(self._story, kind, at, agent_id, self._asked)
            if self._replies == 0:
                self._first = _row(self._story, "chat_answered", at, agent_id)
        self._asked = None
        self._replies += 1

    def _moved(self, at: int, to: Category) -> Iterator[Row]:
        story, is_ended = self._story, to in ENDED
        if is_ended and not self._is_ended:
            seconds = _s(story.plan.at_ms, self._began)
            yield _row(story, "open", self._began, self._agent_id, end=at, seconds=seconds)
            yield _row(story, "resolve", at, self._agent_id)
            if not self._ends:
                yield _lasted(story, "first_resolution", at, self._agent_id, story.plan.at_ms)
            self._ends.append((at, self._agent_id))
        elif self._is_ended and not is_ended:
            ended, agent_id = self._ends[-1]
            self._began = at
            if at - ended <= WEEK_MS:
                yield _row(story, "reopened", ended, agent_id)
        self._is_ended = is_ended

    def _over(self) -> Iterator[Row]:
        ended, agent_id = self._ends[-1]
        yield _lasted(self._story, "resolution", ended, agent_id, self._story.plan.at_ms)
        if self._replies == 1:
            yield _row(self._story, "one_touch", ended, agent_id)


def _lasted(story: Story, kind: str, at: int, agent_id: int | None, since: int) -> Row:
    seconds = _s(since, at)
    return _row(story, kind, at, agent_id, seconds=seconds, business_s=seconds)


def _row(
    story: Story,
    kind: str,
    at: int,
    agent_id: int | None,
    *,
    end: int | None = None,
    seconds: int | None = None,
    business_s: int | None = None,
    team_id: int | None = None,
) -> Row:
    ends = None if end is None else end // 1000
    times = (at // 1000, ends, seconds, business_s)
    labels = (story.person.channel.id, story.type_id, story.priority, story.person.language)
    return (story.id, kind, *times, agent_id, team_id or story.team_id, *labels)


def _s(since: int, at: int) -> int:
    return round((at - since) / 1000)
