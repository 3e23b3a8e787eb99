"""Attack 38: links in mails lead to the desk, whatever a request says about its host."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from helpdesk import outside
from tests.cast import Desk, email_of
from tests.channels.email.outbound.posts import deliver
from tests.edge import Browser
from tests.mailboxes import mailbox
from tests.peers.smtp_sink import Kept, Sink
from tests.security.forms import fill_form
from tests.security.resets import asked_for, links_in

EVIL = [{"host": "evil.example"}, {"x-forwarded-host": "evil.example"}, {"forwarded": "host=evil.example"}]


def leads_home(kept: Kept) -> bool:
    links = links_in(kept)
    return bool(links) and {urlsplit(link).netloc for link in links} == {urlsplit(outside.public_url()).netloc}


@pytest.mark.parametrize("headers", EVIL)
def test_a_reset_link_leads_to_the_desk(
    desk: Desk, sink: Sink, browser: Callable[..., Browser], headers: dict[str, str]
) -> None:
    channel, stranger = mailbox(sink.port), browser()
    form = fill_form(stranger, "/password-reset", email=email_of("anna"))

    stranger.submit("/password-reset", form, headers=headers)
    assert asked_for(1)
    deliver(channel)

    assert leads_home(sink.kept[0])
    assert b"evil" not in sink.kept[0].data


@pytest.mark.parametrize("headers", EVIL)
def test_an_invitation_by_mail_leads_to_the_desk(
    desk: Desk, sink: Sink, browser: Callable[..., Browser], headers: dict[str, str]
) -> None:
    channel = mailbox(sink.port)
    browser("dora").post("/api/invitations", {"email": "olena@desk.example"}, headers=headers)

    deliver(channel)

    assert leads_home(sink.kept[0])
