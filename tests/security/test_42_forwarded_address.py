"""Attack 42: limits count the address of the socket, not what a request claims."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from helpdesk.config import Config
from tests.cast import Desk
from tests.edge import Browser, running
from web.origins import client_address, network_of


def scope(peer: str, forwarded: str = "") -> dict[str, object]:
    """Return the little of a request that tells its address."""
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return {"type": "http", "client": (peer, 1), "headers": headers}


def guess(browser: Browser, forwarded: str) -> int:
    """Guess a set-up link from a claimed address."""
    return browser.page("/setup/guess", headers={"x-forwarded-for": forwarded}).status_code


def test_a_hundred_claimed_addresses_are_one(browser: Callable[..., Browser]) -> None:
    stranger = browser()

    statuses = [guess(stranger, f"198.51.100.{number}") for number in range(100)]

    assert statuses.count(429) == 80


def test_a_listed_proxy_is_believed(desk: Desk) -> None:
    with running(replace(desk.config, trusted_proxies=("127.0.0.1",))) as config, Browser(config) as stranger:
        statuses = [guess(stranger, f"198.51.100.{number}") for number in range(30)]
        same = [guess(stranger, "203.0.113.9") for _ in range(30)]

    assert statuses.count(429) == 0
    assert same.count(429) == 10


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "1.1.1.1, 198.51.100.1, 10.0.0.9", "198.51.100.1"),
        ("10.0.0.2", "198.51.100.1, nonsense", "10.0.0.2"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("10.0.0.2", "2001:db8::1", "2001:db8::1"),
        ("::ffff:10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("::ffff:203.0.113.7", "198.51.100.1", "203.0.113.7"),
    ],
)
def test_the_nearest_hop_that_is_not_ours_counts(peer: str, forwarded: str, address: str) -> None:
    config = Config(trusted_proxies=("10.0.0.0/8",))

    assert client_address(scope(peer, forwarded), config) == address  # type: ignore[arg-type]


def test_one_ipv6_customer_is_one_network() -> None:
    assert network_of("2001:db8:1:2:aaaa::1") == network_of("2001:db8:1:2:bbbb::2") == "2001:db8:1:2::/64"
    assert network_of("203.0.113.7") == "203.0.113.7"
    assert network_of("") == ""
