"""Where a request comes from: its page's origin and the address of the machine."""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from litestar.datastructures import Headers
from litestar.types import Scope

from helpdesk.config import LOOPBACK, Config
from helpdesk.errors import Forbidden

MAX_FORWARDED: Final = 20
IPV6_PREFIX: Final = 64


class ForeignOrigin(Forbidden):
    """This request did not come from a page of the desk."""

    code = "csrf"


def own_origins(config: Config) -> frozenset[str]:
    """Return the exact origins our pages have: the public one, on loopback also under its other names."""
    parts = urlsplit(config.origin)
    if config.base_url or parts.hostname not in LOOPBACK:
        return frozenset({config.origin})
    port = f":{parts.port}" if parts.port else ""
    return frozenset(f"{parts.scheme}://{name}{port}" for name in ("127.0.0.1", "localhost", "[::1]"))


def asked_origin(headers: Headers, config: Config) -> str:
    """Return which of our own origins a browser has open; the public one when it says anything else."""
    wanted = f"{urlsplit(config.origin).scheme}://{headers.get('host', '')}"
    return wanted if wanted in own_origins(config) else config.origin


def require_own_page(headers: Headers, config: Config) -> None:
    """Raise ForeignOrigin unless Origin is ours, or is missing and the browser itself says same-origin."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if site not in (None, "same-origin") or (origin is None and site is None):
        raise ForeignOrigin
    if origin is not None and origin not in own_origins(config):
        raise ForeignOrigin


def require_own_socket(headers: Headers, config: Config) -> None:
    """Raise ForeignOrigin unless a socket says exactly one of our origins; browsers always say one."""
    if headers.get("origin") not in own_origins(config):
        raise ForeignOrigin


def client_address(scope: Scope, config: Config) -> str:
    """Return the address of whoever is at the other end; what X-Forwarded-For says only behind a listed proxy."""
    client = scope.get("client")
    address = _plain(client[0]) if client else ""
    if not config.trusts_proxy(address):
        return address
    for hop in reversed(Headers.from_scope(scope).get("x-forwarded-for", "").split(",")[-MAX_FORWARDED:]):
        if not _is_address(hop.strip()):
            break
        address = _plain(hop.strip())
        if not config.trusts_proxy(address):
            break
    return address


def is_forwarded(headers: Headers) -> bool:
    """Say whether some proxy passed this request on, known to us or not."""
    return any(name in headers for name in ("x-forwarded-for", "forwarded", "via", "x-real-ip"))


def network_of(address: str) -> str:
    """Return what limits are counted by: an IPv4 address, or the /64 that one IPv6 customer has."""
    if _is_address(address) and isinstance(ip_address(address), IPv6Address):
        return str(ip_network(f"{address.partition('%')[0]}/{IPV6_PREFIX}", strict=False))
    return address


def _plain(address: str) -> str:
    if not _is_address(address):
        return address[:45]
    parsed = ip_address(address)
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return str(mapped or parsed)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
