"""Settings as people write them."""

import pytest

from helpdesk import config
from helpdesk.errors import Misconfigured


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://desk.example.org", "https://desk.example.org"),
        ("HTTPS://Desk.Example.org:443/", "https://desk.example.org"),
        ("http://desk.example.org:80", "http://desk.example.org"),
        ("https://desk.example.org:8443/", "https://desk.example.org:8443"),
        ("https://стіл.укр", "https://xn--k1ald4f.xn--j1amh"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_the_address_of_the_desk_is_the_one_browsers_send(written: str, origin: str) -> None:
    found = config.load({"HELPDESK_BASE_URL": written})

    assert (found.origin, found.public_url) == (origin, origin)


@pytest.mark.parametrize(
    "written",
    [
        "desk.example.org",
        "ftp://desk.example.org",
        "https://",
        "https://desk.example.org/help",
        "https://desk:no",
        "https://[::1",
    ],
)
def test_what_is_no_address_is_refused_by_name(written: str) -> None:
    with pytest.raises(Misconfigured, match="HELPDESK_BASE_URL must look like"):
        config.load({"HELPDESK_BASE_URL": written})
