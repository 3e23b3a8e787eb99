"""The desk's settings about mail."""

import pytest
from sqlalchemy import select

from channels.email.config import Auth
from channels.email.logins import app_of
from channels.email.trouble import MailTrouble
from helpdesk import db, settings
from helpdesk.actions import system_mail
from helpdesk.actions.workspace.mail_settings import MailSettings, OAuthApp, change_mail_settings, register_app
from helpdesk.errors import Invalid, NotFound
from helpdesk.models import Audit, Event, Secret
from tests.cast import Desk
from tests.mailboxes import mailbox


def change(desk: Desk, **changes: int) -> None:
    with db.transaction() as session:
        change_mail_settings(session, MailSettings(**changes), by=desk.cast.dora)


def register(desk: Desk, client_id: str, secret: str | None = None) -> None:
    with db.transaction() as session:
        register_app(session, Auth.GOOGLE, OAuthApp(client_id, secret), by=desk.cast.dora)


def test_another_mailbox_may_speak_for_the_desk(desk: Desk) -> None:
    first, second = mailbox(), mailbox(address="desk@desk.test")

    change(desk, system_mailbox_id=second.id)
    with db.reading() as session:
        chosen = system_mail.mailbox(session)
    change(desk, system_mailbox_id=0)

    assert chosen is not None
    assert chosen.id == second.id
    with db.reading() as session:
        back = system_mail.mailbox(session)
        assert back is not None
        assert back.id == first.id


def test_what_is_the_same_records_nothing(desk: Desk) -> None:
    change(desk, digest_hours=8)
    with db.reading() as session:
        before = len(session.scalars(select(Event)).all())

    change(desk, digest_hours=8, rating_delay_min=15)

    with db.reading() as session:
        assert len(session.scalars(select(Event)).all()) == before
        assert settings.get(session, "digest_hours") == 8


@pytest.mark.parametrize(
    "changes", [{"system_mailbox_id": 1}, {"system_mailbox_id": 99}, {"rating_delay_min": -1}, {"digest_hours": 999}]
)
def test_what_cannot_be_is_refused(desk: Desk, changes: dict[str, int]) -> None:
    with pytest.raises(Invalid) as raised:
        change(desk, **changes)

    assert set(raised.value.fields) == set(changes)


def test_an_apps_secret_is_encrypted_replaced_and_forgotten(desk: Desk) -> None:
    register(desk, "desk-client", "canary-1")
    register(desk, "desk-client", "canary-2")
    register(desk, "desk-client-2")

    with db.reading() as session:
        app = app_of(session, Auth.GOOGLE)
        assert (app.client_id, app.client_secret) == ("desk-client-2", "canary-2")
        assert len(session.scalars(select(Secret)).all()) == 1
        assert "canary" not in str([(one.verb, one.data) for one in session.scalars(select(Audit))])

    register(desk, "")
    with db.reading() as session:
        assert session.scalars(select(Secret)).all() == []
        with pytest.raises(MailTrouble):
            app_of(session, Auth.GOOGLE)


def test_there_is_no_app_for_passwords(desk: Desk) -> None:
    with db.transaction() as session, pytest.raises(NotFound):
        register_app(session, Auth.PASSWORD, OAuthApp("x"), by=desk.cast.dora)
