"""A pretend day at the desk, to judge a routing policy before anybody has to live with it."""

from routing.simulate.day import Day
from routing.simulate.desk import Desk, Policy
from routing.simulate.leaving import plan_presence
from routing.simulate.scenarios import SCENARIOS, draw_day
from routing.simulate.score import Outcome, score

__all__ = ["SCENARIOS", "Day", "Outcome", "Policy", "draw_day", "simulate"]


def simulate(day: Day, policy: Policy) -> Outcome:
    """Play one day with one policy. The same day and policy give the same outcome."""
    desk = Desk(day, policy)
    plan_presence(desk)
    desk.run()
    return score(desk)
