"""A mailbox that is read by OAuth2: a token refused is refreshed once, and a permission taken back is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from channels.email.config import MailboxSecret
from helpdesk import clock, db, secrets
from helpdesk.models import Channel, ChannelHealth, Direction, Setting
from tests.cast import Desk
from tests.channels.email.inbound.mailrooms import becomes_true, count, fetching, is_begun, open_mailbox
from tests.channels.email.inbound.mails import mail
from tests.peers.dovecot import Dovecot, is_installed
from tests.peers.imap import Box
from tests.peers.oauth_provider import Provider

pytestmark = pytest.mark.skipif(not is_installed(), reason="Dovecot is not installed here")


@contextmanager
def introspection(provider: Provider) -> Iterator[str]:
    """Say of each token whether it is good, as a mail server asks its provider."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            good = provider.is_good(parse_qs(urlsplit(self.path).query)["token"][0])
            data = json.dumps({"active": good, "email": "support"}).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/introspect?token="
    server.shutdown()
    server.server_close()


@pytest.fixture
def token_box(provider: Provider) -> Iterator[Box]:
    with introspection(provider) as asks, Dovecot(asks=asks) as server:
        yield Box(server, "support")


def open_by_token(box: Box, provider: Provider, *, access_token: str) -> Channel:
    """Have the desk use a mailbox whose owner has agreed."""
    channel = open_mailbox(box, auth="google")
    provider.refresh_tokens.add("refresh")
    secret = MailboxSecret(
        refresh_token="refresh", access_token=access_token, expires_at=clock.now() + timedelta(hours=1)
    )
    with db.transaction() as session:
        found = session.get_one(Channel, channel.id)
        found.secret_id = secrets.store(session, secret.as_json())
        session.merge(Setting(key="oauth", value={"value": {"google": provider.setting}}, updated_at=clock.now()))
        return found


def health(channel: Channel) -> str | None:
    with db.reading() as session:
        found = session.get(ChannelHealth, (channel.id, Direction.IN))
        return found.code if found else None


def test_a_good_token_opens_the_mailbox(desk: Desk, token_box: Box, provider: Provider) -> None:
    provider.good = {"good"}
    channel = open_by_token(token_box, provider, access_token="good")
    with fetching(channel):
        assert becomes_true(lambda: is_begun(channel))

    assert provider.asked == []


def test_a_token_refused_before_its_time_is_refreshed(desk: Desk, token_box: Box, provider: Provider) -> None:
    channel = open_by_token(token_box, provider, access_token="stale")
    with fetching(channel):
        assert becomes_true(lambda: is_begun(channel))
        token_box.append(mail())
        assert becomes_true(lambda: count(channel) == 1)

    assert len(provider.asked) == 1


def test_a_permission_taken_back_is_told_and_found_again_when_given(
    desk: Desk, token_box: Box, provider: Provider
) -> None:
    provider.revoked = True
    channel = open_by_token(token_box, provider, access_token="stale")
    with fetching(channel):
        assert becomes_true(lambda: health(channel) == "oauth_expired")
        provider.revoked = False
        token_box.append(mail())
        assert becomes_true(lambda: is_begun(channel))
        assert becomes_true(lambda: health(channel) == "")

    assert count(channel) == 1
