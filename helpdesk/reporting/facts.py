"""The facts of a ticket from its story; pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from helpdesk.hours import Opening, business_minutes_between
from helpdesk.models import FactKind, SlaTarget
from helpdesk.reporting.shapes import Fact, Judgement, Outcome, Sheet, epoch_s
from helpdesk.reporting.story import Spell, Story, Stretch

OUTCOMES: Final = {
    (SlaTarget.FIRST_RESPONSE, False): FactKind.FIRST_MET,
    (SlaTarget.FIRST_RESPONSE, True): FactKind.FIRST_LATE,
    (SlaTarget.NEXT_RESPONSE, False): FactKind.NEXT_MET,
    (SlaTarget.NEXT_RESPONSE, True): FactKind.NEXT_LATE,
    (SlaTarget.RESOLUTION, False): FactKind.RESOLUTION_MET,
    (SlaTarget.RESOLUTION, True): FactKind.RESOLUTION_LATE,
}
GOOD: Final = 4  # of five


def facts_of(
    sheet: Sheet,
    story: Story,
    outcomes: Iterable[Outcome],
    calendar: Opening | None,
    *,
    judgements: Iterable[Judgement] = (),
) -> list[Fact]:
    """Return all facts of a ticket; none for spam, for what was merged away, imported, or written by machines alone.

    calendar: business hours, None where every hour counts.
    """
    if sheet.is_void or not story.is_told or not story.has_person:
        return []
    made = _Maker(sheet, calendar)
    return [
        made.fact(FactKind.CREATED, sheet.created_at, agent_id=sheet.assignee_id, team_id=sheet.team_id),
        *_writing(made, story),
        *_ends(made, story),
        *_handled(made, story),
        *_chats(made, story),
        *(made.fact(OUTCOMES[one.target, one.is_late], one.at, one.agent_id, one.team_id) for one in outcomes),
        *_judged(made, judgements),
    ]


class _Maker:
    """Makes facts of one ticket."""

    def __init__(self, sheet: Sheet, calendar: Opening | None) -> None:
        self.sheet = sheet
        self._calendar = calendar

    def fact(
        self,
        kind: FactKind,
        at: datetime,
        agent_id: int | None,
        team_id: int | None,
        *,
        since: datetime | None = None,
    ) -> Fact:
        """Return a fact; with `since`, how long it took."""
        sheet = self.sheet
        return Fact(
            ticket_id=sheet.id,
            kind=kind,
            at_s=epoch_s(at),
            end_s=None,
            seconds=None if since is None else round((at - since).total_seconds()),
            business_s=None if since is None else self._business(since, at),
            agent_id=agent_id,
            team_id=team_id,
            channel_id=sheet.channel_id,
            type_id=sheet.type_id,
            priority=sheet.priority,
            language=sheet.language,
        )

    def handled(self, spells: Sequence[Spell], end: Stretch) -> Fact:
        """Return how long somebody had it to work on, in all, until it was resolved."""
        assert end.ended_at is not None
        plain = self.fact(FactKind.HANDLED, end.ended_at, spells[0].agent_id, end.team_id)
        took = sum((spell.ended_at - spell.began_at).total_seconds() for spell in spells)
        business_s = sum(self._business(spell.began_at, spell.ended_at) for spell in spells)
        return plain._replace(seconds=round(took), business_s=business_s)

    def stretch(self, stretch: Stretch) -> Fact:
        """Return a stretch in which the ticket was open; whoever has it now has one that goes on."""
        sheet, is_over = self.sheet, stretch.ended_at is not None
        return Fact(
            ticket_id=sheet.id,
            kind=FactKind.OPEN,
            at_s=epoch_s(stretch.began_at),
            end_s=epoch_s(stretch.ended_at) if stretch.ended_at is not None else None,
            seconds=round((stretch.began_at - sheet.created_at).total_seconds()),
            business_s=None,
            agent_id=stretch.agent_id if is_over else sheet.assignee_id,
            team_id=stretch.team_id if is_over else sheet.team_id,
            channel_id=sheet.channel_id,
            type_id=sheet.type_id,
            priority=sheet.priority,
            language=sheet.language,
        )

    def _business(self, since: datetime, at: datetime) -> int:
        if self._calendar is None:
            return round((at - since).total_seconds())
        return round(business_minutes_between(self._calendar, since, at) * 60)


def _writing(made: _Maker, story: Story) -> Iterator[Fact]:
    team_id = made.sheet.team_id
    for one in story.written:
        yield made.fact(FactKind.MESSAGE, one.at, one.agent_id, team_id)
    for answer in story.answers:
        yield made.fact(FactKind.REPLY, answer.at, answer.agent_id, answer.team_id)
        if answer.since is not None:
            kind = FactKind.FIRST_RESPONSE if answer.is_first else FactKind.NEXT_RESPONSE
            yield made.fact(kind, answer.at, answer.agent_id, answer.team_id, since=answer.since)


def _ends(made: _Maker, story: Story) -> Iterator[Fact]:
    """Yield the stretches and their ends; the resolution that stands is that of a ticket which is ended now."""
    created_at = made.sheet.created_at
    ends = [stretch for stretch in story.stretches if stretch.ended_at is not None]
    for stretch in story.stretches:
        yield made.stretch(stretch)
    for stretch in ends:
        yield _ending(made, FactKind.RESOLVE, stretch)
        if stretch.is_reopened_soon:
            yield _ending(made, FactKind.REOPENED, stretch)
    if ends:
        yield _ending(made, FactKind.FIRST_RESOLUTION, ends[0], since=created_at)
    if ends and ends[-1] is story.stretches[-1]:
        yield _ending(made, FactKind.RESOLUTION, ends[-1], since=created_at)
        if sum(stretch.replies for stretch in story.stretches) == 1:
            yield _ending(made, FactKind.ONE_TOUCH, ends[-1])


def _ending(made: _Maker, kind: FactKind, stretch: Stretch, *, since: datetime | None = None) -> Fact:
    assert stretch.ended_at is not None
    return made.fact(kind, stretch.ended_at, stretch.agent_id, stretch.team_id, since=since)


def _handled(made: _Maker, story: Story) -> Iterator[Fact]:
    """Yield for each who worked on a resolved ticket how long that was; dated by the resolution that stands."""
    end = story.stretches[-1] if story.stretches else None
    if end is None or end.ended_at is None:
        return
    by_agent: dict[int, list[Spell]] = defaultdict(list)
    for spell in story.spells:
        if spell.ended_at <= end.ended_at:
            by_agent[spell.agent_id].append(spell)
    for spells in by_agent.values():
        yield made.handled(spells, end)


def _chats(made: _Maker, story: Story) -> Iterator[Fact]:
    """Yield whether a chat a visitor began was answered, or over before anybody had; one that goes on is neither."""
    if not made.sheet.is_chat or not story.written:
        return
    end = story.stretches[-1] if story.stretches else None
    if story.answers:
        first = story.answers[0]
        if first.since is not None:
            yield made.fact(FactKind.CHAT_ANSWERED, first.at, first.agent_id, first.team_id)
    elif end is not None and end.ended_at is not None:
        yield made.fact(FactKind.CHAT_ABANDONED, end.ended_at, end.agent_id, end.team_id)


def _judged(made: _Maker, judgements: Iterable[Judgement]) -> Iterator[Fact]:
    """Yield a rating at its moment, and what became of a question at the moment it was asked."""
    team_id = made.sheet.team_id
    for one in judgements:
        if one.asked_at is not None:
            yield made.fact(FactKind.RATING_ASKED, one.asked_at, one.agent_id, team_id)
        if one.rated_at is None or one.score is None:
            continue
        kind = FactKind.RATED_GOOD if one.score >= GOOD else FactKind.RATED_LESS
        yield made.fact(kind, one.rated_at, one.agent_id, team_id)
        if one.asked_at is not None:
            yield made.fact(FactKind.RATING_GIVEN, one.asked_at, one.agent_id, team_id)
