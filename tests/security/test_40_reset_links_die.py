"""Attack 40: a link for a new password is random, kept nowhere, works once and for an hour."""

import re
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions.accounts import password_resets
from helpdesk.models import PasswordReset, Secret, SystemMail
from helpdesk.tokens import hash_token
from tests.cast import PASSWORD, Desk, email_of
from tests.channels.email.outbound.posts import deliver
from tests.edge import Browser
from tests.mailboxes import mailbox
from tests.peers.smtp_sink import Sink
from tests.security.forms import fill_form, sign_in

Open = Callable[..., Browser]
CHOSEN = {"password": "quiet orange ladders 8", "repeat": "quiet orange ladders 8"}


def link(sink: Sink) -> str:
    channel = mailbox(sink.port)
    with db.transaction() as session:
        assert password_resets.ask(session, email_of("anna"))
    deliver(channel)
    found = re.search(r"/password-reset/[\w-]{43}", sink.kept[-1].text)
    assert found is not None
    return found.group()


def test_a_link_changes_the_password_once_and_signs_everybody_out(desk: Desk, sink: Sink, browser: Open) -> None:
    path, anna, first, second = link(sink), browser("anna"), browser(), browser()
    forms = [fill_form(one, path, **CHOSEN) for one in (first, second)]

    assert first.submit(path, forms[0]).status_code == 200
    assert second.submit(path, forms[1]).status_code == 410
    assert first.get("/api/me").status_code == 401, "a link signs nobody in"
    assert anna.get("/api/me").status_code == 401
    assert sign_in(browser(), email_of("anna"), PASSWORD) == 401
    assert sign_in(browser(), email_of("anna"), CHOSEN["password"]) == 303


def test_an_old_link_is_refused_even_with_the_form_already_open(desk: Desk, sink: Sink, browser: Open) -> None:
    path, stranger = link(sink), browser()
    form = fill_form(stranger, path, **CHOSEN)

    with clock.fixed(clock.now() + timedelta(minutes=61)):
        assert stranger.page(path).status_code == 410
        assert stranger.submit(path, form).status_code == 410
        assert 'href="/password-reset"' in stranger.page(path).text


def test_a_guessed_link_says_what_a_used_one_does(desk: Desk, sink: Sink, browser: Open) -> None:
    path, anna = link(sink), browser()
    anna.submit(path, fill_form(anna, path, **CHOSEN))

    used, guessed = browser().page(path), browser().page("/password-reset/" + "0" * 43)

    assert (used.status_code, guessed.status_code) == (410, 410)
    assert used.text == guessed.text


def test_the_token_is_kept_nowhere_but_in_the_letter(desk: Desk, sink: Sink) -> None:
    token = link(sink).rpartition("/")[2]

    with db.reading() as session:
        assert session.scalars(select(PasswordReset.token_hash)).one() == hash_token(token)
        assert token not in session.scalars(select(SystemMail.text)).one()
        assert session.scalars(select(Secret)).all() == [], "what the letter carried is forgotten once it has gone"
    kept = b"".join(file.read_bytes() for file in desk.folder.glob("helpdesk.sqlite3*"))
    assert token.encode() not in kept


def test_a_used_link_ends_every_other_one(desk: Desk, sink: Sink, browser: Open) -> None:
    older, newer = link(sink), ""
    with db.transaction() as session:
        password_resets.ask(session, email_of("anna"))
    with db.reading() as session:
        newer = session.scalars(select(PasswordReset.id).order_by(PasswordReset.id.desc())).first()  # type: ignore[assignment]
    anna = browser()
    anna.submit(older, fill_form(anna, older, **CHOSEN))

    with db.reading() as session:
        assert session.get_one(PasswordReset, newer).used_at is not None


def test_a_weak_password_is_refused_and_leaves_the_link_alone(desk: Desk, sink: Sink, browser: Open) -> None:
    path, anna = link(sink), browser()

    answer = anna.submit(path, fill_form(anna, path, password="password1", repeat="password1"))

    assert answer.status_code == 400
    assert anna.page(path).status_code == 200
