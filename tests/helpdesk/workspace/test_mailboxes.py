"""Opening and changing mailboxes."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from helpdesk import db, outside, secrets
from helpdesk.actions.workspace import mailboxes
from helpdesk.actions.workspace.channels import ChannelChanges
from helpdesk.actions.workspace.mailboxes import MailboxChanges
from helpdesk.config import Config
from helpdesk.errors import Conflict, Invalid
from helpdesk.mailboxes import MailboxConfig, own_addresses
from helpdesk.models import Audit, Channel, ChannelKind, Event, Secret
from tests.cast import Desk

SERVER = {"host": "Mail.Desk.test", "port": 993, "security": "tls", "username": "support@desk.test"}
GOOD = MailboxChanges(
    channel=ChannelChanges(name="Support"),
    address=" Support@Desk.test ",
    from_name="Desk Support",
    aliases=["help@desk.test", "help@desk.test"],
    imap=SERVER,
    smtp={**SERVER, "port": 465},
    imap_password="canary-1",
    smtp_password="canary-2",
)


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    outside.configure(Config())


def opened(desk: Desk, **changes: Any) -> Channel:
    with db.transaction() as session:
        return mailboxes.create_mailbox(session, replace(GOOD, **changes), by=desk.cast.dora)


def changed(desk: Desk, channel: Channel, **changes: Any) -> Channel:
    with db.transaction() as session:
        return mailboxes.change_mailbox(session, channel.id, MailboxChanges(**changes), by=desk.cast.dora)


def secret(channel: Channel) -> dict[str, str]:
    with db.reading() as session:
        kept = session.get_one(Channel, channel.id)
        assert kept.secret_id is not None
        found: dict[str, str] = msgspec.json.decode(secrets.reveal(session, kept.secret_id))
        return found


def test_a_mailbox_keeps_what_was_set_and_its_passwords_apart(desk: Desk) -> None:
    channel = opened(desk)

    config = MailboxConfig.of(channel)
    assert (channel.kind, channel.name, config.address) == (ChannelKind.EMAIL, "Support", "support@desk.test")
    assert (config.aliases, config.imap.host, config.smtp.port) == (("help@desk.test",), "mail.desk.test", 465)
    assert secret(channel) == {"imap_password": "canary-1", "smtp_password": "canary-2"}
    assert b"canary" not in (desk.folder / "helpdesk.sqlite3").read_bytes()
    with db.reading() as session:
        assert "canary" not in str([one.data for one in session.scalars(select(Audit))])
        assert own_addresses(session) == {"support@desk.test", "help@desk.test"}


def test_a_new_password_is_a_new_secret_and_the_old_one_is_gone(desk: Desk) -> None:
    channel = opened(desk)

    after = changed(desk, channel, smtp_password="canary-3")

    assert after.secret_id != channel.secret_id
    assert secret(channel) == {"imap_password": "canary-1", "smtp_password": "canary-3"}
    with db.reading() as session:
        assert len(session.scalars(select(Secret)).all()) == 1


def test_what_is_the_same_changes_and_records_nothing(desk: Desk) -> None:
    channel = opened(desk)
    with db.reading() as session:
        before = len(session.scalars(select(Event)).all())

    after = changed(desk, channel, aliases=["help@desk.test"], imap=SERVER, smtp_password="canary-2")

    assert after.secret_id == channel.secret_id
    with db.reading() as session:
        assert len(session.scalars(select(Event)).all()) == before


def test_two_mailboxes_never_share_an_address(desk: Desk) -> None:
    opened(desk)

    for clash in (
        {"address": "help@desk.test", "aliases": []},
        {"address": "b@desk.test", "aliases": ["Support+x@desk.test"]},
    ):
        with pytest.raises(Conflict) as raised:
            opened(desk, **clash)
        assert raised.value.code == "address_taken"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"address": "nobody"}, "address"),
        ({"address": "a@b.test\r\nX: y"}, "address"),
        ({"aliases": ["x"]}, "aliases"),
        ({"imap": {**SERVER, "host": "a b"}}, "imap"),
        ({"imap": {**SERVER, "host": "x\r\nLOGIN"}}, "imap"),
        ({"imap": {**SERVER, "port": 0}}, "imap"),
        ({"imap": {**SERVER, "port": True}}, "imap"),
        ({"imap": {**SERVER, "username": "a\r\nb"}}, "imap"),
        ({"smtp": {**SERVER, "security": "maybe"}}, "smtp"),
        ({"smtp": {**SERVER, "security": "none"}}, "smtp"),
        ({"auth": "magic"}, "auth"),
        ({"folders": []}, "folders"),
        ({"folders": [{"name": "INBOX\r\nX1 CREATE Pwned", "role": "inbox"}]}, "folders"),
        ({"folders": [{"name": "INBOX", "role": "trash"}]}, "folders"),
        ({"after": "delete"}, "after"),
        ({"after": "move:"}, "after"),
        ({"signature": {"xx": "Bye"}}, "signature"),
        ({"signature": {"en": "x" * 3_000}}, "signature"),
        ({"max_mail_bytes": 5}, "max_mail_bytes"),
        ({"receiving_hosts": ["a b"]}, "receiving_hosts"),
        ({"smtp_password": "a\r\nb"}, "smtp_password"),
    ],
)
def test_what_cannot_be_is_refused_by_name(desk: Desk, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as raised:
        opened(desk, **changes)

    assert field in raised.value.fields


def test_plain_text_is_for_this_very_machine_or_by_leave_of_who_runs_it(desk: Desk) -> None:
    plain = {**SERVER, "security": "none"}
    opened(desk, imap={**plain, "host": "127.0.0.1"}, smtp={**plain, "host": "localhost"})

    outside.configure(Config(allow_plain_mail=True))
    assert opened(desk, address="b@desk.test", aliases=[], imap=plain, smtp=plain).id


def test_a_mailbox_needs_its_servers(desk: Desk) -> None:
    with pytest.raises(Invalid) as raised:
        opened(desk, imap=None, smtp=None)

    assert set(raised.value.fields) == {"imap", "smtp"}
