"""Steps of stories become rows: messages, events, what visitors were told."""

from collections.abc import Callable
from typing import Any, Final

from helpdesk.models import UNITS, Category, ChannelKind
from runtime.seeding.messages import MessageRows
from runtime.seeding.shapes import Act, Desk, Stay, Step, Story, Timer
from runtime.seeding.sink import Sink
from runtime.seeding.times import Times, iso

WORDS: Final = ("", "urgent", "high", "normal", "low")


class Ledger:
    """Writes down what happens, in the order in which it happens."""

    def __init__(self, desk: Desk, sink: Sink, times: Times, first: dict[str, int], files: Any) -> None:
        self._desk, self._sink, self._times = desk, sink, times
        self._events = sink.rows["event"]
        self._next_event, self._next_position = first["event"], first["position"]
        self._messages = MessageRows(desk, sink, times, first, files)
        self._acts: dict[Act, Callable[[Story, Step, str], None]] = {
            Act.CREATED: self._created,
            Act.IN: self._in,
            Act.CLASSIFIED: self._classified,
            Act.ASSIGNED: self._assigned,
            Act.UNASSIGNED: self._unassigned,
            Act.OUT: self._out,
            Act.SENT: self._sent,
            Act.READ: self._read,
            Act.NOTE: self._note,
            Act.MOVED: self._moved,
            Act.REOPENED: self._reopened,
            Act.WARNED: self._warned,
            Act.BREACHED: self._breached,
            Act.SPAM: self._spam,
        }

    @property
    def last_position(self) -> int:
        """The position of the newest event written."""
        return self._next_position - 1

    def take(self, story: Story, step: Step) -> bool:
        """Write one step down; True when it was the last of its story."""
        self._acts[step[2]](story, step, self._times.text(step[0]))
        story.left -= 1
        return story.left == 0

    def _event(
        self,
        kind: str,
        story: Story,
        at: str,
        actor: str,
        agent_id: int | None = None,
        message_id: int | None = None,
        data: str = "{}",
    ) -> None:
        id, position = self._next_event, self._next_position
        self._next_event, self._next_position = id + 1, position + 1
        self._events.append((id, position, kind, story.id, story.person.id, message_id, agent_id, actor, data, at))

    def _created(self, story: Story, _step: Step, at: str) -> None:
        self._event("ticket.created", story, at, "customer", data=f'{{"channel_id":{story.person.channel.id}}}')

    def _in(self, story: Story, step: Step, at: str) -> None:
        id = self._messages.come_in(story, step, at)
        if story.person.channel.kind is ChannelKind.WEBCHAT:
            self._tell_visitor(story, "message", at, message_id=id)
        self._event("message.received", story, at, "customer", message_id=id)

    def _classified(self, story: Story, _step: Step, at: str) -> None:
        said = (
            f'{{"from_team_id":null,"type_id":{story.type_id},"priority":"{WORDS[story.priority]}",'
            f'"team_id":{story.team_id},"language":"{story.person.language}","skills":[],"reasons":[]}}'
        )
        self._event("ticket.classified", story, at, "rule", data=said)

    def _assigned(self, story: Story, step: Step, at: str) -> None:
        said = f'{{"to_agent_id":{step[3]},"by":"routing","assignment_id":{step[4]}}}'
        self._event("ticket.assigned", story, at, "routing", data=said)
        if story.person.channel.kind is ChannelKind.WEBCHAT:
            self._tell_visitor(story, "agent", at, data=f'{{"agent_id":{step[3]}}}')

    def _unassigned(self, story: Story, step: Step, at: str) -> None:
        said = f'{{"from_agent_id":{step[4]},"reason":"reopened"}}'
        self._event("ticket.unassigned", story, at, "customer", data=said)

    def _out(self, story: Story, step: Step, at: str) -> None:
        id = self._messages.go_out(story, step, at)
        self._event("message.queued", story, at, "agent", step[3], id)

    def _sent(self, story: Story, step: Step, at: str) -> None:
        id = story.message_ids[step[4]]
        if story.person.channel.kind is ChannelKind.WEBCHAT:
            self._tell_visitor(story, "message", at, message_id=id)
        else:
            self._messages.note_try(story, id, at)
        self._event("message.sent", story, at, "system", message_id=id)

    def _read(self, story: Story, step: Step, at: str) -> None:
        self._event("message.read", story, at, "system", message_id=story.message_ids[step[4]])

    def _note(self, story: Story, step: Step, at: str) -> None:
        id = self._messages.note(story, step, at)
        self._event("note.added", story, at, "agent", step[3], id)

    def _moved(self, story: Story, step: Step, at: str) -> None:
        actor = "agent" if step[3] else "system" if step[5] is Category.CLOSED else "customer"
        self._event("ticket.status_changed", story, at, actor, step[3], data=step[4])
        self._tell_status(story, step[5], at)

    def _reopened(self, story: Story, step: Step, at: str) -> None:
        self._event("ticket.reopened", story, at, "customer", data=step[4])
        self._tell_status(story, step[5], at)

    def _tell_status(self, story: Story, category: Category, at: str) -> None:
        if category is Category.RESOLVED and story.person.channel.kind is ChannelKind.WEBCHAT:
            self._tell_visitor(story, "status", at, data='{"status":"resolved"}')

    def _warned(self, story: Story, step: Step, at: str) -> None:
        self._event("sla.warned", story, at, "system", data=self._news(story, step[4]))

    def _breached(self, story: Story, step: Step, at: str) -> None:
        self._event("sla.breached", story, at, "system", data=self._news(story, step[4]))

    def _news(self, story: Story, timer: Timer) -> str:
        due = "null" if timer.due is None else f'"{iso(timer.due)}"'
        return (
            f'{{"target":"{timer.target.value}","run":{timer.run},"due_at":{due},"policy_id":{story.promised.policy_id},'
            f'"assignee_id":{story.assignee_id or "null"},"team_id":{story.team_id}}}'
        )

    def _spam(self, story: Story, step: Step, at: str) -> None:
        self._event("ticket.spam_marked", story, at, "agent", step[3])

    def _tell_visitor(
        self, story: Story, kind: str, at: str, *, message_id: int | None = None, data: str = "{}"
    ) -> None:
        story.last_seq += 1
        self._sink.rows["visitor_event"].append((story.id, story.last_seq, kind, message_id, data, at))


def stay_row(story: Story, stay: Stay, times: Times) -> tuple[Any, ...]:
    """Return the row of an assignment."""
    at = times.text(stay.from_ms)
    units = UNITS[story.person.channel.kind]
    reasons = '[["team","yes"],["free_units","4"]]'
    return (
        stay.id,
        story.id,
        stay.agent_id,
        units,
        "routing",
        reasons,
        "[]",
        at,
        at,
        times.maybe(stay.to_ms),
        stay.end_reason,
    )
