"""What was done and seen in a round, by those who did and saw it. Times are monotonic seconds."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from helpdesk.models import ChannelKind


@dataclass(slots=True)
class Letter:
    """One message of a customer. mark: its unique text; ack: in a chat, ticket number and seq as first acknowledged.

    acked_at: when the desk had acknowledged it in a chat, when their own provider had it elsewhere.
    """

    client_id: str
    visitor: str
    mark: str
    written_at: float
    ack: tuple[int, int] | None = None
    acked_at: float | None = None
    on_screen_at: float | None = None
    channel: ChannelKind = ChannelKind.WEBCHAT


@dataclass(slots=True)
class Reply:
    """One answer of an agent to the message with this mark. message_id: as the desk first answered.

    resends: how often the agent said "send again"; is_confirmed: the agent said "it arrived". Both count from before the
    desk was told.
    """

    client_key: str
    mark: str
    ticket_id: int
    agent: str
    posted_at: float
    message_id: int | None = None
    accepted_at: float | None = None
    shown_at: float | None = None
    resends: int = 0
    is_confirmed: bool = False

    @property
    def text(self) -> str:
        """What the desk is to store and to send."""
        return f"re {self.mark}"

    @property
    def was_unclear(self) -> bool:
        """Whether a person had to decide about it, so that it may have arrived never, twice, or after others."""
        return self.is_confirmed or self.resends > 0


@dataclass(slots=True)
class Opening(Reply):
    """A ticket that an agent begins. to: the name of its customer; is_refused: the desk said why it cannot be."""

    to: str = ""
    customer_id: int = 0
    channel: ChannelKind = ChannelKind.WEBCHAT
    is_refused: bool = False

    @property
    def text(self) -> str:
        """What the desk is to store and to send."""
        return f"begin {self.mark}"


@dataclass(slots=True)
class Bulk:
    """A change of many tickets that is taken back. ids: those the desk says it changed; is_undone: it said so of all."""

    asked: tuple[int, ...]
    ids: tuple[int, ...] = ()
    is_undone: bool = False


@dataclass(slots=True)
class Fault:
    """Something that was done to the desk. over_at: when its cause was gone (the part started again, say)."""

    what: str
    at: float
    over_at: float | None = None

    def told(self, since: float) -> str:
        """Say what it was, when after `since` it began and how long it lasted."""
        lasted = "" if self.over_at is None else f" for {self.over_at - self.at:.1f} s"
        return f"{self.at - since:.1f} s: {self.what}{lasted}"

    def is_over(self) -> None:
        """Note that its cause is gone now."""
        self.over_at = time.monotonic()


@dataclass(slots=True)
class Journal:
    """One round. oddities: what must never happen, noticed on the way; priorities: of tickets, before anybody changed them."""

    letters: dict[str, Letter] = field(default_factory=dict)
    replies: dict[str, Reply] = field(default_factory=dict)
    openings: dict[str, Opening] = field(default_factory=dict)
    bulks: list[Bulk] = field(default_factory=list)
    priorities: dict[int, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    oddities: list[str] = field(default_factory=list)
    repeats: int = 0
    began_at: float = field(default_factory=time.monotonic)

    def begin(self, what: str) -> Fault:
        """Note that a fault begins now."""
        fault = Fault(what, time.monotonic())
        self.faults.append(fault)
        return fault

    def seen_on_screen(self, mark: str) -> None:
        """Note that an agent's screen shows a message, or a list the newest of several that came at once."""
        name, _, number = mark.rpartition("-")
        for nth in range(int(number) if number.isdecimal() else -1, -1, -1):
            letter = self.letters.get(f"{name}-{nth}")
            if letter is None or letter.on_screen_at is not None:
                return
            letter.on_screen_at = time.monotonic()

    def seen_by_visitor(self, mark: str) -> None:
        """Note that a visitor's chat shows the answer to a message, or a first word."""
        reply = self.replies.get(mark) or self.openings.get(mark)
        if reply is not None and reply.shown_at is None:
            reply.shown_at = time.monotonic()

    def accepted(self, reply: Reply, message: Mapping[str, int]) -> None:
        """Note as which message the desk took an answer; the same one again must be the same message."""
        if reply.message_id is None:
            reply.message_id, reply.ticket_id = message["id"], message["ticket_id"]
            reply.accepted_at = time.monotonic()
        elif reply.message_id != message["id"]:
            self.oddities.append(f"{reply.text} is message {reply.message_id} and {message['id']}")

    def written_by(self, agent: int) -> dict[str, Reply]:
        """Return what an agent wrote to customers, by its text."""
        return {one.text: one for one in (*self.replies.values(), *self.openings.values()) if one.agent == str(agent)}

    def spans(self) -> list[tuple[str, float, float | None]]:
        """Return for everything that had to arrive what it was, when it was given and when it was there."""
        acks = [(f"ack of {one.mark}", one.written_at, one.acked_at) for one in self.letters.values()]
        screens = [(f"{one.mark} on a screen", one.written_at, one.on_screen_at) for one in self.letters.values()]
        answers = [(f"answer to {one.mark}", one.posted_at, one.shown_at) for one in self.replies.values()]
        begun = [(f"first word {one.mark}", one.posted_at, one.shown_at) for one in self.openings.values()]
        return acks + screens + answers + begun
