"""How long to wait before something that failed is tried again."""

from dataclasses import dataclass

FIRST_S = 0.2
LONGEST_S = 10.0
HEALTHY_AFTER_S = 30.0


@dataclass(slots=True)
class Backoff:
    """Pauses of 0.2 s doubling to 10 s, short again after 30 healthy seconds."""

    longest_s: float = LONGEST_S
    next_s: float = FIRST_S

    def pause_after(self, lived_s: float) -> float:
        """Return the pause in seconds for something that went well for `lived_s` seconds."""
        if lived_s >= HEALTHY_AFTER_S:
            self.next_s = FIRST_S
        pause_s = self.next_s
        self.next_s = min(self.next_s * 2, self.longest_s)
        return pause_s
