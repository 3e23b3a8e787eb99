"""The proxy between two who talk, as fault rounds use it too."""

from runtime.faults.peers.proxy import Passed, Proxy, Weather

__all__ = ["Passed", "Proxy", "Weather"]
