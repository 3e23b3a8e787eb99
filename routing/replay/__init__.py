"""The desk's own past weeks, played again: with the rules it had, and with others."""

from routing.replay.history import load
from routing.replay.plan import Change, Plan, read_plan
from routing.replay.run import TooLong, replay
from routing.replay.shapes import History

__all__ = ["Change", "History", "Plan", "TooLong", "load", "read_plan", "replay"]
