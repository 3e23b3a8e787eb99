"""Attack 6: nothing anybody writes is markup in a mail of ours."""

import re
from collections.abc import Callable

from helpdesk import db
from helpdesk.models import Agent
from tests.cast import Desk
from tests.channels.email.outbound.posts import deliver
from tests.edge import Browser
from tests.mailboxes import answers_by_mail, mailbox, writes
from tests.peers.smtp_sink import Sink

EVIL = '<a href="https://evil.example">Confirm</a><img src=x onerror=alert(1)>'


def test_a_name_in_an_invitation_is_text(desk: Desk, sink: Sink, browser: Callable[..., Browser]) -> None:
    channel = mailbox(sink.port)
    with db.transaction() as session:
        session.get_one(Agent, desk.cast.dora.agent_id).name = EVIL[:110]
    browser("dora").post("/api/invitations", {"email": "olena@desk.example", "name": EVIL[:110]})

    deliver(channel)

    [kept] = sink.kept
    assert "<a href=&#34;https://evil.example&#34;>" not in kept.html
    assert "&lt;a href=" in kept.html
    assert "evil.example" not in "".join(re.findall(r'href="([^"]*)"', kept.html))
    assert "<img" not in kept.html


def test_what_an_agent_writes_is_sanitised_on_its_way_out(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port, signature={"en": f"Anna {EVIL}"})
    answers_by_mail(writes(channel).ticket_id, f"Hello {EVIL}", by=desk.cast.anna)

    deliver(channel)

    html = sink.kept[0].html
    assert "<img" not in html
    assert "onerror" not in re.sub(r"&lt;.*?&gt;", "", html)
    assert 'href="https://evil.example"' not in html or "<a" not in html.split("Hello")[0]


def test_a_name_of_the_mailbox_is_no_markup(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port, from_name=EVIL)
    answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)

    deliver(channel)

    assert "evil.example" not in sink.kept[0].html
