"""Which sites may embed a chat channel."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

MAX_ORIGINS: Final = 50
_ports: Final = {"http": 80, "https": 443}


def normal_origin(text: str) -> str | None:
    """Return an origin as browsers write it ("https://shop.example:8443"), None when `text` is none."""
    try:
        parts = urlsplit(text.strip().lower())
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    if parts.scheme not in _ports or not _is_host(host) or parts.username is not None or parts.path.strip("/"):
        return None
    if parts.query or parts.fragment:
        return None
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + ("" if port in (None, _ports[parts.scheme]) else f":{port}")


def bad_origins(origins: Iterable[str]) -> list[str]:
    """Return those that are no origins."""
    return [origin for origin in origins if normal_origin(origin) is None]


def _is_host(host: str) -> bool:
    return bool(host) and all(character.isalnum() or character in "-.:_" for character in host) and host.isascii()
