"""The listening socket."""

import threading

import pytest

from helpdesk.errors import Misconfigured
from runtime.ports import open_listener


def test_any_free_port_can_be_asked_for() -> None:
    with open_listener("127.0.0.1", 0) as listener:
        assert listener.getsockname()[1] > 0


def test_a_taken_port_is_named_with_the_setting_to_change() -> None:
    with open_listener("127.0.0.1", 0) as first:
        port = first.getsockname()[1]

        with pytest.raises(Misconfigured, match=rf"Port {port} .* is taken .* HELPDESK_PORT"):
            open_listener("127.0.0.1", port)


def test_a_port_is_waited_for_that_is_given_back_meanwhile() -> None:
    first = open_listener("127.0.0.1", 0)
    port = first.getsockname()[1]
    threading.Timer(0.2, first.close).start()

    with open_listener("127.0.0.1", port, within_s=30.0) as listener:
        assert listener.getsockname()[1] == port


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host"])
def test_a_host_that_is_not_ours_is_named_with_the_setting_to_change(host: str) -> None:
    with pytest.raises(Misconfigured, match="HELPDESK_HOST"):
        open_listener(host, 0)
