"""The set-up as it is answered."""

from typing import Literal

from web.api.schemas.shown import Shown


class StepView(Shown):
    """One step: done by what the desk has, or put aside."""

    step: Literal["desk", "channel", "message", "invite"]
    is_done: bool
    is_skipped: bool


class CameView(Shown):
    """The newest ticket of a channel, and when it was last written to."""

    id: int
    number: int
    at: str | None


class TriedChannel(Shown):
    """A channel. write_to: an address, a bot's name, or a page of ours where a real message is written to try it."""

    id: int
    name: str
    kind: Literal["webchat", "email", "telegram"]
    is_paused: bool
    write_to: str
    ticket: CameView | None


class StepsView(Shown):
    """How far the set-up is."""

    steps: list[StepView]
    channels: list[TriedChannel]
