"""Signing in to send: TLS that is checked, passwords in any letters, tokens that are refreshed once and then alarm."""

import ssl
from datetime import timedelta

import pytest
from sqlalchemy import select

from channels.email.config import Auth, MailboxSecret, MailServer, Security
from channels.email.logins import app_of, login_of
from channels.email.oauth import Proof, authorize_url, redeem, refreshed
from channels.email.smtp.connection import Login, open_wire
from channels.email.trouble import MailTrouble, Trouble
from helpdesk import clock, db, secrets
from helpdesk.models import Channel, ChannelHealth, DeliveryState, Direction, Secret, Setting
from tests.cast import Desk
from tests.channels.email.outbound.posts import deliver
from tests.mailboxes import answers_by_mail, mailbox, stored, writes
from tests.peers.oauth_provider import Provider
from tests.peers.smtp_sink import running_sink

REDIRECT = "http://127.0.0.1:8000/oauth"


def trouble(server: MailServer, login: Login | None = None) -> Trouble:
    with pytest.raises(MailTrouble) as raised:
        open_wire(server, login or Login(""), name="desk.test").close()
    return raised.value.kind


def signs_in(server: MailServer, login: Login) -> bool:
    wire = open_wire(server, login, name="desk.test")
    wire.close()
    return True


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_certificate_that_is_trusted_lets_the_password_through(
    desk: Desk, tls: ssl.SSLContext, security: Security
) -> None:
    context = {"tls" if security is Security.TLS else "starttls": tls}
    with running_sink(user="support", password="пароль з пробілом", **context) as sink:  # type: ignore[arg-type]
        server = MailServer("127.0.0.1", sink.port, security, "support")

        assert signs_in(server, Login("support", "пароль з пробілом"))


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_one_nobody_vouches_for_gets_no_password(desk: Desk, untrusted_tls: ssl.SSLContext, security: Security) -> None:
    context = {"tls" if security is Security.TLS else "starttls": untrusted_tls}
    with running_sink(user="support", password="secret", **context) as sink:  # type: ignore[arg-type]
        server = MailServer("127.0.0.1", sink.port, security, "support")

        assert trouble(server, Login("support", "secret")) is Trouble.CERTIFICATE
        assert sink.logins == []


def test_starttls_that_is_not_offered_is_no_reason_to_go_without(desk: Desk) -> None:
    with running_sink() as sink:
        assert trouble(MailServer("127.0.0.1", sink.port, Security.STARTTLS)) is Trouble.TLS_NOT_OFFERED


def test_tls_to_a_port_without_it_is_named(desk: Desk) -> None:
    with running_sink() as sink:
        assert trouble(MailServer("127.0.0.1", sink.port, Security.TLS)) is Trouble.WRONG_SECURITY


def test_an_app_password_is_asked_for_by_its_name(desk: Desk) -> None:
    words = "534 5.7.9 Application-specific password required."
    with running_sink(user="support", password="right", refusal=words) as sink:
        server = MailServer("127.0.0.1", sink.port, Security.NONE, "support")

        assert trouble(server, Login("support", "usual")) is Trouble.APP_PASSWORD


def connected(provider: Provider, port: int, *, lives_s: int = 3600) -> Channel:
    """A mailbox whose owner has agreed."""
    provider.lives_s = lives_s
    channel = mailbox(port, auth="google")
    with db.transaction() as session:
        session.merge(Setting(key="oauth", value={"value": {"google": provider.setting}}, updated_at=clock.now()))
    with db.reading() as session:
        app = app_of(session, Auth.GOOGLE)
    proof = Proof.new()
    back = provider.agree(
        authorize_url(app, redirect_url=REDIRECT, state="s", proof=proof, address="support@desk.test")
    )
    tokens = redeem(app, code=back["code"], proof=proof, redirect_url=REDIRECT)
    with db.transaction() as session:
        kept = session.get_one(Channel, channel.id)
        kept.secret_id = secrets.store(session, tokens.as_json())
        session.flush()
        return kept


def test_a_code_is_worth_nothing_without_the_proof(desk: Desk, provider: Provider) -> None:
    channel_app = connected(provider, 9)
    with db.reading() as session:
        app = app_of(session, Auth.GOOGLE)
    back = provider.agree(authorize_url(app, redirect_url=REDIRECT, state="s", proof=Proof.new()))

    with pytest.raises(MailTrouble):
        redeem(app, code=back["code"], proof=Proof.new(), redirect_url=REDIRECT)
    assert channel_app.secret_id is not None


def test_a_token_signs_in_and_is_refreshed_before_it_ends(desk: Desk, provider: Provider) -> None:
    with running_sink(token=provider.is_good) as sink:
        channel = connected(provider, sink.port)
        first = login_of(channel, Direction.OUT).token
        answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)

        with clock.fixed(clock.now() + timedelta(minutes=59)):
            deliver(channel)
            second = login_of(channel, Direction.OUT).token

    assert len(sink.kept) == 1
    assert first != second
    with db.reading() as session:
        assert len(session.scalars(select(Secret)).all()) == 1, "refreshing must not make the gateway start anew"
        assert session.get_one(Channel, channel.id).secret_id == channel.secret_id


def test_a_token_withdrawn_early_is_refreshed_once(desk: Desk, provider: Provider) -> None:
    with running_sink(token=provider.is_good) as sink:
        channel = connected(provider, sink.port)
        provider.good.clear()
        reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)

        deliver(channel)

    assert stored(reply).delivery_state is DeliveryState.SENT
    assert [asked["grant_type"] for asked in provider.asked] == ["authorization_code", "refresh_token"]


def test_a_permission_taken_back_alarms_and_keeps_the_mail(desk: Desk, provider: Provider) -> None:
    with running_sink(token=provider.is_good) as sink:
        channel = connected(provider, sink.port)
        provider.good.clear()
        provider.revoked = True
        reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)

        deliver(channel)

    assert stored(reply).delivery_state is DeliveryState.QUEUED
    with db.reading() as session:
        health = session.scalars(select(ChannelHealth)).one()
        assert (health.is_working, health.code) == (False, "oauth_expired")


def test_a_provider_in_trouble_is_no_expired_permission(desk: Desk, provider: Provider) -> None:
    connected(provider, 9)
    provider.broken = True
    with db.reading() as session:
        app = app_of(session, Auth.GOOGLE)

    with pytest.raises(MailTrouble) as raised:
        refreshed(app, MailboxSecret(refresh_token="kept"))

    assert raised.value.kind is Trouble.OAUTH_UNAVAILABLE


def test_a_token_request_follows_no_redirect(desk: Desk, provider: Provider) -> None:
    connected(provider, 9)
    provider.redirects = True
    with db.reading() as session:
        app = app_of(session, Auth.GOOGLE)

    with pytest.raises(MailTrouble):
        refreshed(app, MailboxSecret(refresh_token="kept"))

    assert len(provider.asked) == 1
