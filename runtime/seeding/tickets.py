"""The rows a ticket itself becomes, its clocks, marks, ratings and the facts of reports."""

import random
from collections.abc import Iterator
from typing import Any, Final

from helpdesk.models import Category
from runtime.seeding.facts import facts, rated_fact
from runtime.seeding.ledger import stay_row
from runtime.seeding.messages import preview
from runtime.seeding.shapes import Desk, Fate, Order, Story
from runtime.seeding.sink import Sink, json_text
from runtime.seeding.speech import Speech
from runtime.seeding.times import Times

WAITS: Final = json_text({"code": "offline", "params": {"agents": 1, "detail": None}})
SECRET_BITS: Final = 256


class TicketRows:
    """Puts everything of a ticket that is no message and no event into the sink."""

    def __init__(
        self, desk: Desk, order: Order, sink: Sink, times: Times, chance: random.Random, *, has_facts: bool
    ) -> None:
        self._has_facts = has_facts
        self._desk, self._order, self._rows, self._times = desk, order, sink.rows, times
        self._chance, self._speech = chance, Speech(chance)

    def begin(self, story: Story) -> None:
        """Add what is known as soon as a story is told: clocks, assignments, facts, labels."""
        self._rows["sla_clock"].extend(self._clocks(story))
        self._rows["assignment"].extend(stay_row(story, stay, self._times) for stay in story.stays)
        if self._has_facts:
            self._rows["report_fact"].extend(facts(story))
        self._labels(story)

    def end(self, story: Story) -> None:
        """Add the ticket and its thread, once all its messages have their ids."""
        text, maybe, plan, person = self._times.text, self._times.maybe, story.plan, story.person
        newest = max(at for at, *_ in story.steps)
        is_waiting = story.assignee_id is None and story.category in (Category.NEW, Category.OPEN)
        self._rows["ticket"].append(
            (
                story.id,
                story.number,
                len(story.steps),
                story.subject,
                preview(story.last_text),
                person.id,
                person.channel.id,
                person.language,
                story.type_id,
                story.priority,
                self._desk.statuses[story.category],
                story.category.value,
                story.team_id,
                story.assignee_id,
                text(plan.at_ms),
                text(newest),
                text(story.last_ms),
                story.last_id,
                "customer" if story.is_last_customers else "agent",
                story.count,
                maybe(story.waiting_ms),
                maybe(story.responded_ms),
                maybe(story.answered_ms),
                maybe(story.resolved_ms),
                maybe(story.closed_ms),
                maybe(story.spam_ms),
                text(plan.at_ms + 1500),
                maybe(story.next_due_ms),
                WAITS if is_waiting else None,
                story.last_seq,
            )
        )
        is_closed = story.category is Category.CLOSED
        thread = (story.id, story.id, person.channel.id, person.identity_id, person.peer, "{}", story.seen_id)
        self._rows["thread"].append((*thread, story.desk_seen_id, is_closed, text(plan.at_ms)))
        self._marks(story)

    def _clocks(self, story: Story) -> Iterator[tuple[Any, ...]]:
        maybe = self._times.maybe
        for one in story.timers:
            yield (
                story.id,
                one.target.value,
                one.run,
                story.promised.policy_id,
                story.promised.policy_version,
                maybe(one.started),
                maybe(one.due),
                maybe(one.paused),
                one.consumed_s,
                one.minutes,
                maybe(one.warn),
                maybe(one.warned),
                maybe(one.met),
                maybe(one.breached),
                one.agent_id,
                one.team_id,
            )

    def _labels(self, story: Story) -> None:
        chance = self._chance
        tags = {self._desk.tag_ids[story.matter.topic.tag]} if chance.random() < 0.5 else set()
        if chance.random() < 0.15:
            tags.add(self._desk.tag_ids[("vip", "urgent", "callback", "photo")[int(chance.random() * 4)]])
        self._rows["ticket_tag"].extend((story.id, tag) for tag in sorted(tags))
        if chance.random() < 0.2:
            skill = self._desk.skill_ids[int(chance.random() * len(self._desk.skill_ids))]
            self._rows["ticket_skill"].append((story.id, skill, 1 + int(chance.random() * 3)))

    def _marks(self, story: Story) -> None:
        chance, text = self._chance, self._times.text
        if story.assignee_id is not None and story.last_id is not None and chance.random() < 0.8:
            self._rows["read_mark"].append((story.assignee_id, story.id, story.last_id, text(story.last_ms)))
        if story.plan.fate in (Fate.RESOLVED, Fate.CLOSED) and chance.random() < 0.2:
            self._rating(story)

    def _rating(self, story: Story) -> None:
        chance, text = self._chance, self._times.text
        asked = story.resolved_ms or story.last_ms
        is_given = chance.random() < 0.6 and asked + 3_600_000 < self._order.until_ms
        score = (5, 5, 5, 4, 4, 3, 2, 1)[int(chance.random() * 8)] if is_given else None
        comment = self._speech.comment(story.matter) if is_given else ""
        rated_ms = asked + int(chance.random() * 3_600_000) if is_given else None
        token = f"{chance.getrandbits(SECRET_BITS):064x}"
        expires = text(asked + 30 * 86_400_000)
        times = (text(asked), expires, self._times.maybe(rated_ms))
        self._rows["rating"].append((story.id, story.assignee_id, token, score, comment, *times))
        if rated_ms is not None and score is not None:
            self._rows["report_fact"].append(rated_fact(story, rated_ms, score))
