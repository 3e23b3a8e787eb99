"""Attack 3: no file is shown in a page or run, whatever it is and whatever it is called."""

from collections.abc import Callable

import pytest

from tests import uploads
from tests.edge import Browser

Open = Callable[..., Browser]

FILES = [
    ("picture.svg", uploads.SVG),
    ("picture.png", uploads.SVG),
    ("page.html", uploads.HTML),
    ("page.pht", uploads.PHP),
    ("page.xhtml", uploads.XML),
    ("feed.xml", uploads.XML),
    ("photo.jpg", uploads.HTML),
    ("bill.pdf", uploads.PDF),
    ("script.js", b"alert(1)"),
    ("words.txt", b"plain words"),
    ("letter.docx", uploads.office()),
    ("program.exe", b"MZ\x90\0" + b"\0" * 60),
    ("bomb.png", uploads.png(100_000, 100_000)),
    ("picture.png", uploads.png()),
]
PICTURE = ("picture.png", uploads.png())


@pytest.mark.parametrize(("name", "data"), FILES)
@pytest.mark.parametrize("query", ["", "&inline=1", "&inline=true"])
def test_every_file_is_served_as_something_to_save(browser: Open, name: str, data: bytes, query: str) -> None:
    anna = browser("anna")
    url = uploads.upload(anna, name, data).json()["url"]

    headers = anna.get(url + query).headers

    is_shown = (name, data) == PICTURE and query
    assert headers["content-disposition"].partition(";")[0] == ("inline" if is_shown else "attachment")
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "sandbox" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(("name", "data"), [*FILES[:7], ("script.js", b"alert(1)")])
def test_what_could_run_is_called_bytes(browser: Open, name: str, data: bytes) -> None:
    anna = browser("anna")
    file = uploads.upload(anna, name, data).json()

    assert anna.get(file["url"]).headers["content-type"] == "application/octet-stream"
    assert file["preview_url"] is None
