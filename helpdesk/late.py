"""Libraries that take long to load and that most processes never need: loaded when something of them is first used."""

from importlib import import_module
from typing import Any


class Late:
    """A module under its usual name; the first attribute asked of it imports it (docs/decisions/0028)."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:  # whatever the module has
        return getattr(import_module(self._name), attribute)
