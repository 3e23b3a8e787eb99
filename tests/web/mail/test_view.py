"""A mail's own page: what it shows, what it keeps out, who gets it."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from helpdesk import db, storage
from helpdesk.actions import label
from helpdesk.config import Config
from helpdesk.incoming import IncomingFile
from helpdesk.models import Attachment, Message
from tests.cast import Desk
from tests.edge import Browser
from tests.mails import arrives, mail, open_mailbox
from web.mail.view import page_of

Open = Callable[..., Browser]
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(40)
HTML = (
    '<p>Look: <img data-remote="https://evil.example/pixel.gif?a=1&amp;b=2" alt="logo">'
    '<img src="cid:photo%40shop"> and <b>data-remote="no tag"</b></p>'
)


@pytest.fixture
def letter(desk: Desk, server: Config) -> Message:
    file = IncomingFile(
        "photo.png", "image/png", len(PICTURE), storage.put_bytes(PICTURE), content_id="photo@shop", width=2, height=2
    )
    message = arrives(mail(open_mailbox(), "Look", html=HTML, files=[file]))
    with db.transaction() as session:
        label.set_team(session, message.ticket_id, team_id=desk.cast.support_id, by=desk.cast.dora)
    return message


def test_it_shows_the_mails_own_pictures_and_no_others(letter: Message, browser: Open) -> None:
    page = browser("anna").page(f"/mail/{letter.id}/view")

    with db.reading() as session:
        file = session.query(Attachment).filter_by(message_id=letter.id).one()
    assert f'<img src="/api/attachments/{file.public_id}?until=' in page.text
    [shown] = re.findall(r'<img src="(/api/attachments/[^"]+)"', page.text)
    assert browser("anna").get(unescape(shown)).headers["content-disposition"].startswith("inline;")
    assert ' src="https://' not in page.text
    assert "https:" not in page.headers["content-security-policy"]


def test_pictures_of_others_are_loaded_only_when_asked_for(letter: Message, browser: Open) -> None:
    page = browser("anna").page(f"/mail/{letter.id}/view?images=1")

    assert 'src="https://evil.example/pixel.gif?a=1&amp;b=2"' in page.text
    assert "img-src 'self' data: https: http:" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"


def test_no_script_runs_even_when_the_page_is_opened_by_itself(letter: Message, browser: Open) -> None:
    policy = browser("anna").page(f"/mail/{letter.id}/view").headers["content-security-policy"]

    assert "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script" not in policy


def test_another_teams_mail_is_not_there(letter: Message, browser: Open) -> None:
    for path in (f"/mail/{letter.id}/view", f"/mail/{letter.id}/original"):
        assert browser("charlie").page(path).status_code == 404


def test_words_that_look_like_an_attribute_stay_words() -> None:
    assert '<b>data-remote="no tag"</b>' in page_of(HTML, {}, images=True)


def test_a_picture_that_is_not_here_leaves_its_place_empty() -> None:
    assert "<img>" in page_of(HTML, {}, images=False)
