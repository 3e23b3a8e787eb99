"""Journeys go through a desk with a real Redis, a relay and an edge."""

from tests.web.live.conftest import server

__all__ = ["server"]
