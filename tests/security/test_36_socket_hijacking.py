"""Attack 36: another site opens no socket with somebody's cookie."""

from collections.abc import Callable

import pytest
from websockets.exceptions import ConnectionClosedError, InvalidStatus

from tests.edge import Browser
from tests.security.routes import sockets

FOREIGN = [
    "https://evil.example",
    "null",
    None,
    "",
    "http://127.0.0.1",
    "https://127.0.0.1:{port}",
    "http://127.0.0.1:{port}.evil.example",
]


@pytest.mark.parametrize("origin", FOREIGN)
def test_every_socket_refuses_a_foreign_page_before_it_opens(
    browser: Callable[..., Browser], origin: str | None
) -> None:
    anna = browser("anna")
    said = origin.format(port=anna.config.port) if origin else origin
    paths = [call.path for call in sockets()]

    for path in paths:
        with pytest.raises(InvalidStatus) as refused:
            anna.socket(path, origin=said)
        assert refused.value.response.status_code == 403

    assert "/api/live" in paths


def test_a_console_socket_without_session_is_told_that_it_ended(browser: Callable[..., Browser]) -> None:
    with browser().socket("/api/live") as socket, pytest.raises(ConnectionClosedError) as closed:
        socket.recv(timeout=30)

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


def test_the_socket_opens_for_its_own_page(browser: Callable[..., Browser]) -> None:
    with browser("anna").socket("/api/live") as socket:
        socket.send('{"t":"hello","position":null,"watch":null}')
        assert '"welcome"' in str(socket.recv(timeout=30))
