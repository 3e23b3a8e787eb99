"""Ratings by mail: asked once, given by a click and a confirmation, for two weeks."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk import clock, db, ratelimit
from helpdesk.actions import lifecycle, rating_requests, ratings
from helpdesk.errors import Expired, Invalid
from helpdesk.models import Channel, Message, Rating
from helpdesk.tokens import hash_token
from tests.cast import Desk
from tests.channels.email.outbound.posts import deliver
from tests.edge import Browser
from tests.mailboxes import VERA, answers_by_mail, mailbox, writes
from tests.peers.smtp_sink import Sink
from tests.security.forms import fill_form

Open = Callable[..., Browser]


def resolved(desk: Desk, channel: Channel) -> int:
    ticket_id = writes(channel).ticket_id
    answers_by_mail(ticket_id, by=desk.cast.anna)
    with db.transaction() as session:
        lifecycle.resolve(session, ticket_id, by=desk.cast.anna)
    return ticket_id


def asked(minutes: int = 20) -> int:
    with clock.fixed(clock.now() + timedelta(minutes=minutes)):
        return rating_requests.ask_resolved()


def link(desk: Desk, sink: Sink) -> str:
    channel = mailbox(sink.port, ask_rating=True)
    resolved(desk, channel)
    assert asked() == 1
    deliver(channel)
    found = re.search(r"/ratings/[\w-]{43}", sink.kept[-1].text)
    assert found is not None
    return found.group()


def kept_rating() -> Rating:
    with db.reading() as session:
        return session.scalars(select(Rating)).one()


def test_a_resolved_ticket_is_asked_about_once(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port, ask_rating=True)
    resolved(desk, channel)

    assert [asked(5), asked(), asked(30)] == [0, 1, 0]
    deliver(channel)
    assert [kept.recipients for kept in sink.kept] == [(VERA,), (VERA,)]
    assert sink.kept[-1].text.count("/ratings/") == 5
    assert sink.kept[-1].html.count("/ratings/") == 5


def test_a_ticket_that_came_back_is_not_asked_about(desk: Desk) -> None:
    ticket_id = resolved(desk, mailbox(ask_rating=True))
    with db.transaction() as session:
        lifecycle.reopen(session, ticket_id, by=desk.cast.anna)

    assert asked() == 0


def test_a_ticket_no_agent_answered_is_not_asked_about(desk: Desk) -> None:
    ticket_id = writes(mailbox(ask_rating=True)).ticket_id
    with db.transaction() as session:
        lifecycle.resolve(session, ticket_id, by=desk.cast.anna)

    assert asked() == 0


def test_the_token_lies_nowhere_in_the_database(desk: Desk, sink: Sink) -> None:
    token = link(desk, sink).rpartition("/")[2]

    assert kept_rating().token_hash == hash_token(token)
    with db.reading() as session:
        texts = session.execute(select(Message.text, Message.html)).all()
    assert not any(token in text or token in html for text, html in texts)
    assert token.encode() not in (desk.folder / "helpdesk.sqlite3").read_bytes()


def test_opening_the_link_votes_for_nothing(desk: Desk, sink: Sink, browser: Open) -> None:
    address = link(desk, sink)

    shown = browser().page(f"{address}?score=4")

    assert shown.status_code == 200
    assert re.search(r'value="4" required checked', shown.text)
    assert kept_rating().score is None


def test_a_confirmation_keeps_score_and_comment(desk: Desk, sink: Sink, browser: Open) -> None:
    address, customer = link(desk, sink), browser()

    answer = customer.submit(address, fill_form(customer, f"{address}?score=2", score="2", comment="<b>slow</b>"))

    assert answer.status_code == 200
    rating = kept_rating()
    assert (rating.score, rating.comment, rating.agent_id) == (2, "<b>slow</b>", desk.cast.anna.agent_id)
    assert "&lt;b&gt;slow" in customer.page(address).text


@pytest.mark.parametrize("score", ["", "0", "6", "5.0", "five", "-1"])
def test_a_score_that_is_none_is_refused(desk: Desk, sink: Sink, browser: Open, score: str) -> None:
    address, customer = link(desk, sink), browser()

    answer = customer.submit(address, fill_form(customer, address, score=score, comment=""))

    assert answer.status_code == 400
    assert kept_rating().score is None


def test_a_rating_may_be_changed_while_the_link_works(desk: Desk, sink: Sink) -> None:
    token = link(desk, sink).rpartition("/")[2]

    for score in (1, 5):
        with db.transaction() as session:
            ratings.rate(session, token, score=score)

    assert kept_rating().score == 5


def test_after_two_weeks_the_link_is_dead(desk: Desk, sink: Sink) -> None:
    token = link(desk, sink).rpartition("/")[2]

    with clock.fixed(clock.now() + timedelta(days=15)), db.transaction() as session, pytest.raises(Expired):
        ratings.rate(session, token, score=5)


def test_a_comment_has_its_limit(desk: Desk, sink: Sink) -> None:
    token = link(desk, sink).rpartition("/")[2]

    with db.transaction() as session, pytest.raises(Invalid):
        ratings.rate(session, token, score=5, comment="x" * 2_001)


def test_guessing_links_is_limited(browser: Open) -> None:
    stranger = browser()

    codes = [stranger.page(f"/ratings/guess{number}").status_code for number in range(ratelimit.LINK_GUESS.times + 1)]

    assert set(codes[:-1]) == {410}
    assert codes[-1] == 429


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_the_page_speaks_three_languages(desk: Desk, sink: Sink, browser: Open, language: str) -> None:
    shown = browser().page(f"{link(desk, sink)}?lang={language}")

    assert f'<html lang="{language}"' in shown.text
