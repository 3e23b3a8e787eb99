"""The world outside: where the desk itself is reached, and which hosts it may connect to."""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from helpdesk.config import LOOPBACK, Config
from helpdesk.errors import DeskError

MAX_HOST_CHARS: Final = 253
NAT64: Final = ip_network("64:ff9b::/96")

_config = Config()


class HostRefused(DeskError):
    """This host is inside a network that the desk does not connect to."""

    code = "host_refused"


class HostUnknown(DeskError):
    """There is no host of this name."""

    code = "host_unknown"


@dataclass(frozen=True, slots=True)
class Address:
    """One address of a host, checked; connect to it and not to the name again, which may answer otherwise by then."""

    family: int
    ip: str
    port: int


def configure(config: Config) -> None:
    """Use these settings in this process."""
    global _config
    _config = config


def public_url() -> str:
    """Return the address people use, without a trailing slash; every link is built from it."""
    return _config.public_url


def allows_plain_mail() -> bool:
    """Say whether passwords may travel unprotected to hosts other than this very machine."""
    return _config.allow_plain_mail


def connect(host: str, port: int, *, timeout_s: float) -> socket.socket:
    """Open a connection to a host the desk may reach.

    Raises HostUnknown, HostRefused, or the OSError of the last of its addresses that was tried.
    """
    trouble: OSError = OSError("no address")
    for address in resolve(host, port):
        try:
            return socket.create_connection((address.ip, address.port), timeout=timeout_s)
        except OSError as error:
            trouble = error
    raise trouble


def resolve(host: str, port: int) -> list[Address]:
    """Return the addresses of a host; HostRefused when one of them is not for us, HostUnknown when it has none."""
    if not host or len(host) > MAX_HOST_CHARS or not host.isprintable() or any(char in host for char in " /@\\"):
        raise HostUnknown(host=host[:MAX_HOST_CHARS])
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        raise HostUnknown(host=host) from None
    addresses = [Address(family, str(name[0]), port) for family, _, _, _, name in found]
    for address in addresses:
        if not _may_reach(host, ip_address(address.ip.partition("%")[0])):
            raise HostRefused(host=host, address=address.ip)
    return addresses


def is_loopback(host: str) -> bool:
    """Say whether a host is this very machine, by all of its addresses."""
    try:
        return all(_bare(ip_address(one.ip.partition("%")[0])).is_loopback for one in resolve(host, 0))
    except DeskError:
        return False


def _may_reach(host: str, ip: IPv4Address | IPv6Address) -> bool:
    if host.lower().rstrip(".") in _config.allow_hosts or any(_is_in(ip, net) for net in _config.allow_hosts):
        return True
    bare = _bare(ip)
    if bare.is_loopback:
        return urlsplit(_config.public_url).hostname in LOOPBACK
    return bare.is_global and not bare.is_multicast and not bare.is_reserved


def _bare(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that hides in an IPv6 one."""
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in NAT64:
            inner = IPv4Address(int(ip) & 0xFFFFFFFF)
        return inner or ip
    return ip


def _is_in(ip: IPv4Address | IPv6Address, net: str) -> bool:
    try:
        return ip in ip_network(net, strict=False)
    except ValueError:
        return False
