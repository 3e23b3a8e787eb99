"""The rows a ticket itself becomes, its clocks, marks, ratings and the facts of reports."""

import random
from collections.abc import Iterator
from typing import Any, Final

from helpdesk.models import Category, SlaTarget
from helpdesk.reporting.facts import facts_of
from helpdesk.reporting.shapes import Happening, Letter, Outcome, Sheet
from helpdesk.reporting.story import ENDED, tell
from runtime.seeding.ledger import stay_row
from runtime.seeding.messages import preview
from runtime.seeding.shapes import Act, Desk, Fate, Order, Story
from runtime.seeding.sink import Sink, json_text
from runtime.seeding.speech import Speech
from runtime.seeding.times import Times, moment

WAITS: Final = json_text({"code": "offline", "params": {"agents": 1, "detail": None}})
KINDS: Final = {
    Act.CREATED: "ticket.created",
    Act.IN: "message.received",
    Act.CLASSIFIED: "ticket.classified",
    Act.ASSIGNED: "ticket.assigned",
    Act.UNASSIGNED: "ticket.unassigned",
    Act.OUT: "message.queued",
    Act.MOVED: "ticket.status_changed",
    Act.REOPENED: "ticket.reopened",
}
SECRET_BITS: Final = 256


class TicketRows:
    """Puts everything of a ticket that is no message and no event into the sink."""

    def __init__(self, desk: Desk, order: Order, sink: Sink, times: Times, chance: random.Random) -> None:
        self._desk, self._order, self._rows, self._times = desk, order, sink.rows, times
        self._chance, self._speech = chance, Speech(chance)

    def begin(self, story: Story) -> None:
        """Add what is known as soon as a story is told: clocks, assignments, facts, labels."""
        self._rows["sla_clock"].extend(self._clocks(story))
        self._rows["assignment"].extend(stay_row(story, stay, self._times) for stay in story.stays)
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
        rated = text(asked + int(chance.random() * 3_600_000)) if is_given else None
        token = f"{chance.getrandbits(SECRET_BITS):064x}"
        expires = text(asked + 30 * 86_400_000)
        self._rows["rating"].append((story.id, story.assignee_id, token, score, comment, text(asked), expires, rated))


def facts(story: Story) -> Iterator[tuple[Any, ...]]:
    """Yield the report facts of a ticket, by the very definitions the desk has them by."""
    sheet = Sheet(
        id=story.id,
        created_at=moment(story.plan.at_ms),
        channel_id=story.person.channel.id,
        type_id=story.type_id,
        priority=story.priority,
        language=story.person.language,
        team_id=story.team_id,
        assignee_id=story.assignee_id,
        is_ended=story.category.value in ENDED,
        is_void=story.spam_ms is not None,
    )
    letters: dict[int, Letter] = {}
    happenings = list(_happenings(story, letters))
    for one in facts_of(sheet, tell(sheet, happenings, letters), _outcomes(story), None):
        yield (
            one.ticket_id,
            one.kind.value,
            one.at_s,
            one.end_s,
            one.seconds,
            one.business_s,
            one.agent_id,
            one.team_id,
            one.channel_id,
            one.type_id,
            one.priority,
            one.language,
        )


def _happenings(story: Story, letters: dict[int, Letter]) -> Iterator[Happening]:
    for at_ms, _, act, agent_id, _, more in story.steps:
        kind = KINDS.get(act)
        if kind is None:
            continue
        at = moment(at_ms)
        if act in (Act.IN, Act.OUT):
            is_in, id = act is Act.IN, len(letters) + 1
            letters[id] = Letter(id, story.id, at, is_in, True, not is_in, agent_id, False)
            yield Happening(kind, at, id, "customer" if is_in else "agent")
        elif act in (Act.MOVED, Act.REOPENED):
            before = next(was for moved_at, was, to in story.moves if moved_at == at_ms and to is more)
            yield Happening(kind, at, data={"from_category": before.value, "to_category": more.value})
        elif act is Act.ASSIGNED:
            yield Happening(kind, at, data={"to_agent_id": agent_id})
        elif act is Act.CLASSIFIED:
            yield Happening(kind, at, data={"from_team_id": None, "team_id": story.team_id})
        else:
            yield Happening(kind, at)


def _outcomes(story: Story) -> Iterator[Outcome]:
    for one in story.timers:
        at = one.breached if one.breached is not None else one.met
        if at is not None:
            yield Outcome(SlaTarget(one.target), one.breached is not None, moment(at), one.agent_id, one.team_id)
