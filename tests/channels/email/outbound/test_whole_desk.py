"""The parts of a running desk send by mail what each of them has to."""

import re
from dataclasses import replace

import httpx
import pytest

from helpdesk import secrets
from helpdesk.models import DeliveryState
from tests.cast import Desk, email_of
from tests.channels.email.outbound.gateways import eventually
from tests.edge import Browser
from tests.mailboxes import VERA, answers_by_mail, mailbox, stored, writes
from tests.peers.smtp_sink import Sink
from tests.runtime.desk_up import DeskUp
from tests.security.forms import fill_form


@pytest.mark.timeout(240)
def test_clock_gateway_and_web_send_their_mails(desk: Desk, sink: Sink) -> None:
    keys = secrets.new_key()
    secrets.configure(keys)
    channel = mailbox(sink.port, acknowledge=True)
    with DeskUp(desk.folder, database_url=desk.config.database_url, secret_keys=keys) as up:
        up.start()
        url = up.url
        asked = writes(channel)
        assert sink.wait_for(1, timeout_s=60)[0].mail["auto-submitted"] == "auto-replied"
        reply = answers_by_mail(asked.ticket_id, by=desk.cast.anna)
        assert eventually(lambda: stored(reply).delivery_state is DeliveryState.SENT)
        with Browser(replace(desk.config, port=httpx.URL(url).port or 0)) as anna:
            anna.submit("/password-reset", fill_form(anna, "/password-reset", email=email_of("anna")))
        sent = sink.wait_for(3, timeout_s=60)

    assert [one.recipients for one in sent] == [(VERA,), (VERA,), (email_of("anna"),)]
    link = re.search(r"http://127\.0\.0\.1:\d+/password-reset/[\w-]{43}", sent[2].text)
    assert link is not None
    assert link.group().startswith(f"{url}/")
