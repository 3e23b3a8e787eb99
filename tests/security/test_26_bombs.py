"""Row 26: large mails and pictures that only claim to be small cost the desk and its readers next to nothing."""

import base64
import io
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser as Chromium

from channels.email.parsed import ParsedEmail
from channels.email.reader import MailReadingChild
from helpdesk import db, storage
from helpdesk.config import Config
from helpdesk.files.addresses import address_of
from helpdesk.models import Attachment, Message
from tests import uploads
from tests.cast import Desk
from tests.edge import Browser
from tests.mails import open_mailbox
from tests.security.letters import delivered, letter, looks_at, opened

Open = Callable[..., Browser]
LARGE = 40_000_000
BOMB = uploads.png(100_000, 10_000)  # a thousand million pixels, says its header


@pytest.fixture
def child() -> Iterator[MailReadingChild]:
    """The process that reads mails, with its limits."""
    child = MailReadingChild()
    yield child
    child.close()


def with_picture(data: bytes, *, subtype: str = "png", name: str = "picture.png") -> EmailMessage:
    """Return a mail that shows a picture of its own."""
    mail = letter('<p>Look:</p><img src="cid:picture@evil" alt="picture">')
    mail.add_related(data, "image", subtype, cid="<picture@evil>", filename=name)
    return mail


def files_of(message: Message) -> list[Attachment]:
    with db.reading() as session:
        return list(session.query(Attachment).filter_by(message_id=message.id))


def test_a_mail_of_forty_megabytes_is_read_with_the_next_one_behind_it(desk: Desk, child: MailReadingChild) -> None:
    data = base64.encodebytes(bytes(range(256)) * (LARGE // 350))
    head = b"From: eve@evil.example\r\nSubject: large\r\nContent-Transfer-Encoding: base64\r\n"
    large = head + b"Content-Type: application/zip; name=large.zip\r\n\r\n" + data.replace(b"\n", b"\r\n")
    assert len(large) > LARGE

    read, following = child.read([large, bytes(letter("<p>next</p>", text="next"))])

    assert isinstance(read, ParsedEmail)
    assert len(read.attachments[0].data) == 256 * (LARGE // 350)
    assert isinstance(following, ParsedEmail)
    assert following.text.strip() == "next"


def test_an_archive_is_kept_as_it_came_and_never_opened(desk: Desk) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(50_000_000))
    mail = letter("<p>See the archive</p>")
    mail.add_attachment(packed.getvalue(), "application", "zip", filename="bomb.zip")

    [file] = files_of(delivered(open_mailbox(), mail)[0])

    assert storage.read(file.blob or "") == packed.getvalue()


def test_a_picture_of_a_thousand_million_pixels_is_offered_as_a_file_and_drawn_nowhere(
    desk: Desk, browser: Open, server: Config, chromium: Chromium
) -> None:
    bomb, small = delivered(open_mailbox(), with_picture(BOMB), with_picture(uploads.png(40, 30)))
    dora = browser("dora")
    [file] = files_of(bomb)
    page = opened(chromium, dora)
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))

    looks_at(page, server.public_url, bomb.ticket_id)
    drawn = page.frame_locator(".mail-frame").locator("img").evaluate("picture => picture.naturalWidth")

    assert (drawn, [url for url in asked if file.public_id in url]) == (0, [])
    assert page.get_by_role("link", name="picture.png").get_attribute("download") == "picture.png"
    headers = dora.get(f"{address_of(file.public_id).url}&inline=1").headers
    assert headers["content-disposition"].startswith("attachment")
    looks_at(page, server.public_url, small.ticket_id)
    assert page.frame_locator(".mail-frame").locator("img").last.evaluate("picture => picture.naturalWidth") == 40
    page.context.close()


@pytest.mark.parametrize("data", [uploads.SVG, uploads.HTML, uploads.XML], ids=["svg", "html", "xml"])
def test_what_only_calls_itself_a_picture_is_neither_shown_nor_named_one(
    desk: Desk, browser: Open, data: bytes
) -> None:
    message = delivered(open_mailbox(), with_picture(data))[0]
    [file] = files_of(message)
    dora = browser("dora")

    assert "/api/attachments/" not in dora.page(f"/mail/{message.id}/view").text
    assert dora.get(address_of(file.public_id).url).headers["content-type"] == "application/octet-stream"
