"""Which parts there are, and what each is started with."""

import socket

from helpdesk.config import Config
from runtime.part_child import Part

NAMES = ("web", "gateway", "worker", "relay", "clock")


def web_part(config: Config, listener: socket.socket) -> Part:
    """Return the part that serves."""
    return Part("web", target("web"), (config, listener))


def parts_behind(config: Config) -> list[Part]:
    """Return every part of `helpdesk up` beside web, as many workers as the settings say."""
    workers = [Part(_numbered("worker", n), target("worker"), (config,)) for n in range(1, config.workers + 1)]
    others = [Part(name, target(name), (config,)) for name in ("gateway", "relay", "clock")]
    return [*workers, *others]


def target(name: str) -> str:
    """Return where the function of a part is."""
    return f"runtime.parts.{name}:run"


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}-{number}"
