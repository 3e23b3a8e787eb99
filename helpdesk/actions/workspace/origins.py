"""The sites that may show a chat widget, as exact origins."""

from collections.abc import Iterable
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from helpdesk.errors import Invalid

MAX_ORIGINS: Final = 50
MAX_CHARS: Final = 300
PORTS: Final = {"http": 80, "https": 443}


def checked_origins(origins: Iterable[str]) -> list[str]:
    """Return origins as browsers send them; Invalid names the first that is not exactly scheme://host[:port]."""
    found = list(dict.fromkeys(_checked(origin) for origin in origins))
    if len(found) > MAX_ORIGINS:
        raise Invalid(f"A channel has at most {MAX_ORIGINS} sites.", allowed_origins="too_many")
    return found


def _checked(origin: str) -> str:
    try:
        return _origin(origin.strip())
    except ValueError:
        raise Invalid(
            f"{origin[:MAX_CHARS]!r} is no site: write https://shop.example, with its port if it has one, and nothing after it.",
            allowed_origins="not_an_origin",
        ) from None


def _origin(text: str) -> str:
    if len(text) > MAX_CHARS or not text.isprintable() or any(char in text for char in " \\,;'\"*"):
        raise ValueError
    parts = urlsplit(text)
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None or parts.password is not None:
        raise ValueError
    if parts.path not in ("", "/") or parts.query or parts.fragment or text.endswith(("?", "#")):
        raise ValueError
    port = parts.port
    shown = "" if port is None or port == PORTS[parts.scheme] else f":{port}"
    return f"{parts.scheme}://{_host(parts.hostname)}{shown}"


def _host(host: str) -> str:
    if ":" in host:
        return f"[{ip_address(host).compressed}]"
    ascii_host = host.encode("idna").decode().lower()
    labels = ascii_host.removesuffix(".").split(".")
    if not all(label and label.replace("-", "").replace("_", "").isalnum() for label in labels):
        raise ValueError
    return ascii_host.removesuffix(".")
