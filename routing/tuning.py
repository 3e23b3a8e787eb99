"""The numbers of the routing policy, found by simulation and checked on other seeds than those they were found on."""

from dataclasses import dataclass

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Tuning:
    """Weights, windows and penalties. Windows and scales are shares of the ticket's target."""

    weights: tuple[float, float, float, float] = (8.0, 4.0, 2.0, 1.0)
    live_first_turn_s: float = 1.0 * MINUTE
    email_first_turn_s: float = 5.5 * MINUTE
    email_density: float = 1.4
    slack_scale: float = 0.35
    late_worth: float = 0.5
    late_level: float = 0.17
    late_growth: float = 0.26
    responded_level: float = 0.6

    usual_live: float = 0.05
    usual_email: float = 0.2
    relax_at: tuple[float, float, float] = (0.6, 0.85, 1.2)

    load: float = 1.0
    load_email: float = 3.0
    flexibility: float = 1.0
    email_in_hands: float = 0.3
    tight_email: float = 5.0
    tight_email_s: float = 30 * MINUTE
    leaving: float = 1.0
    leaving_live_s: float = 12 * MINUTE
    leaving_email_s: float = 8 * MINUTE
    demand_half_life_s: float = 60 * MINUTE


TUNING = Tuning()
