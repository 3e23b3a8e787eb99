"""Attack 47: settings of a mailbox are no way into the network the desk runs in."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from helpdesk import outside
from helpdesk.config import Config, load
from helpdesk.outside import HostRefused, HostUnknown

PUBLIC = Config(base_url="https://desk.example.org")
INSIDE = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0.0.0.0",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "224.0.0.1",
    "255.255.255.255",
    "localhost",
]


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    outside.configure(Config())


@pytest.mark.parametrize("host", INSIDE)
def test_an_address_inside_is_refused_however_it_is_written(host: str) -> None:
    outside.configure(PUBLIC)

    with pytest.raises((HostRefused, HostUnknown)):
        outside.resolve(host, 993)


@pytest.mark.parametrize("host", ["", "a b", "x\r\nMAIL FROM", "user@host", "host/path", "x" * 300, "\x00"])
def test_what_is_no_name_is_not_even_looked_up(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError("looked up")

    monkeypatch.setattr(socket, "getaddrinfo", never)

    with pytest.raises(HostUnknown):
        outside.resolve(host, 993)


def answers(*addresses: str) -> Any:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 993)) for address in addresses]
    return lambda *_, **__: found


def test_a_name_with_one_address_inside_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    outside.configure(PUBLIC)
    monkeypatch.setattr(socket, "getaddrinfo", answers("93.184.215.14", "10.0.0.1"))

    with pytest.raises(HostRefused):
        outside.resolve("mail.example.org", 993)


def test_who_was_looked_up_is_who_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    outside.configure(PUBLIC)
    names: list[str] = []

    def connect(address: tuple[str, int], **_: Any) -> socket.socket:
        names.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", answers("93.184.215.14"))
    monkeypatch.setattr(socket, "create_connection", connect)

    with pytest.raises(ConnectionRefusedError):
        outside.connect("mail.example.org", 993, timeout_s=1)
    assert names == ["93.184.215.14"], "a name would be looked up once more, and may answer otherwise by then"


@pytest.mark.parametrize(
    ("allowed", "host"), [("10.0.0.0/8", "10.1.2.3"), ("localhost", "localhost"), ("fd00::/8", "fd00::1")]
)
def test_who_runs_the_desk_may_allow_it(allowed: str, host: str) -> None:
    config = load({"HELPDESK_ALLOW_HOSTS": f" {allowed}, mail.intern ", "HELPDESK_BASE_URL": PUBLIC.base_url})
    outside.configure(config)

    assert outside.resolve(host, 993)


def test_a_desk_on_this_machine_alone_may_use_this_machine() -> None:
    outside.configure(Config(host="127.0.0.1"))
    assert outside.resolve("127.0.0.1", 1143)

    with pytest.raises(HostRefused):
        outside.resolve("192.168.1.1", 1143)
