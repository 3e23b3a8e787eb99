"""Connecting a mailbox by OAuth2, from the first click to the kept tokens."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from channels.email import connecting
from channels.email.config import Auth, MailboxConfig, MailboxSecret
from channels.email.trouble import MailTrouble
from helpdesk import clock, db
from helpdesk.errors import Expired
from helpdesk.models import Channel, Setting
from tests.cast import Desk
from tests.mailboxes import mailbox
from tests.peers.oauth_provider import Provider


@pytest.fixture
def registered(desk: Desk, provider: Provider) -> Channel:
    """A mailbox, on a desk that is registered with the provider."""
    with db.transaction() as session:
        session.merge(Setting(key="oauth", value={"value": {"microsoft": provider.setting}}, updated_at=clock.now()))
    return mailbox()


def test_who_agrees_has_the_mailbox_connected(desk: Desk, provider: Provider, registered: Channel) -> None:
    url = connecting.begin(registered.id, Auth.MICROSOFT, by=desk.cast.dora)
    back = provider.agree(url)

    channel = connecting.finish(back["code"], back["state"], by=desk.cast.dora)

    assert MailboxConfig.of(channel).auth is Auth.MICROSOFT
    with db.reading() as session:
        secret = MailboxSecret.of(session, channel)
    assert secret.refresh_token in provider.refresh_tokens
    assert secret.access_token in provider.good


def test_the_proof_stays_here(desk: Desk, provider: Provider, registered: Channel) -> None:
    query = parse_qs(urlsplit(connecting.begin(registered.id, Auth.MICROSOFT, by=desk.cast.dora)).query)
    back = provider.agree(connecting.begin(registered.id, Auth.MICROSOFT, by=desk.cast.dora))
    connecting.finish(back["code"], back["state"], by=desk.cast.dora)

    verifier = provider.asked[-1]["code_verifier"]
    assert len(verifier) >= 43
    assert verifier not in str(query)
    assert query["login_hint"] == ["support@desk.test"]
    assert "offline_access" in query["scope"][0]


def test_another_admins_state_is_worth_nothing(desk: Desk, provider: Provider, registered: Channel) -> None:
    back = provider.agree(connecting.begin(registered.id, Auth.MICROSOFT, by=desk.cast.dora))

    with pytest.raises(Expired):
        connecting.finish(back["code"], back["state"], by=desk.cast.boris)


@pytest.mark.parametrize("spoil", [lambda s: "", lambda s: "x", lambda s: s[:-8] + "AAAAAAA=", lambda s: "é" + s])
def test_a_state_of_somebodys_own_making_is_worth_nothing(
    desk: Desk, provider: Provider, registered: Channel, spoil: object
) -> None:
    back = provider.agree(connecting.begin(registered.id, Auth.MICROSOFT, by=desk.cast.dora))

    with pytest.raises(Expired):
        connecting.finish(back["code"], spoil(back["state"]), by=desk.cast.dora)  # type: ignore[operator]  # parametrised


def test_a_quarter_of_an_hour_later_it_is_too_late(desk: Desk, provider: Provider, registered: Channel) -> None:
    back = provider.agree(connecting.begin(registered.id, Auth.MICROSOFT, by=desk.cast.dora))

    with clock.fixed(clock.now() + timedelta(minutes=16)), pytest.raises(Expired):
        connecting.finish(back["code"], back["state"], by=desk.cast.dora)


def test_a_provider_nobody_registered_with_is_said(desk: Desk, registered: Channel) -> None:
    with pytest.raises(MailTrouble, match="oauth_unavailable"):
        connecting.begin(registered.id, Auth.GOOGLE, by=desk.cast.dora)
