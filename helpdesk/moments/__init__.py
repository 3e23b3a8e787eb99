"""Moments as people type them, in English, Russian and Ukrainian: "tomorrow 9", "через 2 часа", "наступного тижня"."""

from helpdesk.moments.reading import read_moment

__all__ = ["read_moment"]
