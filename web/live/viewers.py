"""Who else has a ticket open or is writing in it, over all processes. Never stored; forgotten when not repeated."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from web.live.ear import Ephemeral

WRITES_FOR_S: Final = 6.0
REPEAT_EVERY_S: Final = 20.0
FORGET_AFTER_S: Final = 50.0

Modes = dict[int, str]  # agent id -> "viewing" or "replying"


@dataclass(slots=True)
class _Elsewhere:
    heard_at: float
    tickets: dict[int, Modes] = field(default_factory=dict)


class Viewers:
    """What this process knows of who looks at what.

    process: our name among them. publish: tells the others. changed: called with a ticket whose viewers changed. Times are loop times.
    """

    def __init__(
        self,
        process: str,
        *,
        publish: Callable[[Ephemeral], None],
        changed: Callable[[int], None],
        clock: Callable[[], float],
    ) -> None:
        self._process = process
        self._publish = publish
        self._changed = changed
        self._clock = clock
        self._here: dict[int, dict[int, int]] = {}  # ticket -> agent -> open screens
        self._writes_until: dict[tuple[int, int], float] = {}
        self._elsewhere: dict[str, _Elsewhere] = {}

    def of(self, ticket_id: int) -> list[dict[str, object]]:
        """Return who looks at a ticket, as the API shows it."""
        modes = self._local(ticket_id)
        for other in self._elsewhere.values():
            for agent_id, mode in other.tickets.get(ticket_id, {}).items():
                if modes.get(agent_id) != "replying":
                    modes[agent_id] = mode
        return [{"agent_id": agent_id, "mode": mode} for agent_id, mode in sorted(modes.items())]

    def came(self, ticket_id: int, agent_id: int) -> None:
        """Note that a screen here shows a ticket."""
        here = self._here.setdefault(ticket_id, {})
        here[agent_id] = here.get(agent_id, 0) + 1
        if here[agent_id] == 1:
            self._tell(ticket_id)

    def went(self, ticket_id: int, agent_id: int) -> None:
        """Note that a screen here no longer shows a ticket."""
        here = self._here.get(ticket_id, {})
        here[agent_id] = here.get(agent_id, 1) - 1
        if here[agent_id] > 0:
            return
        here.pop(agent_id)
        self._writes_until.pop((ticket_id, agent_id), None)
        if not here:
            self._here.pop(ticket_id, None)
        self._tell(ticket_id)

    def writes(self, ticket_id: int, agent_id: int, *, on: bool) -> None:
        """Note that an agent writes, for the next 6 s, or stopped."""
        key = (ticket_id, agent_id)
        before = self._local(ticket_id).get(agent_id)
        if on:
            self._writes_until[key] = self._clock() + WRITES_FOR_S
        else:
            self._writes_until.pop(key, None)
        if self._local(ticket_id).get(agent_id) != before:
            self._tell(ticket_id)

    def hear(self, told: Ephemeral) -> None:
        """Take what another process says of one ticket, or of all it has."""
        if told["by"] == self._process:
            return
        other = self._elsewhere.setdefault(told["by"], _Elsewhere(self._clock()))
        other.heard_at = self._clock()
        tickets = {int(id): _modes(modes) for id, modes in told["tickets"].items()}
        gone = other.tickets.keys() - tickets.keys() if told["all"] else set()
        for ticket_id in gone:
            del other.tickets[ticket_id]
        different = [id for id, modes in tickets.items() if other.tickets.get(id, {}) != modes]
        other.tickets.update(tickets)
        for ticket_id in [*gone, *different]:
            self._changed(ticket_id)

    def tick(self) -> None:
        """Let those stop who no longer write; about once a second."""
        now = self._clock()
        over = [key for key, until in self._writes_until.items() if until <= now]
        for ticket_id, agent_id in over:
            del self._writes_until[ticket_id, agent_id]
        self._tell_all({ticket_id for ticket_id, _ in over})

    def repeat(self) -> None:
        """Tell the others all there is here, and forget those who have gone silent; every 20 s."""
        silent = [by for by, other in self._elsewhere.items() if self._clock() - other.heard_at > FORGET_AFTER_S]
        lost = {ticket_id for by in silent for ticket_id in self._elsewhere.pop(by).tickets}
        for ticket_id in lost:
            self._changed(ticket_id)
        if self._here:
            self._publish(self._message(self._here, whole=True))

    def _local(self, ticket_id: int) -> Modes:
        now = self._clock()
        writing = self._writes_until
        return {
            agent_id: "replying" if writing.get((ticket_id, agent_id), 0.0) > now else "viewing"
            for agent_id in self._here.get(ticket_id, {})
        }

    def _tell(self, ticket_id: int) -> None:
        self._tell_all({ticket_id})

    def _tell_all(self, ticket_ids: Iterable[int]) -> None:
        for ticket_id in ticket_ids:
            self._publish(self._message([ticket_id], whole=False))
            self._changed(ticket_id)

    def _message(self, ticket_ids: Iterable[int], *, whole: bool) -> Ephemeral:
        tickets: Mapping[str, Modes] = {str(id): self._local(id) for id in ticket_ids}
        return {"all": whole, "tickets": tickets}


def _modes(told: Mapping[str, str]) -> Modes:
    return {int(agent_id): str(mode) for agent_id, mode in told.items()}
