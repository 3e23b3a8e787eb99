"""Telling one ticket: every step with its time, its clocks, how it stands in the end."""

import random
from typing import Any, Final

from helpdesk.models import Category, ChannelKind
from runtime.seeding import pace
from runtime.seeding.pace import Beat
from runtime.seeding.shapes import Act, Desk, Fate, Hand, Person, Plan, Stay, Step, Story
from runtime.seeding.speech import Matter, Speech
from runtime.seeding.timers import next_due, timers

STANDS_AT: Final = {Fate.PENDING: Category.PENDING, Fate.ON_HOLD: Category.ON_HOLD}
READS: Final = {ChannelKind.WEBCHAT: 0.9, ChannelKind.TELEGRAM: 0.0, ChannelKind.EMAIL: 0.0}
PRIORITIES: Final = (1, 2, 2, 3, 3, 3, 3, 3, 3, 4)


class Teller:
    """Tells tickets, the same for the same chance."""

    def __init__(self, desk: Desk, chance: random.Random, *, until_ms: int, first_stay_id: int) -> None:
        self._desk, self._chance, self._until = desk, chance, until_ms
        self._speech = Speech(chance)
        self._next_stay = first_stay_id

    def story(self, plan: Plan, person: Person, *, id: int, number: int) -> Story:
        """Return a ticket with all its steps in order."""
        chance = self._chance
        topic = int(chance.random() * 8)
        hand, matter = self._matter(person, topic)
        priority = PRIORITIES[int(chance.random() * 10)]
        story = Story(
            id=id,
            number=number,
            plan=plan,
            person=person,
            matter=matter,
            promised=self._desk.promises[person.channel.kind, priority],
            team_id=self._desk.team_ids[matter.topic.team],
            type_id=self._desk.type_ids[matter.topic.type],
            priority=priority,
            subject=self._speech.subject(matter),
        )
        _Telling(story, self._desk, self._speech, chance, self._until, self._stay_id, hand).tell()
        return story

    def _matter(self, person: Person, topic: int) -> tuple[Hand, Matter]:
        from_team = self._desk.hands
        speech = self._speech.matter(
            person.language,
            topic=topic,
            customer=person.name,
            agent="",
            is_letter=person.channel.kind is ChannelKind.EMAIL,
        )
        hands = from_team[self._desk.team_ids[speech.topic.team]]
        hand = hands[int(self._chance.random() * len(hands))]
        speech.words["agent"] = hand.name
        return hand, speech

    def _stay_id(self) -> int:
        self._next_stay += 1
        return self._next_stay


class _Telling:
    """One ticket while it is told."""

    def __init__(
        self, story: Story, desk: Desk, speech: Speech, chance: random.Random, until_ms: int, stay_id: Any, hand: Hand
    ) -> None:
        self._story, self._desk, self._speech, self._chance = story, desk, speech, chance
        self._until, self._stay_id, self._hand = until_ms, stay_id, hand
        self._waits: list[tuple[int, int | None, int | None]] = []
        self._messages = 0

    def tell(self) -> None:
        story = self._story
        beats, resolved_ms, closed_ms = pace.beats(story.plan, story.person.channel.kind, self._until, self._chance)
        self._begin(beats[0], beats[1].at_ms if len(beats) > 1 else self._until)
        for nth, beat in enumerate(beats[1:], 1):
            self._beat(beat, beats[nth - 1], is_last=nth == len(beats) - 1)
        self._end(beats[-1].at_ms, resolved_ms, closed_ms)
        story.timers = timers(story, self._waits, self._until)
        story.next_due_ms = next_due(story)
        self._tell_timers()
        story.steps.sort()
        story.left = len(story.steps)

    def _begin(self, first: Beat, next_ms: int) -> None:
        at = first.at_ms
        self._step(at, Act.CREATED)
        self._asked(at, self._speech.opening(self._story.matter))
        wanted = 800 + int(self._chance.random() * 2000)
        self._step(at + min(wanted, (next_ms - at) // 4), Act.CLASSIFIED)

    def _beat(self, beat: Beat, before: Beat, *, is_last: bool) -> None:
        if beat.act is Act.IN:
            self._comes_back(beat, before)
            is_thanks = is_last or (before.act is Act.OUT and self._chance.random() < 0.15)
            words = self._speech.thanks if is_thanks else self._speech.addition
            self._asked(beat.at_ms, words(self._story.matter))
            return
        self._taken(beat.at_ms)
        if self._story.category is Category.NEW:
            self._move(beat.at_ms, Category.OPEN, self._story.assignee_id)
        if beat.act is Act.NOTE:
            self._step(beat.at_ms, Act.NOTE, self._story.assignee_id, self._speech.note(self._story.matter))
            self._messages += 1
            return
        self._answered(beat.at_ms)
        if beat.pends:
            self._move(beat.at_ms + 1, Category.PENDING, self._story.assignee_id)

    def _asked(self, at: int, words: str) -> None:
        story = self._story
        self._step(at, Act.IN, None, words)
        self._messages += 1
        if story.waiting_ms is None:
            story.waiting_ms = at
            self._waits.append((at, None, None))

    def _answered(self, at: int) -> None:
        story, nth = self._story, self._messages
        self._step(at, Act.OUT, story.assignee_id, self._speech.answer(story.matter))
        self._messages += 1
        gone = min(at + 300 + int(self._chance.random() * 1500), self._until - 2)
        self._step(gone, Act.SENT, None, nth)
        if self._chance.random() < READS[story.person.channel.kind]:
            story.read_ms[nth] = min(gone + 900 + int(self._chance.random() * 9000), self._until - 1)
            self._step(story.read_ms[nth], Act.READ, None, nth)
        story.responded_ms = story.responded_ms or at
        story.answered_ms = at
        if story.waiting_ms is not None:
            self._waits[-1] = (self._waits[-1][0], at, story.assignee_id)
            story.waiting_ms = None

    def _comes_back(self, beat: Beat, before: Beat) -> None:
        story = self._story
        if beat.comes_back and story.category in (Category.OPEN, Category.PENDING):
            resolved = before.at_ms + (beat.at_ms - before.at_ms) // 2
            self._move(resolved, Category.RESOLVED, story.assignee_id)
            self._move(beat.at_ms, Category.OPEN, None, act=Act.REOPENED)
            stay = story.stays[-1]
            stay.to_ms, stay.end_reason, story.assignee_id = beat.at_ms, "reopened", None
            self._step(beat.at_ms, Act.UNASSIGNED, None, stay.agent_id)
        elif story.category is Category.PENDING:
            self._move(beat.at_ms, Category.OPEN, None)

    def _taken(self, at: int) -> None:
        """Have somebody given the ticket before they do something with it."""
        story = self._story
        if story.assignee_id is not None:
            return
        earliest = max(story.plan.at_ms, story.stays[-1].to_ms or 0 if story.stays else 0)
        self._assign(earliest + max(1, int((at - earliest) * (0.2 + 0.5 * self._chance.random()))))

    def _assign(self, at: int) -> None:
        story = self._story
        stay = Stay(self._stay_id(), self._hand.id, at)
        story.stays.append(stay)
        story.assignee_id = self._hand.id
        self._step(at, Act.ASSIGNED, self._hand.id, stay.id)

    def _end(self, last_ms: int, resolved_ms: int, closed_ms: int) -> None:
        story, fate = self._story, self._story.plan.fate
        if fate is Fate.SPAM:
            story.spam_ms = story.resolved_ms = story.closed_ms = resolved_ms
            self._move(resolved_ms, Category.CLOSED, self._hand.id)
            self._step(resolved_ms + 1, Act.SPAM, self._hand.id)
            story.waiting_ms = None
        elif fate in (Fate.RESOLVED, Fate.CLOSED):
            self._move(resolved_ms, Category.RESOLVED, story.assignee_id)
            story.resolved_ms = resolved_ms
            if fate is Fate.CLOSED:
                self._move(closed_ms, Category.CLOSED, None)
                story.closed_ms = closed_ms
        elif fate in STANDS_AT:
            self._move(min(last_ms + 4_000, self._until - 1), STANDS_AT[fate], story.assignee_id)

    def _move(self, at: int, to: Category, agent_id: int | None, *, act: Act = Act.MOVED) -> None:
        story = self._story
        before = story.category
        statuses = self._desk.statuses
        said = f'{{"from":{statuses[before]},"to":{statuses[to]},"from_category":"{before.value}","to_category":"{to.value}"}}'
        self._step(at, act, agent_id, said, to)
        story.moves.append((at, before, to))
        story.category = to

    def _tell_timers(self) -> None:
        for timer in self._story.timers:
            if timer.warned is not None:
                self._step(timer.warned, Act.WARNED, None, timer)
            if timer.breached is not None:
                self._step(timer.breached + 1, Act.BREACHED, None, timer)

    def _step(self, at: int, act: Act, agent_id: int | None = None, what: Any = None, more: Any = None) -> None:
        step: Step = (at, len(self._story.steps), act, agent_id, what, more)
        self._story.steps.append(step)
