"""The world a simulated day takes place in: channels, efforts, targets, priorities."""

from dataclasses import dataclass

MINUTE = 60.0
HOUR = 3600.0

WEIGHTS = {1: 8, 2: 4, 3: 2, 4: 1}


@dataclass(frozen=True, slots=True)
class ChannelWork:
    """What one ticket of a channel costs an agent. Means; times in seconds."""

    live: bool
    units: int
    effort_s: float
    turns: float
    thinking_s: float
    targets_s: tuple[float, float, float, float]
    share: float

    def target_s(self, priority: int) -> float:
        return self.targets_s[priority - 1]


CHANNELS = {
    "chat": ChannelWork(
        live=True,
        units=4,
        effort_s=1.0 * MINUTE,
        turns=4.0,
        thinking_s=1.5 * MINUTE,
        targets_s=(2 * MINUTE, 3 * MINUTE, 5 * MINUTE, 8 * MINUTE),
        share=0.38,
    ),
    "telegram": ChannelWork(
        live=True,
        units=3,
        effort_s=1.1 * MINUTE,
        turns=3.5,
        thinking_s=4.0 * MINUTE,
        targets_s=(5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 40 * MINUTE),
        share=0.18,
    ),
    "email": ChannelWork(
        live=False,
        units=2,
        effort_s=5.5 * MINUTE,
        turns=1.0,
        thinking_s=0.0,
        targets_s=(30 * MINUTE, 60 * MINUTE, 120 * MINUTE, 240 * MINUTE),
        share=0.44,
    ),
}

CAPACITY_UNITS = 12
SWITCHING_S = 0.25 * MINUTE
READING_S = 0.7 * MINUTE
OUTAGE_GRACE_S = 2 * MINUTE
WINDING_DOWN_S = 10 * MINUTE
LUNCH_S = 30 * MINUTE

LEVEL_SHORTFALL_EFFORT = 1.3
ESCALATED_PER_SHORTFALL = 0.15
USUAL_AGENT_EFFORT = 0.8
TICK_S = 30.0
